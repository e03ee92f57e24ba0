"""Movella DOT, formerly Xsens DOT."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.movella_dot import words
from imu_hinge.sensors.movella_dot.codec import BATTERY, DRIVER_ID, MEDIUM
from imu_hinge.sensors.movella_dot.decoder import DotDecoder
from imu_hinge.sensors.movella_dot.sequences import DotDialogue, ask_identity

DRIVER = Driver(
    id=DRIVER_ID,
    name="Movella DOT",
    data_characteristic=MEDIUM,
    new_decoder=DotDecoder,
    sight=words.sight,
    new_dialogue=DotDialogue,
    identify=ask_identity,
    probe=BATTERY,
    cannot=words.CANNOT,
    remark=words.remark,
)
