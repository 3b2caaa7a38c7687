"""
What `run.py` does before any library is installed; the standard library only.

`commands` is the command line, `environment` finds or makes the Python that has the locked
libraries and the package, `remedies` says what to do when that fails, `lock_check` is run inside
an interpreter to see what it lacks, `exclusive` keeps two runs from making one environment.
"""
