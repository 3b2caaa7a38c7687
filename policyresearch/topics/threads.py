"""
Arithmetic whose last bits do not depend on the number of threads.

A matrix product that a library divides among threads is summed in another order, and differs
with their number in the last bit; so do all figures made from it. Work is divided between
processes instead, which get whole fits.
"""

from threadpoolctl import threadpool_limits

# Decorates whatever multiplies matrices.
one_thread = threadpool_limits.wrap(limits=1)
