"""
The official pkuseg model and its decoder; compiled code takes constants from this folder only.
"""
