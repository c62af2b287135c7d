"""Models that learn from features: a base class that keeps the books, and one subclass a family."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import furu
from digits import models
from digits.features import Features, RawFeatures
from digits.models import Follow, Learnable, Model, Step


class Kernel(StrEnum):
    """What a support vector machine takes for similar."""

    LINEAR = "linear"
    RBF = "rbf"
    POLYNOMIAL = "poly"


@dataclass(frozen=True)
class Trained:
    """A fitted model, how good it was when training ended, and one line of ``history`` a step on the way."""

    steps: int
    loss: float
    train_accuracy: float
    validation_accuracy: float
    history: Path
    model: Path


class Train(furu.Furu[Trained]):
    """What every family has in common; a family defines ``fit``.

    The history is written while the model learns: a failed training leaves the steps it did.
    """

    features: Features = furu.field(default_factory=RawFeatures, doc="what is learned from")
    seed: int = furu.field(default=0, doc="of everything random in the training")
    workers: int = furu.field(default=1, identity=False, doc="threads; changes the time, not the result")

    def fit(self, data: Learnable, follow: Follow) -> Model:
        """Fits a model on the training part, telling ``follow`` of every step."""
        raise NotImplementedError(f"{type(self).__name__} does not define fit")

    def _create(self) -> Trained:
        vectors, parts = self.features.get(), self.features.split.get()
        data = Learnable(
            train=vectors.train,
            train_labels=parts.train.labels,
            validation=vectors.validation,
            validation_labels=parts.validation.labels,
        )
        history, path = self.furu_dir / "history.jsonl", self.furu_dir / "model.joblib"
        steps: list[Step] = []
        with history.open("w", encoding="utf-8", buffering=1) as lines:

            def follow(step: Step) -> None:
                steps.append(step)
                lines.write(json.dumps(dataclasses.asdict(step)) + "\n")
                self.logger.info("step %d: loss %.4f, accuracy %.4f", step.step, step.loss, step.validation_accuracy)

            model = self.fit(data, follow)
        model.save(path)
        last = steps[-1]
        return Trained(
            steps=last.step,
            loss=last.loss,
            train_accuracy=last.train_accuracy,
            validation_accuracy=last.validation_accuracy,
            history=history,
            model=path,
        )


class TrainLogistic(Train):
    """Logistic regression. A solver that stops before it converges is an error, not a model."""

    c: float = furu.field(default=1.0, doc="inverse strength of the regularization")
    max_iter: int = furu.field(default=500, doc="iterations the solver may take")

    def fit(self, data: Learnable, follow: Follow) -> Model:
        return models.logistic(data, follow, c=self.c, max_iter=self.max_iter)

    def _name(self) -> str:
        return f"logistic regression, C={self.c:g}"

    def _tags(self) -> tuple[str, ...]:
        return ("linear",)


class TrainSvm(Train):
    """A support vector machine."""

    kernel: Kernel = furu.field(default=Kernel.RBF, doc="what counts as similar")
    c: float = furu.field(default=1.0, doc="inverse strength of the regularization")
    gamma: float | Literal["scale", "auto"] = furu.field(default="scale", doc="inverse width of the kernel")

    def fit(self, data: Learnable, follow: Follow) -> Model:
        return models.support_vectors(data, follow, kernel=self.kernel.value, c=self.c, gamma=self.gamma)

    def _name(self) -> str:
        return f"SVM, {self.kernel.value}, C={self.c:g}"

    def _tags(self) -> tuple[str, ...]:
        return ("linear",) if self.kernel is Kernel.LINEAR else ("kernel",)


class TrainForest(Train):
    """A random forest."""

    trees: int = furu.field(default=100, doc="how many; more never hurt, they only take longer")
    depth: int | None = furu.field(default=None, doc="of a tree at most; None lets it grow out")

    def fit(self, data: Learnable, follow: Follow) -> Model:
        return models.forest(data, follow, trees=self.trees, depth=self.depth, seed=self.seed, workers=self.workers)

    def _name(self) -> str:
        return f"forest of {self.trees}" + ("" if self.depth is None else f", depth {self.depth}")

    def _tags(self) -> tuple[str, ...]:
        return ("trees",)


class TrainMlp(Train):
    """A multilayer perceptron. One that gets worse while it learns is an error, not a model."""

    hidden: tuple[int, ...] = furu.field(default=(64,), doc="units of each hidden layer")
    rate: float = furu.field(default=1e-3, doc="learning rate")
    epochs: int = furu.field(default=60, doc="passes over the training part at most")
    patience: int | None = furu.field(default=10, doc="epochs without progress before it stops; None never stops")

    def fit(self, data: Learnable, follow: Follow) -> Model:
        return models.perceptron(
            data,
            follow,
            hidden=self.hidden,
            rate=self.rate,
            epochs=self.epochs,
            patience=self.patience,
            seed=self.seed,
        )

    def _name(self) -> str:
        return f"MLP {'-'.join(map(str, self.hidden))}, rate {self.rate:g}"

    def _tags(self) -> tuple[str, ...]:
        return ("neural", "large") if sum(self.hidden) >= 1000 else ("neural",)
