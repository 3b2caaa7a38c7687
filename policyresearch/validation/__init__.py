"""How right an extraction is: scores against gold, agreement of coders, sheets for people."""
