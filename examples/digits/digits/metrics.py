"""How good probabilities are. Pure functions of (n, 10) probabilities and (n) digits."""

from __future__ import annotations

import numpy as np

from digits.images import Floats, Integers

CLASSES = 10


def accuracy(probabilities: Floats, labels: Integers) -> float:
    """The share of images whose most probable digit is the right one."""
    return float((probabilities.argmax(axis=1) == labels).mean())


def log_loss(probabilities: Floats, labels: Integers) -> float:
    """The mean negative log probability of the right digit, in nats; a certain error counts 36."""
    right = probabilities[np.arange(len(labels)), labels]
    return float(-np.log(np.maximum(right, np.finfo(np.float64).eps)).mean())


def confusion(probabilities: Floats, labels: Integers) -> Integers:
    """How often a digit (row) was taken for another (column)."""
    counts = np.zeros((CLASSES, CLASSES), dtype=np.int64)
    np.add.at(counts, (labels, probabilities.argmax(axis=1)), 1)
    return counts


def recall(counts: Integers) -> dict[str, float]:
    """Of each digit's images, the share that was recognised."""
    shares = counts.diagonal() / np.maximum(counts.sum(axis=1), 1)
    return {str(digit): float(share) for digit, share in enumerate(shares)}


def macro_f1(counts: Integers) -> float:
    """The mean over digits of the harmonic mean of precision and recall."""
    totals = counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * counts.diagonal() / np.maximum(totals, 1)).mean())
