"""`python -m imu_hinge.cli` is `imu-hinge`."""

import sys

from imu_hinge.cli import main

sys.exit(main())
