"""Other programs are told what the screen shows."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.analysis import analyze
from imu_hinge.analysis.source import open_source
from imu_hinge.export import make_table, write_csv
from imu_hinge.history.rows import Said
from imu_hinge.model.errors import UsageError
from imu_hinge.review.reading import Folded
from imu_hinge.review.reviewed import Reviewed
from imu_hinge.review.telling import beside_path, reps_table, told, write_reps
from tests.review.made import ROUNDING, SPLIT, Given, frames, news_of, path_of, rejected, reviewed, through_of


def test_the_numbers_are_those_of_analyze() -> None:
    found = json.loads(json.dumps(told(reviewed(ROUNDING))))
    known = analyze(path_of(ROUNDING)).to_dict()
    assert {key: found[key] for key in known if key != "schema"} == {k: v for k, v in known.items() if k != "schema"}
    assert found["schema"] == "imu-hinge/review/1" and found["verify"]["state"] == "same"
    totals = found["totals"]
    assert totals["reps"] == sum(len(one["reps"]) for one in known["sets"])
    assert totals["past"] == sum(bool(rep["faults"]) for one in known["sets"] for rep in one["reps"])


def test_the_table_of_repetitions_is_that_of_export(tmp_path: Path) -> None:
    out = tmp_path / "reps.csv"
    write_reps(reviewed(SPLIT), out)
    with open_source(path_of(SPLIT)) as source:
        stream = io.StringIO()
        write_csv(make_table("reps", source), stream)
    assert out.read_text(encoding="utf-8") == stream.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["reps.csv"]


def test_nothing_is_overwritten_and_no_folder_is_made(tmp_path: Path) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="already exists; choose another name"):
        write_reps(reviewed(SPLIT), there)
    with pytest.raises(UsageError, match="there is no folder"):
        write_reps(reviewed(SPLIT), tmp_path / "none" / "reps.csv")
    assert there.read_text(encoding="utf-8") == "mine"
    assert beside_path(Path("a/b.mcap")) == Path("a/b-reps.csv")


def test_before_the_first_sample_there_is_no_table_yet() -> None:
    book = reviewed(SPLIT).book
    one = Reviewed(book, lambda *_: Given([]))
    with pytest.raises(UsageError, match="is not read yet; try again in a moment"):
        reps_table(one)
    origin_ns = through_of(SPLIT).analysis.origin_ns
    one = Reviewed(book, lambda *_: Given([Folded(frames([]), origin_ns, origin_ns)]))
    one.look()
    with io.StringIO() as early, io.StringIO() as late:
        write_csv(reps_table(one), early)
        write_csv(reps_table(reviewed(SPLIT)), late)
        assert early.getvalue() == late.getvalue()


def test_what_was_not_counted_is_told_with_its_reason() -> None:
    one = reviewed(ROUNDING)
    said = one.book.said
    one.book = replace(one.book, said=Said(sets=said.sets, calibrations=said.calibrations, rejected=(rejected(20.0),)))
    origin_s = through_of(ROUNDING).analysis.origin_ns / 1e9
    assert told(one)["not_counted"] == [{"t_s": round(20.0 - origin_s, 3), "reason": "too_shallow"}]


def test_rows_are_those_of_a_csv_reader(tmp_path: Path) -> None:
    assert news_of(ROUNDING)
    write_reps(reviewed(ROUNDING), tmp_path / "reps.csv")
    with (tmp_path / "reps.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["faults"] for row in rows].count("") == reviewed(ROUNDING).book.totals.good
