"""What scikit-learn would let pass is an error: a fit that was cut short, a model that disagrees with itself."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from types import FrameType

import numpy as np
import pytest

from digits import images, models
from digits.models import Learnable, Step


@pytest.fixture
def data() -> Learnable:
    pictures, labels = images.load()
    rows = pictures.reshape(len(pictures), -1)
    return Learnable(rows[:1000], labels[:1000], rows[1000:], labels[1000:])


@pytest.fixture
def interrupted_inside_the_fit() -> Iterator[None]:
    """Raises KeyboardInterrupt once, at a moment at which scikit-learn itself is fitting."""

    def interrupt(_number: int, frame: FrameType | None) -> None:
        while frame is not None:
            if frame.f_code.co_name == "_fit_stochastic":
                signal.setitimer(signal.ITIMER_REAL, 0)
                raise KeyboardInterrupt
            frame = frame.f_back

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.usefixtures("interrupted_inside_the_fit")
def test_an_interrupted_epoch_is_not_taken_for_a_finished_one(data: Learnable) -> None:
    with pytest.raises(KeyboardInterrupt):
        models.perceptron(data, lambda _step: None, hidden=(256, 256), rate=1e-3, epochs=200, patience=None, seed=0)


def test_the_saved_svm_predicts_the_digit_it_was_measured_by(data: Learnable) -> None:
    model = models.support_vectors(data, lambda _step: None, kernel="rbf", c=10.0, gamma="scale")
    measured = model.probabilities(data.validation).argmax(axis=1)
    assert np.array_equal(model.estimator.predict(data.validation), measured)


def test_a_rate_that_makes_the_loss_grow_is_an_error_and_its_steps_are_kept(data: Learnable) -> None:
    steps: list[Step] = []
    with pytest.raises(models.Diverged, match="after 5 epochs at rate 10"):
        models.perceptron(data, steps.append, hidden=(64,), rate=10.0, epochs=60, patience=10, seed=0)
    assert [step.step for step in steps] == [1, 2, 3, 4, 5]


def test_the_same_seed_trains_the_same_model(data: Learnable) -> None:
    histories: list[list[Step]] = [[], []]
    for history in histories:
        models.perceptron(data, history.append, hidden=(32,), rate=1e-3, epochs=3, patience=None, seed=7)
        models.forest(data, history.append, trees=30, depth=4, seed=7, workers=1)
    assert histories[0] == histories[1]
