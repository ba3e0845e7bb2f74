"""Classifiers as chairs are published with: each cell's load as a part of the body weight, into an SVM, a random forest or k-NN.

Roh et al. 2018 (doi:10.3390/s18010208) give four load cells' body-weight ratios to a support vector machine with a radial kernel, and
report 97.2 % for six postures of nine people. Here the load of the guided upright hold stands for the body weight: the real chair's
newtons are nominal, and all that matters to a classifier is that a person's size is taken out. Regularisation and number of neighbours
are chosen by cross-validation that leaves people out, among those people only who are there to learn from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.calibration import CalibratedClassifierCV
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, GroupKFold
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler
from sklearn.svm import SVC

Array = NDArray[np.float64]
Labels = NDArray[np.str_]

N_FOLDS = 3
SEED = 1


def body_weight_ratios(force_n: Array, reference_n: float) -> Array:
    """Each cell's load as a part of the guided reference's seat load: shape (..., n_cells) [N] in and the same out, without unit."""
    return force_n / reference_n


def svm() -> Any:
    """Support vector machine with a radial kernel."""
    return make_pipeline(StandardScaler(), SVC(class_weight="balanced"))


def forest() -> Any:
    """Random forest."""
    return RandomForestClassifier(200, random_state=SEED)


def neighbours() -> Any:
    """The k nearest neighbours."""
    return make_pipeline(StandardScaler(), KNeighborsClassifier())


def discriminant() -> Any:
    """Linear discriminant analysis on normal scores."""
    return make_pipeline(
        QuantileTransformer(n_quantiles=20, output_distribution="normal"),
        LinearDiscriminantAnalysis(solver="lsqr", shrinkage="auto"),
    )


KINDS: dict[str, Callable[[], Any]] = {
    "SVM-RBF": svm,
    "random forest": forest,
    "k-NN": neighbours,
    "LDA on normal scores": discriminant,
}
CHOICES: dict[str, dict[str, list[Any]]] = {
    "SVM-RBF": {"svc__C": [3.0, 30.0], "svc__gamma": [0.05, 0.3]},
    "k-NN": {"kneighborsclassifier__n_neighbors": [1, 5, 15]},
}
"""What is chosen by cross-validation; the others run as they come."""


def fitted(kind: str, features: Array, labels: Labels, people: Labels, *, with_probabilities: bool = True) -> Any:
    """A classifier of one kind, fitted.

    Parameters
    ----------
    kind
        One of `KINDS`.
    features
        Shape (n, n_features).
    labels, people
        Shape (n,): what each is, and whose it is.
    with_probabilities
        The support vector machine gets probabilities by Platt's sigmoid; the others have them.
    """
    model = KINDS[kind]()
    folds = GroupKFold(min(N_FOLDS, len(set(people.tolist()))))
    if kind in CHOICES:
        search = GridSearchCV(model, CHOICES[kind], scoring="accuracy", cv=folds)
        search.fit(features, labels, groups=people)
        model = clone(search.best_estimator_)
    if kind == "SVM-RBF" and with_probabilities:
        splits = list(folds.split(features, labels, people))
        model = CalibratedClassifierCV(model, method="sigmoid", cv=splits, ensemble=False)
    return model.fit(features, labels)


def probabilities(model: Any, features: Array) -> list[dict[str, float]]:
    """What a fitted classifier believes of each row, by label."""
    names = [str(name) for name in model.classes_]
    return [dict(zip(names, row, strict=True)) for row in model.predict_proba(features).tolist()]
