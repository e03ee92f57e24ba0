"""MbientLab MetaMotion S and R."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.metamotion import words
from imu_hinge.sensors.metamotion.codec import DRIVER_ID, NOTIFY
from imu_hinge.sensors.metamotion.decoder import MetaMotionDecoder
from imu_hinge.sensors.metamotion.sequences import MetaMotionDialogue

DRIVER = Driver(
    id=DRIVER_ID,
    name="MetaMotion",
    data_characteristic=NOTIFY,
    new_decoder=MetaMotionDecoder,
    sight=words.sight,
    new_dialogue=MetaMotionDialogue,
    cannot=words.CANNOT,
    remark=words.remark,
)
