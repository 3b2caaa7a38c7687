"""Figures: a table in, Axes out; nothing is computed here."""

from policyresearch.plots.context import plot_concordance
from policyresearch.plots.keywords import (
    plot_keyness,
    plot_rates,
    plot_readings,
    plot_role_rates,
)
from policyresearch.plots.reuse import plot_reuse
from policyresearch.plots.saving import save_figure
from policyresearch.plots.shift import plot_emphasis, plot_word_shift
from policyresearch.plots.specifications import plot_choices, plot_specifications, plot_verdicts
from policyresearch.plots.structure import plot_lengths
from policyresearch.plots.style import set_style
from policyresearch.plots.synthesis import plot_evidence
from policyresearch.plots.targets import (
    plot_hardness,
    plot_outcomes,
    plot_statuses,
    plot_timelines,
)
from policyresearch.plots.themes import (
    plot_agreement,
    plot_attention,
    plot_change,
    plot_divergence,
    plot_influence,
)
from policyresearch.plots.topics import plot_topic_numbers, plot_topic_shares, plot_topic_terms

__all__ = [
    "plot_agreement",
    "plot_attention",
    "plot_change",
    "plot_choices",
    "plot_concordance",
    "plot_divergence",
    "plot_emphasis",
    "plot_evidence",
    "plot_hardness",
    "plot_influence",
    "plot_keyness",
    "plot_lengths",
    "plot_outcomes",
    "plot_rates",
    "plot_readings",
    "plot_reuse",
    "plot_role_rates",
    "plot_specifications",
    "plot_statuses",
    "plot_timelines",
    "plot_topic_numbers",
    "plot_topic_shares",
    "plot_topic_terms",
    "plot_verdicts",
    "plot_word_shift",
    "save_figure",
    "set_style",
]
