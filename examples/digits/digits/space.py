"""What is worth computing: lists of configurations, in the order in which they are computed. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator

from digits.data import Split
from digits.evaluate import Evaluate
from digits.features import Features, HogFeatures, PcaFeatures, RawFeatures
from digits.report import Ensemble, Report
from digits.train import Kernel, Train, TrainForest, TrainLogistic, TrainMlp, TrainSvm

Root = Evaluate | Ensemble | Report
"""What a sweep asks for; everything else is computed because one of these needs it."""

SEEDS = (0, 1, 2)


def configurations(*, slow: bool = True) -> list[Root]:
    """Every root of the sweep once: a small complete pipeline with a failure, the slow one, then the grid."""
    found: list[Root] = [*smoke()]
    if slow:
        found.append(slowest())
    for seed in SEEDS:
        found += list(_grid(Split(seed=seed)))
        found += [Evaluate(train=train) for train in mistakes(Split(seed=seed))]
        found += _conclusions(Split(seed=seed))
    return list(dict.fromkeys(found))


def smoke() -> list[Root]:
    """A complete pipeline of thirteen artifacts in a few seconds; the second root fails, and its model with it."""
    raw, pca = RawFeatures(), PcaFeatures(components=16)
    candidates = (TrainLogistic(features=raw), TrainMlp(features=pca, epochs=15))
    ensemble = Ensemble(candidates=candidates, top=2)
    return [
        Evaluate(train=candidates[0]),
        Evaluate(train=TrainLogistic(features=raw, max_iter=5)),
        Evaluate(train=candidates[1]),
        ensemble,
        Report(ensemble=ensemble),
    ]


def slowest() -> Evaluate:
    """A perceptron of 1.1 million weights that never stops early: one to two minutes on one core."""
    train = TrainMlp(features=RawFeatures(), hidden=(1024, 1024), rate=1e-4, epochs=180, patience=None)
    return Evaluate(train=train)


def mistakes(split: Split) -> list[Train]:
    """Models that fail, for the reasons for which models fail: each is a mistake someone makes in earnest."""
    return [
        # The solver is stopped before it is done.
        TrainLogistic(features=RawFeatures(split=split, standardize=True), c=100.0, max_iter=10),
        # The step is too large: the loss grows.
        TrainMlp(features=RawFeatures(split=split), rate=10.0),
        # A parameter that does not exist.
        TrainSvm(features=RawFeatures(split=split), gamma=-0.01),
        # Features that cannot be: 128 directions among 64 pixels. Both models fail because of them.
        TrainLogistic(features=PcaFeatures(split=split, components=128)),
        TrainSvm(features=PcaFeatures(split=split, components=128)),
    ]


def _grid(split: Split) -> Iterator[Evaluate]:
    for features in _features(split):
        for train in _models(features):
            yield Evaluate(train=train)


def _features(split: Split) -> list[Features]:
    return [
        RawFeatures(split=split),
        RawFeatures(split=split, standardize=True),
        PcaFeatures(split=split, components=8),
        PcaFeatures(split=split, components=16),
        PcaFeatures(split=split, components=32, whiten=True),
        HogFeatures(split=split),
        HogFeatures(split=split, orientations=6, cell=2),
    ]


def _models(features: Features) -> list[Train]:
    return [
        TrainLogistic(features=features, c=0.1),
        TrainLogistic(features=features),
        TrainLogistic(features=features, c=10.0),
        TrainSvm(features=features, kernel=Kernel.LINEAR),
        TrainSvm(features=features),
        TrainSvm(features=features, c=10.0),
        TrainForest(features=features),
        TrainForest(features=features, depth=6),
        TrainMlp(features=features),
        TrainMlp(features=features, hidden=(128, 64), rate=3e-3),
    ]


def _conclusions(split: Split) -> list[Root]:
    """Each family on pixels and on edges: what the best three of them reach together, and a report."""
    candidates = tuple(
        train
        for features in (RawFeatures(split=split), HogFeatures(split=split, orientations=6, cell=2))
        for train in (
            TrainLogistic(features=features),
            TrainSvm(features=features, c=10.0),
            TrainForest(features=features),
            TrainMlp(features=features),
        )
    )
    ensemble = Ensemble(candidates=candidates)
    return [ensemble, Report(ensemble=ensemble)]
