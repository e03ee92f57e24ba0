"""Contract tests for sensor drivers that other packages offer: what the program relies on. pytest is needed only here.

    pip install -e . 'pytest>=8.3'
    pytest --pyargs imu_hinge.testing

tests every driver that an installed package offers by an entry point of the group `imu_hinge.sensors`. To test others,
ours among them, name their ids:

    IMU_HINGE_DRIVERS=thingy52,polar pytest --pyargs imu_hinge.testing

The module that the entry point names may have `SPECIMENS: tuple[bytes, ...]`: the notifications of the data
characteristic that a sensor lying still sends within one second, first to last, as the sensor sends them. Without them
scales, times and separate state of two sensors are not tested (`pytest -rs` names what was left out). How a driver is
written: docs/drivers.md.
"""
