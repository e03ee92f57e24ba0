"""Requests that `imu-hinge clients` cannot meet."""

import os

import pytest

from tests.cli.homes import Home


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
        (["clients", "import", __file__], "test_refused.py: is no exported client; name the folder"),
        (["clients", "restore", "none.db"], "is not there"),
        (["clients", "backup", "none/b.db"], "there is no folder"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_line(words: list[str], said: str, ann: Home) -> None:
    ann.refuses(*words, said=said)
    assert "Ann" in ann.says("clients", "list")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden here")
def test_a_folder_that_may_not_be_written_is_told(ann: Home) -> None:
    ann.data.chmod(0o500)
    try:
        ann.refuses("clients", "add", "Bob", said="writable")
    finally:
        ann.data.chmod(0o700)
