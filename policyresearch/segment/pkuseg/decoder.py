"""
The published segmenter's decoding, compiled: code points in, token spans out.

A text is cut at white space, each piece by the user dictionary; what lies between is
tagged by Viterbi from the right end, and neighbouring tokens that make up a word of the
post-processor's dictionary are joined. Scores are whole numbers, so their sums are exact
and only ties are open: the published engine adds rounded decimals in a fixed order, and
the last digits of that sum decide a tie. A piece whose best path meets a tie is therefore
scored again by the same additions in the same order.
"""

# ruff: noqa: PLR0917 — compiled code takes its arrays one by one.
from __future__ import annotations

import numpy as np

from policyresearch.segment.pkuseg.compiled import compiled
from policyresearch.segment.pkuseg.layout import (
    BIGRAM_NODE,
    FIRST_INNER,
    MAX_WORD,
    MIN_WORD,
    N_LENGTHS,
    N_TAGS,
    SCALE,
    SYMBOL_BITS,
    WORD_BITS,
)
from policyresearch.segment.pkuseg.lookup import find, step

# Tokens that the post-processor joins at most.
MAX_JOINED = 7
# Beyond this length the rounding of a sum could reach half a weight's last decimal.
EXACT_LIMIT = 20_000


@compiled
def cut(points, spaces, model, joined, user, starts, ends):
    """
    Write the spans of all tokens in `points`; return how many there are.

    Parameters
    ----------
    points : uint32 array, code points
    spaces : bool array, whether a code point is white space
    model : the arrays of `convert.Tables`
    joined, user : `Trie.arrays()` of the post-processor's and the user's dictionary
    starts, ends : int32 arrays as long as `points`, filled
    """
    longest = _longest_piece(points, spaces)
    work = (
        np.zeros(longest + 4, dtype=np.int32),  # symbols, with a border of none
        np.zeros(longest + 4, dtype=np.int32),  # bigram rows
        np.zeros((longest + 2, N_LENGTHS), dtype=np.int32),  # words by start, by length
        np.zeros((longest + 2, N_LENGTHS), dtype=np.int32),  # words by end, by length
        np.zeros((longest + 1, N_TAGS), dtype=np.float64),  # scores
        np.zeros((longest + 1, N_TAGS), dtype=np.int8),  # best next tag
        np.zeros((longest + 1, N_TAGS), dtype=np.bool_),  # whether another is as good
        np.zeros(longest + 1, dtype=np.uint8),  # joinable token counts, as bits
    )
    count, i, n = 0, 0, len(points)
    while i < n:
        if spaces[points[i]]:
            i += 1
            continue
        end = i + 1
        while end < n and not spaces[points[end]]:
            end += 1
        count = _cut_piece(points, i, end, model, joined, user, work, starts, ends, count)
        i = end
    return count


@compiled
def _longest_piece(points, spaces):
    longest = run = 0
    for point in points:
        run = 0 if spaces[point] else run + 1
        longest = max(longest, run)
    return longest


@compiled
def _cut_piece(points, begin, end, model, joined, user, work, starts, ends, count):
    """
    Force the words of the user dictionary, decode what lies between.

    The published matcher is followed to the letter: where a longer entry breaks off after
    a shorter one has matched, it forces all it has read, which may be no entry at all.
    """
    symbols, first, edges, _, n_words = user
    if n_words == 0:
        return _decode(points, begin, end, model, joined, work, starts, ends, count)
    last = i = begin
    while i < end:
        node, j, word_end, found = 0, i, -1, False
        while True:
            node = step(first, edges, node, symbols[points[j]])
            if node < 0:
                found = word_end >= 0
                break
            if node <= n_words:
                word_end = j
            j += 1
            if j == end:
                if word_end >= 0:
                    j, found = word_end + 1, True
                break
        if not found:
            i += 1
            continue
        if last < i:
            count = _decode(points, last, i, model, joined, work, starts, ends, count)
        starts[count], ends[count] = i, j
        count += 1
        last = i = j
    if last < end:
        count = _decode(points, last, end, model, joined, work, starts, ends, count)
    return count


@compiled
def _decode(points, begin, end, model, joined, work, starts, ends, count):
    n = end - begin
    _look_up(points, begin, n, model, work)
    tied = n > EXACT_LIMIT
    if not tied:
        _score(n, model, work)
        tied = _tag(n, model, work, 1.0)
    if tied:
        _score_in_order(n, model, work)
        _tag(n, model, work, float(SCALE))
    first, best, back = count, 0, work[5]
    scores = work[4]
    for tag in range(1, N_TAGS):
        if scores[0, tag] > scores[0, best]:
            best = tag
    starts[count] = begin
    for i in range(1, n):
        best = back[i - 1, best]
        if best < FIRST_INNER:
            ends[count] = begin + i
            count += 1
            starts[count] = begin + i
    ends[count] = end
    return _join(points, joined, starts, ends, first, count + 1, work[7])


@compiled
def _look_up(points, begin, n, model, work):
    """Symbols, bigram rows and words of a piece."""
    _, _, _, bigram_rows, bigrams, _, _, _, trie = model
    symbol_of, _, edges, n_leaves, n_words = trie
    symbols, pair, starting, ending = work[0], work[1], work[2], work[3]
    for i in range(n):
        symbols[i] = symbol_of[points[begin + i]]
        for length in range(N_LENGTHS):
            starting[i, length] = 0
            ending[i, length] = 0
    for i in range(n - 1):
        row = find(bigrams, np.int64(symbols[i]) << SYMBOL_BITS | np.int64(symbols[i + 1]))
        pair[i] = row
        if row < 0:
            continue
        node = np.int64(bigram_rows[row, BIGRAM_NODE])
        length = MIN_WORD
        while node > 0:
            if node <= n_words:
                starting[i, length - MIN_WORD] = node
                ending[i + length - 1, length - MIN_WORD] = node
            if node <= n_leaves or length == MAX_WORD or i + length == n:
                break
            symbol = symbols[i + length]
            if symbol == 0:
                break
            node = find(edges, node << SYMBOL_BITS | np.int64(symbol))
            length += 1


@compiled
def _add(scores, i, rows, row, column):
    for tag in range(N_TAGS):
        scores[i, tag] += rows[row, column + tag]


@compiled
def _score(n, model, work):
    """Whole-number scores of every character and tag, in the order that is fastest."""
    bias, _, unigrams, bigram_rows, _, words, pair_rows, pairs, _ = model
    symbols, pair, starting, ending, scores = work[0], work[1], work[2], work[3], work[4]
    for i in range(n):
        for tag in range(N_TAGS):
            scores[i, tag] = bias[tag] + unigrams[symbols[i], tag]
        if i > 0:
            _add(scores, i, unigrams, symbols[i - 1], N_TAGS)
            if pair[i - 1] >= 0:
                _add(scores, i, bigram_rows, pair[i - 1], 0)
        if i + 1 < n:
            _add(scores, i, unigrams, symbols[i + 1], 2 * N_TAGS)
            if pair[i] >= 0:
                _add(scores, i, bigram_rows, pair[i], N_TAGS)
        if i > 1:
            _add(scores, i, unigrams, symbols[i - 2], 3 * N_TAGS)
            if pair[i - 2] >= 0:
                _add(scores, i, bigram_rows, pair[i - 2], 2 * N_TAGS)
        if i + 2 < n:
            _add(scores, i, unigrams, symbols[i + 2], 4 * N_TAGS)
        for length in range(N_LENGTHS):
            if ending[i, length] > 0:
                _add(scores, i, words, ending[i, length], 0)
            if starting[i, length] > 0:
                _add(scores, i, words, starting[i, length], N_TAGS)
    for i in range(1, n):
        for before in range(N_LENGTHS):
            left = np.int64(ending[i - 1, before])
            if left == 0:
                continue
            for after in range(N_LENGTHS):
                right = np.int64(starting[i, after])
                if right == 0:
                    continue
                row = find(pairs, left << WORD_BITS | right)
                if row >= 0:
                    _add(scores, i, pair_rows, row, 0)
                    _add(scores, i - 1, pair_rows, row, N_TAGS)


@compiled
def _add_decimal(scores, i, rows, row, column):
    for tag in range(N_TAGS):
        scores[i, tag] += rows[row, column + tag] / SCALE


@compiled
def _add_pairs(scores, i, lefts, rights, pairs, pair_rows, column):
    for before in range(N_LENGTHS - 1, -1, -1):
        left = np.int64(lefts[before])
        if left == 0:
            continue
        for after in range(N_LENGTHS - 1, -1, -1):
            right = np.int64(rights[after])
            if right == 0:
                continue
            row = find(pairs, left << WORD_BITS | right)
            if row >= 0:
                _add_decimal(scores, i, pair_rows, row, column)


@compiled
def _score_in_order(n, model, work):
    """Decimal scores, added as the published engine adds them."""
    bias, _, unigrams, bigram_rows, _, words, pair_rows, pairs, _ = model
    symbols, pair, starting, ending, scores = work[0], work[1], work[2], work[3], work[4]
    for i in range(n):
        for tag in range(N_TAGS):
            scores[i, tag] = bias[tag] / SCALE
        _add_decimal(scores, i, unigrams, symbols[i], 0)
        if i > 0:
            _add_decimal(scores, i, unigrams, symbols[i - 1], N_TAGS)
            if pair[i - 1] >= 0:
                _add_decimal(scores, i, bigram_rows, pair[i - 1], 0)
        if i + 1 < n:
            _add_decimal(scores, i, unigrams, symbols[i + 1], 2 * N_TAGS)
            if pair[i] >= 0:
                _add_decimal(scores, i, bigram_rows, pair[i], N_TAGS)
        if i > 1:
            _add_decimal(scores, i, unigrams, symbols[i - 2], 3 * N_TAGS)
            if pair[i - 2] >= 0:
                _add_decimal(scores, i, bigram_rows, pair[i - 2], 2 * N_TAGS)
        if i + 2 < n:
            _add_decimal(scores, i, unigrams, symbols[i + 2], 4 * N_TAGS)
        for length in range(N_LENGTHS - 1, -1, -1):
            if ending[i, length] > 0:
                _add_decimal(scores, i, words, ending[i, length], 0)
        for length in range(N_LENGTHS - 1, -1, -1):
            if starting[i, length] > 0:
                _add_decimal(scores, i, words, starting[i, length], N_TAGS)
        if i > 0:
            _add_pairs(scores, i, ending[i - 1], starting[i], pairs, pair_rows, 0)
        if i + 1 < n:
            _add_pairs(scores, i, ending[i], starting[i + 1], pairs, pair_rows, N_TAGS)


@compiled
def _tag(n, model, work, scale):
    """
    Best tags from the right end; `scores` become the best sums from each character on.

    Among equals the last tag wins. Returns whether the best path met equals.
    """
    weights = model[1]
    scores, back, equal = work[4], work[5], work[6]
    edges = np.empty((N_TAGS, N_TAGS), dtype=np.float64)
    for left in range(N_TAGS):
        for right in range(N_TAGS):
            # The published engine starts every transition at one.
            edges[left, right] = (
                1.0 + weights[left, right] / SCALE if scale > 1.0
                else float(SCALE + weights[left, right])
            )
    for i in range(n - 2, -1, -1):
        for tag in range(N_TAGS):
            own = scores[i, tag]
            best = scores[i + 1, 0] + own + edges[tag, 0]
            place, same = 0, False
            for after in range(1, N_TAGS):
                score = scores[i + 1, after] + own + edges[tag, after]
                if score > best:
                    best, place, same = score, after, False
                elif score == best:
                    place, same = after, True
            scores[i, tag] = best
            back[i, tag] = place
            equal[i, tag] = same
    tag, tied = 0, False
    for other in range(1, N_TAGS):
        if scores[0, other] > scores[0, tag]:
            tag, tied = other, False
        elif scores[0, other] == scores[0, tag]:
            tied = True
    for i in range(n - 1):
        tied = tied or equal[i, tag]
        tag = back[i, tag]
    return tied


@compiled
def _joinable(points, joined, starts, ends, begin, end, bits):
    """For each token, as bits, how many tokens from it on make up a word; whether any do."""
    symbols, first, edges, n_leaves, n_words = joined
    found = False
    for token in range(begin, end):
        node, hits, place = 0, 0, starts[token]
        last = min(token + MAX_JOINED, end)
        for other in range(token, last):
            while place < ends[other] and node >= 0:
                if 0 < node <= n_leaves:
                    node = -1
                    break
                node = step(first, edges, node, symbols[points[place]])
                place += 1
            if node < 0:
                break
            if 0 < node <= n_words:
                hits |= 1 << (other - token)
        bits[token - begin] = hits
        found = found or hits > 1
    return found


@compiled
def _join(points, joined, starts, ends, begin, end, bits):
    """
    Join up to seven tokens that make up a dictionary word, unless each is one itself.

    Longest runs first, from the left, as published. Bit 0 of `bits` is the token alone.
    """
    if not _joinable(points, joined, starts, ends, begin, end, bits):
        return end
    for size in range(MAX_JOINED, 1, -1):
        read = write = begin
        while read < end:
            merge = False
            if read + size <= end and bits[read - begin] >> (size - 1) & 1:
                for part in range(read, read + size):
                    merge = merge or not bits[part - begin] & 1
            starts[write] = starts[read]
            read += size if merge else 1
            ends[write] = ends[read - 1]
            write += 1
        if write < end:
            end = write
            _joinable(points, joined, starts, ends, begin, end, bits)
    return end
