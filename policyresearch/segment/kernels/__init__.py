"""Compiled code. It takes constants from modules of this folder only: see `compiled`."""
