"""The images, and who may see which of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

import furu
from digits import images
from digits.images import Floats, Integers


@dataclass(frozen=True)
class Labelled:
    """Images (n, 8, 8) with pixels in 0…1, and the digit each shows (n)."""

    images: Floats
    labels: Integers


@dataclass(frozen=True)
class Parts:
    """Which images are learned from, which choose between models, and which only judge the choice."""

    train: Labelled
    validation: Labelled
    test: Labelled


class Digits(furu.Furu[Labelled]):
    """All images, in a format of their own: ``digits.npz``, which other tools open as well."""

    def _create(self) -> Labelled:
        pixels, labels = images.load()
        np.savez_compressed(self.furu_dir / "digits.npz", images=pixels, labels=labels)
        self.logger.info("%d images of %d×%d pixels", *pixels.shape)
        return Labelled(images=pixels, labels=labels)

    def _load(self) -> Labelled:
        with np.load(self.furu_dir / "digits.npz", allow_pickle=False) as arrays:
            return Labelled(images=arrays["images"], labels=arrays["labels"])

    def _validate(self) -> bool:
        return (self.furu_dir / "digits.npz").is_file()


class Split(furu.Furu[Parts]):
    """The images, shuffled and dealt into three parts that share none."""

    dataset: Digits = furu.field(default_factory=Digits, doc="what is dealt")
    validation_fraction: float = furu.field(default=0.2, doc="share that chooses between models")
    test_fraction: float = furu.field(default=0.2, doc="share that judges the choice")
    seed: int = furu.field(default=0, doc="which of the possible deals")

    def _create(self) -> Parts:
        everything = self.dataset.get()
        count = len(everything.labels)
        order = np.random.default_rng(self.seed).permutation(count)
        test = round(count * self.test_fraction)
        validation = round(count * self.validation_fraction)
        ends = (test, test + validation)
        dealt = [Labelled(everything.images[rows], everything.labels[rows]) for rows in np.split(order, ends)]
        self.logger.info("dealt %d / %d / %d images", *(len(part.labels) for part in reversed(dealt)))
        return Parts(test=dealt[0], validation=dealt[1], train=dealt[2])
