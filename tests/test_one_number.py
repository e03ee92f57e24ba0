"""One session, one set of numbers: on the screen, in the report, in CSV and JSON, said aloud, in history and review."""

import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imu_hinge.analysis import new_session, open_source
from imu_hinge.cli import main
from imu_hinge.cues.banners import Banners
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.cues.spoken import number as spelled
from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.history.reading import read_session
from imu_hinge.history.rebuild import keep
from imu_hinge.history.sessions import session_line
from imu_hinge.history.tables import TRAINING_SET
from imu_hinge.report.page import html
from imu_hinge.report.recorded import folded, opened
from imu_hinge.review.opening import open_book
from imu_hinge.tui.review.words import peak_words
from imu_hinge.tui.tables import session_table
from imu_hinge.view.snapshot import Recorded, Snapshot
from imu_hinge.view.stillness import Heard
from imu_hinge.view.totals import session_line as last_line
from imu_hinge.view.totals import totals, words
from imu_hinge.view.viewer import Viewer
from tests.made import bends_of_shares
from tests.report.parsed import cells, parsed

SHIPPED = Path(__file__).resolve().parents[1] / "recordings" / "split_stance_hinge_shift.mcap"
BENDS = ((6, 0.85), (10, 0.85), (14, 0.6), (18, 0.85), (50, 0.9), (54, 0.85), (58, 0.5), (62, 0.85), (66, 0.85))
"""Begin in s and share of the pelvis: two sets, one bend close to the limit and one past it."""
SILENT_S = (54.5, 56.5)
"""Nothing comes from the sacrum: one bend is unsure."""
ALL = "all"
COUNTS = {spelled(n): n for n in range(100)}


@dataclass(frozen=True)
class Numbers:
    """What a person may compare between two places. What could not be judged counts as unsure, as it is marked."""

    reps: int
    good: int
    close: int
    past: int
    unsure: int
    peak_deg: int | None


Told = Mapping[str, Numbers]
"""By the number of the set, and ALL."""


@dataclass(frozen=True)
class Shown:
    """A session as it was shown and said while it happened."""

    last: Snapshot
    spoken: tuple[str, ...]


@pytest.fixture(scope="module", params=["made", "shipped"])
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "shipped":
        return SHIPPED
    csv_path = bends_of_shares(tmp_path_factory.mktemp("made") / "bends.csv", BENDS, SILENT_S)
    assert main(["import", str(csv_path), "-o", str(csv_path.with_suffix(".mcap")), "--exercise", "band_rdl"]) == 0
    return csv_path.with_suffix(".mcap")


@pytest.fixture(scope="module")
def shown(path: Path) -> Shown:
    with open_source(path) as source:
        heard, cues, rests = Heard(), Cues(source.exercise, Dose.SUMMARY), list[str]()
        fold = new_session(source.exercise, sample_tap=heard.tap)
        viewer = Viewer(fold, heard, Banners(source.exercise), lambda: Recorded(path="x"))
        for item in source.items:
            step = fold.feed(item)
            viewer.receive(item, step)
            rests += [cue.words for cue in cues.step(item, step) if cue.sort is Sort.REST]
    return Shown(viewer.snapshot, tuple(rests))


@pytest.fixture(scope="module")
def rows(path: Path, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    out = tmp_path_factory.mktemp("reps") / "reps.csv"
    assert main(["export", str(path), "-o", str(out), "--table", "reps"]) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def told(shown: Shown) -> Told:
    """Of the screen; everything else is to say the same."""
    lines = [words for line in session_table(shown.last) if (words := line[0][0].split())[0] != "set"]
    return {line[0]: _of_screen(line) for line in lines}


def _of_screen(line: list[str]) -> Numbers:
    """`1 left 5 4 0 1 0 24 deg -`; the sum has no side."""
    counts, peak = (line[1:6], line[6]) if line[0] == ALL else (line[2:7], line[7])
    return _numbers(counts, peak)


def _numbers(counts: Iterable[str], peak: str) -> Numbers:
    reps, good, close, past, unsure = map(int, counts)
    return Numbers(reps, good, close, past, unsure, None if peak == "-" else int(peak.rstrip("°")))


def test_the_screen_shows_every_kind(path: Path, told: Told) -> None:
    shipped = path == SHIPPED
    assert told[ALL] == (Numbers(5, 3, 2, 0, 0, 10) if shipped else Numbers(9, 6, 1, 1, 1, 30))
    assert list(told) == (["1", ALL] if shipped else ["1", "2", ALL])


def test_the_report(path: Path, told: Told) -> None:
    with opened(path, lambda _: None) as file:
        page = parsed(html(folded(file).contents))
    found = cells(page.one("table", class_="sets"))
    names = ("reps", "good", "close", "past", "unsure")
    assert {row["set"]: _numbers((row[name] for name in names), row["peak"]) for row in found} == told
    large = {name: page.one(id=f"number-{name}").one("b").text for name in ("reps", "good", "past", "peak")}
    wanted = told[ALL]
    assert large == {
        "reps": str(wanted.reps),
        "good": str(wanted.good),
        "past": str(wanted.past),
        "peak": f"{wanted.peak_deg}°",
    }
    seen = cells(page.one("table", class_="reps"))
    assert len(seen) == wanted.reps
    assert max(int(row["back"].rstrip("°")) for row in seen if row["back"] != "-") == wanted.peak_deg


def test_the_table_of_repetitions(rows: list[dict[str, str]], told: Told) -> None:
    def judged(row: dict[str, str]) -> dict[str, Any]:
        peak = row["lumbar_flexion_peak_deg"]
        lists = {name: row[name].split(";") if row[name] else [] for name in ("faults", "cautions")}
        return {
            **row,
            **lists,
            "valid": row["valid"] == "true",
            "lumbar_flexion_peak_deg": float(peak) if peak else None,
        }

    assert _counted({index: list(map(judged, of)) for index, of in _by_set(rows).items()}) == told


def test_the_json_of_analyze(path: Path, told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert _counted({str(one["index"]): one["reps"] for one in found["sets"]}) == told


def _by_set(rows: Iterable[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault(row["set_index"], []).append(row)
    return found


def _counted(sets: Mapping[str, list[dict[str, Any]]]) -> Told:
    """Counted anew from the repetitions themselves; every one of these recordings was judged where it was sure."""
    together = [rep for reps in sets.values() for rep in reps]
    return {index: _count(reps) for index, reps in {**sets, ALL: together}.items()}


def _count(reps: list[dict[str, Any]]) -> Numbers:
    def number(test: Callable[[dict[str, Any]], bool]) -> int:
        return sum(rep["status"] == "counted" and test(rep) for rep in reps)

    peaks = [rep["lumbar_flexion_peak_deg"] for rep in reps if rep["status"] == "counted" and rep["valid"]]
    known = [peak for peak in peaks if peak is not None]
    return Numbers(
        reps=len(reps),
        good=number(lambda rep: not rep["faults"] and not rep["cautions"]),
        close=number(lambda rep: not rep["faults"] and bool(rep["cautions"])),
        past=number(lambda rep: bool(rep["faults"])),
        unsure=len(reps) - number(lambda rep: True),
        peak_deg=round(max(known)) if known else None,
    )


def test_what_is_said_at_rest(shown: Shown, rows: list[dict[str, str]], told: Told) -> None:
    """`rest, three of seven: little hinge`: the set's repetitions, and those with its most frequent fault."""
    for spoken, (index, reps) in zip(shown.spoken, _by_set(rows).items(), strict=False):
        said = spoken.partition(".")[0].removeprefix("rest, ").partition(":")[0].split(" of ")
        assert COUNTS[said[-1]] == told[index].reps
        faults = [fault for rep in reps for fault in rep["faults"].split(";") if fault]
        assert len(said) == (2 if faults else 1)
        assert not faults or COUNTS[said[0]] == max(map(faults.count, faults))
    assert shown.spoken


def test_the_last_line_of_a_session_without_a_screen(shown: Shown, told: Told) -> None:
    line = last_line(0, totals(shown.last.sets, shown.last.exercise))
    found = re.search(r"(\d+) sets?: (\d+) reps(?:, (\d+) unsure)?$", line)
    assert found
    assert [int(part or 0) for part in found.groups()] == [len(told) - 1, told[ALL].reps, told[ALL].unsure]


def test_the_history(path: Path, told: Told, tmp_path: Path) -> None:
    with open_history(sqlite_url(tmp_path / "history.db")) as history:
        row = keep(history, read_session(path), tmp_path)
        with history.reading() as db:
            sets = db.execute(select(TRAINING_SET).where(TRAINING_SET.c.session_id == row.id)).mappings().all()
            line = session_line(db, row.id)
    found = {str(one["n"]): _of_columns(one, one["lumbar_flexion_peak_deg_largest"]) for one in sets}
    assert {**found, ALL: _of_columns(asdict(line), line.peak_deg)} == told


def _of_columns(one: Mapping[Any, Any], peak_deg: float | None) -> Numbers:
    return Numbers(
        reps=one["counted"] + one["unsure"],
        good=one["good"],
        close=one["close"],
        past=one["past"],
        unsure=one["unsure"] + one["not_judged"],
        peak_deg=None if peak_deg is None else round(peak_deg),
    )


def test_the_head_of_the_review(path: Path, told: Told) -> None:
    book = open_book(path)
    head = words(book.totals)
    found = {name: int(n) for n, name in re.findall(r"(\d+) (reps|good|close|past|unsure)", head)}
    peak = re.match(r"peak (\d+) deg", peak_words(book))
    wanted = told[ALL]
    assert found == {name: n for name, n in vars(wanted).items() if n and name != "peak_deg"}
    assert peak and int(peak[1]) == wanted.peak_deg
