"""The sketch for the XIAO nRF52840 Sense, compiled with the core and run against stand-ins for board and radio.

What it prints is a session of firmware_protocol/tests/host.cpp: device time passes 2^32, the radio is stuck for 4 s,
the loop hangs for 4 s, the link is lost, and comes back at MTU 23. Every sample's acc x counts.
"""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from imu_hinge.sensors import hsp
from tests.firmware.receiver import indices

FOLDER = Path(__file__).parents[2] / "firmware_protocol"
FLAGS = ["-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", f"-I{FOLDER / 'c'}"]
COUNTS = 32768
"""Acc x of the stand-in IMU begins again."""


@dataclass(frozen=True)
class Session:
    lines: list[tuple[str, int, bytes]]
    """Kind, short UUID, bytes."""
    said: list[str]

    def payloads(self, kind: str, uuid: str = "") -> list[bytes]:
        short = int(uuid[4:8] or "0", 16)
        return [payload for found, number, payload in self.lines if found == kind and (not uuid or number == short)]

    @property
    def frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.DATA) for payload in self.payloads("N", hsp.DATA)]

    @property
    def old_frames(self) -> list[hsp.Frame]:
        return [hsp.decode_frame(payload, hsp.BACKFILL) for payload in self.payloads("N", hsp.BACKFILL)]

    @property
    def replies(self) -> dict[int, hsp.ControlReply]:
        """By txn."""
        return {reply.txn: reply for reply in map(hsp.decode_control_reply, self.payloads("N", hsp.CONTROL))}


def run(*command: str | Path) -> str:
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    if not (shutil.which("gcc") and shutil.which("g++")):
        pytest.skip("gcc and g++ are needed to run the sketch")
    folder = tmp_path_factory.mktemp("sketch")
    objects = [folder / f"{source.stem}.o" for source in sorted((FOLDER / "c").glob("*.c"))]
    for made in objects:
        run("gcc", "-std=c99", "-ffp-contract=off", *FLAGS, "-c", FOLDER / "c" / f"{made.stem}.c", "-o", made)
    stubs, host = FOLDER / "tests" / "stub", FOLDER / "tests" / "host.cpp"
    strict = ["-Wall", "-Wextra", "-Wshadow", "-Werror", "-Wno-missing-field-initializers"]
    run("g++", "-std=c++17", *strict, *FLAGS, f"-I{stubs}", host, *objects, "-o", folder / "host")
    words = [line.split() for line in run(folder / "host").splitlines()]
    values = [word for word in words if word[0] in "NRA"]
    lines = [(kind, int(number, 16), bytes.fromhex(payload)) for kind, number, payload in values]
    return Session(lines, [" ".join(word) for word in words if word[0] not in "NRA"])


def test_it_advertises_what_it_is_and_pairs_after_a_press_of_the_button(session: Session) -> None:
    packet, response = session.payloads("A")
    assert (packet, response) == hsp.encode_advertisement(hsp.Advert(hsp.Role.NONE, 75, hsp.State.IDLE, 0x7A3C))
    assert "P 1" in session.said


def test_config_is_that_of_the_part(session: Session) -> None:
    config = hsp.decode_config(session.payloads("R", hsp.CONFIG)[0])
    assert (config.odr_mhz, config.acc_ng_per_lsb, config.gyr_ndps_per_lsb) == (104_000, 244_000, 17_500_000)
    assert not config.caps >> hsp.Capability.HAPTIC & 1
    assert not hsp.implausible_scales(config)


def test_the_role_is_written_to_flash_and_unknown_requests_are_refused(session: Session) -> None:
    assert session.replies[1].result == {"epoch": 2}
    assert session.said[-1] == "F 2"
    assert session.replies[2].status == hsp.ReplyStatus.UNKNOWN_OP


def test_every_sample_sent_is_the_one_its_index_says(session: Session) -> None:
    """So every loss of radio and FIFO was counted exactly."""
    frames = session.frames
    got = indices(frames)
    counts = np.concatenate([frame.samples[:, 0] for frame in frames]).astype(int)
    assert len(set((counts - got) % COUNTS)) == 1
    assert all((frame.samples[:, 1:] == [-31, 4098, -23, 57, 4]).all() for frame in frames)


def test_device_time_goes_on_steadily_over_the_wrap_of_the_timer(session: Session) -> None:
    frames = session.frames
    raw_us = np.array([frame.t_us for frame in frames])
    assert (np.diff(raw_us) < 0).sum() == 1
    full_us = raw_us + (raw_us < raw_us[0]) * 2**32
    assert np.diff(full_us) == pytest.approx(np.diff(indices_of_first(frames)) * 9615, abs=1)


def indices_of_first(frames: list[hsp.Frame]) -> list[int]:
    expected, found = 0, []
    for frame in frames:
        found.append(hsp.unwrap_backfill(expected, frame.index))
        expected = found[-1] + len(frame.samples)
    return found


def test_what_a_stuck_radio_dropped_is_flagged_and_what_the_fifo_lost_changes_the_epoch(session: Session) -> None:
    frames = session.frames
    firsts = indices_of_first(frames)
    ends = [first + len(frame.samples) for first, frame in zip(firsts, frames, strict=True)]
    holes = [first - end for first, end in zip(firsts[1:], ends, strict=False)]
    gaps = [bool(frame.flags & hsp.GAP) for frame in frames[1:]]
    assert [hole > 0 for hole in holes] == gaps
    dropped, hung, away = (hole for hole in holes if hole)
    assert dropped % 5 == 0
    assert 100 < dropped < 208
    assert 4.0 < hung * 9615e-6 < 4.3
    assert away * 9615e-6 > 2.0
    assert [frame.epoch for frame in (frames[0], frames[-1])] == [2, 3]


def test_a_ping_is_answered_with_the_time_it_was_written(session: Session) -> None:
    (payload,) = session.payloads("N", hsp.TIME_SYNC)
    reply = hsp.decode_sync_reply(payload)
    assert (reply.id, reply.t1) == (5, 1_700_000_000_123_456_789)
    assert reply.hold_us < 40_000


def test_a_run_goes_on_after_a_lost_link_and_at_mtu_23_its_past_comes_by_backfill(session: Session) -> None:
    start, resumed, backfill, stop = (session.replies[txn] for txn in (3, 4, 5, 6))
    assert (start.result["next_index"], resumed.result["run"]) == (0, start.result["run"])
    assert resumed.result["next_index"] > 0
    assert {len(frame.samples) for frame in session.frames[-50:]} == {1}
    assert backfill.result == {"first": 0, "count": 64}
    old = session.old_frames
    assert indices(old) == list(range(64))
    live = np.concatenate([frame.samples for frame in session.frames])[:64]
    assert (np.concatenate([frame.samples for frame in old]) == live).all()
    assert indices(session.frames)[-1] == stop.result["newest_index"]


def test_status_says_what_was_not_sent_live(session: Session) -> None:
    status = hsp.decode_status(session.payloads("R", hsp.STATUS)[0])
    assert status.boot_id == 0xBEBE
    assert status.drops == status.ring_newest + 1 - len(indices(session.frames))
    assert status.battery_mv == pytest.approx(1820 * 3000 / 4096 * 1510 / 510, abs=5)


def test_the_interval_is_asked_for_once_per_link_and_nobody_fell_asleep(session: Session) -> None:
    assert session.said.count("I 12 24") == 2
    assert "S" not in session.said
