"""What words, themes, topics and targets say, side by side."""
