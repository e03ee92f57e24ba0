"""Driver of the Example IMU for imu-hinge."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.sequence import SequencedDialogue

from example_imu import words
from example_imu.codec import DATA, DRIVER_ID
from example_imu.decoder import ExampleDecoder
from example_imu.sequences import SEQUENCES
from example_imu.specimens import SPECIMENS

__all__ = ["DRIVER", "SPECIMENS"]

DRIVER = Driver(
    id=DRIVER_ID,
    name="Example IMU",
    data_characteristic=DATA,
    new_decoder=ExampleDecoder,
    sight=words.sight,
    new_dialogue=lambda: SequencedDialogue(SEQUENCES),
    cannot=words.CANNOT,
    remark=words.remark,
)
