"""The sample recordings in the folder `recordings`: whole, repeatable, and judged as they were performed."""

import json
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.analysis import verify
from imu_hinge.catalogue import fault_ids
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.model.events import Rep
from imu_hinge.recording import event_from_json, open_recording
from imu_hinge.virtual.samples import SAMPLES
from tests.tiers import shortened

FOLDER = Path(__file__).resolve().parents[2] / "recordings"
LARGEST_BYTES = 6_000_000
NOT_PERFORMED = {"tempo"}
"""It needs a plan, and no recording has one."""

Truth = dict[str, Any]


def truth_of(name: str) -> Truth:
    truth: Truth = json.loads((FOLDER / f"{name}.truth.json").read_text(encoding="utf-8"))
    return truth


def summary_of(name: str) -> Summary:
    """From what was said live; `verify` shows that it would be said again."""
    summary = Summary()
    with open_recording(FOLDER / f"{name}.mcap") as recording:
        for _, said in recording.said:
            event = event_from_json(said)
            assert event
            summary.take(event)
    return summary


def told(reps: tuple[Rep, ...], fault: str) -> set[int]:
    return {rep.index for rep in reps if fault in rep.faults + rep.cautions}


def performed(reps: list[Truth], fault: str) -> set[int]:
    """Where the fault was intended, and was there."""
    meant = (rep for rep in reps if rep["intended"] == fault)
    return {rep["index"] for rep in meant if any(one["id"] == fault for one in rep["faults"])}


def test_the_folder_holds_every_sample_and_nothing_else() -> None:
    names = {f"{name}{end}" for name in SAMPLES for end in (".mcap", ".truth.json")} | {"README.md"}
    assert {path.name for path in FOLDER.iterdir()} == names, "run `make recordings`"
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= LARGEST_BYTES


def test_every_sample_has_its_line() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}.mcap` | " in text for name in SAMPLES)


def test_every_fault_is_performed_in_one_of_them() -> None:
    intended = {rep["intended"] for name in SAMPLES for one in truth_of(name)["sets"] for rep in one["reps"]}
    assert intended - {""} == set(fault_ids()) - NOT_PERFORMED


@pytest.mark.parametrize("name", shortened(SAMPLES, 2))
def test_what_was_said_is_said_again(name: str) -> None:
    verdict = verify(FOLDER / f"{name}.mcap")
    assert verdict.same, "run `make recordings` where the change is meant"
    assert verdict.events > 0


@pytest.mark.parametrize("name", SAMPLES)
def test_every_repetition_is_counted_on_its_side(name: str) -> None:
    def count(one: SetSummary) -> tuple[str | None, int]:
        return one.side, one.counted + one.unsure

    assert [count(one) for one in summary_of(name).sets] == [
        (one["side"], len(one["reps"])) for one in truth_of(name)["sets"]
    ]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_intended_fault_is_told(name: str) -> None:
    sets = {one.index: one.reps for one in summary_of(name).sets}
    missed: dict[tuple[int, str], set[int]] = {}
    for one in truth_of(name)["sets"]:
        for fault in {rep["intended"] for rep in one["reps"]} - {""}:
            reps = performed(one["reps"], fault) - told(sets.get(one["index"], ()), fault)
            missed |= {(one["index"], fault): reps} if reps else {}
    assert missed == {}
