"""Three models behind one interface: counts in, term probabilities of topics out."""

from __future__ import annotations

import warnings

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.exceptions import ConvergenceWarning

from policyresearch.digits import settle
from policyresearch.errors import DataError
from policyresearch.topics.threads import one_thread

# nmf: squared error on tf-idf. nmf-kl: Kullback-Leibler divergence on counts, which is
# probabilistic latent semantic analysis up to scale (Gaussier & Goutte 2005). lda: latent
# Dirichlet allocation by variational Bayes (Hoffman et al. 2010).
MODELS = ("nmf", "nmf-kl", "lda")
# Priors of LDA: sparse topics in short units, after Griffiths & Steyvers (2004). On simulated
# corpora, twice the iterations and a tenth of the tolerance recover no more.
_LDA = {"doc_topic_prior": 0.1, "topic_word_prior": 0.05, "max_iter": 30,
        "mean_change_tol": 0.01}
# A fit ends when a step improves it by less than a thousandth of the first step, or with the
# last iteration; that is no error, as what has not settled shows as instability between runs.
_NMF = {"init": "random", "max_iter": 300, "tol": 1e-3}


def check_model(model: str, n_topics: int, units: int) -> None:
    """Raise unless these are a known model and a number of topics that units can carry."""
    if model not in MODELS:
        raise DataError(f"`model`: {model!r} is unknown; options are {list(MODELS)}.")
    if not 2 <= n_topics <= units:
        raise DataError(
            f"`n_topics`: {n_topics} topics for {units} units; from 2 to the number of units."
        )


@one_thread
def fit_terms(
    counts: sparse.csr_matrix,
    *,
    model: str,
    n_topics: int,
    seed: int,
    anchors: sparse.csr_matrix | None = None,
) -> np.ndarray:
    """
    Term probabilities of topics, topics × terms; each row sums to one.

    One start drawn from `seed`: the same input gives the same bytes. Topics come
    in no order. For "nmf" a topic's weights on tf-idf are divided by the inverse document
    frequencies, which turns them back into expected counts, before they are scaled.

    `anchors` are concepts × terms, for "nmf" only: they are fitted along with the units, and
    the topics that take most of them come first, in the order of the concepts.
    """
    counts = sparse.csr_matrix(counts, dtype=np.float64)
    check_model(model, n_topics, counts.shape[0])
    if anchors is not None:
        _check_anchors(anchors, model, n_topics)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if model == "lda":
            estimator = LatentDirichletAllocation(n_topics, random_state=seed, **_LDA)
            return _normalise(estimator.fit(counts).components_)
        if model == "nmf-kl":
            estimator = _make_nmf(n_topics, seed, solver="mu", beta_loss="kullback-leibler")
            return _normalise(estimator.fit(counts).components_)
        weighted, idf = weigh_terms(counts)
        estimator = _make_nmf(n_topics, seed, solver="cd")
        if anchors is None:
            return _normalise(estimator.fit(weighted).components_ / idf)
        shares = estimator.fit_transform(sparse.vstack([weighted, anchors], format="csr"))
        phi = _normalise(estimator.components_ / idf)
        # Scaled by the size of the topic, so that a concept's parts can be told apart.
        taken = shares[-anchors.shape[0]:] * estimator.components_.sum(axis=1)
        first = linear_sum_assignment(settle(taken), maximize=True)[1]
        return phi[np.concatenate([first, np.setdiff1d(np.arange(n_topics), first)])]


def _check_anchors(anchors: sparse.csr_matrix, model: str, n_topics: int) -> None:
    if model != "nmf":
        raise DataError(f"`model`: concepts need \"nmf\"; got {model!r}.")
    if anchors.shape[0] > n_topics:
        raise DataError(
            f"`n_topics`: {n_topics} topics for {anchors.shape[0]} concepts; each needs its own."
        )


def weigh_terms(counts: sparse.csr_matrix) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Counts as tf-idf with rows of length one, and the inverse document frequencies."""
    units = counts.shape[0]
    holding = np.bincount(counts.indices, minlength=counts.shape[1])
    idf = np.log((1 + units) / (1 + holding)) + 1
    weighted = counts @ sparse.diags(idf)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    scale = sparse.diags(1 / np.where(length > 0, length, 1))
    return sparse.csr_matrix(scale @ weighted), idf


def _make_nmf(n_topics: int, seed: int, **options) -> NMF:
    return NMF(n_topics, random_state=seed, **_NMF, **options)


def _normalise(weights: np.ndarray) -> np.ndarray:
    """Rows that sum to one; a topic that died out becomes even, which alignment will show."""
    total = weights.sum(axis=1, keepdims=True)
    even = np.full_like(weights, 1 / weights.shape[1])
    return np.where(total > 0, weights / np.where(total > 0, total, 1), even)
