"""Polar H10: a chest strap that tells the tilt of the thorax, by acceleration alone."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.polar import words
from imu_hinge.sensors.polar.codec import DATA, DRIVER_ID
from imu_hinge.sensors.polar.decoder import PolarDecoder
from imu_hinge.sensors.polar.sequences import SEQUENCES
from imu_hinge.sensors.sequence import SequencedDialogue

DRIVER = Driver(
    id=DRIVER_ID,
    name="Polar H10",
    data_characteristic=DATA,
    new_decoder=PolarDecoder,
    sight=words.sight,
    new_dialogue=lambda: SequencedDialogue(SEQUENCES),
    cannot=words.CANNOT,
    remark=words.remark,
)
