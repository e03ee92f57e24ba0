"""The whole fold when something is wrong: sensors swapped, silent, frozen, unreadable; restarts and words."""

from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.model.arrays import Records
from imu_hinge.model.events import Calibrated, CalibrationRefused, FaultRaised, RepCompleted, RepStatus, SensorWarning
from imu_hinge.model.inputs import Command, Input, Packet, Placement, Tick
from imu_hinge.sensors.hsp import DATA, decode_frame, encode_frame
from imu_hinge.virtual.scripts import Options
from tests.core.folds import PLAIN, S, Told, blocks, commands, folded, ticks, wearer, worn

TWO_SETS = Options(sets=2, reps=(4, 5), nuisance=False, armed=True, styles=("plain",))


def ids(told: Told) -> set[tuple[str, Placement | None]]:
    return {(w.id, w.placement) for w in told.of(SensorWarning)}


def test_a_session_as_it_should_be() -> None:
    one = wearer(seed=1002)
    told = worn(one)
    assert told.counts == [4]
    assert told.of(SensorWarning) == []
    assert [c.status for c in told.of(Calibrated)] == ["guided"]
    assert told.frames["valid"][-200:-60].all()
    assert (np.diff(told.frames["t_ns"]) == 20_000_000).all()
    assert [rep.status for rep in told.reps] == [RepStatus.COUNTED] * 4


@pytest.mark.parametrize("calibrated", [True, False])
def test_swapped_sensors_are_told_and_nothing_is_counted(calibrated: bool) -> None:
    options = Options(sets=2, reps=(6, 7), nuisance=False, swapped=True, calibrated=calibrated)
    told = worn(wearer(seed=1003, options=options))
    assert {refused.reason for refused in told.of(CalibrationRefused)} == {"swapped"}
    assert told.of(RepCompleted) == []
    assert not told.frames["valid"].any()


def noise(driver: str, placement: Placement, count: int) -> list[Input]:
    rng = np.random.default_rng(7)
    sizes = rng.integers(0, 240, count)
    return [Packet(i * S // 10, placement, driver, rng.bytes(n)) for i, n in enumerate(sizes.tolist())]


@pytest.mark.parametrize("driver", ["hsp", "nobody"])
def test_bytes_nobody_knows_are_told_after_ten(driver: str) -> None:
    for count, told in ((9, set()), (30, {("unreadable_sensor", Placement.SACRUM)})):
        said = folded([*noise(driver, Placement.SACRUM, count), Command(10 * S, "end")])
        assert {pair for pair in ids(said) if pair[0] == "unreadable_sensor"} == told


def test_two_unreadable_sensors_are_told_while_it_lasts() -> None:
    """Nothing is ever heard; a tick is enough to say so."""
    items = [item for p in Placement for item in noise("hsp", p, 30)]
    said = folded([*sorted(items, key=lambda item: item.t_ns), Tick(4 * S)])
    assert {("unreadable_sensor", p) for p in Placement} <= ids(said)


def damaged(placement: Placement, how: str) -> Told:
    """Two sets; the sensor fails before the third repetition of the first one."""
    one = wearer(seed=1002, options=TWO_SETS)
    samples = {p: rows.copy() for p, rows in one.samples().items()}
    rows = samples[placement]
    at = int(np.searchsorted(rows["t_ns"], (one.script.sets[0].reps[2].t_start_s - 0.3) * 1e9))
    samples[placement] = HOW[how](rows, at)
    return worn(one, samples)


def dead(rows: Records, at: int) -> Records:
    return rows[:at]


def frozen(rows: Records, at: int) -> Records:
    rows["acc"][at:], rows["gyr"][at:] = rows["acc"][at], rows["gyr"][at]
    return rows


def nan(rows: Records, at: int) -> Records:
    rows["gyr"][at:, 1] = np.nan
    return rows


HOW = {"dead": dead, "frozen": frozen, "nan": nan}


@pytest.mark.parametrize("how", HOW)
def test_counting_goes_on_without_the_pelvis(how: str) -> None:
    told = damaged(Placement.SACRUM, how)
    assert told.counts == ([2, 4] if how == "frozen" else [4, 4])
    assert told.faults == set()
    later = told.reps[2:]
    assert all(rep.status is RepStatus.UNSURE and "no_pelvis" in rep.reasons for rep in later)
    assert all(rep.lumbar_flexion_peak_deg is None and rep.pelvis_rom_deg is None for rep in later)
    assert all(rep.thorax_rom_deg is not None for rep in later)
    assert {placement for _, placement in ids(told)} == {Placement.SACRUM}


@pytest.mark.parametrize("how", HOW)
def test_counting_goes_on_by_the_pelvis_without_the_thorax(how: str) -> None:
    told = damaged(Placement.THORACIC, how)
    assert abs(sum(told.counts) - 8) <= (1 if how == "frozen" else 0)
    assert told.faults == set()
    assert all(rep.status is RepStatus.UNSURE for rep in told.reps[3:])
    assert all(rep.lumbar_flexion_peak_deg is None for rep in told.reps[3:])
    assert Placement.THORACIC in {placement for _, placement in ids(told)}


@pytest.mark.parametrize("missing", list(Placement))
def test_one_sensor_from_the_start_counts_and_judges_no_low_back(missing: Placement) -> None:
    one = wearer(seed=1002, options=Options(sets=2, reps=(4, 5), nuisance=False, calibrated=False, styles=("plain",)))
    told = worn(one, {p: rows for p, rows in one.samples().items() if p is not missing})
    assert told.counts == [4, 4]
    assert all(rep.lumbar_flexion_peak_deg is None and rep.status is RepStatus.UNSURE for rep in told.reps)
    assert told.of(FaultRaised) == []


@pytest.mark.parametrize("missing", list(Placement))
def test_a_guided_calibration_that_cannot_succeed_says_so(missing: Placement) -> None:
    one = wearer(seed=1002, options=TWO_SETS)
    told = worn(one, {p: rows for p, rows in one.samples().items() if p is not missing})
    assert ids(told) or told.of(CalibrationRefused)
    assert sum(told.counts) > 0


@pytest.mark.parametrize("turn", [25.0, -25.0, 12.0, -12.0])
def test_a_pelvis_sensor_that_slipped_costs_no_count(turn: float) -> None:
    """The strap slips between two sets."""
    one = wearer(seed=1002, options=TWO_SETS)
    samples = {p: rows.copy() for p, rows in one.samples().items()}
    rows, mount = samples[Placement.SACRUM], np.array(one.truth.mounts[Placement.SACRUM])
    later = rows["t_ns"] > (one.script.sets[0].reps[-1].t_end_s + 2.0) * 1e9
    c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
    slip = mount.T @ np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]]) @ mount
    for name in ("acc", "gyr"):
        rows[name][later] = rows[name][later] @ slip
    told = worn(one, samples)
    assert told.counts == [4, 4]
    assert {w.id for w in told.of(SensorWarning)} & {"sensor_moved", "stance_shift"}
    if abs(turn) > 12.0:
        assert told.faults == set()


def test_a_link_that_is_lost_between_sets_costs_nothing() -> None:
    one = wearer(seed=1002, options=TWO_SETS)
    lost = round((one.script.sets[0].reps[-1].t_end_s + 4.0) * S)
    heard = [item for item in one.inputs() if not (isinstance(item, Packet) and lost < item.t_ns < lost + 2 * S)]
    told = folded(heard)
    assert told.counts == [4, 4]
    assert told.of(FaultRaised) == []


def test_words_without_a_meaning_and_empty_blocks_do_nothing() -> None:
    one = wearer(seed=1002)
    rows = one.samples()[Placement.SACRUM]
    items = blocks({Placement.SACRUM: rows[:0]}, [Command(S, "sing"), Command(S, "undo"), Command(S, "add")])
    told = folded([*items, *ticks(2.0), Command(2 * S, "end")])
    assert told.events == []
    assert len(told.frames) == 0


def test_a_pain_score_ends_the_set() -> None:
    one = wearer(seed=1002)
    said = [*commands(one), Command(round((one.script.sets[0].reps[1].t_end_s + 0.5) * 1e9), "pain", "4")]
    told = folded(blocks(one.samples(), sorted(said, key=lambda c: c.t_ns)))
    assert told.counts[0] == 2


def test_changing_sides_ends_the_set() -> None:
    one = wearer("split_stance_hinge", 1003, PLAIN)
    at = round((one.script.sets[0].reps[1].t_end_s + 0.6) * 1e9)
    told = folded(
        blocks(one.samples(), sorted([*commands(one), Command(at, "side", "right")], key=lambda c: c.t_ns)),
        "split_stance_hinge",
    )
    assert told.counts == [2]
    assert [rep.side for rep in told.reps] == ["left", "left"]


def test_an_end_within_the_guided_calibration_says_nothing_about_it() -> None:
    one = wearer(seed=1002)
    begun_ns = next(item.t_ns for item in one.inputs() if isinstance(item, Command) and item.name == "calibrate")
    until_ns = begun_ns + 5 * S
    told = folded([*(item for item in one.inputs() if item.t_ns < until_ns), Command(until_ns, "end")])
    assert told.of(CalibrationRefused) == []


def thoracic_frames(items: list[Input], from_s: float) -> list[tuple[int, Packet]]:
    """Place and packet of each data notification from a time on."""
    packets = [(i, item) for i, item in enumerate(items) if isinstance(item, Packet) and item.t_ns >= from_s * S]
    return [(i, p) for i, p in packets if p.placement is Placement.THORACIC and p.characteristic == DATA]


@pytest.mark.parametrize("pace_us", [0, -48_000])
def test_a_clock_that_stands_or_runs_back_is_told_and_the_other_sensor_counts(pace_us: int) -> None:
    items: list[Input] = list(wearer(seed=1002).inputs())
    sent = thoracic_frames(items, 35.0)
    first_us = decode_frame(sent[0][1].payload, DATA).t_us
    for number, (i, packet) in enumerate(sent):
        wrong = replace(decode_frame(packet.payload, DATA), t_us=(first_us + pace_us * number) % 2**32)
        items[i] = replace(packet, payload=encode_frame(wrong))
    told = folded(items)
    assert ("unreadable_clock", Placement.THORACIC) in ids(told)
    assert told.counts == [4]
    assert {rep.status for rep in told.reps} == {RepStatus.UNSURE}
