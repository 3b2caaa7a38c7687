"""
Which documents are compared, what varies independently, intervals, tests, corrections, and the
one grid of specifications.
"""
