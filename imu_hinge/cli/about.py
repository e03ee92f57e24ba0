"""What a recording made by this program on this machine says about itself."""

import platform
import time
from uuid import uuid4

from imu_hinge import __version__
from imu_hinge.catalogue import Texts, texts
from imu_hinge.model.kinds import Kind
from imu_hinge.recording import About

NOBODY = "c-00000000"
"""The pseudonym of a client whom nobody named."""


def about_recording(
    exercise: str | None,
    source: str,
    client: str = NOBODY,
    judged_by: Texts | None = None,
    *,
    kind: str = Kind.TRAINING,
    settings: str = "",
) -> About:
    """Now, on this machine; `judged_by` where it is not the catalogue as it stands, all else as in About."""
    profile, faults = judged_by or (texts(exercise) if exercise else ("", {}))
    return About(
        recording_id=str(uuid4()),
        session_id=str(uuid4()),
        client=client,
        start_wall_ns=time.time_ns(),
        utc_offset_min=time.localtime().tm_gmtoff // 60,
        exercise=exercise or "",
        exercise_profile=profile,
        fault_profiles=faults,
        software=f"imu_hinge {__version__}",
        python=platform.python_version(),
        os=platform.system(),
        source=source,
        kind=kind,
        settings=settings,
    )
