"""Nordic Thingy:52."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.thingy52 import words
from imu_hinge.sensors.thingy52.codec import DRIVER_ID, RAW
from imu_hinge.sensors.thingy52.decoder import Thingy52Decoder
from imu_hinge.sensors.thingy52.sequences import ask_identity, new_dialogue

DRIVER = Driver(
    id=DRIVER_ID,
    name="Nordic Thingy:52",
    data_characteristic=RAW,
    new_decoder=Thingy52Decoder,
    sight=words.sight,
    new_dialogue=new_dialogue,
    identify=ask_identity,
    cannot=words.CANNOT,
    remark=words.remark,
)
