"""How often a sensor measures is asked for, where its rate will not do."""

import pytest

from imu_hinge.sensors import hsp
from imu_hinge.sensors.pace import ALL_DAY, TRAINING, Pace
from imu_hinge.sensors.registry import all_drivers
from imu_hinge.virtual.loops import run_jumping
from tests.sensors.scripted import ScriptedDevice

RATE = {"epoch": 2, "batch": 13, "odr_mhz": 26_000, "acc_fs_mg": 8000, "gyr_fs_dps": 500}


def device(pace: Pace, **config: int) -> ScriptedDevice:
    made = ScriptedDevice(hsp.HspDialogue(pace))
    made.results[hsp.Op.SET_RATE] = RATE
    made.config(**config)
    return made


def begun(made: ScriptedDevice) -> list[int]:
    run_jumping(made.dialogue.begin(made))
    return made.ops()


def test_an_idle_sensor_is_asked_for_the_pace_of_a_day_before_it_starts() -> None:
    made = device(ALL_DAY, state=hsp.State.IDLE, odr_mhz=104_000)
    assert begun(made) == [hsp.Op.SET_RATE, hsp.Op.START]
    (_, request), *_ = made.requests
    assert dict(request.args) == {"odr_hz": 26, "batch": 13, "acc_fs_mg": 0, "gyr_fs_dps": 0}
    assert made.heard[-3:] == ["SET_RATE", "read 0002", "START"]


def test_a_run_at_another_rate_is_ended_first() -> None:
    assert begun(device(ALL_DAY, state=hsp.State.BUFFERING)) == [hsp.Op.STOP, hsp.Op.SET_RATE, hsp.Op.START]


def test_a_run_at_a_rate_that_will_do_is_joined() -> None:
    assert begun(device(ALL_DAY, state=hsp.State.BUFFERING, odr_mhz=26_000, batch=13)) == [hsp.Op.START]


def test_a_sensor_without_such_a_rate_is_asked_once_and_measures_as_it_does() -> None:
    made = device(ALL_DAY, state=hsp.State.IDLE)
    assert begun(made) == [hsp.Op.SET_RATE, hsp.Op.START]
    assert begun(made)[2:] == [hsp.Op.START]


def test_a_refusal_leaves_the_sensor_as_it_is() -> None:
    made = device(ALL_DAY, state=hsp.State.IDLE)
    made.statuses[hsp.Op.SET_RATE] = [hsp.ReplyStatus.VALUE]
    assert begun(made) == [hsp.Op.SET_RATE, hsp.Op.START]


def test_training_asks_a_sensor_that_was_used_for_a_day_for_more_again() -> None:
    made = device(TRAINING, state=hsp.State.IDLE, odr_mhz=26_000, batch=13)
    assert begun(made) == [hsp.Op.SET_RATE, hsp.Op.START]
    assert made.requests[0][1].args["odr_hz"] == 104


@pytest.mark.parametrize(("rate_hz", "batch"), [(104, 5), (52, 5), (208, 10), (100, 8)])
def test_training_leaves_usual_rates_alone(rate_hz: int, batch: int) -> None:
    assert begun(device(TRAINING, odr_mhz=rate_hz * 1000, batch=batch)) == [hsp.Op.START]


def test_drivers_that_cannot_be_asked_give_their_usual_dialogue() -> None:
    paced = {driver.id: driver.dialogue(ALL_DAY) for driver in all_drivers()}
    assert isinstance(paced["hsp"], hsp.HspDialogue)
    assert all(type(one.dialogue(ALL_DAY)) is type(one.new_dialogue()) for one in all_drivers())
