"""
What `run.py` does before any library is installed; the standard library only.

`commands` is the command line, `environment` finds or makes the Python that has the locked
libraries, `remedies` says what to do when that fails, `variables` is what child processes get.
"""
