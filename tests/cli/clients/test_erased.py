"""`imu-hinge clients erase`."""

import json
from pathlib import Path

from tests.cli.clients.asked import NOTE, pseudonym, shown
from tests.cli.homes import Home
from tests.wording import forbidden


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
