"""The config classes of made-up stores: data, features, models and reports on them, as a small project has them."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from typing import Any

import furu

Metrics = dict[str, float | dict[str, float] | list[float]]


@dataclass(frozen=True)
class Optimizer:
    """How a model is fitted."""

    name: str = "adam"
    lr: float = 1e-3
    weight_decay: float = 0.0
    betas: tuple[float, float] = (0.9, 0.999)


class Dataset(furu.Furu[dict[str, int]]):
    """Examples to learn from."""

    source: str
    split: str = "train"
    seed: int = 0

    def _create(self) -> dict[str, int]:
        chance = random.Random(self.furu_hash)
        return {"rows": chance.randrange(500, 200_000), "classes": chance.choice((2, 10, 100))}


class Digits(Dataset):
    """Small images of digits."""

    side: int = 8


class Images(Dataset):
    """Photographs."""

    resolution: int = 224
    augment: bool = True


class Texts(Dataset):
    """Sentences."""

    language: str = "en"
    lower: bool = False


class Features(furu.Furu[dict[str, float]]):
    """What a model sees of the data."""

    dataset: Dataset
    seed: int = 0

    def _create(self) -> dict[str, float]:
        chance = random.Random(self.furu_hash)
        return {"width": float(chance.choice((16, 32, 64, 128))), "explained": chance.uniform(0.5, 1.0)}


class Pca(Features):
    """The main directions."""

    components: int = 32
    whiten: bool = False


class Patches(Features):
    """Small squares of images."""

    size: int = 16
    stride: int | None = None


class Tokens(Features):
    """Pieces of words."""

    vocabulary: int = 32_000
    special: tuple[str, ...] = ("<s>", "</s>")


class Train(furu.Furu[Metrics]):
    """A fitted model."""

    features: Features
    optimizer: Optimizer = Optimizer()
    epochs: int = 10
    batch_size: int = 64
    seed: int = 0
    note: str | None = None

    def _create(self) -> Metrics:
        chance = random.Random(self.furu_hash)
        error = min(0.9, 0.04 + abs(math.log10(self.optimizer.lr) + 3) * 0.08 + chance.uniform(0, 0.1))
        return {
            "accuracy": 1 - error,
            "loss": {"train": error * 1.5, "validation": error * 2.2},
            "curve": [error * (1 + 4 / (step + 1)) for step in range(12)],
        }

    def _name(self) -> str | None:
        return f"baseline {type(self).__name__.lower()} {self.seed}" if self.seed % 40 == 0 else None

    def _tags(self) -> tuple[str, ...]:
        return ("sweep",) if self.seed % 5 else ("sweep", "baseline")


class Linear(Train):
    """A linear model."""

    l2: float = 1e-4


class Forest(Train):
    """Many trees."""

    trees: int = 100
    depth: int | None = None


class Mlp(Train):
    """A plain network."""

    widths: tuple[int, ...] = (128, 128)
    dropout: float = 0.1


class Transformer(Train):
    """A network with attention."""

    layers: int = 6
    heads: int = 8
    dropout: float = 0.1


class Evaluate(furu.Furu[Metrics]):
    """How good a model is."""

    model: Train
    split: str = "test"
    seed: int = 0

    def _create(self) -> Metrics:
        chance = random.Random(self.furu_hash)
        return {"accuracy": chance.uniform(0.5, 0.99), "confusion": {"off": chance.random()}, "f1": chance.random()}


class Ensemble(furu.Furu[Metrics]):
    """Several models that vote."""

    members: tuple[Train, ...]
    vote: str = "mean"
    seed: int = 0

    def _create(self) -> Metrics:
        return {"accuracy": random.Random(self.furu_hash).uniform(0.7, 0.99)}


LEVELS: tuple[tuple[type[furu.Furu[Any]], ...], ...] = (
    (Digits, Images, Texts),
    (Pca, Patches, Tokens),
    (Linear, Forest, Mlp, Transformer),
    (Evaluate, Ensemble),
)
"""The classes that have artifacts, those that need nothing first."""


def levels(count: int) -> tuple[tuple[type[furu.Furu[Any]], ...], ...]:
    """So many classes, on the same levels: beyond the first twelve, subclasses of them that add nothing."""
    found = [list(level) for level in LEVELS]
    for number in range(count - sum(map(len, LEVELS))):
        level = found[number % len(found)]
        base = level[(number // len(found)) % len(LEVELS[number % len(found)])]
        level.append(type(f"{base.__name__}{number:04d}", (base,), {"__module__": __name__, "__doc__": base.__doc__}))
    return tuple(map(tuple, found))
