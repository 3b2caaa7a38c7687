"""Terms and numbers on top of a segmentation, as changes to where tokens begin."""

# ruff: noqa: PLR0917 — compiled code takes its arrays one by one.
from __future__ import annotations

import numpy as np

from policyresearch.segment.pkuseg.compiled import compiled
from policyresearch.segment.pkuseg.lookup import step

# What a character is, as bits.
SPACE, OPENING, CLOSING, EITHER, DIGIT, LETTER, JOINER, HAN_DIGIT = (1 << i for i in range(8))
_QUOTE = OPENING | CLOSING | EITHER
# Shorter terms than this are protected only where the segmenter has a boundary at both ends.
_SURE_LENGTH = 3
_YEAR_DIGITS = 4


@compiled
def protect(points, classes, starts, ends, lexicon, units, ordinal, year):
    """
    Token spans with terms of `lexicon` whole and numbers apart from their units.

    Parameters
    ----------
    points : code points; classes : class bits of every code point
    starts, ends : spans of a segmentation
    lexicon, units : `Trie.arrays()`
    ordinal, year : code points of 第 and 年
    """
    n = len(points)
    begins = np.zeros(n + 1, dtype=np.bool_)
    for token in range(len(starts)):
        begins[starts[token]] = True
        begins[ends[token]] = True
    term_starts, term_ends = mark_terms(points, classes, begins, lexicon)
    kept = np.zeros(n, dtype=np.bool_)
    for term in range(len(term_starts)):
        kept[term_starts[term] : term_ends[term]] = True
    _part_numbers(points, classes, begins, kept, units, ordinal, year)
    return _spans(points, classes, begins)


@compiled
def mark_terms(points, classes, begins, lexicon):
    """Spans of the terms that fit `begins`, from the left; `begins` is changed to hold them."""
    starts, ends = [np.int32(0) for _ in range(0)], [np.int32(0) for _ in range(0)]
    i = 0
    while i < len(points):
        if classes[points[i]] & (SPACE | _QUOTE):
            i += 1
            continue
        start, end = _longest_term(points, classes, begins, lexicon, i)
        if end < 0:
            i += 1
            continue
        _unite(begins, start, end)
        starts.append(np.int32(start))
        ends.append(np.int32(end))
        i = end
    return np.array(starts), np.array(ends)


@compiled
def _unite(begins, start, end):
    begins[start] = True
    begins[start + 1 : end] = False
    begins[end] = True


@compiled
def _longest_term(points, classes, begins, lexicon, i):
    """
    The longest term from `i` on that may be protected there; end -1 if there is none.

    Quotation marks inside are passed over. They must pair up inside the term, or the
    missing one must stand right before or behind it and is then taken in.
    """
    symbols, first, edges, n_leaves, n_words = lexicon
    n, node, j, length = len(points), np.int64(0), i, 0
    unclosed = unopened = straight = 0
    best_start, best_end = i, -1
    while j < n:
        kind = classes[points[j]]
        if kind & SPACE:
            break
        if kind & _QUOTE:
            if kind & OPENING:
                unclosed += 1
            elif kind & EITHER:
                straight ^= 1
            elif unclosed > 0:
                unclosed -= 1
            else:
                unopened += 1
            j += 1
            continue
        node = step(first, edges, node, symbols[points[j]])
        if node < 0:
            break
        j += 1
        length += 1
        if node <= n_words:
            start, end = i, j
            missing = unclosed + unopened + straight
            if i > 0 and missing == 1:
                before = classes[points[i - 1]]
                if (unopened and before & OPENING) or (straight and before & EITHER):
                    start, missing = i - 1, 0
            if j < n and missing == 1:
                behind = classes[points[j]]
                if (unclosed and behind & CLOSING) or (straight and behind & EITHER):
                    end, missing = j + 1, 0
            if missing == 0 and _fits(begins, start, end, length):
                best_start, best_end = start, end
        if node <= n_leaves:
            break
    return best_start, best_end


@compiled
def _fits(begins, start, end, length):
    """Whether a term may be protected against the segmenter's boundaries."""
    if begins[start] and begins[end]:
        return True
    if length < _SURE_LENGTH:
        return False
    return begins[start + 1 : end].any()  # else a part of one longer word


@compiled
def _part_numbers(points, classes, begins, kept, units, ordinal, year):
    n, i = len(points), 0
    while i < n:
        kind = classes[points[i]]
        if kept[i] or not kind & (DIGIT | HAN_DIGIT):
            i += 1
            continue
        mark = DIGIT if kind & DIGIT else HAN_DIGIT
        end = i + 1
        while end < n and not kept[end] and (
            classes[points[end]] & mark
            or (
                mark == DIGIT
                and classes[points[end]] & JOINER
                and end + 1 < n
                and classes[points[end + 1]] & DIGIT
            )
        ):
            end += 1
        if mark == DIGIT:
            part = not (
                (i > 0 and classes[points[i - 1]] & LETTER)
                or (end < n and classes[points[end]] & LETTER)
            )
        else:
            part = end - i == _YEAR_DIGITS and end < n and points[end] == year
        if part:
            start = i
            if i > 0 and points[i - 1] == ordinal and not begins[i] and not kept[i - 1]:
                while not begins[start]:
                    start -= 1
            _unite(begins, start, end)
            _unite_unit(points, classes, begins, kept, units, end)
        i = end


@compiled
def _unite_unit(points, classes, begins, kept, units, begin):
    """Make the longest unit of several tokens that stands at `begin` one token."""
    symbols, first, edges, _, n_words = units
    node, j, best = np.int64(0), begin, -1
    while j < len(points) and not kept[j]:
        node = step(first, edges, node, symbols[points[j]])
        if node < 0:
            break
        j += 1
        if node <= n_words and begins[j]:
            best = j
    if best > 0:
        _unite(begins, begin, best)


@compiled
def _spans(points, classes, begins):
    n = len(points)
    starts = np.empty(n, dtype=np.int32)
    ends = np.empty(n, dtype=np.int32)
    count = 0
    inside = False
    for i in range(n):
        space = classes[points[i]] & SPACE
        if inside and (space or begins[i]):
            ends[count] = i
            count += 1
            inside = False
        if not space and not inside:
            starts[count] = i
            inside = True
    if inside:
        ends[count] = n
        count += 1
    return starts[:count].copy(), ends[:count].copy()
