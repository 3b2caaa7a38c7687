"""Sentences with numbers, made from tables; notebooks, report and README quote them."""

from policyresearch.findings.claims import Claim, read_claims, save_claims
from policyresearch.findings.corpus import describe_corpus, describe_design, describe_reading
from policyresearch.findings.keywords import describe_change, describe_readings, describe_stable
from policyresearch.findings.reuse import describe_own, describe_reuse
from policyresearch.findings.robustness import describe_counts, describe_verdicts, name_claims
from policyresearch.findings.synthesis import describe_bare_words, describe_synthesis
from policyresearch.findings.targets import (
    check_hardness,
    describe_errors,
    describe_hardness,
    describe_outcomes,
    describe_statuses,
    describe_strengths,
)
from policyresearch.findings.terms import describe_places, describe_terms, describe_waves
from policyresearch.findings.themes import (
    describe_attention,
    describe_coding,
    describe_correction,
    describe_divergence,
    describe_influence,
    describe_shift,
)
from policyresearch.findings.topic_checks import describe_own_waves, describe_settings
from policyresearch.findings.topics import (
    describe_intervals,
    describe_number,
    describe_shares,
    describe_stability,
)

__all__ = [
    "Claim",
    "check_hardness",
    "describe_attention",
    "describe_bare_words",
    "describe_change",
    "describe_coding",
    "describe_corpus",
    "describe_correction",
    "describe_counts",
    "describe_design",
    "describe_divergence",
    "describe_errors",
    "describe_hardness",
    "describe_influence",
    "describe_intervals",
    "describe_number",
    "describe_outcomes",
    "describe_own",
    "describe_own_waves",
    "describe_places",
    "describe_reading",
    "describe_readings",
    "describe_reuse",
    "describe_settings",
    "describe_shares",
    "describe_shift",
    "describe_stability",
    "describe_stable",
    "describe_statuses",
    "describe_strengths",
    "describe_synthesis",
    "describe_terms",
    "describe_verdicts",
    "describe_waves",
    "name_claims",
    "read_claims",
    "save_claims",
]
