"""Specifications of the change of the density of numeric targets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from policyresearch.inference.sensitivity import Estimates, Specification
from policyresearch.synthesis.samples import (
    CLUSTERS,
    DOCUMENTS,
    PARTY,
    ROLES,
    Ground,
    find_party,
    name_estimates,
)
from policyresearch.tables import TEXT_ROLES
from policyresearch.targets.hardness import count_by_paragraph
from policyresearch.targets.verbs import extract_targets

if TYPE_CHECKING:
    from policyresearch.corpus import Corpus

TARGETS = "targets"
TARGET_CHOICES = {
    "roles": ROLES,
    "documents": DOCUMENTS,
    "clusters": CLUSTERS,
    "party": PARTY,
    "denominator": ("characters", "sentences", "paragraphs"),
}


def build_target_estimator(corpus: Corpus) -> Callable[[Specification], Estimates]:
    """The change of the density of numeric targets under one of `TARGET_CHOICES`."""
    table = count_by_paragraph(extract_targets(corpus), corpus.sentences, role=TEXT_ROLES)
    keys = ["doc_id", "para_id"]
    roles = corpus.paragraphs[[*keys, "role"]]
    sentences = corpus.sentences.groupby(keys).size().rename("sentences").reset_index()
    table = table.merge(roles, on=keys, how="left", validate="one_to_one")
    table = table.merge(sentences, on=keys, how="left", validate="one_to_one")
    table = table.assign(paragraphs=1)
    ground = Ground(corpus, table, find_party(corpus))

    def estimate(specification: Specification) -> Estimates:
        counts = table[[specification["denominator"], "values"]].to_numpy(float)
        return name_estimates([TARGETS], ground.compare(counts, specification))

    return estimate
