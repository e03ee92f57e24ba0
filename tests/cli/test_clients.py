"""`imu-hinge clients`, from end to end."""

import json
import os
import re
import shutil
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.cli.clients import COMMANDS
from imu_hinge.recording.locks import try_lock
from tests.cli.homes import RECORDINGS, Home, moved_to
from tests.made import bends_csv
from tests.wording import forbidden

PSEUDONYM = re.compile(r"c-[0-9a-z]{8}")
NOTE = "sleeps on the left side"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user with one client, Ann, of whom everything is known; recordings are folded once."""
    path, folder = tmp_path_factory.mktemp("trained"), tmp_path_factory.mktemp("recorded")
    with pytest.MonkeyPatch.context() as patch:
        moved_to(path, patch)
        paths = [str(RECORDINGS / "forward_bend.mcap"), str(folder / "today.mcap")]
        source = str(bends_csv(folder / "bends.csv"))
        assert main(["import", source, "-o", paths[1], "--exercise", "forward_bend"]) == 0
        assert main(["clients", "add", "Ann", "--birth-year", "1990", "--consent", "keep"]) == 0
        assert main(["sessions", "import", *paths, "--client", "Ann"]) == 0
        assert main(["clients", "note", "Ann", NOTE, "--by", "Tess"]) == 0
        assert main(["clients", "limit", "Ann", "lumbar_flexion", "10", "15"]) == 0
    return path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Home:
    """A user with nothing."""
    moved_to(tmp_path, monkeypatch)
    return Home(tmp_path, capsys)


@pytest.fixture
def ann(trained: Path, home: Home) -> Home:
    """A user with Ann."""
    shutil.copytree(trained, home.path, dirs_exist_ok=True)
    home.capsys.readouterr()
    return home


def pseudonym(home: Home) -> str:
    (line,) = json.loads(home.says("clients", "list", "--json"))
    return str(line["client"])


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_in_proper_words(command: str, home: Home) -> None:
    text = home.says("clients", command, "--help")
    assert f"example:\n  imu-hinge clients {command}" in text
    assert forbidden(text) == []


# add, list, show, change


def test_a_client_is_added_under_a_pseudonym(home: Home) -> None:
    assert "no clients yet" in home.says("clients", "list")
    said = home.says("clients", "add", "Ann", "--birth-year", 1990, "--consent", "keep", "--consent", "watch")
    found = PSEUDONYM.search(said)
    assert found and "agrees to: keep, watch" in said
    listed = home.says("clients", "list")
    assert all(word in listed for word in (found[0], "Ann", "no session yet"))
    assert forbidden(said + listed) == []


def test_without_a_consent_it_is_said_how_to_note_one(home: Home) -> None:
    said = home.says("clients", "add", "Ann")
    assert "agrees to: nothing yet" in said
    assert f"imu-hinge clients consent {pseudonym(home)} keep" in said


def test_at_a_terminal_each_consent_is_asked_for(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["y\n", "\n", "no\n"])
    monkeypatch.setattr(
        "sys.stdin", type("Terminal", (), {"isatty": lambda self: True, "readline": lambda self: next(answers)})()
    )
    result = home.run("clients", "add", "Ann")
    assert "agrees to: keep\n" in result.stdout
    assert result.stderr.count("Does the client agree?") == 3


def test_a_client_is_shown_with_all_that_is_known(ann: Home) -> None:
    page = ann.says("clients", "show", "ann")
    for words in (
        "Ann (c-",
        "1990",
        "agrees to    keep",
        "; 1 session of the virtual wearer",
        NOTE,
        "Tess (trainer)",
        "early 10",
    ):
        assert words in page
    assert forbidden(page) == []
    told = json.loads(ann.says("clients", "show", pseudonym(ann), "--json"))
    assert (told["name"], told["birth_year"], len(told["sessions"])) == ("Ann", 1990, 1)
    assert told["simulated_sessions"] == 1
    assert "1 (1 virtual)" in ann.says("clients", "list")
    assert told["notes"][0]["text"] == NOTE


def test_who_looked_is_noted(ann: Home) -> None:
    before = json.loads(ann.says("clients", "show", "Ann", "--json"))["looked_at"]
    assert json.loads(ann.says("clients", "show", "Ann", "--json"))["looked_at"] == before + 1


def test_what_is_known_can_be_changed(ann: Home) -> None:
    words = ("--name", "Anna", "--birth-year", 0, "--cautions", "no rows", "--own-max", 52.5, "--keep-days", 3)
    assert "changed: Anna" in ann.says("clients", "change", "Ann", *words)
    told = json.loads(ann.says("clients", "show", "Anna", "--json"))
    assert (told["birth_year"], told["cautions"], told["own_max_lumbar_deg"]) == (None, "no rows", 52.5)
    assert told["kept_too_long"] == 1
    assert "1 recording older than that" in ann.says("clients", "show", "Anna")


def test_who_is_archived_is_listed_only_when_asked_for(ann: Home) -> None:
    ann.says("clients", "change", "Ann", "--archive")
    assert "Ann" not in ann.says("clients", "list")
    assert "archived" in ann.says("clients", "list", "--all")
    ann.says("clients", "change", "Ann", "--no-archive")
    assert "Ann" in ann.says("clients", "list")


def test_of_whoever_never_trained_here_nothing_is_kept(home: Home) -> None:
    for command in ("show", "trend", "erase"):
        home.refuses("clients", command, "me", said="nothing is kept of you yet: `imu-hinge live` records a session")


# note, consent, limit, trend


def test_a_note_is_written_read_and_taken_away(ann: Home) -> None:
    ann.says("clients", "note", "Ann", "red band", "--client-may-see")
    notes = json.loads(ann.says("clients", "note", "Ann", "--json"))
    assert [(note["text"], note["by"], note["client_may_see"]) for note in notes] == [
        (NOTE, "Tess (trainer)", False),
        ("red band", "trainer", True),
    ]
    left = ann.says("clients", "note", "Ann", "--drop", notes[1]["id"][:8])
    assert NOTE in left and "red band" not in left


def test_a_consent_is_noted_and_taken_back(ann: Home) -> None:
    assert "research" in ann.says("clients", "consent", "Ann", "research", "--until", "2199-12-31").partition("\n")[0]
    assert "until 2199-12-31" in ann.says("clients", "consent", "Ann")
    told = json.loads(ann.says("clients", "consent", "Ann", "--json"))
    assert told["agrees_to"] == ["keep", "research"]
    assert told["consents"][0]["text"].startswith("My movement in training may be recorded and kept")
    assert "agrees to: research" in (said := ann.says("clients", "consent", "Ann", "keep", "--withdraw"))
    assert f"imu-hinge clients erase {pseudonym(ann)}" in said
    assert "has not agreed to 'keep'" in ann.refuses("clients", "consent", "Ann", "keep", "--withdraw")


def test_a_consent_taken_back_while_a_session_runs_says_what_becomes_of_it(ann: Home) -> None:
    part = ann.data / "recordings" / pseudonym(ann) / "20261121T090000Z-000000ab.mcap.part"
    part.touch()
    with part.open("rb+") as writer:
        assert try_lock(writer.fileno())
        said = ann.says("clients", "consent", "Ann", "keep", "--withdraw")
    assert f"is kept to its end: end it ({part})\nthen what was kept is to go: imu-hinge clients erase" in said


def test_a_limit_of_ones_own_is_set_and_dropped(ann: Home) -> None:
    assert "9     14  deg" in ann.says("clients", "limit", "Ann", "lumbar_flexion", 9, 14)
    assert json.loads(ann.says("clients", "limit", "Ann", "--json")) == [
        {"fault": "lumbar_flexion", "caution": 9.0, "limit": 14.0}
    ]
    assert "the limits of the table hold" in ann.says("clients", "limit", "Ann", "lumbar_flexion", "--drop")
    ann.refuses("clients", "limit", "Ann", "lumbar_flexion", 9, said="expected the early limit and the limit")


def measured(home: Home, *peaks_deg: float) -> None:
    """Lets the two sessions be of one exercise, a day apart, with these medians of the lumbar flexion."""
    with closing(sqlite3.connect(home.data / "history.db")) as db, db:
        idents = [ident for (ident,) in db.execute("SELECT id FROM session ORDER BY id")]
        for day, (ident, peak_deg) in enumerate(zip(idents, peaks_deg, strict=True)):
            start_ns = 1_795_251_600_000_000_000 + day * 86_400_000_000_000
            changes = "source = 'live', exercise = 'band_rdl', started_at_ns = ?"
            db.execute(f"UPDATE session SET {changes} WHERE id = ?", (start_ns, ident))
            db.execute(
                "UPDATE training_set SET lumbar_flexion_peak_deg_median = ? WHERE session_id = ?", (peak_deg, ident)
            )


def test_a_trend_says_what_is_noise(ann: Home) -> None:
    measured(ann, 20.0, 27.5)
    page = ann.says("clients", "trend", "Ann")
    assert "within noise" in page and "+" not in page
    assert "Changes up to 8 deg between days are noise, and are not shown as a change." in page
    assert forbidden(page) == []
    measured(ann, 20.0, 31.0)
    assert "+11" in ann.says("clients", "trend", "Ann")
    told = json.loads(ann.says("clients", "trend", "Ann", "--json"))
    assert (told["noise"], [point["value"] for point in told["points"]]) == (8.0, [20.0, 31.0])


def test_notes_about_sessions_are_told_as_the_session_tells_them(ann: Home) -> None:
    session = json.loads(ann.says("sessions", "list", "--json", "--text", "forward"))[0]["session"]
    with closing(sqlite3.connect(ann.data / "history.db")) as db, db:
        db.execute("UPDATE session SET origin_ns = 3400000000 WHERE id = ?", (session.replace("-", ""),))
    ann.says("sessions", "note", session, "red band", "--at", 21.5)
    for words in (("clients", "note", "Ann"), ("clients", "show", "Ann")):
        page = ann.says(*words)
        assert f"about session {session[:8]}\n" in page and "at 21.5 s" in page and NOTE in page
    told = json.loads(ann.says("clients", "note", "Ann", "--json"))
    assert [(one["session"], one["t_s"]) for one in told] == [(None, None), (session, 21.5)]
    assert json.loads(ann.says("clients", "show", "Ann", "--json"))["notes"] == told


def test_signs_that_a_terminal_obeys_are_spelt_out(ann: Home) -> None:
    with closing(sqlite3.connect(ann.data / "history.db")) as db, db:
        db.execute("UPDATE client SET display_name = ?", ("A\x1b[2Jn\nn",))
        db.execute("UPDATE note SET text = ?", ("red\x07\nband\u202e",))
    page = ann.says("clients", "show", pseudonym(ann)) + ann.says("clients", "list") + ann.says("sessions", "list")
    assert "A\\x1b[2Jn\\nn" in page and "red\\x07\n    band\\u202e\n" in page
    assert not set(page) & set("\x1b\x07\u202e")


def test_the_beginning_of_a_name_is_enough_while_it_is_one(ann: Home) -> None:
    ann.says("clients", "add", "Bob Sample")
    ann.says("clients", "add", "Bob Sampson")
    assert "Bob Sampson" in ann.says("clients", "show", "bob samps")
    ann.refuses("clients", "show", "bob", said="say more of it")
    ann.refuses("clients", "erase", "bob samps", "--yes", said="say the whole pseudonym or name")


# export, import, erase


def shown(home: Home) -> list[str]:
    sessions = json.loads(home.says("sessions", "list", "--json", "--all"))
    return sorted(home.says("sessions", "show", one["session"], "--json") for one in sessions)


def test_a_client_moves_to_another_machine(
    ann: Home, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, stick = shown(ann), tmp_path_factory.mktemp("stick")
    ann.says("clients", "export", "Ann", "-o", stick / "ann")
    there = tmp_path_factory.mktemp("there")
    moved_to(there, monkeypatch)
    other = Home(there, ann.capsys)
    assert "2 sessions, 2 recordings" in other.says("clients", "import", stick / "ann")
    assert shown(other) == before
    assert "all of it was here already" in other.says("clients", "import", stick)


def test_all_clients_are_exported_each_in_a_folder(ann: Home) -> None:
    ann.says("clients", "add", "Bob")
    ann.says("clients", "export", "--all", "-o", ann.path / "all")
    assert len(list((ann.path / "all").glob("*/MANIFEST.json"))) == 2
    ann.refuses("clients", "export", "-o", ann.path / "none", said="expected WHO or --all")


def test_an_export_without_one_recording_says_so(ann: Home) -> None:
    missing = sorted(ann.data.rglob("*.mcap"))[0]
    missing.unlink()
    result = ann.run("clients", "export", "Ann", "-o", ann.path / "out")
    assert (result.returncode, result.stderr.count("\n")) == (1, 1)
    assert str(missing) in result.stderr
    assert (ann.path / "out" / "MANIFEST.json").exists()


def test_a_bundle_that_was_tampered_with_is_refused(ann: Home) -> None:
    ann.says("clients", "export", "Ann", "-o", ann.path / "out")
    with (ann.path / "out" / "note.json").open("a", encoding="utf-8") as file:
        file.write(" ")
    before = shown(ann)
    ann.refuses("clients", "import", ann.path / "out", said="note.json: is not as it was exported")
    assert shown(ann) == before


@pytest.mark.parametrize(
    ("table", "column", "value", "said"),
    [
        ("client", "display_name", "A\x1b[2Jn", "client.json: row 1: display_name: expected one line"),
        ("client", "display_name", "two\nlines", "row 1: display_name: expected one line"),
        ("client", "display_name", "me", "stands for yourself"),
        ("client", "cautions", "\x1b[31mred", "row 1: cautions: expected some text"),
        ("client", "birth_year", 3000, "expected 1900 to "),
        ("client", "own_max_lumbar_deg", 500.0, "expected 10 to 120"),
        ("note", "text", "red \x07 band", "note.json: row 1: text: expected some text"),
        ("author", "name", "T\x1b[2J", "author.json: row 1: name: expected one line"),
        ("session", "warnings", [{"t_s": 1.0, "id": "x", "detail": "\x1b]0;"}], "row 1: warnings: expected one line"),
        ("session", "software", "one\ntwo", "row 1: software: expected one line"),
        ("client_limit", "limit", -5.0, "client_limit.json: row 1: limit: expected numbers from 1 to 90"),
    ],
)
def test_a_bundle_says_no_more_than_can_be_said_here(
    table: str, column: str, value: object, said: str, ann: Home
) -> None:
    out = ann.path / "out"
    ann.says("clients", "export", "Ann", "-o", out)
    ann.says("clients", "erase", "Ann", "--yes", "--keep-copies")
    rows = json.loads((out / f"{table}.json").read_text(encoding="utf-8"))
    rows[0][column] = value
    (out / f"{table}.json").write_text(json.dumps(rows), encoding="utf-8")
    manifest = json.loads((out / "MANIFEST.json").read_text(encoding="utf-8"))
    manifest["files"][f"{table}.json"]["sha256"] = sha256((out / f"{table}.json").read_bytes()).hexdigest()
    (out / "MANIFEST.json").write_text(json.dumps(manifest), encoding="utf-8")
    ann.refuses("clients", "import", out, said=said)
    assert "no clients yet" in ann.says("clients", "list")


def bytes_below(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_erase_lists_first_and_then_leaves_nothing(ann: Home) -> None:
    name = pseudonym(ann)
    ann.says("clients", "export", "Ann", "-o", ann.path / "out")
    ann.says("clients", "backup", ann.path / "backup.db")
    listed = ann.says("clients", "erase", "Ann")
    assert listed.count("recording: ") == 2 and f"copy: {ann.path / 'out'}" in listed
    assert "nothing was changed" in listed and len(shown(ann)) == 2
    said = ann.says("clients", "erase", "Ann", "--yes")
    assert "byte by byte: 0" in said and "snapshots" in said
    left = bytes_below(ann.path)
    assert [word for word in (name, "Ann", NOTE) if word.encode() in left] == []
    assert "no clients yet" in ann.says("clients", "list")
    assert forbidden(listed + said) == []


def test_a_table_of_a_client_is_a_copy_that_erase_deletes_or_names(ann: Home) -> None:
    same, changed = ann.path / "same.csv", ann.path / "changed.csv"
    for out in (same, changed):
        ann.says("sessions", "export", "--client", "Ann", "-o", out)
    ann.says("sessions", "export", "--client", "Ann", "-o", same, "--force")
    changed.write_text("mine now", encoding="utf-8")
    listed = ann.says("clients", "erase", "Ann")
    assert listed.count(str(same)) == 1 and f"  copy: {same}\n" in listed
    assert f"yours to delete, if it is there: {changed}\n" in listed
    ann.says("clients", "erase", "Ann", "--yes")
    assert not same.exists() and changed.exists()


def test_what_was_erased_comes_back_from_an_export_that_was_kept(ann: Home) -> None:
    before = shown(ann)
    ann.says("clients", "export", "Ann", "-o", ann.path / "out")
    assert json.loads(ann.says("clients", "erase", "Ann", "--yes", "--keep-copies", "--json"))["erased"]["left"] == 0
    assert shown(ann) == []
    ann.says("clients", "import", ann.path / "out")
    assert shown(ann) == before


def test_a_beginning_is_too_little_to_erase_somebody(ann: Home) -> None:
    name = pseudonym(ann)
    ann.refuses("clients", "erase", name[:5], "--yes", said=f"say the whole pseudonym or name: {name}")
    assert name in ann.says("clients", "erase", name[:5])


def test_an_erase_that_is_done_already_finds_nothing(ann: Home) -> None:
    name = pseudonym(ann)
    ann.says("clients", "erase", name, "--yes")
    assert f"no client {name} is here" in ann.says("clients", "erase", name, "--yes")
    ann.refuses("clients", "erase", "Ann", "--yes", said="there is no client 'Ann'")


# backup, restore, migrate


def test_a_backup_comes_back(ann: Home) -> None:
    before = shown(ann)
    assert "complete and checked" in ann.says("clients", "backup", ann.path / "b.db")
    ann.says("clients", "note", "Ann", "written later")
    assert "history.db.before-restore-1" in ann.says("clients", "restore", ann.path / "b.db")
    assert "written later" not in ann.says("clients", "show", "Ann")
    assert shown(ann) == before


def test_a_damaged_history_is_told_in_one_line_and_replaced(ann: Home) -> None:
    ann.says("clients", "backup", ann.data / "history.db.backup")
    path = ann.data / "history.db"
    path.write_bytes(b"torn" + path.read_bytes()[4096:])
    ann.refuses("clients", "list", said="clients restore")
    ann.refuses("sessions", "list", said="history.db.backup")
    ann.says("clients", "restore", ann.data / "history.db.backup")
    assert "Ann" in ann.says("clients", "list")


def test_the_tables_of_a_file_are_at_this_version_already(ann: Home) -> None:
    assert "has revision" in ann.says("clients", "migrate")


# what cannot be


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["clients"], "--help"),
        (["clients", "squat"], "invalid choice"),
        (["clients", "show", "Nobody"], "there is no client 'Nobody'; see `imu-hinge clients list`"),
        (["clients", "add", "Ann"], "choose a name that tells them apart"),
        (["clients", "add", " "], "expected one line of text"),
        (["clients", "add", "Bob", "--birth-year", "19"], "expected 1900 to "),
        (["clients", "add", "Bob", "--birth-year", "2099"], "expected 1900 to "),
        (["clients", "add", "Me"], "stands for yourself"),
        (["clients", "add", "c-00000000"], "stands for yourself or for a pseudonym"),
        (["clients", "add", "C-7k2"], "choose another name"),
        (["clients", "add", "B" * 81], "expected at most 80 letters, found 81"),
        (["clients", "add", "Bob\tBobson"], "expected one line of text"),
        (["clients", "add", "Bob \u202enosboB"], "expected one line of text"),
        (["clients", "note", "Ann", "red \u2066band"], "expected some text"),
        (["clients", "note", "Ann", "red band", "--by", "T\x1b[2J"], "expected one line of text"),
        (["clients", "change", "Ann", "--cautions", "\x1b[31mred"], "cautions: expected some text"),
        (["clients", "change", "Ann", "--own-max", "5"], "expected 10 to 120"),
        (["clients", "change", "Ann", "--own-max", "121"], "largest own lumbar flexion 121 deg"),
        (["clients", "change", "Ann", "--keep-days", "36501"], "expected 1 to 36500"),
        (["clients", "limit", "Ann", "lumbar_flexion", "0", "15"], "expected numbers from 1 to 90 deg"),
        (["clients", "limit", "Ann", "lumbar_flexion", "10", "500"], "expected numbers from 1 to 90 deg"),
        (["clients", "limit", "Ann", "lumbar_flexion", "15", "10"], "expected one above the early one, 15 deg"),
        (["clients", "limit", "Ann", "overextension", "10", "15"], "expected numbers from -90 to -1 deg"),
        (["clients", "limit", "Ann", "low_hinge_share", "0.5", "0.6"], "expected one below the early one"),
        (["clients", "consent", "Ann", "keep", "--until", "2020-01-01"], "would be over already"),
        (["clients", "change", "Ann"], "nothing to change was given"),
        (["clients", "change", "Ann", "--keep-days", "-1"], "expected a number from 0"),
        (["clients", "note", "Ann", ""], "expected some text"),
        (["clients", "note", "Ann", "--drop", "zzz"], "no note begins so"),
        (["clients", "consent", "Ann", "fun"], "invalid choice"),
        (["clients", "consent", "Ann", "keep", "--until", "soon"], "expected a date like"),
        (["clients", "consent", "Ann", "--withdraw"], "say of what"),
        (["clients", "limit", "Ann", "squat", "1", "2"], "there is no fault 'squat'"),
        (["clients", "limit", "Ann", "lumbar_flexion", "1", "x"], "expected a number"),
        (["clients", "trend", "Ann", "--measure", "mood"], "invalid choice"),
        (["clients", "import", "none"], "MANIFEST.json: is missing"),
        (["clients", "import", __file__], "test_clients.py: is no exported client; name the folder"),
        (["clients", "restore", "none.db"], "is not there"),
        (["clients", "backup", "none/b.db"], "there is no folder"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_line(words: list[str], said: str, ann: Home) -> None:
    ann.refuses(*words, said=said)
    assert "Ann" in ann.says("clients", "list")


def test_the_beginning_of_a_pseudonym_is_enough_while_it_is_one(home: Home) -> None:
    for name, pseudonym in (("Ann", "c-7k2m9xq4"), ("Bob", "c-7kzzzzzz")):
        home.says("clients", "add", name)
        with closing(sqlite3.connect(home.data / "history.db")) as db, db:
            db.execute("UPDATE client SET pseudonym = ? WHERE display_name = ?", (pseudonym, name))
    home.refuses("clients", "show", "c-7k", said="say more of it")
    assert "Ann (c-7k2m9xq4)" in home.says("clients", "show", "c-7k2")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_folder_that_may_not_be_written_is_told(ann: Home) -> None:
    ann.data.chmod(0o500)
    try:
        ann.refuses("clients", "add", "Bob", said="writable")
    finally:
        ann.data.chmod(0o700)
