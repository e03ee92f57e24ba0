"""Polar H10: a chest strap that tells the tilt of the thorax, by acceleration alone."""

from imu_hinge.model.inputs import Placement
from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.identity import standard
from imu_hinge.sensors.polar import words
from imu_hinge.sensors.polar.codec import DATA, DRIVER_ID
from imu_hinge.sensors.polar.decoder import PolarDecoder
from imu_hinge.sensors.polar.sequences import SEQUENCES
from imu_hinge.sensors.sequence import SequencedDialogue

HEART_RATE = standard(0x180D)
"""The service that it advertises; the one with the acceleration it does not."""

DRIVER = Driver(
    id=DRIVER_ID,
    name="Polar H10",
    data_characteristic=DATA,
    new_decoder=PolarDecoder,
    service=HEART_RATE,
    sight=words.sight,
    new_dialogue=lambda: SequencedDialogue(SEQUENCES),
    placements=(Placement.THORACIC,),
    cannot=words.CANNOT,
    remark=words.remark,
)
