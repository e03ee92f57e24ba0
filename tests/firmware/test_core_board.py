"""What the C core does with its board: motor and lamp, stored role, bonds, advertising, and what it cannot do."""

from collections.abc import Callable, Iterator

import pytest

from imu_hinge.sensors import hsp
from imu_hinge.virtual.firmware import HangUp, Identity, quiet_source
from imu_hinge.virtual.firmware_c import CFirmware
from imu_hinge.virtual.firmware_c.layout import Rate
from tests.firmware.twin import Ticking, needs_compiler

PULSE, DOUBLE, RAMP = 1, 2, 3


@pytest.fixture(autouse=True)
def _compiler() -> None:
    needs_compiler()


class Bench(Ticking):
    """A receiver that sees the board too."""

    device: CFirmware  # type: ignore[assignment]  # what Receiver drives, with a board

    def strokes(self, seconds: float) -> Iterator[tuple[float, int, float]]:
        """Each stroke of the motor: when it begins, how strong, for how long; times in s."""
        motor, seen = self.device.machine.board.motor, self.device.machine.board.motor.until_s
        for _ in range(round(seconds * 512)):
            self.run(1 / 512)
            if motor.until_s != seen:
                seen = motor.until_s
                yield self.t_s, motor.strength, seen - self.t_s


def bench() -> Bench:
    device = CFirmware(quiet_source(1, begin_s=0.004), Identity(serial="HS-0001"), hsp.Role.SACRUM)
    receiver = Bench(device)  # type: ignore[arg-type]
    receiver.connect()
    return receiver


def buzz(receiver: Bench, pattern: int, *, strength: int = 200, on_ms: int = 100, repeat: int = 3) -> int:
    asked = {"pattern": pattern, "strength": strength, "on_ms": on_ms, "repeat": repeat}
    return receiver.ask(hsp.Op.HAPTIC, **asked).status


@pytest.mark.parametrize("pattern,begins_s", [(PULSE, [0.0, 0.3, 0.6]), (DOUBLE, [0.0, 0.2, 0.5, 0.7, 1.0, 1.2])])
def test_pulses_come_at_their_times_and_each_ends_by_itself(pattern: int, begins_s: list[float]) -> None:
    receiver = bench()
    motor = receiver.device.machine.board.motor
    buzz(receiver, pattern)
    first = (receiver.t_s, motor.strength, motor.until_s - receiver.t_s)
    found = [first, *receiver.strokes(3)]
    assert [begin for begin, _, _ in found] == pytest.approx([first[0] + s for s in begins_s], abs=0.015)
    assert {(strength, round(seconds, 6)) for _, strength, seconds in found} == {(200, 0.1)}


def test_a_ramp_rises_to_its_strength_in_its_time() -> None:
    receiver = bench()
    motor = receiver.device.machine.board.motor
    buzz(receiver, RAMP, strength=250, on_ms=110, repeat=1)
    found = [(0.0, motor.strength, motor.until_s - receiver.t_s), *receiver.strokes(1)]
    assert [strength for _, strength, _ in found] == [50, 100, 150, 200, 250]
    assert sum(seconds for _, _, seconds in found) == pytest.approx(0.11)


STOPS: dict[str, Callable[[Bench], object]] = {
    "pattern 0": lambda receiver: receiver.write(bytes((hsp.Op.HAPTIC, 1, 0, 0, 0, 0, 0))),
    "STOP": lambda receiver: receiver.ask(hsp.Op.STOP),
    "disconnect": lambda receiver: receiver.leave(),
    "critical battery": lambda receiver: receiver.device.set_battery(4, receiver.t_s),
    "fault": lambda receiver: setattr(receiver.device.machine, "imu_answers", False),
}


@pytest.mark.parametrize("stop", STOPS)
def test_everything_that_must_stop_the_motor_stops_it_at_once(stop: str) -> None:
    receiver = bench()
    board = receiver.device.machine.board
    receiver.ask(hsp.Op.START)
    buzz(receiver, PULSE, on_ms=1000, repeat=5)
    receiver.run(0.25)
    assert board.motor.until_s > receiver.t_s
    STOPS[stop](receiver)
    stopped_s = receiver.run(0.01).t_s
    assert board.motor.until_s <= stopped_s
    assert [stroke for stroke in receiver.strokes(6) if stroke[2] > 0] == []


def test_many_short_commands_are_counted_together_and_never_exceed_the_budget() -> None:
    receiver = bench()
    statuses = []
    for _ in range(80):
        statuses.append(buzz(receiver, PULSE, on_ms=250, repeat=1))
        receiver.run(0.5)
    assert statuses == [0] * 60 + [hsp.ReplyStatus.BUSY] * 20
    receiver.run(70)
    assert buzz(receiver, PULSE, on_ms=250, repeat=1) == 0


def test_the_lamp_is_on_for_as_long_as_asked() -> None:
    receiver = bench()
    receiver.ask(hsp.Op.IDENTIFY, seconds=30)
    assert receiver.device.machine.lamp_until_s == receiver.t_s + 30
    receiver.ask(hsp.Op.IDENTIFY, seconds=0)
    assert receiver.device.machine.lamp_until_s == receiver.t_s


def test_a_role_that_cannot_be_stored_is_not_taken() -> None:
    receiver = bench()
    receiver.device.machine.board.stores = False
    assert receiver.ask(hsp.Op.SET_ROLE, role=2).status == hsp.ReplyStatus.HARDWARE
    assert receiver.config.role == hsp.Role.SACRUM
    assert receiver.config.epoch == 1


def test_an_imu_that_sets_another_scale_than_config_says_is_a_fault() -> None:
    receiver = bench()
    imu = receiver.device.machine.imu
    imu.rate = Rate(imu.rate.odr_mhz, 8000, 250, imu.rate.acc_ng_per_lsb, 8_750_000)
    assert receiver.ask(hsp.Op.START).status == hsp.ReplyStatus.HARDWARE
    assert receiver.config.state == hsp.State.FAULT


def test_a_faster_rate_that_the_imu_has_is_taken_and_told() -> None:
    receiver = bench()
    imu = receiver.device.machine.imu
    asked = {"odr_hz": 52, "batch": 0, "acc_fs_mg": 0, "gyr_fs_dps": 250}
    imu.rate = Rate(52_000, 8000, 250, 244_000, 8_750_000)
    assert receiver.ask(hsp.Op.SET_RATE, **asked).result["odr_mhz"] == 52_000
    config = receiver.config
    assert (config.odr_mhz, config.gyr_fs_dps, config.gyr_ndps_per_lsb) == (52_000, 250, 8_750_000)


def test_a_button_held_for_10_s_deletes_all_bonds() -> None:
    receiver = bench()
    receiver.device.machine.core.on_button(held_ms=10_000)
    receiver.run(0.01)
    assert receiver.device.machine.board.bonds_deleted
    assert HangUp() not in [wish for _, wish in receiver.wishes]


def test_an_error_of_the_board_comes_out_of_the_call_that_met_it() -> None:
    receiver = bench()
    receiver.ask(hsp.Op.START)
    receiver.device.machine.imu.read = None  # type: ignore[assignment,method-assign]
    with pytest.raises(TypeError):
        receiver.run(1)


def test_more_requests_than_the_core_holds_are_not_taken() -> None:
    receiver = bench()
    core = receiver.device.machine.core
    taken = [core.on_write(hsp.CONTROL, bytes((hsp.Op.STOP, number))) for number in range(6)]
    assert taken == [True] * 4 + [False] * 2
    receiver.run(0.1)
    assert [reply.txn for reply in receiver.replies] == [0, 1, 2, 3]


def test_a_request_of_a_link_that_is_gone_is_not_answered_on_the_next_one() -> None:
    receiver = bench()
    parts = receiver.device.machine
    parts.core.on_write(hsp.CONTROL, bytes((hsp.Op.STOP, 9)))
    parts.board.link.number += 1  # lost and found between two looks
    parts.core.on_link()
    receiver.run(1)
    assert receiver.replies == []
    assert receiver.ask(hsp.Op.STOP).status == 0


def test_reading_anything_else_and_calls_without_a_link_are_errors() -> None:
    receiver = bench()
    with pytest.raises(KeyError):
        receiver.device.read(hsp.DATA, receiver.t_s)
    receiver.leave()
    with pytest.raises(RuntimeError, match="nobody is connected"):
        receiver.device.write(hsp.CONTROL, b"\x02\x01", receiver.t_s)
