"""`imu-hinge sessions`, from end to end, on recordings as they are shipped."""

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.cli import main
from imu_hinge.cli.sessions import COMMANDS, editing
from imu_hinge.cli.sessions.exporting import HEAD
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.history.rows import ACTIONS
from tests.cli.homes import RECORDINGS, Home, moved_to
from tests.made import bends_csv
from tests.wording import forbidden

RDL, BEND = RECORDINGS / "band_rdl_rounding.mcap", RECORDINGS / "forward_bend.mcap"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user with two recordings of their own, folded once."""
    path = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        moved_to(path, patch)
        assert main(["sessions", "import", str(RDL), str(BEND)]) == 0
    return path


@pytest.fixture
def trainee(trained: Path, home: Home) -> Home:
    """A user with two sessions."""
    return home.like(trained)


@pytest.fixture(scope="module")
def bent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short recording of three bends."""
    folder = tmp_path_factory.mktemp("bent")
    words = ["import", str(bends_csv(folder / "bends.csv")), "-o", str(folder / "bends.mcap")]
    assert main([*words, "--exercise", "forward_bend"]) == 0
    return folder / "bends.mcap"


@pytest.fixture
def bender(home: Home, bent: Path) -> Home:
    """A user with one short session."""
    home.says("sessions", "import", bent)
    return home


def listed(home: Home, *words: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(home.says("sessions", "list", "--json", *words))
    return found


def ident(home: Home, exercise: str = "band_rdl") -> str:
    return str(next(one["session"] for one in listed(home) if one["exercise"] == exercise))


def shown(home: Home, session: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(home.says("sessions", "show", session[:8], "--json"))
    return told


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_proper_words(command: str, home: Home) -> None:
    text = home.says("sessions", command, "--help")
    assert f"example:\n  imu-hinge sessions {command}" in text
    assert forbidden(text) == []


def test_every_action_of_the_journal_can_be_asked_for() -> None:
    assert set(editing.ACTIONS) == set(ACTIONS)


# import, list, show


def test_recordings_are_copied_and_become_sessions(trainee: Home) -> None:
    copies = [Path(one["recording"]) for one in listed(trainee)]
    assert {copy.read_bytes() for copy in copies} == {RDL.read_bytes(), BEND.read_bytes()}
    assert {copy.parent for copy in copies} == {trainee.data / "recordings" / "c-00000000"}
    assert "was here already" in trainee.says("sessions", "import", RDL)
    assert len(listed(trainee)) == 2


def test_the_list_shows_what_was_counted(trainee: Home) -> None:
    page = trainee.says("sessions", "list")
    assert all(words in page for words in ("2026-01-01 10:00", "band_rdl", "1:30", "7 reps", "44 deg", "you"))
    assert forbidden(page) == []
    line = next(one for one in listed(trainee) if one["exercise"] == "band_rdl")
    assert (line["counted"], line["good"], line["past"]) == (7, 4, 3)


def test_the_list_can_be_asked_for_a_part(trainee: Home) -> None:
    assert [one["exercise"] for one in listed(trainee, "--text", "bend")] == ["forward_bend"]
    assert len(listed(trainee, "--since", "2025-12-31", "--until", "2026-01-02")) == 2
    assert listed(trainee, "--since", "2026-02-01") == []
    assert len(listed(trainee, "--client", "me")) == 2
    assert "no session matches" in trainee.says("sessions", "list", "--until", "2020-01-01")
    assert "no session matches" in trainee.says("sessions", "list", "--text", "zzz")


def test_a_session_says_the_same_as_its_recording(trainee: Home) -> None:
    analysis = json.loads(trainee.says("analyze", RDL, "--json"))
    told = shown(trainee, ident(trainee))
    assert told["schema"] == "imu-hinge/session/1"
    assert [told[key] for key in ("exercise", "sets", "warnings", "duration_s")] == [
        analysis[key] for key in ("exercise", "sets", "warnings", "duration_s")
    ]
    assert told["calibration"] == analysis["calibration"]
    assert (told["started"], told["verify_state"]) == ("2026-01-01T10:00:00+00:00", "same")
    assert "recording_path" not in told


def test_the_page_shows_sets_remarks_and_the_report_line(trainee: Home) -> None:
    page = trainee.says("sessions", "show", ident(trainee))
    assert "7 reps: 4 good, 3 past the limit" in page and "Set 1" in page
    assert page.endswith(REPORT_LINE + "\n")
    assert forbidden(page) == []


def test_a_session_without_its_recording_is_still_shown(trainee: Home) -> None:
    before = shown(trainee, ident(trainee))
    shutil.rmtree(trainee.data / "recordings")
    assert shown(trainee, ident(trainee)) == before
    assert "its recording is missing" in trainee.says("sessions", "show", ident(trainee))
    assert trainee.says("sessions", "list").count("recording missing") == 2


def test_recordings_may_be_given_to_a_client(home: Home, bent: Path) -> None:
    home.says("clients", "add", "Ann")
    home.says("sessions", "import", bent, "--client", "Ann")
    (one,) = listed(home, "--client", "Ann")
    assert Path(one["recording"]).parent.name == one["client"] != "c-00000000"
    before = shown(home, one["session"])
    assert json.loads(home.says("sessions", "rebuild", "--client", "Ann", "--json"))["sessions"] == 1
    assert shown(home, one["session"]) == before
    home.says("clients", "add", "Bob")
    home.refuses("sessions", "import", bent, "--client", "Bob", said="of another client already")


def test_a_recording_without_an_exercise_needs_one(home: Home) -> None:
    silent = home.path / "silent.mcap"
    home.says("import", bends_csv(home.path / "bends.csv"), "-o", silent, "--began", "2026-01-01T10:00")
    result = home.run("sessions", "import", silent)
    assert (result.returncode, result.stderr.count("\n")) == (2, 1) and "says no exercise" in result.stderr
    home.says("sessions", "import", silent, "--exercise", "forward_bend")
    (one,) = listed(home)
    assert one["counted"] == 3
    assert home.says("sessions", "rebuild").startswith("1 session made again")
    assert listed(home) == [one]


def test_what_cannot_be_read_does_not_hold_up_the_rest(home: Home, bent: Path) -> None:
    (home.path / "old").mkdir()
    (home.path / "old" / "a.mcap").write_bytes(b"nothing")
    shutil.copy(bent, home.path / "old" / "b.mcap")
    result = home.run("sessions", "import", home.path / "old", home.path / "none.mcap")
    assert (result.returncode, result.stderr.count("\n")) == (2, 2)
    assert "a.mcap" in result.stderr and "none.mcap" in result.stderr
    assert [one["exercise"] for one in listed(home)] == ["forward_bend"]


# note, edit, compare


def test_a_note_is_about_a_moment(trainee: Home) -> None:
    session = ident(trainee)
    trainee.says("sessions", "note", session, "red band", "--at", 31.5, "--by", "Tess", "--client-may-see")
    (note,) = shown(trainee, session)["notes"]
    assert (note["text"], note["t_s"], note["by"]) == ("red band", 31.5, "Tess (trainer)")
    assert "at 31.5 s" in trainee.says("sessions", "show", session)
    trainee.says("sessions", "note", session, "--drop", note["id"][:6])
    assert shown(trainee, session)["notes"] == []


def reps(told: dict[str, Any]) -> list[int]:
    return [rep["index"] for one in told["sets"] for rep in one["reps"]]


def test_a_repetition_is_taken_out_and_comes_back(trainee: Home) -> None:
    session = ident(trainee)
    before = shown(trainee, session)
    said = trainee.says("sessions", "edit", session, "exclude", "--rep", "1.2", "--reason", "a step", "--by", "Tess")
    assert "6 reps: 3 good, 3 past the limit; the program said 7 reps" in said
    told = shown(trainee, session)
    assert reps(told) == [1, 3, 4, 5, 6, 7]
    assert [rep["index"] for rep in told["excluded"]] == [2]
    (edit,) = told["edits"]
    assert (edit["action"], edit["by"], edit["reason"]) == ("exclude", "Tess (trainer)", "a step")
    assert "7 reps" in trainee.says("sessions", "edit", session, "restore", "--rep", "1.2").partition(";")[0]
    assert shown(trainee, session)["sets"] == before["sets"]


def test_every_kind_of_correction(trainee: Home) -> None:
    session = ident(trainee)
    trainee.says("sessions", "edit", session, "status", "--rep", "1.1", "--to", "unsure")
    trainee.says("sessions", "edit", session, "side", "--rep", "1.4", "--to", "left")
    trainee.says("sessions", "edit", session, "clear_fault", "--rep", "1.3", "--to", "lumbar_flexion")
    told = trainee.says(
        "sessions", "edit", session, "add", "--set", 1, "--start", 30.0, "--bottom", 31.0, "--end", 32.0, "--to", "none"
    )
    assert "8 reps" in told and "1 unsure" in told
    first, third, fourth = (shown(trainee, session)["sets"][0]["reps"][i] for i in (0, 2, 3))
    assert (first["status"], fourth["side"]) == ("unsure", "left")
    assert third["faults"] == ["low_hinge_share"]
    for _ in range(4):
        trainee.says("sessions", "edit", session, "undo")
    assert "(undone)" in trainee.says("sessions", "show", session)
    assert listed(trainee, "--text", "band_rdl")[0]["counted"] == 7
    trainee.refuses("sessions", "edit", session, "undo", said="to take back")


def test_another_exercise_is_judged_anew_and_back(bender: Home) -> None:
    session = ident(bender, "forward_bend")
    before = shown(bender, session)
    bender.says("sessions", "edit", session, "exercise", "--to", "band_hinge")
    other = shown(bender, session)
    assert other["exercise"] == "band_hinge" and other["sets"] != before["sets"]
    bender.says("sessions", "edit", session, "undo")
    after = shown(bender, session)
    assert {**after, "edits": []} == {**before, "edits": []}
    assert len(after["edits"]) == 2


def test_without_its_recording_a_session_cannot_be_judged_anew(bender: Home) -> None:
    (one,) = listed(bender)
    before = shown(bender, one["session"])
    Path(one["recording"]).unlink()
    words = ("sessions", "edit", one["session"], "exercise", "--to", "band_hinge")
    bender.refuses(*words, said="its recording is missing, so that it cannot be judged anew")
    assert shown(bender, one["session"]) == before


def test_two_sessions_are_compared_with_what_is_noise(trainee: Home) -> None:
    page = trainee.says("sessions", "compare", ident(trainee), ident(trainee, "forward_bend"))
    assert "not the same" in page and "that is noise" in page
    assert forbidden(page) == []
    same = json.loads(trainee.says("sessions", "compare", ident(trainee), ident(trainee), "--json"))
    assert {one["within_noise"] for one in same["measures"]} == {True, None}
    assert {one["difference"] for one in same["measures"]} <= {0.0, None}


# rebuild, export


def test_a_lost_history_is_made_again_from_the_recordings(bender: Home) -> None:
    before = shown(bender, ident(bender, "forward_bend"))
    for path in bender.data.glob("history.db*"):
        path.unlink()
    assert listed(bender) == []
    assert json.loads(bender.says("sessions", "rebuild", "--json")) == {"sessions": 1, "problems": []}
    assert shown(bender, ident(bender, "forward_bend")) == before


def test_a_rebuild_names_sessions_without_a_recording_and_an_empty_folder_is_told(bender: Home) -> None:
    (one,) = listed(bender)
    Path(one["recording"]).unlink()
    assert f"session {one['session'][:8]}: its recording is missing" in bender.says("sessions", "rebuild")
    bender.refuses("sessions", "import", bender.data / "recordings", said="there is no recording (.mcap) in it")


def test_changes_by_hand_outlive_a_rebuild(bender: Home) -> None:
    session = ident(bender, "forward_bend")
    bender.says("sessions", "edit", session, "exclude", "--rep", "1.2")
    bender.says("sessions", "note", session, "kept")
    before = shown(bender, session)
    bender.says("sessions", "rebuild")
    assert shown(bender, session) == before


def test_a_recording_that_is_no_more_readable_is_told_and_its_session_stays(bender: Home) -> None:
    (one,) = listed(bender)
    before = shown(bender, one["session"])
    Path(one["recording"]).write_bytes(b"nothing")
    result = bender.run("sessions", "rebuild")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert one["recording"] in result.stderr and result.stdout.startswith("0 sessions ")
    assert shown(bender, one["session"]) == before


def test_the_table_has_what_stands_and_what_the_program_said(trainee: Home) -> None:
    session = ident(trainee)
    trainee.says("sessions", "edit", session, "exclude", "--rep", "1.2")
    trainee.says("sessions", "edit", session, "status", "--rep", "1.3", "--to", "unsure")
    out = trainee.path / "reps.csv"
    trainee.says("sessions", "export", session, "-o", out)
    with out.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert tuple(rows[0]) == HEAD
    states = {row["index"]: (row["status"], row["edited"], row["original_status"]) for row in rows}
    assert (states["1"], states["2"]) == (("counted", "false", "counted"), ("excluded", "true", "counted"))
    assert states["3"] == ("unsure", "true", "counted")
    trainee.refuses("sessions", "export", session, "-o", out, said="already exists")
    trainee.says("sessions", "export", "--client", "me", "-o", out, "--force")
    with out.open(encoding="utf-8", newline="") as stream:
        assert {row["exercise"] for row in csv.DictReader(stream)} == {"band_rdl", "forward_bend"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sessions"], "--help"),
        (["sessions", "show", "zzzz"], "there is no session 'zzzz'; see `imu-hinge sessions list`"),
        (["sessions", "show", "0000"], "there is no session"),
        (["sessions", "list", "--client", "Nobody"], "there is no client"),
        (["sessions", "list", "--since", "yesterday"], "expected a date like"),
        (["sessions", "edit", "{id}", "exclude"], "--rep SET.REP is missing"),
        (["sessions", "edit", "{id}", "side", "--set", "1", "--to", "left"], "--rep SET.REP is missing"),
        (
            ["sessions", "edit", "{id}", "add", "--set", "1", "--start", "-100", "--bottom", "1", "--end", "2"],
            "--start -100: is before the session",
        ),
        (["sessions", "edit", "{id}", "exclude", "--rep", "9.9"], "there is no such repetition"),
        (["sessions", "edit", "{id}", "exclude", "--bottom", "0.1"], "no repetition counts at"),
        (["sessions", "edit", "{id}", "status", "--rep", "1.1"], "--to is missing; it says the status"),
        (["sessions", "edit", "{id}", "status", "--rep", "1.1", "--to", "maybe"], "expected one of counted, unsure"),
        (["sessions", "edit", "{id}", "add", "--bottom", "3", "--start", "2", "--set", "1"], "--end is missing"),
        (["sessions", "edit", "{id}", "add", "--bottom", "3"], "--set is missing"),
        (["sessions", "edit", "{id}", "exercise", "--to", "squat"], "squat"),
        (["sessions", "note", "{id}", ""], "expected some text"),
        (["sessions", "note", "{id}", "x", "--at", "-1"], "outside of the session, which is from 0.0 s to 89.9 s"),
        (["sessions", "note", "{id}", "x", "--at", "9999"], "--at 9999: is outside of the session"),
        (
            ["sessions", "edit", "{id}", "add", "--set", "1", "--start", "900", "--bottom", "901", "--end", "902"],
            "add: 900.0 s to 902.0 s is outside of the session",
        ),
        (
            ["sessions", "edit", "{id}", "add", "--set", "9", "--start", "30", "--bottom", "31", "--end", "32"],
            "add: expected set 1 to 2, found 9",
        ),
        (["sessions", "edit", "{id}", "exclude", "--rep", "1.1", "--reason", "\x1b[2J"], "reason: expected some text"),
        (["sessions", "compare", "{id}", "zzzz"], "there is no session 'zzzz'"),
        (["sessions", "export", "-o", "x.csv"], "expected sessions or --client WHO"),
        (["sessions", "export", "{id}", "-o", "none/x.csv"], "there is no folder"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_line(words: list[str], said: str, trainee: Home) -> None:
    before = listed(trainee)
    trainee.refuses(*(word.format(id=ident(trainee)) for word in words), said=said)
    assert listed(trainee) == before


def test_an_ambiguous_beginning_is_refused(trainee: Home) -> None:
    with closing(sqlite3.connect(trainee.data / "history.db")) as db, db:
        db.execute("PRAGMA foreign_keys=OFF")
        for number, (old,) in enumerate(db.execute("SELECT id FROM session").fetchall()):
            db.execute("UPDATE session SET id = ? WHERE id = ?", (f"abc{number}" + old[4:], old))
    trainee.refuses("sessions", "show", "abc", said="say more of it")
