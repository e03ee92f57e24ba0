"""The automaton is its table: every line of it is reached, and the document shows it."""

from typing import Any

import numpy as np
import pytest

from imu_hinge.core.cycles import Entered
from imu_hinge.core.phases import TABLE, Sign
from imu_hinge.core.reps import RepFinder
from imu_hinge.model.events import Phase, PhaseChanged
from tests.core.folds import judge, judged, kinds, take
from tests.core.motions import Course, bend, hold
from tests.generate_docs import ROOT, phases_page

USED: list[tuple[Phase, Sign]] = []
ENTERED: list[Phase] = []


class Noted(RepFinder):
    """Writes down each line of the table that is used, and the phase it leads to."""

    def _go(self, *args: Any) -> Any:
        USED.append((self.phase, args[-1]))
        marks = super()._go(*args)
        ENTERED.extend(mark.phase for _, mark in marks if isinstance(mark, Entered))
        return marks


def course(*points: tuple[float, float]) -> Course:
    """Thorax tilt from 0 through points (deg, seconds to get there), the pelvis with 80 % of it; NaN is silence."""
    rows, at = [0.0] * 50, 0.0
    for goal, seconds in points:
        n = round(seconds * 50)
        if np.isnan(goal):
            rows += [goal] * n
            continue
        rows += (at + (goal - at) * (1 - np.cos(np.linspace(0, np.pi, n))) / 2).tolist()
        at = goal
    thorax = np.array(rows)
    return Course(np.outer(thorax, [1.0, 0.8, 0.0, 0.0, 0.0]))


NAN = float("nan")
SILENT = (NAN, 3.2)
PATHS = [
    [(62.0, 1.2), (62.0, 0.4), (0.0, 1.2)],
    [(40.0, 0.8), (40.0, 0.3), (62.0, 0.8), (0.0, 1.2)],
    [(62.0, 1.2), (56.0, 0.4), (62.0, 0.4), (0.0, 1.2)],
    [(62.0, 1.2), (40.0, 0.5), (62.0, 0.6), (0.0, 1.2)],
    [(62.0, 1.2), (20.0, 0.8), (62.0, 0.8), (0.0, 1.2)],
    [(62.0, 1.2), (62.0, 16.0), (0.0, 1.2)],
    [(30.0, 0.5), SILENT, (0.0, 1.0)],
    [(62.0, 1.2), (62.0, 0.2), (59.0, 0.3), (59.0, 16.0), (0.0, 1.0)],
    [(62.0, 1.2), (58.5, 0.3), SILENT, (0.0, 1.0)],
    [(62.0, 1.2), (58.5, 0.4), (30.0, 0.2), (0.0, 1.0)],
    [(62.0, 1.2), (30.0, 0.6), SILENT, (0.0, 1.0)],
]
"""Movements that together take every line of the table."""


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """All movements through the automaton, written down."""
    monkeypatch.setattr("imu_hinge.core.judge.RepFinder", Noted)
    USED.clear()
    ENTERED.clear()
    for exercise in ("band_rdl", "rdl_row"):
        for points in PATHS:
            take(judge(exercise), course(*points))


@pytest.mark.usefixtures("noted")
def test_every_line_of_the_table_is_reached() -> None:
    assert set(TABLE) - set(USED) == set()


@pytest.mark.usefixtures("noted")
def test_what_is_said_follows_the_table() -> None:
    assert [TABLE[line] for line in USED] == ENTERED


def test_every_phase_can_be_left_and_entered() -> None:
    assert {phase for phase, _ in TABLE} == set(Phase) == set(TABLE.values())


def test_a_plain_repetition_goes_through_four_phases() -> None:
    phases = [e.phase for e in kinds(judged(bend(62.0, 50.0) + hold(2.0)), PhaseChanged)]
    assert phases == [Phase.HINGING, Phase.BOTTOM, Phase.DRIVING, Phase.STANDING]


def test_rows_are_seen_at_the_bottom_of_the_row_exercise_only() -> None:
    down, up = bend(62.0, 50.0).rows[:60], bend(62.0, 50.0).rows[60:]
    t = np.linspace(0, 2 * np.pi, 50)
    dip = np.outer(1 - np.cos(t), [-2.5, 0.0, 0.0, 0.0, 0.0]) + down[-1]
    rowing = Course(np.concatenate([down, dip, dip, up])) + hold(2.0)
    for exercise, seen in (("rdl_row", True), ("band_rdl", False)):
        phases = [e.phase for e in kinds(judged(rowing, exercise), PhaseChanged)]
        assert (Phase.ROWING in phases) == seen


def test_the_document_is_drawn_from_the_table() -> None:
    page = (ROOT / "docs/phases.md").read_text(encoding="utf-8")
    assert page == phases_page(), "run `make docs`"
    assert all(f"    {phase} --> {TABLE[phase, sign]}: {sign}\n" in page for phase, sign in TABLE)
