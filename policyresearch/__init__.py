"""
Longitudinal research on Chinese government documents.

    import policyresearch as pr

    corpus = pr.load_corpus()
    pr.measure_rates(corpus, ["创新", "就业"], by=["wave"])

This page is the tour: each verb takes the corpus, or a table, and gives a table; `plot_` gives
Axes. What is not listed here is reached through its room, as in `pr.words.compare_places(corpus)`.
All of it is loaded on first use, so that the import costs nothing.
"""

from __future__ import annotations

from policyresearch.lazy import attach_lazily

__version__ = "0.1.0"

_HOMES = {
    # A corpus and where it comes from
    "load_corpus": "corpus",
    "Corpus": "corpus",
    "find_study": "study.folder",
    "Study": "study.folder",
    "DataError": "errors",
    # Words
    "count_terms": "words.verbs",
    "measure_rates": "words.verbs",
    "compare_words": "words.verbs",
    "locate_terms": "words.verbs",
    "measure_dispersion": "words.verbs",
    "build_concordance": "words.verbs",
    "find_collocates": "words.verbs",
    "shift_words": "words.verbs",
    "measure_lengths": "words.verbs",
    "rank_terms": "words.keyness",
    # Target values
    "extract_targets": "targets.verbs",
    "extract_commitments": "targets.verbs",
    "follow_promises": "targets.verbs",
    "measure_hardness": "targets.verbs",
    # Figures, files, what notebooks show
    "set_style": "plots.style",
    "save_figure": "plots.saving",
    "show_table": "report.notebook",
    "show_claims": "report.notebook",
    "Answer": "report.notebook",
    "plot_attention": "plots.coding",
    "plot_change": "plots.coding",
    "plot_divergence": "plots.coding",
    "plot_agreement": "plots.coding",
    "plot_influence": "plots.coding",
    "plot_concordance": "plots.concordance",
    "plot_evidence": "plots.evidence",
    "plot_lengths": "plots.lengths",
    "plot_reuse": "plots.reuse",
    "plot_specifications": "plots.sensitivity",
    "plot_verdicts": "plots.sensitivity",
    "plot_choices": "plots.sensitivity",
    "plot_emphasis": "plots.shift",
    "plot_word_shift": "plots.shift",
    "plot_statuses": "plots.targets",
    "plot_hardness": "plots.targets",
    "plot_outcomes": "plots.targets",
    "plot_timelines": "plots.targets",
    "plot_topic_shares": "plots.topics",
    "plot_topic_numbers": "plots.topics",
    "plot_topic_terms": "plots.topics",
    "plot_rates": "plots.words",
    "plot_keyness": "plots.words",
    "plot_role_rates": "plots.words",
    "plot_readings": "plots.words",
    # Rooms, with all their verbs
    "coding": "coding.",
    "inference": "inference.",
    "plots": "plots.",
    "reading": "reading.",
    "reuse": "reuse.",
    "segment": "segment.",
    "targets": "targets.",
    "topics": "topics.",
    "words": "words.",
    "findings": "report.findings.",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
