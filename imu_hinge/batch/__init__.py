"""The same work on many files: in this process, in several (`processes`), or on a cluster (`cluster`).

The results are the same. The two pools are imported where they are used: what they stand on takes time to load.
"""

from imu_hinge.batch.mapping import Pool, mapped
from imu_hinge.batch.result import Done, Failed, Result, attempted
from imu_hinge.batch.serial import Serial

__all__ = ["Done", "Failed", "Pool", "Result", "Serial", "attempted", "mapped"]
