"""What is said to a WitMotion sensor, and what comes of the ways in which it can answer."""

from collections.abc import Mapping

import pytest

from imu_hinge.model.errors import LinkDownError, SensorRefusedError
from imu_hinge.sensors.driver import Advertised
from imu_hinge.sensors.identity import Identity
from imu_hinge.sensors.witmotion import DRIVER
from imu_hinge.sensors.witmotion.codec import (
    COMMAND,
    DATA,
    SERVICE,
    UNLOCK,
    Rate,
    Register,
    read_command,
    write_command,
)
from imu_hinge.virtual.firmware.source import quiet_source
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.motion import SourceMotion
from imu_hinge.virtual.makes.witmotion import WitmotionDevice
from tests.sensors.device_port import DevicePort, begin, end

SLOW = [UNLOCK, write_command(Register.RATE, Rate.HZ_10)]
GO = [UNLOCK, write_command(Register.RATE, Rate.HZ_100)]
READS = [read_command(register) for register in (Register.OUTPUT, Register.ALGORITHM, Register.BANDWIDTH)]
AS_WANTED: dict[int, int] = {Register.OUTPUT: 0, Register.ALGORITHM: 1, Register.BANDWIDTH: 3}


def connected(settings: Mapping[int, int] | None = None, battery_cv: int = 397) -> DevicePort:
    made = WitmotionDevice(SourceMotion(quiet_source(1)), settings=settings, battery_cv=battery_cv)
    return DevicePort(made, "witmotion", DRIVER.new_dialogue())


def identified(port: DevicePort) -> Identity:
    async def ask() -> Identity:
        return await DRIVER.identify(port)

    return run_jumping(ask())


def settings_of(port: DevicePort) -> dict[int, int]:
    assert isinstance(port.device, WitmotionDevice)
    return port.device.settings


def test_the_characteristics_are_not_on_the_base_that_others_use() -> None:
    assert SERVICE == "0000ffe5-0000-1000-8000-00805f9a34fb"
    assert (SERVICE.replace("ffe5", "ffe4"), SERVICE.replace("ffe5", "ffe9")) == (DATA, COMMAND)


def test_a_sensor_from_the_factory_is_told_what_it_does_not_do_yet() -> None:
    port = connected()
    begin(port)
    slow, reads = "ffaa6988b5 ffaa030600", "ffaa279600 ffaa272400 ffaa271f00"
    corrected, looked_at, go = "ffaa6988b5 ffaa240100 ffaa1f0300", "ffaa279600", "ffaa6988b5 ffaa030900"
    assert [payload.hex() for payload in port.payloads()] == f"{slow} {reads} {corrected} {looked_at} {go}".split()
    assert settings_of(port) == {**AS_WANTED, Register.RATE: Rate.HZ_100}


def test_a_sensor_that_is_as_wanted_is_not_written_to() -> None:
    port = connected(AS_WANTED)
    begin(port)
    assert port.payloads() == [*SLOW, *READS, READS[0], *GO]


def test_the_stop_is_the_slow_rate_and_the_next_switch_on_brings_the_old_settings_back() -> None:
    found: dict[int, int] = {Register.OUTPUT: 1, Register.RATE: Rate.HZ_200}
    port = connected(found)
    begin(port)
    end(port)
    assert port.payloads()[-2:] == SLOW
    port.device.restart(port.now_s)
    assert found.items() <= settings_of(port).items()


def test_questions_are_asked_at_the_slow_rate_as_a_fast_sensor_answers_none() -> None:
    port = connected({Register.RATE: Rate.HZ_200})
    begin(port)
    assert settings_of(port)[Register.RATE] == Rate.HZ_100


def test_output_of_another_program_that_stays_is_refused_with_what_to_do() -> None:
    port = connected({Register.OUTPUT: 1})
    port.deaf = lambda payload: payload == write_command(Register.OUTPUT, 0)
    with pytest.raises(SensorRefusedError, match="output content"):
        begin(port)
    assert write_command(Register.RATE, Rate.HZ_100) not in port.payloads()


def test_without_the_unlock_nothing_is_heeded() -> None:
    port = connected()
    port.deaf = lambda payload: payload == UNLOCK
    begin(port)
    assert settings_of(port)[Register.RATE] == Rate.HZ_10


def test_a_sensor_that_does_not_answer_is_asked_three_times_and_counts_as_gone() -> None:
    port = connected()
    port.deaf = lambda payload: payload == READS[0]
    with pytest.raises(LinkDownError):
        begin(port)
    assert port.payloads().count(READS[0]) == 3


def test_one_answer_that_is_lost_is_asked_for_again() -> None:
    port = connected()
    port.deaf = lambda payload: port.payloads() == [*SLOW, READS[0]]
    begin(port)
    assert port.payloads().count(READS[0]) == 3, "twice at first, and once to look whether it is right"


def test_a_silent_sensor_is_revived_by_the_whole_start() -> None:
    port = connected()
    begin(port)
    said = len(port.written)
    port.device.restart(port.now_s)
    port.device.subscribe(DATA, True, port.now_s)
    assert port.dialogue
    run_jumping(port.dialogue.revive(port))
    assert port.payloads()[said:][-2:] == GO
    assert settings_of(port)[Register.RATE] == Rate.HZ_100


def test_the_sensor_names_itself_by_its_own_address() -> None:
    port = connected()
    told = identified(port)
    assert told == Identity("FD:08:90:1A:11:47", "", "10080.1.22", 100)
    assert port.payloads() == [*SLOW, *map(read_command, (Register.ADDRESS, Register.BATTERY, Register.VERSION))]


def test_a_sensor_without_address_and_version_is_used_without_a_name() -> None:
    port = connected()
    port.deaf = lambda payload: payload[2] == Register.READ and payload[3] != Register.BATTERY
    assert identified(port) == Identity("", "", "", 100)


def test_an_address_of_zeros_would_be_that_of_many() -> None:
    made = WitmotionDevice(SourceMotion(quiet_source(1)), address="00:00:00:00:00:00")
    assert identified(DevicePort(made, "witmotion")).serial == ""


@pytest.mark.parametrize(("cv", "pct"), [(420, 100), (396, 100), (395, 90), (378, 40), (340, 5), (339, 0), (0, None)])
def test_the_battery_is_read_from_the_makers_table(cv: int, pct: int | None) -> None:
    port = connected(battery_cv=cv)
    assert identified(port).battery_pct == pct
    assert port.dialogue
    assert port.dialogue.battery_pct == pct


def test_a_battery_that_reads_zero_while_another_programs_save_is_under_way_is_not_known() -> None:
    port = connected()

    async def saved() -> None:
        await port.subscribe(DATA)
        for command in (UNLOCK, write_command(Register.SAVE, 0), read_command(Register.BATTERY)):
            await port.write(COMMAND, command)
        await port.sleep(0.1)

    run_jumping(saved())
    assert any(packet.payload.startswith(b"\x55\x71\x64\x00\x00\x00") for packet in port.packets)
    assert port.dialogue
    assert port.dialogue.battery_pct is None
    assert identified(port).battery_pct == 100


def sighted(name: str) -> str | None:
    found = DRIVER.sight(Advertised(name, ()))
    return None if found is None else found.obstacle


def test_it_is_found_by_its_name_alone_and_a_vibration_sensor_is_not_used() -> None:
    assert sighted("WT901BLE67") == sighted("BWT901CL") == ""
    assert sighted("HINGE-0001") is None
    assert sighted("") is None
    assert "vibration" in (sighted("WTVB01-BT50") or "")


def test_all_of_a_batch_have_one_name_so_that_it_tells_none_apart() -> None:
    found = DRIVER.sight(Advertised("WT901BLE67", ()))
    assert found is not None
    assert (found.hint, found.placement) == ("", None)


def test_firmware_that_was_never_tried_is_told_with_what_is_supported() -> None:
    assert DRIVER.remark(Identity("", "", "10080.1.22")) == ""
    assert "10079.0.3" in DRIVER.remark(Identity("", "", "10079.0.3"))
    assert "10080.x is supported" in DRIVER.remark(Identity("", "", ""))


def test_what_it_cannot_do_is_said() -> None:
    with pytest.raises(SensorRefusedError, match="cannot show itself"):
        run_jumping(DRIVER.new_dialogue().identify(connected(), 5))
    assert "show lost samples" in DRIVER.cannot
