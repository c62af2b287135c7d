"""How good a trained model is on images it has not learned from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

import furu
from digits import metrics, plots
from digits.images import Floats, Integers
from digits.models import Model
from digits.train import Train, TrainLogistic

Part = Literal["validation", "test"]


@dataclass(frozen=True)
class Evaluation:
    """Metrics, and what they were computed from: one row of ``predictions`` an image."""

    images: int
    accuracy: float
    macro_f1: float
    log_loss: float
    recall: dict[str, float]
    confusion: Integers
    predictions: Path
    plot: Path


class Evaluate(furu.Furu[Evaluation]):
    """One model on one part of its split. Models are chosen by ``validation``; ``test`` is for the chosen."""

    train: Train = furu.field(default_factory=TrainLogistic, doc="the model")
    part: Part = furu.field(default="validation", doc="the images it is shown")

    def _create(self) -> Evaluation:
        probabilities, labels = predict(self.train, self.part)
        evaluation = evaluate(probabilities, labels, self.furu_dir, f"{self.train._name()} · {self.part}")
        self.logger.info("accuracy %.4f on %d images", evaluation.accuracy, evaluation.images)
        return evaluation

    def _name(self) -> str:
        return f"{self.train._name()} · {self.train.features._name()}"

    def _tags(self) -> tuple[str, ...]:
        return tuple(self.train._tags())


def predict(train: Train, part: Part) -> tuple[Floats, Integers]:
    """The probabilities a trained model gives the images of a part, and the digits they show."""
    model, vectors, parts = Model.load(train.get().model), train.features.get(), train.features.split.get()
    if part == "validation":
        return model.probabilities(vectors.validation), parts.validation.labels
    return model.probabilities(vectors.test), parts.test.labels


def evaluate(probabilities: Floats, labels: Integers, folder: Path, title: str) -> Evaluation:
    """Measures probabilities and writes ``predictions.parquet`` and ``confusion.png`` into a folder."""
    counts = metrics.confusion(probabilities, labels)
    predictions, plot = folder / "predictions.parquet", folder / "confusion.png"
    predicted = probabilities.argmax(axis=1)
    columns = {"digit": labels, "predicted": predicted, "correct": labels == predicted}
    columns |= {f"p{digit}": column for digit, column in enumerate(probabilities.T)}
    pl.DataFrame(columns).write_parquet(predictions)
    plots.confusion(counts, title, plot)
    return Evaluation(
        images=len(labels),
        accuracy=metrics.accuracy(probabilities, labels),
        macro_f1=metrics.macro_f1(counts),
        log_loss=metrics.log_loss(probabilities, labels),
        recall=metrics.recall(counts),
        confusion=counts,
        predictions=predictions,
        plot=plot,
    )
