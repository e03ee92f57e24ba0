"""Every byte vector of WitMotion, and one changed byte that none of them survives."""

from collections.abc import Callable
from math import pi

import numpy as np
import pytest

from imu_hinge.sensors import witmotion
from imu_hinge.sensors.witmotion import words
from imu_hinge.sensors.witmotion.codec import (
    FRAME_BYTES,
    Register,
    decode_command,
    decode_streams,
    encode_reply,
    encode_stream,
    find_reply,
    write_command,
)
from imu_hinge.sensors.witmotion.framing import Framing
from imu_hinge.virtual.firmware.source import quiet_source
from imu_hinge.virtual.loops import run_jumping
from imu_hinge.virtual.makes.motion import SourceMotion
from imu_hinge.virtual.makes.witmotion import WitmotionDevice
from tests.sensors.device_port import DevicePort
from tests.sensors.vendor import Vector, expected, raw, vectors

VECTORS = vectors("witmotion")


def said_to_a_new_sensor() -> list[bytes]:
    """Everything written from the first word to the last, to a sensor that another program has set up."""
    port = DevicePort(WitmotionDevice(SourceMotion(quiet_source(1)), settings={Register.OUTPUT: 1}), "witmotion")
    dialogue = witmotion.DRIVER.new_dialogue()

    async def session() -> None:
        await witmotion.DRIVER.identify(port)
        await dialogue.begin(port)
        await dialogue.end(port)

    run_jumping(session())
    return port.payloads()


@pytest.fixture(scope="module")
def said() -> list[bytes]:
    return said_to_a_new_sensor()


def check_stream(v: Vector, payload: bytes) -> None:
    expect = v["expect"]
    si = decode_streams(Framing().take(payload))
    acc, gyr = np.reshape(expect["acc_g"], (-1, 3)), np.reshape(expect["gyr_dps"], (-1, 3))
    assert np.allclose(si[:, :3] / 9.80665, acc, rtol=0, atol=v["tolerance"])
    assert np.allclose(si[:, 3:] * 180 / pi, gyr, rtol=0, atol=v["tolerance"])
    if "acc_mps2" in expect:
        assert np.allclose(si, [expect["acc_mps2"] + expect["gyr_radps"]], rtol=0, atol=v["tolerance"])
    assert decode_streams([encode_stream(row) for row in si]).tolist() == si.tolist()


def check_time_stamped(v: Vector, payload: bytes) -> None:
    """The acceleration is where it always is; as frames follow one another the layout shows, and is refused."""
    framing = Framing()
    framing.take(payload * 2)
    assert framing.stamped
    check_stream(v, payload[:FRAME_BYTES])


def check_reply(v: Vector, payload: bytes) -> None:
    values = find_reply(payload, v["expect"]["register"])
    assert values == tuple(value % 65536 for value in v["expect"]["values"])
    assert encode_reply(v["expect"]["register"], values) == payload


def check_battery(v: Vector, payload: bytes) -> None:
    check_reply(v, payload)
    assert words.battery_pct(find_reply(payload, Register.BATTERY)) == v["expect"]["percent"]


def check_pieces(v: Vector, payload: bytes) -> None:
    cuts = [0, *v["expect"]["cut_at"], len(payload)]
    framing = Framing()
    frames = [frame for i, end in enumerate(cuts[1:]) for frame in framing.take(payload[cuts[i] : end])]
    assert [f"0x{frame[1]:x}" for frame in frames] == v["expect"]["frames"]
    assert framing.skipped == v["expect"]["skipped_bytes"]


CHECKS: dict[str, Callable[[Vector, bytes], None]] = {
    "wit-0x61": check_stream,
    "wit-notification-1": check_stream,
    "wit-notification-2": check_stream,
    "wit-0x61-time": check_time_stamped,
    "wit-0x71-mag": check_reply,
    "wit-0x71-battery": check_battery,
    "wit-split": check_pieces,
}
SAID = ("unlock", "rate-10", "rate-100", "read-0x64", "six-axis", "output-motion")
BYTE_OF_MEANING = 2
"""In every vector: of a value, a register, a header."""


def corrupted(payload: bytes) -> bytes:
    at = BYTE_OF_MEANING
    return payload[:at] + bytes((payload[at] ^ 0x10,)) + payload[at + 1 :]


def test_no_vector_is_left_out() -> None:
    commands = {f"wit-cmd-{name}" for name in (*SAID, "save")}
    assert {v["id"] for v in VECTORS} == commands | set(CHECKS)


@pytest.mark.parametrize("v", [v for v in VECTORS if v["id"] in CHECKS], ids=lambda v: v["id"])
def test_a_vector_is_read_as_expected_and_not_when_a_byte_is_wrong(v: Vector) -> None:
    payload = bytes.fromhex(v["hex"])
    CHECKS[v["id"]](v, payload)
    with pytest.raises(AssertionError):
        CHECKS[v["id"]](v, corrupted(payload))


@pytest.mark.parametrize("name", SAID)
def test_a_command_is_sent_exactly_so(name: str, said: list[bytes]) -> None:
    command = raw(f"wit-cmd-{name}")
    assert command in said
    assert corrupted(command) not in said
    register, value = decode_command(command) or (0, 0)
    assert write_command(register, value) == command


def test_settings_are_never_stored_for_good(said: list[bytes]) -> None:
    assert raw("wit-cmd-save") == write_command(Register.SAVE, 0)
    assert raw("wit-cmd-save") not in said
    assert all(payload[2] not in (Register.SAVE, 0x01, 0x65) for payload in said)


def test_the_vector_of_the_battery_is_not_plausible_at_zero() -> None:
    empty = encode_reply(Register.BATTERY, (0, *expected("wit-0x71-battery")["values"][1:3], 0, 0, 0, 0, 0))
    assert words.battery_pct(find_reply(empty, Register.BATTERY)) is None
