"""The link against our own sensors: real driver, real bleak, Bumble at both ends of a virtual radio."""

import asyncio

import pytest

from imu_hinge.model.inputs import LinkState, Placement
from tests.bluetooth.beds import Bed, run_bed

SACRUM, THORACIC = Placement
SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState


async def both_stream(bed: Bed) -> None:
    await bed.until(SACRUM, STREAMING)
    await bed.until(THORACIC, STREAMING)


def whole(bed: Bed, placement: Placement) -> bool:
    """Every frame of one run, once: the index counts samples, five a frame."""
    indices = [int.from_bytes(frame[2:4], "little") for frame in bed.frames(placement)]
    return len(indices) > 50 and indices == list(range(0, 5 * len(indices), 5))


def test_both_sensors_stream_and_say_who_they_are() -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        await bed.source.identify(SACRUM, 2)
        await asyncio.sleep(20.0)

    bed = run_bed(script)
    for placement in Placement:
        link = bed.last(placement)
        assert (link.serial, link.model, link.firmware) == (f"virtual-{placement}", "Virtual hinge sensor", "1.0.0")
        assert (link.battery_pct, link.rssi_dbm, link.driver) == (87, -60, "hsp")
        assert bed.states(placement) == [SEARCHING, CONNECTING, STREAMING, STOPPED]
        assert whole(bed, placement)


def test_three_unexpected_drops_double_nothing_and_leave_the_other_alone() -> None:
    async def script(bed: Bed) -> None:
        for _ in range(3):
            await both_stream(bed)
            await asyncio.sleep(3.0)
            await bed.sensors[SACRUM].hang_up()
            await bed.until(SACRUM, LOST, within_s=2.0)
        await bed.until(SACRUM, STREAMING, within_s=5.0)
        await asyncio.sleep(2.0)

    bed = run_bed(script)
    assert bed.connections(SACRUM) == 4
    assert len(bed.frames(SACRUM)) == len(set(bed.frames(SACRUM)))
    assert bed.states(THORACIC) == [SEARCHING, CONNECTING, STREAMING, STOPPED]
    assert whole(bed, THORACIC)


@pytest.mark.parametrize("away_s", [0.3, 2.0, 3.5])
def test_an_outage_shorter_than_supervision_costs_no_connection(away_s: float) -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        await asyncio.sleep(2.0)
        bed.sensors[SACRUM].conditions.outage = True
        await asyncio.sleep(away_s)
        bed.sensors[SACRUM].conditions.outage = False
        await asyncio.sleep(5.0)

    bed = run_bed(script)
    assert bed.connections(SACRUM) == 1
    assert (SILENT in bed.states(SACRUM)) is (away_s > 0.5)
    assert bed.last(SACRUM).detail == ""


@pytest.mark.parametrize("away_s", [6.0, 17.0, 30.0])
def test_out_of_reach_and_back_within_five_seconds_of_the_return(away_s: float) -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        bed.sensors[SACRUM].conditions.in_reach = False
        await bed.until(SACRUM, SILENT, within_s=1.0)
        await asyncio.sleep(away_s)
        bed.sensors[SACRUM].conditions.in_reach = True
        await bed.until(SACRUM, STREAMING, within_s=5.0)

    bed = run_bed(script)
    assert bed.states(SACRUM).count(LOST) == 1
    assert whole(bed, THORACIC)


def test_battery_death_and_a_new_boot() -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        await bed.sensors[SACRUM].power_off()
        await bed.until(SACRUM, LOST, within_s=6.0)
        await asyncio.sleep(5.0)
        await bed.sensors[SACRUM].power_on()
        await bed.until(SACRUM, STREAMING, within_s=5.0)

    bed = run_bed(script)
    assert bed.connections(SACRUM) == 2
    assert whole(bed, THORACIC)


def test_stuck_firmware_is_told_within_two_seconds_and_recovered() -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        bed.sensors[SACRUM].go_silent()
        await bed.until(SACRUM, SILENT, within_s=2.0)
        await asyncio.sleep(4.0)
        bed.sensors[SACRUM].go_silent(False)
        await bed.until(SACRUM, STREAMING, within_s=12.0)

    assert whole(run_bed(script), THORACIC)


def test_a_sensor_that_hangs_at_start_is_told_with_a_remedy_and_does_not_hold_up_the_others_return() -> None:
    waits_s: list[float] = []

    async def script(bed: Bed) -> None:
        await both_stream(bed)
        bed.sensors[SACRUM].conditions.deaf = True
        await bed.sensors[SACRUM].hang_up()
        for away_s in (0.0, 0.8, 1.6, 2.4, 3.2, 4.0):
            bed.sensors[THORACIC].conditions.in_reach = False
            await bed.until(THORACIC, LOST)
            await asyncio.sleep(away_s)
            bed.sensors[THORACIC].conditions.in_reach = True
            back_s = bed.source.now_ns() / 1e9
            waits_s.append(await bed.until(THORACIC, STREAMING) - back_s)
        bed.sensors[SACRUM].conditions.deaf = False
        await bed.until(SACRUM, STREAMING, within_s=12.0)

    bed = run_bed(script)
    assert max(waits_s) < 3.0, "one search and one connect of the other may come before its own"
    told = {link.detail for link in bed.links(SACRUM)} - {""}
    assert told == {"Sacrum sensor: connection lost.", "Sacrum sensor: no answer within 3 s. Switch it off and on."}


def test_different_intervals_are_made_equal() -> None:
    async def script(bed: Bed) -> None:
        await both_stream(bed)
        bed.sensors[THORACIC].conditions.interval_s = 0.05
        await asyncio.sleep(25.0)

    bed = run_bed(script)
    assert [bed.intervals_ms(placement)[-1] for placement in Placement] == [50.0, 50.0]
    assert bed.intervals_ms(SACRUM)[0] < 50.0


def test_twenty_connections_leave_nothing() -> None:
    async def script(bed: Bed) -> None:
        for cycle in range(20):
            await both_stream(bed)
            await bed.sensors[tuple(Placement)[cycle % 2]].hang_up()
            await bed.until(tuple(Placement)[cycle % 2], LOST)
        await both_stream(bed)

    assert run_bed(script).connections(SACRUM) == 11
