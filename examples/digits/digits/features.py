"""How an image becomes a vector. What is fitted is fitted on the training part alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import furu
from digits import images, models
from digits.data import Split
from digits.images import Floats


@dataclass(frozen=True)
class Vectors:
    """One row an image of the same part of the split; every part has the same columns."""

    train: Floats
    validation: Floats
    test: Floats


class Features(furu.Furu[Vectors]):
    """What every kind of features has in common; a kind defines ``describe``."""

    split: Split = furu.field(default_factory=Split, doc="the images, dealt into parts")

    def describe(self, train: Floats, other: Floats) -> Floats:
        """Turns the images ``other`` into rows, learning what it must from the images ``train`` only."""
        raise NotImplementedError(f"{type(self).__name__} does not define describe")

    def _create(self) -> Vectors:
        parts = self.split.get()
        train = parts.train.images
        vectors = Vectors(
            train=self.describe(train, train),
            validation=self.describe(train, parts.validation.images),
            test=self.describe(train, parts.test.images),
        )
        self.logger.info("%d images, %d columns each", *vectors.train.shape)
        return vectors


class RawFeatures(Features):
    """The pixels themselves."""

    standardize: bool = furu.field(default=False, doc="give every pixel mean 0 and variance 1")

    def describe(self, train: Floats, other: Floats) -> Floats:
        flat, rows = train.reshape(len(train), -1), other.reshape(len(other), -1)
        if not self.standardize:
            return rows
        spread = flat.std(axis=0)
        return np.asarray((rows - flat.mean(axis=0)) / np.where(spread > 0, spread, 1.0), dtype=np.float64)

    def _name(self) -> str:
        return "standardized pixels" if self.standardize else "pixels"


class PcaFeatures(Features):
    """The directions in which the images differ most."""

    components: int = furu.field(default=16, doc="how many directions; an image has 64 pixels")
    whiten: bool = furu.field(default=False, doc="scale every direction to variance 1")

    def describe(self, train: Floats, other: Floats) -> Floats:
        flat, rows = train.reshape(len(train), -1), other.reshape(len(other), -1)
        return models.principal_components(flat, rows, components=self.components, whiten=self.whiten)

    def _name(self) -> str:
        return f"{self.components} components" + (", whitened" if self.whiten else "")


class HogFeatures(Features):
    """Histograms of the directions of edges, one a cell of the image."""

    _version = 2  # 2: one length for all images; before, bold handwriting had longer vectors

    orientations: int = furu.field(default=8, doc="bins of a histogram, over 180°")
    cell: int = furu.field(default=4, doc="side of a cell in pixels; must divide 8")

    def describe(self, train: Floats, other: Floats) -> Floats:  # noqa: ARG002  # nothing is learned
        return images.histogram_of_gradients(other, orientations=self.orientations, cell=self.cell)

    def _name(self) -> str:
        return f"edges, {self.orientations} directions, {self.cell}×{self.cell}"
