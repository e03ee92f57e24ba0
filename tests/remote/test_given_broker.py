"""Any other broker: IMU_HINGE_TEST_BROKER names a folder with account files of two clients and a trainer of both."""

import os
from pathlib import Path

import pytest

from imu_hinge.remote.accounts import read_account
from imu_hinge.remote.setup.attacks import ATTACKS, Attack
from imu_hinge.remote.setup.check import cast_of
from tests.remote.broker import awaited

FOLDER = os.environ.get("IMU_HINGE_TEST_BROKER")


@pytest.mark.skipif(FOLDER is None, reason="IMU_HINGE_TEST_BROKER names no folder of account files")
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_a_given_broker_keeps_the_rules(attack: Attack) -> None:
    accounts = [read_account(path) for path in Path(str(FOLDER)).glob("*.toml")]
    assert awaited(attack(cast_of({one.user: one for one in accounts}))) == ""
