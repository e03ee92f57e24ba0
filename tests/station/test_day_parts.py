"""A day goes on where its last recording ended: parts are found, their calibration is taken over, minutes are read."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.analysis import verify
from imu_hinge.core.posture import joined
from imu_hinge.core.restoring import RESTORE, restored_of, text_of
from imu_hinge.model.inputs import Command
from imu_hinge.recording import open_recording
from imu_hinge.station.day_parts import OLDEST_S, DayPart, Earlier, folded_again, parts_of_day, taken_over
from tests.station.days import NINE_NS, S, recorded

HOUR_NS = 3600 * S
SHIPPED = Path(__file__).resolve().parents[2] / "recordings" / "band_hinge.mcap"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What one wearer recorded: two parts of this morning, one of yesterday, a virtual one, and a training."""
    there = tmp_path_factory.mktemp("recordings")
    recorded(there / "b-ten.mcap", NINE_NS + HOUR_NS)
    recorded(there / "a-nine.mcap")
    recorded(there / "yesterday.mcap", NINE_NS - 24 * HOUR_NS)
    recorded(there / "virtual.mcap", source="simulate")
    shutil.copy(SHIPPED, there / "training.mcap")
    (there / "broken.mcap").write_bytes(b"no recording")
    return there


def found(folder: Path, now_ns: int = NINE_NS + 2 * HOUR_NS) -> list[DayPart]:
    return parts_of_day(folder, "c-00000000", "live", now_ns, 0)


def test_parts_of_today_are_found_in_order(folder: Path) -> None:
    assert [part.path.name for part in found(folder)] == ["a-nine.mcap", "b-ten.mcap"]


def test_nothing_is_found_of_others_or_of_later_or_in_no_folder(folder: Path) -> None:
    assert parts_of_day(folder, "c-11111111", "live", NINE_NS + HOUR_NS, 0) == []
    assert [part.path.name for part in found(folder, NINE_NS + HOUR_NS - 60 * S)] == ["a-nine.mcap"]
    assert found(folder / "nowhere") == []


def test_a_virtual_day_is_begun_again_at_any_hour(folder: Path) -> None:
    end_ns = parts_of_day(folder, "c-00000000", "simulate", NINE_NS + HOUR_NS, 0)[0].end_wall_ns
    assert parts_of_day(folder, "c-00000000", "simulate", end_ns - 60 * S, 0) == []


def test_of_virtual_parts_of_the_same_hours_there_is_one(folder: Path, tmp_path: Path) -> None:
    for name in ("once.mcap", "again.mcap"):
        shutil.copy(folder / "virtual.mcap", tmp_path / name)
    assert len(parts_of_day(tmp_path, "c-00000000", "simulate", NINE_NS + HOUR_NS, 0)) == 1


def test_after_a_clock_was_set_back_a_part_is_still_of_today_and_its_calibration_wants_a_stance(folder: Path) -> None:
    now_ns = found(folder)[-1].end_wall_ns - 60 * S
    parts = found(folder, now_ns)
    restored = taken_over(parts, now_ns)
    assert [part.path.name for part in parts] == ["a-nine.mcap", "b-ten.mcap"]
    assert restored is not None and not restored.sure


def test_the_date_is_that_of_the_place(folder: Path) -> None:
    """Where it is 21 hours later, nine o'clock is of the day before."""
    assert parts_of_day(folder, "c-00000000", "live", NINE_NS + 2 * HOUR_NS, 21 * 60) == []


def test_a_part_verifies_with_the_fold_of_its_kind(folder: Path) -> None:
    verdict = verify(folder / "a-nine.mcap")
    assert verdict.same and verdict.events > 5


def test_the_last_calibration_is_taken_over_with_the_gap_since(folder: Path) -> None:
    parts = found(folder)
    restored = taken_over(parts, parts[-1].end_wall_ns + 90 * S)
    assert restored is not None
    assert (restored.calibration.status, restored.sure, restored.gap_s) == ("guided", True, 90.0)


def test_the_zero_is_as_old_in_the_next_part(folder: Path) -> None:
    last = found(folder)[-1]
    assert last.kept is not None
    kept, restored = restored_of(last.kept.argument), taken_over([last], last.end_wall_ns + 90 * S)
    assert kept is not None and kept.zeroed_s is not None and 0 < kept.zeroed_s < 121
    assert restored is not None and restored.zeroed_s == kept.zeroed_s - round(last.duration_ns / S) - 90


def test_a_calibration_of_long_ago_is_not(folder: Path) -> None:
    parts = found(folder)
    assert taken_over(parts, parts[-1].end_wall_ns + round(OLDEST_S * S)) is None
    assert taken_over([], NINE_NS) is None


def test_a_part_that_ended_at_once_leaves_the_calibration_to_the_one_before(folder: Path) -> None:
    nine, ten = found(folder)
    now_ns = ten.end_wall_ns + 60 * S
    uncalibrated = replace(ten, kept=None)
    before, after = taken_over([nine, ten], now_ns), taken_over([nine, uncalibrated], now_ns)
    assert before is not None and after is not None
    assert after.gap_s == pytest.approx((now_ns - nine.end_wall_ns) / 1e9)
    taken = Command(0, RESTORE, text_of(after))  # taken over at the start, ended before it was borne out
    again = taken_over([nine, replace(ten, kept=taken)], now_ns)
    assert again is not None and again.gap_s == pytest.approx(after.gap_s + 60)


def test_folding_again_gives_the_minutes_of_then(tmp_path: Path) -> None:
    day = recorded(tmp_path / "a.mcap")
    (part,) = found(tmp_path)
    assert folded_again(part) == day
    assert day.seconds > 100 and day.strip[0].start_s == 9 * 3600


def test_earlier_minutes_come_in_the_background(folder: Path) -> None:
    parts = found(folder)
    earlier = Earlier(parts=parts)
    assert (earlier.ready, earlier.progress, earlier.included, earlier.day) == (False, 0.0, 0.0, joined([]))
    earlier.start()
    earlier.wait()
    assert (earlier.ready, earlier.progress, earlier.included, earlier.trouble) == (True, 1.0, 1.0, [])
    assert earlier.day == joined([folded_again(part) for part in parts])


def test_a_part_that_is_gone_is_told_and_the_others_are_read(folder: Path, tmp_path: Path) -> None:
    here = [*found(folder)]
    gone = DayPart(tmp_path / "gone.mcap", here[0].about, here[0].duration_ns, None)
    earlier = Earlier(parts=[gone, here[1]])
    earlier.start()
    earlier.wait()
    assert earlier.ready and earlier.day == folded_again(here[1])
    (trouble,) = earlier.trouble
    assert "gone.mcap" in trouble


def test_reading_can_be_given_up(folder: Path) -> None:
    earlier = Earlier(parts=found(folder))
    earlier.stop()
    earlier.start()
    earlier.wait()
    assert not earlier.ready


def test_without_earlier_parts_there_is_nothing_to_wait_for() -> None:
    earlier = Earlier()
    earlier.start()
    assert earlier.ready and earlier.day == joined([])
    earlier.add(replace(joined([]), seconds=7))
    assert earlier.day.seconds == 7


def test_a_recording_that_was_not_closed_still_gives_its_calibration(folder: Path, tmp_path: Path) -> None:
    whole = (folder / "a-nine.mcap").read_bytes()
    (tmp_path / "cut.mcap").write_bytes(whole[: len(whole) * 9 // 10])
    (part,) = found(tmp_path)
    assert part.kept is not None
    with open_recording(part.path) as recording:
        assert not recording.finished
