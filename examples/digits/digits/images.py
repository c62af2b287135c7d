"""Images as arrays: where they come from and how to describe them. Pure functions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def load() -> tuple[Floats, Integers]:
    """The 1,797 images of 8×8 pixels in 0…1 that ship with scikit-learn, and the digits they show.

    Source: E. Alpaydin, C. Kaynak, *Optical Recognition of Handwritten Digits*, UCI repository, 1998.
    """
    bunch = load_digits()
    return bunch.images.astype(np.float64) / 16.0, bunch.target.astype(np.int64)


def histogram_of_gradients(images: Floats, *, orientations: int, cell: int) -> Floats:
    """Describes each image by how strongly its edges point where: one histogram a cell of ``cell``² pixels.

    Edges are unsigned, so that orientations cover 180°; each image's description has length 1.
    Takes (n, side, side), returns (n, (side / cell)² × orientations).
    After N. Dalal, B. Triggs, *Histograms of Oriented Gradients for Human Detection*, 2005, with one block.

    Raises:
        ValueError: the cells do not tile the image.
    """
    count, side = images.shape[:2]
    if side % cell:
        raise ValueError(f"cells of {cell}×{cell} pixels do not tile an image of {side}×{side}")
    vertical, horizontal = np.gradient(images, axis=(1, 2))
    strength = np.hypot(vertical, horizontal)
    angle = np.arctan2(vertical, horizontal) % np.pi
    bins = np.minimum((angle / np.pi * orientations).astype(np.int64), orientations - 1)
    votes = strength[..., None] * (bins[..., None] == np.arange(orientations))
    cells = votes.reshape(count, side // cell, cell, side // cell, cell, orientations).sum(axis=(2, 4))
    described = cells.reshape(count, -1)
    return np.asarray(described / np.maximum(np.linalg.norm(described, axis=1, keepdims=True), 1e-12), dtype=np.float64)
