"""`python -m imu_hinge`: the program, where its script is not on the path."""

import sys

from imu_hinge.cli import main

sys.exit(main())
