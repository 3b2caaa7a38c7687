"""Text reuse: passages that documents share, wherever they stand and however trimmed."""
