"""A session of many sets, as it is told to a viewer: step by step, with what is wrong, taken back and said of pain."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim, SetDone
from imu_hinge.core.session import Session
from imu_hinge.core.summary import Summary
from imu_hinge.cues.planned import Planned, plan_argument
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, RepCompleted, RepRejected, RepRevised, RepStatus, SetStarted, Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.view.seat import Watching
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.stillness import Heard
from imu_hinge.view.wall import Person
from tests.made import S, rep, set_ended
from tests.tui.made import CLOSE, PAST, UNSURE

EXERCISE = load_exercise("split_stance_hinge")
SIDES = ("left", "left", "right", "right", "left", "right", "right")
REPS = 4
WRONG: dict[tuple[int, int], dict[str, Any]] = {
    (1, 2): PAST,
    (2, 3): CLOSE,
    (3, 4): UNSURE,
    (5, 1): {**PAST, "rows": 2},
    (7, 4): CLOSE,
}
"""By set and repetition."""
PAINS = {1: 2, 4: 6, 7: 3}
"""Set that ended -> the score given after it."""
PLANNED = Planned(Aim(EXERCISE.id, 8, REPS), (SetDone(EXERCISE.id, "left", REPS),))


def told() -> Iterator[tuple[Command | Tick, tuple[Event, ...]]]:
    """Inputs in order, with what the fold said."""
    yield Command(0, "plan", plan_argument(PLANNED)), ()
    for index, side in enumerate(SIDES, 1):
        yield from _a_set(index, side)
        if (score := PAINS.get(index)) is not None:
            yield Command((index * 60 + 45) * S, "pain", str(score)), ()
    yield Command(len(SIDES) * 60 * S + 50 * S, "end"), ()


def _a_set(index: int, side: str) -> Iterator[tuple[Tick, tuple[Event, ...]]]:
    start_ns = index * 60 * S
    for number in range(1, REPS + 2):
        t_ns = start_ns + number * 4 * S
        times = {"t_start_ns": t_ns - 2 * S, "t_end_ns": t_ns}
        made = replace(rep(number, set_index=index, side=side, **times), id=10 * index + number)
        first = RepCompleted(t_ns=t_ns, rep=replace(made, status=RepStatus.PROVISIONAL))
        yield Tick(t_ns), (first,)
        if number == 1:
            yield Tick(t_ns), (SetStarted(t_ns=t_ns, set_index=index, exercise=EXERCISE.id, side=side),)
        known = replace(made, **WRONG.get((index, number), {}))
        yield Tick(t_ns + S), (RepRevised(t_ns=t_ns + S, rep=known, reason="lockout"),)
    t_ns = start_ns + 40 * S
    last = {name: getattr(made, name) for name in ("t_start_ns", "t_bottom_ns", "t_end_ns")}
    yield Tick(t_ns), (RepRejected(t_ns=t_ns, rep_id=made.id, reason="trimmed", **last),)
    unsure = sum(at == index and wrong is UNSURE for (at, _), wrong in WRONG.items())
    said = {"side": side, "t_start_ns": start_ns, "t_end_ns": t_ns, "t_ns": t_ns}
    yield Tick(t_ns), (set_ended(REPS - unsure, unsure, index, **said),)


def lived() -> Iterator[tuple[Watching, tuple[Event, ...]]]:
    """Whoever watches it, after each step, and what was said in it."""
    heard = Heard()
    watching = Watching(Person(client="c-1", number=1, name="Anna"), Session(EXERCISE.id, sample_tap=heard.tap), heard)
    for item, events in told():
        watching.receive(item, Step(np.empty(0, FRAME), events))
        yield watching, events


def watched() -> Iterator[tuple[Snapshot, Snapshot]]:
    """After each step: what is shown, and the same where every repetition of the session was kept."""
    everything = Summary()
    for watching, events in lived():
        for event in events:
            everything.take(event)
        yield watching.snapshot, replace(watching.snapshot, earlier=(), sets=everything.sets)
