"""The virtual wearer and virtual sensors: scripted movement with its truth, as samples or as a station's inputs.

Shapes of movement, soft tissue and sitting are assumptions (see `body` and `lifts`): a perfect score on them says what
the algorithm can do with these shapes, and nothing about people.
"""

from imu_hinge.virtual.body import Body, Person
from imu_hinge.virtual.radio import PERFECT_RADIO, Radio
from imu_hinge.virtual.sensor import Setup, random_setup
from imu_hinge.virtual.truth import Truth, truth_to_dict
from imu_hinge.virtual.wearer import Wearer

__all__ = ["PERFECT_RADIO", "Body", "Person", "Radio", "Setup", "Truth", "Wearer", "random_setup", "truth_to_dict"]
