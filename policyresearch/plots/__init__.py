"""Figures: a table in, Axes out; nothing is computed here."""

from policyresearch.lazy import attach_lazily

_HOMES = {
    "get_label": "labels",
    "name_documents": "labels",
    "name_groups": "labels",
    "plot_agreement": "coding",
    "plot_attention": "coding",
    "plot_change": "coding",
    "plot_divergence": "coding",
    "plot_influence": "coding",
    "plot_concordance": "concordance",
    "plot_evidence": "evidence",
    "plot_lengths": "lengths",
    "plot_reuse": "reuse",
    "save_figure": "saving",
    "plot_choices": "sensitivity",
    "plot_specifications": "sensitivity",
    "plot_verdicts": "sensitivity",
    "plot_emphasis": "shift",
    "plot_word_shift": "shift",
    "set_style": "style",
    "plot_hardness": "targets",
    "plot_outcomes": "targets",
    "plot_statuses": "targets",
    "plot_timelines": "targets",
    "plot_topic_numbers": "topics",
    "plot_topic_shares": "topics",
    "plot_topic_terms": "topics",
    "plot_keyness": "words",
    "plot_rates": "words",
    "plot_readings": "words",
    "plot_role_rates": "words",
}
__getattr__, __dir__, __all__ = attach_lazily(__name__, _HOMES)
