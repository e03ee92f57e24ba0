"""What the virtual radio does to a link: intervals, outages, reach, loss. All in virtual time."""

import asyncio

import pytest
from bleak import BleakScanner
from bumble import hci
from bumble.device import Connection

from imu_hinge.virtual.air.conditions import MICROBIT_TRACE_MS
from imu_hinge.virtual.air.link import WAITING_MOST
from tests.air.bed import FLOW, VALUE, Arrivals, Bed, now_s, open_peripheral, run_in_bed


def host_side(bed: Bed) -> Connection:
    return next(iter(bed.central.connections.values()))


def test_what_is_notified_between_two_connection_events_arrives_together_with_the_next() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            await bed.peripherals[0].stream(0.01, 100)
            await asyncio.sleep(0.1)
        assert arrivals.numbers == list(range(100))
        assert {round(gap, 6) for gap in arrivals.gaps_s} == {0.0, 0.03}

    run_in_bed(scenario)


def test_an_answer_leaves_with_a_later_event_than_the_one_that_brought_the_request() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected() as client:
            delays = []
            for pause_s in (0.0, 0.001, 0.017, 0.029):
                await asyncio.sleep(pause_s)
                asked_s = now_s()
                await client.read_gatt_char(VALUE)
                delays.append(now_s() - asked_s)
        assert all(0.03 < delay <= 0.06 + 1e-6 for delay in delays)
        assert len({round(delay, 4) for delay in delays}) == 4

    run_in_bed(scenario)


def test_links_are_not_in_step_with_one_another() -> None:
    async def scenario(bed: Bed) -> None:
        both = Arrivals(), Arrivals()
        async with bed.connected(0) as one, bed.connected(1) as other:
            await one.start_notify(FLOW, both[0])
            await other.start_notify(FLOW, both[1])
            await asyncio.gather(*(peripheral.stream(0.02, 20) for peripheral in bed.peripherals))
        phases = [arrivals.times_s[0] % 0.03 for arrivals in both]
        assert abs(phases[0] - phases[1]) > 0.001

    run_in_bed(scenario, peripherals=2)


def test_every_packet_arrives_at_intervals_as_different_as_7_5_and_50_ms() -> None:
    async def scenario(bed: Bed) -> None:
        bed.conditions(0).interval_s, bed.conditions(1).interval_s = 0.0075, 0.05
        both = Arrivals(), Arrivals()
        async with bed.connected(0) as one, bed.connected(1) as other:
            await one.start_notify(FLOW, both[0])
            await other.start_notify(FLOW, both[1])
            await asyncio.gather(*(peripheral.stream(0.0096, 200) for peripheral in bed.peripherals))
            await asyncio.sleep(0.1)
        assert [arrivals.numbers for arrivals in both] == [list(range(200))] * 2
        assert max(both[0].gaps_s) < 0.0151
        assert {round(gap, 6) for gap in both[1].gaps_s} == {0.0, 0.05}

    run_in_bed(scenario, peripherals=2)


def test_a_peripheral_gets_the_interval_it_asks_for_and_both_hosts_are_told() -> None:
    async def scenario(bed: Bed) -> None:
        controller = bed.peripherals[0].controller
        with pytest.raises(LookupError):
            bed.air.interval_s(controller)
        async with bed.connected() as client:
            assert bed.air.interval_s(controller) == 0.03
            assert bed.air.request_interval(controller, 0.0151, 0.03) == pytest.approx(0.01625)
            assert bed.air.interval_s(controller) == pytest.approx(0.01625)
            asked_s = now_s()
            await client.read_gatt_char(VALUE)
            assert now_s() - asked_s < 0.05
            (own,) = bed.peripherals[0].device.connections.values()
            for link in own, host_side(bed):
                assert link.parameters.connection_interval == 16.25
                assert link.parameters.supervision_timeout == 4000

    run_in_bed(scenario)


def test_a_central_may_insist_on_its_own_interval() -> None:
    async def scenario(bed: Bed) -> None:
        bed.air.granted = lambda _min_s, _max_s: 0.05
        async with bed.connected():
            assert bed.air.request_interval(bed.peripherals[0].controller, 0.015, 0.03) == 0.05

    run_in_bed(scenario)


def test_the_host_of_the_central_may_change_the_interval() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected():
            await bed.central.update_connection_parameters(host_side(bed), 15, 15, 0, 4000)
            await asyncio.sleep(0.1)
            assert bed.air.interval_s(bed.peripherals[0].controller) == 0.015
            (own,) = bed.peripherals[0].device.connections.values()
            assert own.parameters.connection_interval == 15

    run_in_bed(scenario)


def test_a_trace_of_real_arrivals_replaces_the_interval() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            granted_s = bed.air.request_interval(bed.peripherals[0].controller, 0.015, 0.03)
            bed.conditions().trace_ms = MICROBIT_TRACE_MS
            assert bed.air.interval_s(bed.peripherals[0].controller) == granted_s
            await bed.peripherals[0].stream(0.018, 200)
            await asyncio.sleep(0.1)
        assert arrivals.numbers == list(range(200))
        gaps_ms = {round(gap * 1e3) for gap in arrivals.gaps_s}
        assert gaps_ms <= {sum((MICROBIT_TRACE_MS * 2)[i:j]) for i in range(20) for j in range(i, 40)}
        assert {0, 42, 45, 46, 48} & gaps_ms

    run_in_bed(scenario)


def test_in_a_short_outage_everything_waits_and_arrives_in_one_burst_in_order() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            stream = asyncio.create_task(bed.peripherals[0].stream(0.048, 80))
            await asyncio.sleep(1)
            bed.conditions().outage = True
            probe = asyncio.create_task(client.read_gatt_char(VALUE))
            await asyncio.sleep(2)
            assert not probe.done()
            bed.conditions().outage = False
            assert await probe == b"calm"
            await stream
        assert arrivals.numbers == list(range(80))
        assert 2.0 <= max(arrivals.gaps_s) <= 2.06
        burst = arrivals.gaps_s[arrivals.gaps_s.index(max(arrivals.gaps_s)) + 1 :]
        assert [round(gap, 9) for gap in burst].index(0.03) > 35

    run_in_bed(scenario)


def test_what_waits_in_an_outage_is_bounded_and_the_newest_are_lost() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            bed.conditions().outage = True
            await bed.peripherals[0].stream(0.01, 100)
            assert bed.air.waiting(bed.peripherals[0].controller) == WAITING_MOST
            bed.conditions().outage = False
            await asyncio.sleep(0.1)
            assert bed.air.waiting(bed.peripherals[0].controller) == 0
        assert arrivals.numbers == list(range(WAITING_MOST))

    run_in_bed(scenario)


@pytest.mark.parametrize("cause", ["outage", "in_reach"])
def test_both_ends_lose_a_link_on_which_nothing_comes_through_for_the_supervision_time(cause: str) -> None:
    async def scenario(bed: Bed) -> None:
        reasons: list[tuple[int, float]] = []
        async with bed.connected():
            host_side(bed).on("disconnection", lambda reason: reasons.append((reason, now_s())))
            cut_s = now_s()
            setattr(bed.conditions(), cause, cause == "outage")
            await asyncio.sleep(5)
        ((reason, lost_s),) = reasons
        assert reason == hci.HCI_CONNECTION_TIMEOUT_ERROR
        assert bed.peripherals[0].ends == [hci.HCI_CONNECTION_TIMEOUT_ERROR]
        assert 3.97 <= lost_s - cut_s <= 4.0

    run_in_bed(scenario)


def test_out_of_reach_means_not_found_and_back_in_reach_means_found_again() -> None:
    async def scenario(bed: Bed) -> None:
        bed.conditions().in_reach = False
        assert await bed.find() is None
        bed.conditions().in_reach = True
        assert await bed.find() is not None

    run_in_bed(scenario)


def test_a_sensor_out_of_reach_does_not_disturb_the_other_and_comes_back() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected(1) as other:
            await other.start_notify(FLOW, arrivals)
            stream = asyncio.create_task(bed.peripherals[1].stream(0.048, 250))
            async with bed.connected(0) as lost:
                bed.conditions(0).in_reach = False
                await asyncio.sleep(5)
                assert not lost.is_connected
            bed.conditions(0).in_reach = True
            async with bed.connected(0) as back:
                assert await back.read_gatt_char(VALUE) == b"calm"
            await stream
        assert arrivals.numbers == list(range(250))
        assert max(arrivals.gaps_s) < 0.0601

    run_in_bed(scenario, peripherals=2)


def test_a_dead_battery_ends_the_link_by_supervision_and_nothing_is_heard_again_until_restart() -> None:
    async def scenario(bed: Bed) -> None:
        gone: list[float] = []
        async with bed.connected(disconnected_callback=lambda _client: gone.append(now_s())):
            died_s = now_s()
            bed.air.remove(bed.peripherals[0].controller)
            await asyncio.sleep(5)
        assert [round(t_s - died_s, 1) for t_s in gone] == [4.0]
        assert bed.peripherals[0].ends == []
        assert await bed.find() is None
        bed.peripherals[0] = await open_peripheral(bed.air)
        async with bed.connected() as client:
            assert await client.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


def test_a_sensor_that_restarts_can_be_reached_only_after_the_host_has_lost_the_old_link() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected():
            bed.air.remove(bed.peripherals[0].controller)
            bed.peripherals[0] = await open_peripheral(bed.air)
            await asyncio.sleep(5)
        async with bed.connected() as client:
            assert await client.read_gatt_char(VALUE) == b"calm"

    run_in_bed(scenario)


def test_a_sensor_that_hangs_up_says_so_and_advertises_again() -> None:
    async def scenario(bed: Bed) -> None:
        reasons: list[int] = []
        async with bed.connected() as client:
            host_side(bed).on("disconnection", reasons.append)
            await bed.peripherals[0].hang_up()
            await asyncio.sleep(0.05)
            assert reasons == [hci.HCI_REMOTE_USER_TERMINATED_CONNECTION_ERROR]
            assert not client.is_connected
        assert await bed.find() is not None

    run_in_bed(scenario)


def test_a_goodbye_that_is_not_heard_is_learnt_by_supervision() -> None:
    async def scenario(bed: Bed) -> None:
        async with bed.connected():
            bed.conditions().outage = True
        assert bed.peripherals[0].ends == []
        await asyncio.sleep(4)
        assert bed.peripherals[0].ends == [hci.HCI_CONNECTION_TIMEOUT_ERROR]

    run_in_bed(scenario)


def test_firmware_that_hangs_sends_nothing_and_still_answers() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            bed.conditions().silent = True
            await bed.peripherals[0].stream(0.05, 20)
            assert await client.read_gatt_char(VALUE) == b"calm"
            bed.conditions().silent = False
            await bed.peripherals[0].notify(99)
            await asyncio.sleep(0.1)
        assert arrivals.numbers == [99]

    run_in_bed(scenario)


def test_loss_takes_whole_notifications_and_never_an_answer() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            bed.conditions().loss = 0.1
            await client.start_notify(FLOW, arrivals)
            stream = asyncio.create_task(bed.peripherals[0].stream(0.02, 500))
            for _ in range(100):
                assert await client.read_gatt_char(VALUE) == b"calm"
            await stream
        assert 425 < len(arrivals.numbers) < 475
        assert arrivals.numbers == sorted(set(arrivals.numbers))

    run_in_bed(scenario)


def test_a_doubled_notification_comes_twice_in_a_row() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            bed.conditions().doubles = 0.2
            await client.start_notify(FLOW, arrivals)
            await bed.peripherals[0].stream(0.02, 500)
            await asyncio.sleep(0.1)
        assert arrivals.numbers == sorted(arrivals.numbers)
        assert set(arrivals.numbers) == set(range(500))
        assert 560 < len(arrivals.numbers) < 640

    run_in_bed(scenario)


def test_what_a_failed_connection_event_did_not_carry_goes_with_the_next() -> None:
    async def scenario(bed: Bed) -> None:
        arrivals = Arrivals()
        async with bed.connected() as client:
            await client.start_notify(FLOW, arrivals)
            bed.conditions().retry = 0.3
            await bed.peripherals[0].stream(0.03, 300)
            await asyncio.sleep(0.5)
        assert arrivals.numbers == list(range(300))
        late = sum(round(gap, 4) > 0.03 for gap in arrivals.gaps_s)
        assert 30 < late < 120

    run_in_bed(scenario)


def test_signal_strength_is_reported_and_too_little_of_it_is_out_of_reach() -> None:
    async def scenario(bed: Bed) -> None:
        bed.conditions().rssi_dbm = -77
        heard = await BleakScanner.discover(0.2, return_adv=True, backend=bed.scanner)
        assert [data.rssi for _, data in heard.values()] == [-77]
        bed.conditions().rssi_dbm = -97
        assert await bed.find() is None

    run_in_bed(scenario)


def test_one_seed_gives_the_same_packets_at_the_same_times_and_another_does_not() -> None:
    def arrivals_of(seed: int) -> tuple[list[int], list[float]]:
        arrivals = Arrivals()

        async def scenario(bed: Bed) -> None:
            conditions = bed.conditions()
            conditions.loss, conditions.doubles, conditions.retry = 0.1, 0.1, 0.1
            async with bed.connected() as client:
                await client.start_notify(FLOW, arrivals)
                await bed.peripherals[0].stream(0.02, 300)

        run_in_bed(scenario, peripherals=2, seed=seed)
        return arrivals.numbers, arrivals.times_s

    assert arrivals_of(3) == arrivals_of(3)
    assert arrivals_of(3) != arrivals_of(4)
