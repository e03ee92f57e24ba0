"""What is said to a Thingy:52, and that everything it stores is put back."""

from dataclasses import replace

import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.sensors.driver import Advertised
from imu_hinge.sensors.identity import BATTERY, Identity
from imu_hinge.sensors.thingy52 import DRIVER
from imu_hinge.sensors.thingy52.codec import (
    CONFIG,
    CONNECTION,
    LED,
    RAW,
    SERVICE,
    Config,
    decode_config,
    encode_config,
    encode_connection,
)
from imu_hinge.virtual.firmware.asking import AskInterval
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.device import WRITE_NOT_ALLOWED, AttError
from imu_hinge.virtual.makes.thingy52 import Thingy52Device
from tests.sensors.device_port import DevicePort, begin, end
from tests.sensors.swing import Swing
from tests.sensors.vendor import raw

OURS = (CONFIG, raw("thingy-config-100hz"))
QUICK = (CONNECTION, bytes.fromhex("0c000c0000009001"))
WHITE = (LED, bytes.fromhex("01ffffff"))
THEIRS = Config(step_ms=1000, temperature_ms=500, compass_ms=500, rate_hz=60, wake_on_motion=1)


def connected(device: Thingy52Device | None = None) -> DevicePort:
    return DevicePort(device or Thingy52Device(Swing(), config=THEIRS), "thingy52", DRIVER.new_dialogue())


def device_of(port: DevicePort) -> Thingy52Device:
    assert isinstance(port.device, Thingy52Device)
    return port.device


def shown(port: DevicePort, seconds: int) -> None:
    assert port.dialogue
    run_jumping(port.dialogue.identify(port, seconds))


def identified(port: DevicePort) -> Identity:
    async def ask() -> Identity:
        return await DRIVER.identify(port)

    return run_jumping(ask())


def test_it_is_set_up_before_anyone_listens() -> None:
    port = connected()
    begin(port)
    assert port.written == [OURS, QUICK]
    assert port.subscribed == [RAW]
    assert port.wishes == [AskInterval(12, 12, 0, 4.0)]


def test_at_the_end_it_keeps_what_it_kept_before() -> None:
    port = connected()
    before = dict(device_of(port).values)
    begin(port)
    assert device_of(port).values != before
    end(port)
    assert device_of(port).values == before
    assert port.written[-2][0] == CONFIG


def test_a_sensor_that_is_as_wanted_is_not_written_to() -> None:
    port = connected()
    for characteristic, value in (OURS, QUICK):
        device_of(port).write(characteristic, value, 0.0)
    begin(port)
    end(port)
    assert port.written == []


def test_what_was_there_before_the_first_of_many_connections_is_put_back_after_the_last() -> None:
    port = connected()
    begin(port)
    port.hang_up()
    again = DevicePort(port.device, "thingy52", port.dialogue, now_s=port.now_s + 3)
    begin(again)
    assert again.written == [], "it is as wanted still"
    end(again)
    assert decode_config(device_of(again).values[CONFIG]) == THEIRS


def test_two_sensors_do_not_get_each_others_settings() -> None:
    one, other = connected(), connected(Thingy52Device(Swing()))
    begin(one)
    begin(other)
    end(one)
    end(other)
    assert decode_config(device_of(one).values[CONFIG]) == THEIRS
    assert device_of(other).values[CONFIG] == Thingy52Device(Swing()).values[CONFIG]


def test_a_sensor_that_does_not_keep_the_rate_is_refused_with_what_to_do() -> None:
    port = connected()
    port.deaf = lambda payload: payload == OURS[1]
    with pytest.raises(SensorRefusedError, match="switch it off and on"):
        begin(port)
    assert port.subscribed == []


class Stubborn(Thingy52Device):
    """Takes no other connection interval."""

    def write(self, uuid: str, payload: bytes, t_s: float) -> None:
        if uuid == CONNECTION:
            raise AttError(WRITE_NOT_ALLOWED)
        super().write(uuid, payload, t_s)


def test_a_connection_interval_it_does_not_take_is_no_reason_not_to_train() -> None:
    port = connected(Stubborn(Swing()))
    begin(port)
    run_jumping(port.sleep(1.0))
    assert port.packets[-1].characteristic == RAW


def test_another_connection_interval_is_asked_for_and_the_first_one_put_back() -> None:
    port = connected()
    assert port.dialogue
    run_jumping(port.dialogue.ask_interval(port, 5000.0))
    run_jumping(port.dialogue.ask_interval(port, 30.0))
    run_jumping(port.sleep(0.1))
    assert port.wishes == [AskInterval(24, 24, 0, 4.0)]
    end(port)
    assert device_of(port).values[CONNECTION] == Thingy52Device(Swing()).values[CONNECTION]


def test_a_link_that_is_lost_in_the_set_up_raises() -> None:
    port = connected()
    port.hang_up()
    with pytest.raises(LinkDownError):
        begin(port)


def test_a_silent_sensor_is_revived_by_the_start() -> None:
    port = connected()
    begin(port)
    device_of(port).write(CONFIG, encode_config(replace(THEIRS, rate_hz=20)), port.now_s)
    assert port.dialogue
    run_jumping(port.dialogue.revive(port))
    assert device_of(port).values[CONFIG] == OURS[1]
    end(port)
    assert decode_config(device_of(port).values[CONFIG]) == THEIRS, "what was there at first"


def test_it_shows_itself_in_white_and_is_then_as_before() -> None:
    port = connected()
    before, begun_s = device_of(port).values[LED], port.now_s
    shown(port, 5)
    assert port.written == [WHITE, (LED, before)]
    assert port.now_s - begun_s == pytest.approx(5.0, abs=0.2)
    assert device_of(port).values[LED] == before
    device_of(port).write(LED, b"\0", port.now_s)
    end(port)
    assert device_of(port).values[LED] == b"\0", "another program's choice since then"


@pytest.mark.parametrize("mode", ["00", "01102030", "0206140dac", "030614"])
def test_every_kind_of_light_is_put_back_with_the_length_it_is_taken_with(mode: str) -> None:
    port = connected()
    device = device_of(port)
    device.values[LED] = bytes.fromhex(mode).ljust(5, b"\0")
    shown(port, 1)
    assert device.values[LED] == bytes.fromhex(mode)


def test_a_light_that_was_left_white_by_a_lost_link_is_put_back_on_the_next() -> None:
    port = connected()
    before = device_of(port).values[LED]

    def lost_while_it_shows(payload: bytes) -> bool:
        if payload == before:
            port.hang_up()
        return port.down

    port.deaf = lost_while_it_shows
    with pytest.raises(LinkDownError):
        shown(port, 5)
    assert device_of(port).values[LED] == WHITE[1]
    again = DevicePort(port.device, "thingy52", port.dialogue, now_s=port.now_s + 3)
    begin(again)
    end(again)
    assert device_of(port).values[LED] == before


def test_it_is_found_by_its_service_and_told_apart_by_a_name_somebody_gave_it() -> None:
    def hint(name: str) -> str | None:
        found = DRIVER.sight(Advertised(name, (SERVICE,)))
        return None if found is None else found.hint

    assert (hint("Thingy"), hint("left hip"), hint("")) == ("", "left hip", "")
    assert DRIVER.sight(Advertised("Thingy", ())) is None


def test_its_name_stands_for_the_serial_number_it_does_not_have() -> None:
    assert identified(connected()) == Identity("", "Thingy:52", "2.2.0", 84)
    assert identified(connected(Thingy52Device(Swing(), name="left hip"))).serial == "left hip"


@pytest.mark.parametrize(("told", "pct"), [(b"\x64", 100), (b"\0", 0), (b"\xff", None), (b"", None)])
def test_the_battery_is_known_in_percent_or_not_at_all(told: bytes, pct: int | None) -> None:
    dialogue = DRIVER.new_dialogue()
    dialogue.notified(Packet(0, Placement.SACRUM, "thingy52", told, BATTERY))
    dialogue.notified(Packet(0, Placement.SACRUM, "thingy52", b"\x05", CONFIG))
    assert dialogue.battery_pct == pct


def test_firmware_of_another_kind_is_told_with_what_is_supported() -> None:
    assert DRIVER.remark(Identity("", "Thingy:52", "2.1.0")) == ""
    assert "2.x is supported" in DRIVER.remark(Identity("", "Thingy:52", "1.0.0"))
    assert "unknown version" in DRIVER.remark(Identity("", "Thingy:52", ""))


def test_the_wish_for_an_interval_is_what_the_sensor_takes() -> None:
    assert encode_connection(15.0) == QUICK[1]
