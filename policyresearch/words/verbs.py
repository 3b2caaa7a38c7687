"""What a reader asks of the words of a corpus; each verb takes the corpus and gives a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from policyresearch.errors import DataError
from policyresearch.inference.comparison import WavePair, find_series, pair_waves
from policyresearch.lexicons import read_lexicon
from policyresearch.segment.tokens import tokenize
from policyresearch.tables import TEXT_ROLES
from policyresearch.words.collocates import SPAN, count_collocates
from policyresearch.words.concordance import find_pattern, find_sequences, line_up
from policyresearch.words.counts import Counts, count_words
from policyresearch.words.dispersion import disperse_counts
from policyresearch.words.examples import pick_examples
from policyresearch.words.keyness import MIN_COUNT, compare_counts
from policyresearch.words.lengths import count_lengths
from policyresearch.words.places import compare_places_of
from policyresearch.words.rates import rate_counts
from policyresearch.words.sensitivity import compare_readings_of
from policyresearch.words.shift import choose_parts, shift_counts
from policyresearch.words.waves import compare_waves_of

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

SAMPLES = ("series", "all")
RULES = ("terms", "tokens")


def count_terms(
    corpus: Corpus,
    terms: Iterable[str] | None = None,
    *,
    groups: Mapping[str, Iterable[str]] | None = None,
    by: Sequence[str] = ("doc_id",),
    role: Sequence[str] = TEXT_ROLES,
) -> pd.DataFrame:
    """
    Count terms by document, place, wave, section or role.

    Parameters
    ----------
    corpus : Corpus
    terms : iterable of str, optional
        Terms of one or several tokens, by longest match; by default every content token.
    groups : mapping of str to terms, optional
        Names of one thing that are counted together, instead of `terms`.
    by : sequence of str
        One or more of `words.rates.GROUPS`.
    role : sequence of str
        Sections that count, by what they do; by default all but notices and annexes.

    Returns
    -------
    DataFrame, one row per group and term, zeros kept
        `by`, `keyword`, `count`, `tokens` (of the group, without punctuation).

    Raises
    ------
    DataError
        If an option is unknown, or both `terms` and `groups` are given.
    """
    counts = gather_counts(corpus, terms=terms, groups=groups, role=role)
    return rate_counts(counts, by=by)[[*by, "keyword", "count", "tokens"]]


def measure_rates(
    corpus: Corpus,
    terms: Iterable[str],
    *,
    by: Sequence[str] = ("doc_id",),
    role: Sequence[str] = TEXT_ROLES,
    sample: str = "all",
    rule: str = "terms",
) -> pd.DataFrame:
    """
    Measure the rates of terms per 10,000 tokens, with 95 % intervals.

    Parameters
    ----------
    corpus : Corpus
    terms : iterable of str
    by, role
        As in `count_terms`.
    sample : str
        "all" documents, or those of the main "series" (`inference.comparison.find_series`).
    rule : str
        "terms" counts terms of one or several tokens, by longest match; "tokens" counts only
        tokens that are the term, as `compare_words` does without terms.

    Returns
    -------
    DataFrame, one row per group and term, zeros kept (`words.rates.rate_counts`)

    Raises
    ------
    DataError
        If an option is unknown, or a term was not counted under the rule "tokens".
    """
    _check_option("rule", rule, RULES)
    terms = list(terms)
    if rule == "tokens":
        counts = gather_counts(corpus, role=role).choose(terms)
    else:
        counts = gather_counts(corpus, terms=terms, role=role)
    return rate_counts(_choose_sample(counts, corpus, sample), by=by)


def compare_words(
    corpus: Corpus,
    *,
    terms: Iterable[str] | None = None,
    groups: Mapping[str, Iterable[str]] | None = None,
    role: Sequence[str] = TEXT_ROLES,
    sample: str = "series",
    min_count: int = MIN_COUNT,
) -> pd.DataFrame:
    """
    Compare the rates of words between the first and the last wave.

    A positive log ratio means more in the last wave. The interval speaks of these documents,
    not of others of those years; for that, many places are needed (`compare_places`).

    Parameters
    ----------
    corpus : Corpus
    terms, groups, role
        As in `count_terms`.
    sample : str
        "series": documents of the places seen in every wave; "all": all of the two waves.
    min_count : int
        Words that stand fewer times in both waves together are left out.

    Returns
    -------
    DataFrame, one row per word, the most surely different first (`words.keyness`)
        No rows where no two waves can be compared.
    """
    counts = gather_counts(corpus, terms=terms, groups=groups, role=role)
    pair = find_pair(corpus, sample=sample)
    return compare_counts(counts, pair.first, pair.last, min_count=min_count)


def compare_waves(corpus: Corpus, *, min_count: int = MIN_COUNT) -> pd.DataFrame:
    """
    Test whether the rates of words are the same in three or more waves of the main series.

    Returns
    -------
    DataFrame, one row per word (`words.waves.compare_waves_of`); none below three waves
    """
    counts = _choose_sample(gather_counts(corpus), corpus, "series")
    return compare_waves_of(counts, min_count=min_count)


def compare_places(corpus: Corpus, *, min_count: int = MIN_COUNT) -> pd.DataFrame:
    """
    Compare the rates of words between first and last wave within the places seen in both.

    Returns
    -------
    DataFrame, one row per word (`words.places.compare_places_of`)
        None if fewer than two places are seen in both.
    """
    return compare_places_of(gather_counts(corpus), find_pair(corpus), min_count=min_count)


def shift_words(
    corpus: Corpus,
    *,
    terms: Iterable[str] | None = None,
    measure: str = "divergence",
    rows: int | None = 24,
) -> pd.DataFrame:
    """
    Decompose the difference between first and last wave into the parts of its words.

    Parameters
    ----------
    corpus : Corpus
    terms : iterable of str, optional
        By default the terms of the policy lexicon.
    measure : str
        One of `words.shift.SHIFTS`.
    rows : int, optional
        Largest parts, with every term that took over from another; None gives all.

    Returns
    -------
    DataFrame, one row per word, largest part first (`words.shift.shift_counts`)
    """
    terms = read_lexicon("policy_terms")["term"] if terms is None else terms
    counts = gather_counts(corpus, terms=terms)
    shift = shift_counts(counts, find_pair(corpus), read_lexicon("lineage"), measure=measure)
    return shift if rows is None else choose_parts(shift, rows=rows)


def measure_dispersion(
    corpus: Corpus, terms: Iterable[str], *, role: Sequence[str] = TEXT_ROLES
) -> pd.DataFrame:
    """
    Measure how evenly terms are spread over the sections of all documents.

    Returns
    -------
    DataFrame, one row per term (`words.dispersion.disperse_counts`)
    """
    counts = gather_counts(corpus, terms=terms, role=role)
    return disperse_counts(*counts.add_up(), words=counts.words)


def locate_terms(corpus: Corpus, query: str | re.Pattern[str]) -> pd.DataFrame:
    """
    Locate a word, several in a row, or a regular expression in the sentences of the corpus.

    Parameters
    ----------
    corpus : Corpus
    query : str or compiled pattern
        A string is searched among tokens (`words.concordance.find_sequences`: `*`, `?` and
        `|` are understood), a compiled pattern among characters, however they are segmented.

    Returns
    -------
    DataFrame, one row per match, in text order
        `doc_id`, `sent_id`, `start`, `end` (in the document's analysed text).

    Raises
    ------
    DataError
        If the query is empty or matches the empty text.
    """
    if isinstance(query, re.Pattern):
        return find_pattern(corpus.sentences, query)
    return find_sequences(corpus.tokens, query)


def build_concordance(
    corpus: Corpus,
    query: str | re.Pattern[str] | pd.DataFrame,
    *,
    width: int = 20,
    sort: str = "place",
) -> pd.DataFrame:
    """
    Build keyword-in-context lines.

    Parameters
    ----------
    corpus : Corpus
    query : str, compiled pattern or DataFrame
        As in `locate_terms`, or matches already located.
    width : int
        Characters on either side; contexts end with the sentence.
    sort : str
        One of `words.concordance.SORTS`.

    Returns
    -------
    DataFrame, one row per match (`words.concordance.line_up`)
    """
    matches = query if isinstance(query, pd.DataFrame) else locate_terms(corpus, query)
    return line_up(matches, corpus.sentences, width=width, sort=sort)


def find_collocates(
    corpus: Corpus, query: str, *, window: int = SPAN, minimum: int = 3
) -> pd.DataFrame:
    """
    Find the words that stand near a word more often than elsewhere.

    Parameters
    ----------
    corpus : Corpus
    query : str
        As in `locate_terms`.
    window : int
        Words on either side, within the sentence.
    minimum : int
        Words that stand in the windows less often are left out.

    Returns
    -------
    DataFrame, one row per collocate, strongest first (`words.collocates.count_collocates`)
    """
    return count_collocates(corpus.tokens, query, left=window, right=window, minimum=minimum)


def choose_examples(
    corpus: Corpus, keyness: pd.DataFrame, *, words: int = 5, rows: int = 3
) -> pd.DataFrame:
    """
    Choose places where the surest words can be read, for `build_concordance`.

    Parameters
    ----------
    corpus : Corpus
    keyness : DataFrame
        Of `compare_words`.
    words, rows : int
        Words of each direction, and occurrences of each, at most.

    Returns
    -------
    DataFrame, one row per occurrence (`words.examples.pick_examples`)
    """
    return pick_examples(keyness, corpus.tokens, find_pair(corpus), words=words, rows=rows)


def compare_readings(
    corpus: Corpus, terms: Iterable[str], *, engine: str = "pkuseg"
) -> pd.DataFrame:
    """
    Compare first and last wave again under other defensible choices.

    Parameters
    ----------
    corpus : Corpus
    terms : iterable of str
    engine : str
        The other segmentation, one of `segment.engines.ENGINES`.

    Returns
    -------
    DataFrame, one row per term and reading (`words.sensitivity.compare_readings_of`)
    """
    return compare_readings_of(
        list(terms), corpus.tokens, corpus.documents, corpus.sections, corpus.sentences,
        other_tokens=segment_again(corpus, engine=engine),
    )


def segment_again(corpus: Corpus, *, engine: str) -> pd.DataFrame:
    """
    Segment the sentences of the corpus with another engine, once for all its parts.

    Returns
    -------
    DataFrame, one row per token (`tables.TOKENS`)
    """
    return corpus.narrow(corpus.derive(_tokenize, engine=engine))


def _tokenize(corpus: Corpus, *, engine: str) -> pd.DataFrame:
    return tokenize(corpus.sentences, engine=engine)


def measure_lengths(corpus: Corpus) -> pd.DataFrame:
    """
    Measure how long the documents are, and how much of them each role of section takes.

    Returns
    -------
    DataFrame, one row per document and role (`words.lengths.count_lengths`)
    """
    return count_lengths(corpus.tokens, corpus.documents)


def find_pair(corpus: Corpus, *, sample: str = "series") -> WavePair:
    """Find the first and the last wave, and the documents that are compared."""
    _check_option("sample", sample, SAMPLES)
    return pair_waves(corpus.documents, every=sample == "all")


def gather_counts(
    corpus: Corpus,
    *,
    terms: Iterable[str] | None = None,
    groups: Mapping[str, Iterable[str]] | None = None,
    role: Sequence[str] = TEXT_ROLES,
) -> Counts:
    """Count words by the unit that the design of the corpus allows to vary."""
    unit = find_pair(corpus).unit
    return count_words(
        corpus.tokens, corpus.documents, unit=unit, sections=corpus.sections, role=tuple(role),
        terms=None if terms is None else list(terms), groups=groups,
    )


def _choose_sample(counts: Counts, corpus: Corpus, sample: str) -> Counts:
    _check_option("sample", sample, SAMPLES)
    if sample == "all":
        return counts
    return counts.select(find_series(corpus.documents)["doc_id"])


def _check_option(name: str, value: str, options: Sequence[str]) -> None:
    if value not in options:
        raise DataError(f"`{name}`: {value!r} is unknown; options are {list(options)}.")
