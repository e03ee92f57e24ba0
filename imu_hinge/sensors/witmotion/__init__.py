"""WitMotion sensors with Bluetooth LE: WT901BLE, WT9011DCL and relatives."""

from imu_hinge.sensors.driver import Driver
from imu_hinge.sensors.sequence import SequencedDialogue
from imu_hinge.sensors.witmotion import words
from imu_hinge.sensors.witmotion.codec import DATA, DRIVER_ID
from imu_hinge.sensors.witmotion.decoder import WitmotionDecoder
from imu_hinge.sensors.witmotion.sequences import SEQUENCES, ask_identity

DRIVER = Driver(
    id=DRIVER_ID,
    name="WitMotion",
    data_characteristic=DATA,
    new_decoder=WitmotionDecoder,
    sight=words.sight,
    new_dialogue=lambda: SequencedDialogue(SEQUENCES),
    identify=ask_identity,
    cannot=words.CANNOT,
    remark=words.remark,
)
