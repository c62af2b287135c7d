"""The lease protocol as a small model: what is on disk, and what each contender does, one file operation a step.

A contender is a program counter and a few variables; the disk is a set of claims, a list of attempts, the
success marker and what was set aside. Between any two steps a contender may crash for good, or be paused: while
it is paused the others may judge it gone, and it may go on at any later moment. :func:`explore` enumerates every
interleaving and checks the promises in every state.

The steps follow ``store/lease.py``, ``store/aside.py`` and ``runtime/obtain.py``; each names the operation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

OLD = "old"
"""The token of a success that was there before anybody started."""


class Attempt(NamedTuple):
    token: str
    outcome: str | None = None


class Disk(NamedTuple):
    claims: frozenset[str] = frozenset()
    attempts: tuple[Attempt, ...] = ()
    success: str | None = None
    aside: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()
    """Results that another one was published over."""


class Contender(NamedTuple):
    name: str
    rejects: str | None = None
    fails: bool = False
    at: str = "look"
    token: str = ""
    seen: int = 0
    tries: int = 0
    life: str = "running"
    """running, paused, crashed"""
    pauses: int = 1
    end: str = ""
    """How its get() ended: loaded:<token>, made:<token>, failed, lost."""


class World(NamedTuple):
    disk: Disk
    contenders: tuple[Contender, ...]
    crashes: int = 0


def owner(world: World, token: str) -> Contender | None:
    """Who holds an attempt; the model's tokens are a contender's name and its try."""
    return next((contender for contender in world.contenders if token.startswith(f"{contender.name}.")), None)


def accepted(disk: Disk, contender: Contender) -> bool:
    return disk.success is not None and disk.success != contender.rejects


def _look(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if accepted(disk, me):
        return disk, me._replace(at="done", end=f"loaded:{disk.success}")
    return disk, me._replace(at="list")


def _list(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk, me._replace(at="look at it" if disk.attempts else "claim", seen=len(disk.attempts))


def _look_at_it(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if accepted(disk, me):
        return disk, me._replace(at="done", end=f"loaded:{disk.success}")
    return disk, me._replace(at="judge")


def _judge(world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    last = disk.attempts[me.seen - 1]
    if last.outcome is not None:
        return disk, me._replace(at="look again")
    holder = owner(world, last.token)
    if holder is not None and holder.life == "running":
        return None if len(disk.attempts) == me.seen and not accepted(disk, me) else (disk, me._replace(at="list"))
    return disk, me._replace(at="unlink")


def _unlink(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    gone = disk.attempts[me.seen - 1].token
    return disk._replace(claims=disk.claims - {gone}), me._replace(at="look again")


def _look_again(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk, me._replace(at="list" if accepted(disk, me) else "claim")


def _claim(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    token = f"{me.name}.{me.tries}"
    return disk._replace(claims=disk.claims | {token}), me._replace(at="link", token=token, tries=me.tries + 1)


def _link(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if len(disk.attempts) != me.seen:
        return disk, me._replace(at="drop claim")
    after = disk._replace(attempts=(*disk.attempts, Attempt(me.token)))
    return after, me._replace(at="look with lease" if me.seen else "take marker")


def _look_with_lease(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if accepted(disk, me):
        return disk, me._replace(at="withdraw")
    return disk, me._replace(at="take marker")


def _withdraw(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk._replace(claims=disk.claims - {me.token}), me._replace(at="record withdrawal")


def _record_withdrawal(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return _ended(disk, me, "cancelled"), me._replace(at="list")


def _drop_claim(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk._replace(claims=disk.claims - {me.token}), me._replace(at="list")


def _take_marker(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if me.seen == 0 or disk.success is None:
        return disk, me._replace(at=_work(me))
    taken = disk.success
    after = disk._replace(success=None, aside=disk.aside | {taken})
    return after, me._replace(at=_work(me) if taken == me.rejects else f"give back {taken}")


def _give_back(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    taken = me.at.removeprefix("give back ")
    after = disk if disk.success is not None else disk._replace(success=taken)
    return after._replace(aside=after.aside - {taken}), me._replace(at="lose")


def _work(me: Contender) -> str:
    """What follows ``_create``, which is no file operation of ours."""
    return "check claim" if me.fails else "fill"


def _fill(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk, me._replace(at="publish" if me.token in disk.claims else "lose")


def _publish(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    if me.token not in disk.claims:
        return disk, me._replace(at="lose")
    lost = disk.lost if disk.success is None else disk.lost | {disk.success}
    after = disk._replace(claims=disk.claims - {me.token}, success=me.token, lost=lost)
    return after, me._replace(at="record success")


def _record_success(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return _ended(disk, me, "success"), me._replace(at="done", end=f"made:{me.token}")


def _check_claim(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk, me._replace(at="put back" if me.token in disk.claims else "lose")


def _put_back(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    good = me.rejects if me.rejects in disk.aside else None
    if good is not None and disk.success is None:
        disk = disk._replace(success=good, aside=disk.aside - {good})
    return disk, me._replace(at="give up")


def _give_up(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return disk._replace(claims=disk.claims - {me.token}), me._replace(at="record failure")


def _record_failure(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return _ended(disk, me, "failed"), me._replace(at="done", end="failed")


def _lose(_world: World, disk: Disk, me: Contender) -> tuple[Disk, Contender] | None:
    return _ended(disk, me, "preempted"), me._replace(at="done", end="lost")


def _ended(disk: Disk, me: Contender, outcome: str) -> Disk:
    attempts = tuple(item._replace(outcome=outcome) if item.token == me.token else item for item in disk.attempts)
    return disk._replace(attempts=attempts)


STEPS: dict[str, Callable[[World, Disk, Contender], tuple[Disk, Contender] | None]] = {
    "look": _look,
    "list": _list,
    "look at it": _look_at_it,
    "judge": _judge,
    "unlink": _unlink,
    "look again": _look_again,
    "claim": _claim,
    "link": _link,
    "drop claim": _drop_claim,
    "look with lease": _look_with_lease,
    "withdraw": _withdraw,
    "record withdrawal": _record_withdrawal,
    "take marker": _take_marker,
    "fill": _fill,
    "publish": _publish,
    "record success": _record_success,
    "check claim": _check_claim,
    "put back": _put_back,
    "give up": _give_up,
    "record failure": _record_failure,
    "lose": _lose,
}


def moves(world: World) -> Iterator[World]:
    """Every world one event later: a step, a crash, a pause, or the end of a pause."""
    for position, contender in enumerate(world.contenders):
        if contender.at == "done" or contender.life == "crashed":
            continue

        if contender.life == "paused":
            yield _with(world, position, contender._replace(life="running"))
            continue
        if world.crashes:
            crashed = _with(world, position, contender._replace(life="crashed"))
            yield crashed._replace(crashes=world.crashes - 1)
        if contender.pauses:
            yield _with(world, position, contender._replace(life="paused", pauses=contender.pauses - 1))
        run = _give_back if contender.at.startswith("give back") else STEPS[contender.at]
        stepped = run(world, world.disk, contender)
        if stepped is not None:
            yield _with(world, position, stepped[1])._replace(disk=stepped[0])


def _with(world: World, position: int, changed: Contender) -> World:
    others = (*world.contenders[:position], changed, *world.contenders[position + 1 :])
    return world._replace(contenders=others)


def explore(start: World, limit: int) -> Iterator[World]:
    """Every world that can be reached, each once."""
    seen = {start}
    frontier = [start]
    while frontier:
        world = frontier.pop()
        yield world
        for after in moves(world):
            if after not in seen:
                seen.add(after)
                assert len(seen) <= limit, "the model grew; raise the limit knowingly"
                frontier.append(after)


def calm(world: World) -> World:
    """The same world without further crashes, and with everybody who was paused going on."""
    contenders = tuple(
        item._replace(pauses=0, life="running" if item.life == "paused" else item.life) for item in world.contenders
    )
    return world._replace(crashes=0, contenders=contenders)


def settle(world: World, known: dict[World, World]) -> World:
    """Let everybody who can go on do so, one after another; remembers where each world leads."""
    world, passed = calm(world), []
    while world not in known:
        passed.append(world)
        following = next(moves(world), None)
        if following is None:
            known[world] = world
        else:
            assert len(passed) < LONGEST, "the contenders never come to an end"
            world = following
    known.update(dict.fromkeys(passed, known[world]))
    return known[world]


LONGEST = 400
