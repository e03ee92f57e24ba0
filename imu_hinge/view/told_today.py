"""Hints, sides and the plan as lines and objects: what a screen shows of them, said once when it changes. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from imu_hinge.catalogue import Exercise
from imu_hinge.core.quality import Quality
from imu_hinge.core.summary import Summary
from imu_hinge.cues.hint import SetQuality, hint_words
from imu_hinge.cues.planned import Planned, planned_of
from imu_hinge.model.events import SetEnded, SetStarted, Step
from imu_hinge.model.inputs import Command, Input
from imu_hinge.view.today import Today, plan_words, rest_words, today


@dataclass(frozen=True, slots=True)
class Told:
    """One thing worth a line."""

    t_ns: int
    type: str
    """`SetHint` or `Today`."""
    words: str
    fields: Mapping[str, Any]
    """The same as plain numbers and texts."""


class TodayTeller:
    """Feed every step once, in order."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise, self._quality, self._summary = exercise, SetQuality(exercise), Summary()
        self._planned: Planned | None = None
        self._set_index: int | None = None
        self._hinted: int | None = None

    def step(self, item: Input, step: Step) -> list[Told]:
        """What is to be told after this step."""
        planned = planned_of(item) if isinstance(item, Command) else None
        self._planned = planned or self._planned
        self._quality.step(step)
        for event in step.events:
            self._summary.take(event)
            if isinstance(event, SetStarted):
                self._set_index = event.set_index
        ended = any(isinstance(event, SetEnded) for event in step.events)
        return [*self._hint(item.t_ns), *(self._today(item.t_ns, ended) if ended or planned else ())]

    def _hint(self, t_ns: int) -> list[Told]:
        """At most once in a set."""
        found = self._quality.now
        if found.hint is None or self._set_index == self._hinted:
            return []
        self._hinted = self._set_index
        return [Told(t_ns, "SetHint", f"hint  {hint_words(found)}", _hint_fields(self._set_index, found))]

    def _today(self, t_ns: int, ended: bool) -> list[Told]:
        """What is planned; after a set what is next."""
        now = today(self._summary.sets, self._exercise, self._planned)
        lines = rest_words(now) if ended else tuple(filter(None, (plan_words(now),)))
        return [Told(t_ns, "Today", f"today  {lines[0]}", _today_fields(now))] if lines else []


def _hint_fields(set_index: int | None, found: Quality) -> Mapping[str, Any]:
    values = asdict(found)
    del values["hint"]
    hint = found.hint
    said = {} if hint is None else {"fault": hint.fault.id, "rep_index": hint.rep_index, "words": hint.fault.hint}
    return {"set_index": set_index, **said, **values}


def _today_fields(now: Today) -> Mapping[str, Any]:
    return {
        "done": now.done,
        "next_side": now.next_side,
        "unsure": now.unsure,
        "plan": [asdict(line) for line in now.ticks],
        "sides": [asdict(side) for side in now.sides],
    }
