"""What all evaluations say together: a vote of the best models, and a report on all candidates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

import furu
from digits import plots
from digits.evaluate import Evaluate, Evaluation, evaluate, predict
from digits.train import Train


class Ensemble(furu.Furu[Evaluation]):
    """The candidates that are best on the validation part vote on the test part.

    All candidates are declared as dependencies, through their evaluations. Which of them vote is known only
    once those exist.
    """

    candidates: tuple[Train, ...] = furu.field(doc="models on the same split")
    top: int = furu.field(default=3, doc="how many of them vote")

    def _dependencies(self) -> tuple[Evaluate, ...]:
        return tuple(Evaluate(train=candidate) for candidate in self.candidates)

    def _create(self) -> Evaluation:
        voters = [evaluation.train for evaluation in ranked(self._dependencies())[: self.top]]
        for voter in voters:
            self.logger.info("votes: %s · %s", voter._name(), voter.features._name())
        votes = [predict(voter, "test") for voter in voters]
        probabilities = np.mean([vote for vote, _ in votes], axis=0)
        return evaluate(probabilities, votes[0][1], self.furu_dir, f"ensemble of {len(voters)} · test")

    def _name(self) -> str:
        return f"best {self.top} of {len(self.candidates)}"


@dataclass(frozen=True)
class Summary:
    """Who won on the validation part, and what winner and ensemble reach on the test part."""

    winner: str
    winner_test_accuracy: float
    ensemble_test_accuracy: float
    leaderboard: Path
    text: Path
    plot: Path


class Report(furu.Furu[Summary]):
    """All candidates of an ensemble side by side, the best of them and the ensemble on the test part."""

    ensemble: Ensemble = furu.field(doc="the vote that is reported, with its candidates")

    def _dependencies(self) -> tuple[Evaluate, ...]:
        return tuple(Evaluate(train=candidate) for candidate in self.ensemble.candidates)

    def _name(self) -> str:
        return f"report on {len(self.ensemble.candidates)} models"

    def _create(self) -> Summary:
        best_first = ranked(self._dependencies())
        winner, vote = best_first[0].train, self.ensemble.get()
        test = Evaluate(train=winner, part="test").get()
        leaderboard, text, plot = (self.furu_dir / name for name in ("leaderboard.parquet", "report.md", "models.png"))
        table = pl.DataFrame([_row(evaluation) for evaluation in best_first])
        table.write_parquet(leaderboard)
        text.write_text(_markdown(table, test, vote), encoding="utf-8")
        names = [f"{place}. {evaluation._name()}" for place, evaluation in enumerate(best_first, start=1)]
        plots.bars(dict(zip(names, table["accuracy"], strict=True)), "accuracy, validation", plot)
        self.logger.info("%s wins: %.4f on test, ensemble %.4f", names[0], test.accuracy, vote.accuracy)
        return Summary(
            winner=best_first[0]._name(),
            winner_test_accuracy=test.accuracy,
            ensemble_test_accuracy=vote.accuracy,
            leaderboard=leaderboard,
            text=text,
            plot=plot,
        )


def ranked(evaluations: tuple[Evaluate, ...]) -> list[Evaluate]:
    """The best first: by accuracy, and by log loss among equals."""

    def badness(evaluation: Evaluate) -> tuple[float, float]:
        result = evaluation.get()
        return -result.accuracy, result.log_loss

    return sorted(evaluations, key=badness)


def _row(evaluation: Evaluate) -> dict[str, str | float]:
    result = evaluation.get()
    return {
        "model": evaluation.train._name() or type(evaluation.train).__name__,
        "features": evaluation.train.features._name() or type(evaluation.train.features).__name__,
        "digest": evaluation.furu_hash,
        "accuracy": result.accuracy,
        "macro_f1": result.macro_f1,
        "log_loss": result.log_loss,
    }


def _markdown(table: pl.DataFrame, test: Evaluation, vote: Evaluation) -> str:
    lines = ["| model | features | accuracy | log loss |", "|---|---|---|---|"]
    lines += [
        f"| {row['model']} | {row['features']} | {row['accuracy']:.4f} | {row['log_loss']:.4f} |"
        for row in table.to_dicts()
    ]
    head = f"Winner on test: **{test.accuracy:.4f}**. Ensemble on test: **{vote.accuracy:.4f}**. All on validation:"
    return "\n".join(["# Digits", "", head, "", *lines, ""])
