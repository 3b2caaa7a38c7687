"""A study folder: its paths, its list of sources, its raw files."""
