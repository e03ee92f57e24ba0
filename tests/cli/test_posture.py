"""`posture` as lines: a virtual day over the virtual radio, a day that goes on, a recording of one."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.cli.asking import ask
from imu_hinge.cli.posture import configure
from imu_hinge.cli.posture.choice import choice_of
from imu_hinge.cli.posture.plan import time_of_day_s
from imu_hinge.model.inputs import Packet
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import open_recording
from imu_hinge.sensors import hsp
from imu_hinge.station.settings import Settings
from tests.cli.homes import Home
from tests.cli.test_asking import Terminal

DAY = ("posture", "--simulate", "--hours", "0.05", "--speed", "1000000", "--seed", "20720")


def lines(home: Home, *words: Any) -> list[dict[str, Any]]:
    """The objects that a day prints."""
    result = home.run(*words, "--json")
    assert result.returncode == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def recordings(home: Home) -> list[Path]:
    return sorted(home.data.rglob("*.mcap"))


def test_a_virtual_day_is_told_in_words_recorded_and_verifies(home: Home) -> None:
    result = home.run(*DAY, "--duration", "70", "--plain")
    assert result.returncode == 0, result.stderr
    told = result.stdout.splitlines()
    assert any(line.startswith("09:00:") and "calibrated  guided" in line for line in told)
    assert any(line.endswith("posture  standing  tall") for line in told)
    assert any(line.startswith("today  1:0") for line in told)
    assert "low rate" not in result.stdout
    (path,) = recordings(home)
    assert "same" in home.says("verify", path)


def test_sensors_are_asked_for_a_slow_rate_and_the_recording_says_what_it_is(home: Home) -> None:
    lines(home, *DAY, "--duration", "20", "--mute")
    (path,) = recordings(home)
    with open_recording(path) as recording:
        about, packets = recording.about, [item for item in recording if isinstance(item, Packet)]
    assert (about.kind, about.source) == (Kind.POSTURE, "simulate")
    assert json.loads(about.settings)["muted"] is True
    assert json.loads(about.settings)["origin_s"] == 9 * 3600
    frames = [hsp.decode_frame(one.payload, hsp.DATA) for one in packets if one.characteristic == hsp.DATA]
    assert {len(frame.samples) for frame in frames} == {13}
    configs = [hsp.decode_config(one.payload) for one in packets if one.characteristic == hsp.CONFIG]
    assert configs[-1].odr_mhz == 26_000


def test_a_second_start_goes_on_with_calibration_and_minutes(home: Home) -> None:
    before = lines(home, *DAY, "--duration", "70")[-1]
    after = lines(home, "posture", "--simulate=day@9:01:30", *DAY[2:], "--duration", "20")
    (calibrated,) = [one for one in after if one["type"] == "Calibrated"]
    assert calibrated["t_ns"] < 1_000_000_000
    day = after[-1]
    assert day["type"] == "Day" and day["seconds"] >= before["seconds"] + 15
    assert day["by_zone_s"]["tall"] > before["by_zone_s"]["tall"]
    assert [home.run("verify", path).returncode for path in recordings(home)] == [0, 0]


def test_a_part_may_begin_with_a_new_calibration_and_a_virtual_one_says_when_it_does_not(home: Home) -> None:
    lines(home, *DAY, "--duration", "50")
    goes_on = ("posture", "--simulate=day@9:01:30", *DAY[2:], "--duration", "10", "--plain")
    taken, anew = home.run(*goes_on), home.run(*goes_on, "--calibrate")
    assert "give --hours and --seed as there" in taken.stderr and "calibrated  guided" in taken.stdout
    assert "--seed" not in anew.stderr and "calibration  hold: stand tall" in anew.stdout
    assert "calibrated" not in anew.stdout.replace("not calibrated", "")


def test_the_first_start_of_a_day_at_another_time_is_not_calibrated(home: Home) -> None:
    told = lines(home, "posture", "--simulate=day@9:01:30", *DAY[2:], "--duration", "15", "--no-record")
    assert told[-1]["unknown_s"].keys() <= {"not_calibrated", "no_data"}
    assert recordings(home) == []


def test_a_recording_of_a_day_is_shown_again_and_analyzed(home: Home) -> None:
    live = lines(home, *DAY, "--duration", "70")[-1]
    (path,) = recordings(home)
    again = lines(home, "posture", "--from", path, "--speed", "1000000")[-1]
    assert again == live
    analysis = json.loads(home.says("analyze", path, "--json"))
    assert analysis["kind"] == "posture"
    assert analysis["posture"] == {key: value for key, value in live.items() if key not in ("type", "read")}
    assert "  tall      -10..10" in home.says("analyze", path)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--simulate=clean_set",), "there is no such day"),
        (("--simulate=day@8:00",), "a time from 9:00 on"),
        (("--simulate=day@noon",), "a time from 9:00 on"),
        (("--delay", "lean"), "like lean=120"),
        (("--delay", "leaning=120"), "there are slumped, bent, lean, unchanged"),
        (("--delay", "lean=5"), "--delay lean=5: expected 30 to 7200 seconds"),
        (("--delay", "lean=100", "lean=200"), "--delay lean=100 lean=200: one reminder has one delay"),
        (("--from", "nowhere.mcap", "--calibrate"), "a recording is shown with its own calibration"),
        (("--delay", "lean=nan"), "--delay lean=nan: expected 30 to 7200 seconds"),
        (("--quiet-hours", "12-13"), "like 12:00-13:00"),
        (("--quiet-hours", "12:00-12:00"), "begins when it ends"),
        (("--hours", "2"), "--hours: says something of a virtual day"),
        (("--seed", "2"), "--seed: says something of a virtual day"),
        (("--from", "nowhere.mcap", "--hours", "2"), "give --simulate too"),
        (("--simulate", "--hours", "inf"), "at most 24"),
        (("--simulate=day@13:00", "--hours", "0.1"), "is over at 09:"),
        (("--speed", "2"), "--speed"),
        (("--from", "nowhere.mcap"), "nowhere.mcap"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(home: Home, words: tuple[str, ...], said: str) -> None:
    home.refuses("posture", *words, said=said)


@pytest.mark.parametrize(
    ("text", "second"),
    [("0:00", 0), ("13:30", 48_600), ("9:05:07", 32_707), ("24:00", 86_400), ("24:01", None), ("9", None), ("", None)],
)
def test_times_of_the_day(text: str, second: float | None) -> None:
    assert time_of_day_s(text) == second


def test_pain_and_skin_are_asked_and_refuse_nothing(monkeypatch: pytest.MonkeyPatch, home: Home) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("9\ny\n"))
    asked = ask("posture", Settings(), "2026-07-14")
    assert (asked.refused, asked.commands) == ("", (("gate", "c 9"), ("gate", "d yes")))
    assert "Ask a doctor first" in home.capsys.readouterr().err


def test_delays_and_quiet_hours_may_be_given_one_by_one() -> None:
    parser = argparse.ArgumentParser()
    configure(parser)
    spans = ("--quiet-hours", "12:00-13:00", "22:00-7:00")
    chosen = choice_of(parser.parse_args(["--delay", "lean=120", "--delay", "bent=60", *spans])).settings
    assert chosen.delays_s == {"lean": 120.0, "bent": 60.0}
    assert chosen.quiet == ((43_200.0, 46_800.0), (79_200.0, 25_200.0))


def test_reminders_are_listed_in_the_help(home: Home) -> None:
    assert "seated, slumped, 1200 s" in home.run("posture", "--help").stdout
