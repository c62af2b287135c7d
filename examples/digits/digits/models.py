"""scikit-learn behind types: what is fitted, how it is followed while it learns, and when it has failed."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.svm import SVC

from digits.images import Floats, Integers
from digits.metrics import CLASSES, accuracy, log_loss

CHANCE = math.log(CLASSES)
"""The log loss of a model that knows nothing."""


class NotConverged(Exception):
    """A solver stopped at its iteration limit: the model is not the one that was asked for."""


class Diverged(Exception):
    """Training got worse instead of better: the step size is too large."""


@dataclass(frozen=True)
class Learnable:
    """Rows to learn from and rows to watch the learning with, and their digits."""

    train: Floats
    train_labels: Integers
    validation: Floats
    validation_labels: Integers


@dataclass(frozen=True)
class Step:
    """One line of a training history. ``step`` counts what the model counts: iterations, trees or epochs."""

    step: int
    loss: float
    train_accuracy: float
    validation_accuracy: float


Follow = Callable[[Step], None]
"""Is told of every step as soon as it is done."""


@dataclass(frozen=True)
class Model:
    """A fitted classifier of scikit-learn."""

    estimator: Any

    def probabilities(self, rows: Floats) -> Floats:
        """One row an image, one column a digit, each row sums to 1.

        A support vector machine has no probabilities: its decision values through a softmax stand in for
        them. They rank the digits well, but they are not calibrated.
        """
        if isinstance(self.estimator, SVC):
            values = self.estimator.decision_function(rows)
            powers = np.exp(values - values.max(axis=1, keepdims=True))
            return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float64)
        return np.asarray(self.estimator.predict_proba(rows), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Writes it compressed; only this project reads it, with the same scikit-learn."""
        joblib.dump(self.estimator, path, compress=3)

    @classmethod
    def load(cls, path: Path) -> Model:
        """Reads what ``save`` wrote."""
        return cls(joblib.load(path))


def principal_components(train: Floats, other: Floats, *, components: int, whiten: bool) -> Floats:
    """Projects ``other`` on the first principal components of ``train``.

    Raises:
        ValueError: more components than columns.
    """
    projection = PCA(n_components=components, whiten=whiten, random_state=0).fit(train)
    return np.asarray(projection.transform(other), dtype=np.float64)


def measure(model: Model, data: Learnable, step: int) -> Step:
    """How good a model is at this step, on both parts."""
    train = model.probabilities(data.train)
    validation = model.probabilities(data.validation)
    return Step(
        step=step,
        loss=log_loss(train, data.train_labels),
        train_accuracy=accuracy(train, data.train_labels),
        validation_accuracy=accuracy(validation, data.validation_labels),
    )


def logistic(data: Learnable, follow: Follow, *, c: float, max_iter: int) -> Model:
    """Multinomial logistic regression, by L-BFGS.

    Raises:
        NotConverged: ``max_iter`` was not enough.
    """
    estimator = LogisticRegression(C=c, max_iter=max_iter)
    with _convergence_required():
        estimator.fit(data.train, data.train_labels)
    follow(measure(Model(estimator), data, int(estimator.n_iter_[0])))
    return Model(estimator)


def support_vectors(data: Learnable, follow: Follow, *, kernel: str, c: float, gamma: float | str) -> Model:
    """A support vector machine, one against one.

    Raises:
        ValueError: a parameter is outside what scikit-learn accepts.
    """
    # Without break_ties, predict() of the saved model would not always name its most probable digit.
    estimator = SVC(kernel=kernel, C=c, gamma=gamma, break_ties=True)
    estimator.fit(data.train, data.train_labels)
    follow(measure(Model(estimator), data, int(estimator.n_iter_.sum())))
    return Model(estimator)


def forest(
    data: Learnable, follow: Follow, *, trees: int, depth: int | None, seed: int, workers: int, every: int = 25
) -> Model:
    """A random forest, measured each time ``every`` more trees have grown."""
    estimator = RandomForestClassifier(
        n_estimators=0, max_depth=depth, random_state=seed, n_jobs=workers, warm_start=True
    )
    for grown in [*range(every, trees, every), trees]:
        estimator.set_params(n_estimators=grown)
        estimator.fit(data.train, data.train_labels)
        follow(measure(Model(estimator), data, grown))
    return Model(estimator)


def perceptron(
    data: Learnable,
    follow: Follow,
    *,
    hidden: tuple[int, ...],
    rate: float,
    epochs: int,
    patience: int | None,
    seed: int,
) -> Model:
    """A multilayer perceptron trained by Adam, measured after every epoch.

    Stops early when ``patience`` epochs have not lowered the training loss.

    Raises:
        Diverged: after five epochs the loss is above that of guessing, or not a number.
    """
    estimator = MLPClassifier(
        hidden_layer_sizes=hidden,
        learning_rate_init=rate,
        batch_size=64,
        # A generator instead of a seed: each epoch goes on drawing, where a seed would shuffle alike every time.
        random_state=np.random.RandomState(seed),
    )
    best, best_epoch = math.inf, 0
    for epoch in range(1, epochs + 1):
        with _interruptible():
            estimator.partial_fit(data.train, data.train_labels, classes=np.arange(CLASSES))
        step = measure(Model(estimator), data, epoch)
        follow(step)
        if epoch >= 5 and not step.loss < CHANCE:
            raise Diverged(
                f"the loss is {step.loss:.3g} after {epoch} epochs at rate {rate:g}; guessing has {CHANCE:.3g}"
            )
        if step.loss < best:
            best, best_epoch = step.loss, epoch
        elif patience is not None and epoch - best_epoch >= patience:
            break
    return Model(estimator)


@contextmanager
def _convergence_required() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            yield
        except ConvergenceWarning as warning:
            raise NotConverged(str(warning).splitlines()[0]) from warning


@contextmanager
def _interruptible() -> Iterator[None]:
    """Gives Ctrl-C back its meaning: scikit-learn turns it into a warning and calls the broken epoch done."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Training interrupted by user")
        try:
            yield
        except UserWarning as warning:
            raise KeyboardInterrupt from warning
