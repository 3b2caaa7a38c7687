"""Hash tables of whole numbers, and the tries laid out in them."""

from __future__ import annotations

import numpy as np

from policyresearch.segment.pkuseg.compiled import compiled
from policyresearch.segment.pkuseg.layout import EMPTY, SYMBOL_BITS, VALUE_BITS, VALUE_MASK

# An odd constant: multiplying by it spreads neighbouring keys. Unsigned, because the compiler
# is free to assume that signed numbers never overflow.
_MIXER = np.uint64(0x61C8864680B583EB)


@compiled
def _place(key, mask):
    return np.int64(np.uint64(key) * _MIXER >> np.uint64(32)) & mask


@compiled
def fill(slots, keys, values):
    """Put distinct keys with their values into empty slots; their number is a power of two."""
    mask = len(slots) - 1
    for i in range(len(keys)):
        place = _place(keys[i], mask)
        while slots[place] != EMPTY:
            place = (place + 1) & mask
        slots[place] = keys[i] << VALUE_BITS | values[i]


@compiled
def find(slots, key):
    """The value of `key`, -1 if it has none."""
    mask = len(slots) - 1
    place = _place(key, mask)
    while True:
        slot = slots[place]
        if slot >> VALUE_BITS == key:
            return slot & VALUE_MASK
        if slot == EMPTY:
            return -1
        place = (place + 1) & mask


@compiled
def step(first, edges, node, symbol):
    """The child of `node` by `symbol`, -1 if it has none."""
    if symbol == 0:
        return -1
    if node == 0:
        return np.int64(first[symbol])
    return find(edges, np.int64(node) << SYMBOL_BITS | np.int64(symbol))
