"""`imu-hinge clients export`, `import`, `backup` and `restore`."""

import json
from hashlib import sha256

import pytest

from tests.cli.clients.asked import shown
from tests.cli.homes import Home, moved_to


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
