import asyncio

import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Placement
from imu_hinge.sensors import hsp
from imu_hinge.virtual.loops import run_jumping
from tests.sensors.scripted import CONFIG, NOTHING, ScriptedDevice
from tests.sensors.vectors import raw


@pytest.fixture
def device() -> ScriptedDevice:
    return ScriptedDevice(hsp.HspDialogue())


def begin(device: ScriptedDevice) -> None:
    run_jumping(device.dialogue.begin(device))


def refusal(device: ScriptedDevice) -> str:
    with pytest.raises(SensorRefusedError) as caught:
        begin(device)
    return str(caught.value)


def test_config_status_subscriptions_and_start_come_in_this_order(device: ScriptedDevice) -> None:
    begin(device)
    reads, rest = device.heard[:2], device.heard[2:]
    assert reads == ["read 0002", "read 0006"]
    assert rest == [f"subscribe {name}" for name in ("0004", "0006", "0002", "0005", "0007", "0003")] + ["START"]


def test_the_sensor_is_known_once_begun(device: ScriptedDevice) -> None:
    dialogue = device.dialogue
    assert (dialogue.placement, dialogue.battery_pct, dialogue.interval_ms) == (None, None, None)
    begin(device)
    assert (dialogue.placement, dialogue.battery_pct, dialogue.interval_ms) == (Placement.SACRUM, 87, 30.0)
    assert not (dialogue.battery_low or dialogue.battery_critical)


@pytest.mark.parametrize(("role", "placement"), [(0, None), (2, Placement.THORACIC), (9, None)])
def test_a_role_is_a_placement_or_none(device: ScriptedDevice, role: int, placement: Placement | None) -> None:
    device.config(role=role)
    begin(device)
    assert device.dialogue.placement is placement


def test_a_sensor_of_a_later_minor_with_longer_values_is_accepted(device: ScriptedDevice) -> None:
    device.config(minor=7)
    device.status(battery=44)
    for name, payload in device.values.items():
        device.values[name] = bytes((payload[0] + 4,)) + payload[1:] + bytes(4)
    begin(device)
    assert (device.dialogue.placement, device.dialogue.battery_pct) == (Placement.SACRUM, 44)


def test_unknown_battery_and_interval_are_none(device: ScriptedDevice) -> None:
    device.status(battery=255, conn_interval=0)
    begin(device)
    assert (device.dialogue.battery_pct, device.dialogue.interval_ms) == (None, None)


def test_low_battery_is_known(device: ScriptedDevice) -> None:
    device.status(battery=14, flags=1 << hsp.StatusFlag.LOW_BATTERY)
    begin(device)
    assert device.dialogue.battery_low and not device.dialogue.battery_critical


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        (raw("bad-config-acc-0"), "sensor reports no scale"),
        (b"\x1c\x02" + bytes(26), "protocol version 2, this program version 1"),
        (b"\x05\x01\x00\x00\x00", "Config cannot be read"),
        (b"", "Config cannot be read"),
    ],
)
def test_a_config_that_cannot_be_used_is_told(device: ScriptedDevice, payload: bytes, words: str) -> None:
    device.values[hsp.CONFIG] = payload
    assert words in refusal(device)
    assert device.heard == ["read 0002"]


def test_a_value_cut_short_is_read_once_more(device: ScriptedDevice) -> None:
    device.reads = {name: [value[:20]] for name, value in device.values.items()}
    begin(device)
    assert device.heard[:4] == ["read 0002", "read 0002", "read 0006", "read 0006"]
    device.values[hsp.STATUS] = device.values[hsp.STATUS][:20]
    assert "Status arrives cut short" in refusal(device)


def test_a_sensor_without_a_mandatory_characteristic_is_refused(device: ScriptedDevice) -> None:
    device.lacks = {hsp.CONTROL, hsp.TIME_SYNC}
    assert "does not offer Control, Time Sync" in refusal(device)


@pytest.mark.parametrize("lacking", ["capability", "characteristic"])
def test_backfill_is_subscribed_only_where_there_is_one(device: ScriptedDevice, lacking: str) -> None:
    if lacking == "capability":
        device.config(caps=CONFIG.caps & ~(1 << hsp.Capability.BACKFILL))
    else:
        device.lacks = {hsp.BACKFILL}
    begin(device)
    assert "subscribe 0007" not in device.heard


def test_a_busy_sensor_is_asked_once_more_after_a_second(device: ScriptedDevice) -> None:
    device.statuses[hsp.Op.START] = [hsp.ReplyStatus.BUSY]
    begin(device)
    (first, one), (second, two) = device.requests
    assert second - first == pytest.approx(1.06)
    assert one.txn != two.txn


@pytest.mark.parametrize(
    ("status", "times", "words"),
    [
        (hsp.ReplyStatus.BUSY, 2, "busy"),
        (hsp.ReplyStatus.VALUE, 1, "104 Hz"),
        (hsp.ReplyStatus.WRONG_STATE, 2, "switch it off and on"),
        (hsp.ReplyStatus.NOT_ENCRYPTED, 2, "pairing needed"),
        (hsp.ReplyStatus.HARDWARE, 1, "sensor fault"),
        (hsp.ReplyStatus.UNKNOWN_OP, 1, "status 1"),
        (99, 1, "status 99"),
    ],
)
def test_a_start_that_fails_is_told_in_words(device: ScriptedDevice, status: int, times: int, words: str) -> None:
    device.statuses[hsp.Op.START] = [status] * times
    assert words in refusal(device)
    assert device.ops() == [hsp.Op.START] * times


@pytest.mark.parametrize(
    ("config", "status", "words"),
    [
        ({}, {"battery": 4}, "battery empty (4 %): charge"),
        ({}, {"battery": 255, "flags": 1 << hsp.StatusFlag.CRITICAL_BATTERY}, "battery empty: charge"),
        ({"state": hsp.State.FAULT}, {}, "sensor fault"),
        ({}, {"flags": 1 << hsp.StatusFlag.IMU_FAULT}, "sensor fault"),
        ({"state": hsp.State.BUSY}, {}, "busy"),
    ],
)
def test_in_the_wrong_state_config_and_status_tell_why(
    device: ScriptedDevice, config: dict[str, int], status: dict[str, int], words: str
) -> None:
    device.config(**config)
    device.status(**status)
    device.statuses[hsp.Op.START] = [hsp.ReplyStatus.WRONG_STATE]
    assert words in refusal(device)
    assert device.ops() == [hsp.Op.START]


def test_a_wrong_state_without_a_reason_may_pass(device: ScriptedDevice) -> None:
    device.statuses[hsp.Op.START] = [hsp.ReplyStatus.WRONG_STATE]
    begin(device)
    assert device.ops() == [hsp.Op.START] * 2


def test_a_start_that_is_not_answered_ends_the_connection(device: ScriptedDevice) -> None:
    device.statuses[hsp.Op.START] = [NOTHING]
    with pytest.raises(LinkDownError):
        begin(device)


def test_requests_of_several_tasks_take_turns(device: ScriptedDevice) -> None:
    async def two_tasks() -> None:
        await device.dialogue.begin(device)
        await asyncio.gather(device.dialogue.identify(device, 5), device.dialogue.end(device))

    run_jumping(two_tasks())
    (_, start), (first, identify), (second, stop) = device.requests
    assert second - first >= 0.06
    assert (identify.op, stop.op) == (hsp.Op.IDENTIFY, hsp.Op.STOP)
    assert len({start.txn, identify.txn, stop.txn}) == 3


def test_a_request_given_up_keeps_the_next_one_waiting_until_it_is_answered(device: ScriptedDevice) -> None:
    async def cancelled() -> None:
        await device.dialogue.begin(device)
        device.statuses[hsp.Op.IDENTIFY] = [NOTHING]
        asking = asyncio.create_task(device.dialogue.identify(device, 5))
        await asyncio.sleep(0.5)
        asking.cancel()
        late = asyncio.get_running_loop().call_later(
            1.0, lambda: device.notify(hsp.CONTROL, device.reply(device.requests[-1][1], 0))
        )
        await device.dialogue.end(device)
        assert not late.cancelled()

    run_jumping(cancelled())
    (_, _), (asked, _), (stopped, stop) = device.requests
    assert stop.op == hsp.Op.STOP
    assert stopped - asked == pytest.approx(1.5, abs=0.03)


def test_a_light_that_is_not_there_cannot_be_asked_for(device: ScriptedDevice) -> None:
    device.config(caps=0)
    begin(device)
    with pytest.raises(SensorRefusedError, match="no light"):
        run_jumping(device.dialogue.identify(device, 5))
    assert device.ops() == [hsp.Op.START]


def test_identify_asks_for_at_most_half_a_minute(device: ScriptedDevice) -> None:
    begin(device)
    run_jumping(device.dialogue.identify(device, 500))
    assert device.requests[-1][1].args == {"seconds": 30}


def test_an_interval_is_asked_for_exactly_and_at_most_twice(device: ScriptedDevice) -> None:
    begin(device)
    device.statuses[hsp.Op.SET_CONN] = [hsp.ReplyStatus.UNKNOWN_OP, 0]
    for wanted_ms in (30.0, 400.0, 15.0):
        run_jumping(device.dialogue.ask_interval(device, wanted_ms))
    asked = [request.args for _, request in device.requests if request.op == hsp.Op.SET_CONN]
    assert asked == [{"min": 24, "max": 24}, {"min": 80, "max": 80}]


def test_revive_asks_for_the_stream_once(device: ScriptedDevice) -> None:
    begin(device)
    run_jumping(device.dialogue.revive(device))
    assert device.ops() == [hsp.Op.START] * 2
