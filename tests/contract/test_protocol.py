"""The lease protocol, checked over every interleaving of two and three contenders with crashes and pauses."""

from __future__ import annotations

import pytest

from tests.contract import protocol
from tests.contract.protocol import OLD, Attempt, Contender, Disk, World, explore, settle

FRESH = Disk()
DONE = Disk(attempts=(Attempt(OLD, "success"),), success=OLD)
CRASHED = Disk(claims=frozenset({"z.0"}), attempts=(Attempt("z.0"),))


def getter(name: str, pauses: int = 1) -> Contender:
    return Contender(name, pauses=pauses)


def rerunner(name: str, *, fails: bool = False, pauses: int = 1) -> Contender:
    return Contender(name, rejects=OLD, fails=fails, pauses=pauses)


STORIES = {
    "two, one may crash": World(FRESH, (getter("a"), getter("b")), crashes=1),
    "two, both may crash": World(FRESH, (getter("a"), getter("b")), crashes=2),
    "two, one fails": World(FRESH, (getter("a")._replace(fails=True), getter("b")), crashes=1),
    "two after a crash": World(CRASHED, (getter("a"), getter("b")), crashes=1),
    "a rerun and a reader": World(DONE, (rerunner("a"), getter("b")), crashes=1),
    "two reruns": World(DONE, (rerunner("a"), rerunner("b")), crashes=1),
    "a failing rerun and a reader": World(DONE, (rerunner("a", fails=True), getter("b")), crashes=1),
    "three, one crash, one pause": World(FRESH, (getter("a"), getter("b", 0), getter("c", 0)), crashes=1),
}


@pytest.mark.parametrize("story", STORIES)
def test_no_result_is_published_over_another_and_whatever_happened_the_next_get_has_a_result(story: str) -> None:
    """Only the result that a rerun was asked to replace may be replaced.

    From every reachable world: let the living go on, then let a newcomer call get().
    """
    known: dict[World, World] = {}
    ends, worlds = set(), 0
    for world in explore(STORIES[story], limit=400_000):
        worlds += 1
        assert world.disk.lost <= {OLD}, world
        ends.add(settle(world, known))
    assert worlds > 100, "the story is long enough to prove something"
    for end in ends:
        ended = settle(World(end.disk, (*end.contenders, getter("n", 0))), {})
        newcomer = ended.contenders[-1]
        assert newcomer.end.startswith(("loaded:", "made:")), (end, newcomer)
        assert newcomer.end.partition(":")[2] == ended.disk.success


@pytest.mark.parametrize("story", [name for name in STORIES if "rerun" not in name])
def test_without_crash_or_pause_each_artifact_is_made_once(story: str) -> None:
    start = STORIES[story]._replace(crashes=0)
    start = start._replace(contenders=tuple(item._replace(pauses=0) for item in start.contenders))
    for world in explore(start, limit=400_000):
        made = [item for item in world.contenders if item.end.startswith("made:")]
        assert len(made) <= 1, world


def test_what_a_get_returned_as_made_stays() -> None:
    for world in explore(STORIES["two, both may crash"], limit=400_000):
        for contender in world.contenders:
            if contender.end.startswith("made:"):
                assert world.disk.success == contender.token, world


@pytest.mark.parametrize("step", ["unlink", "look again", "look with lease"])
def test_the_model_notices_when_a_step_is_left_out(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these steps is there for a reason: without it, some interleaving breaks a promise."""
    following = {"unlink": "look again", "look again": "claim", "look with lease": "take marker"}[step]
    monkeypatch.setitem(protocol.STEPS, step, lambda _world, disk, me: (disk, me._replace(at=following)))
    assert any(_breaks_a_promise(world) for story in STORIES.values() for world in explore(story, limit=400_000))


def _breaks_a_promise(world: World) -> bool:
    return bool(world.disk.lost - {OLD}) or any(item.end == "lost" and item.pauses for item in world.contenders)
