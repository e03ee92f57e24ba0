"""Where the parts of the live screen stand, by the size of the terminal and the stage of the session."""

from imu_hinge.tui.states import pain_open
from imu_hinge.tui.widgets.figures import figures
from imu_hinge.view.snapshot import Snapshot, Stage

COLUMNS = [(0, "-slim"), (60, "-narrow"), (100, "-mid"), (160, "-wide")]
ROWS = [(0, "-low"), (16, "-short"), (34, "-tall"), (50, "-extra")]
"""Classes of the screen. Slim or low ones show word and number only."""


def classes(snapshot: Snapshot) -> dict[str, bool]:
    """The classes that the session sets: its stage, whether there is a large number, and a score ahead of a set."""
    stages = {f"-{stage}": stage is snapshot.stage for stage in Stage}
    scored = pain_open(snapshot) and snapshot.stage is not Stage.REST
    return {**stages, "-counting": bool(figures(snapshot)), "-scored": scored}


def _shown() -> str:
    return ", ".join(f"LiveScreen.-{stage} .{stage}" for stage in Stage)


CSS = f"""
LiveScreen {{ layout: vertical; overflow: hidden; background: $gym-ground; }}
LiveScreen > Drawn {{ display: none; height: 1; width: 100%; background: $gym-ground; }}
{_shown()} {{ display: block; }}

LiveScreen #banner {{ height: 8fr; min-height: 1; }}
LiveScreen #count {{ height: 11fr; min-height: 1; }}
LiveScreen.-tall #banner {{ height: 12fr; }}
LiveScreen.-tall #count {{ height: 14fr; }}
LiveScreen.-extra #banner {{ height: 19fr; }}
LiveScreen.-extra #count {{ height: 21fr; }}

LiveScreen.-tall #reps, LiveScreen.-extra #reps {{ height: 2; }}
LiveScreen #gauge {{ height: 2; }}
LiveScreen.-tall #gauge {{ height: 3; }}
LiveScreen.-extra #gauge {{ height: 4; }}
LiveScreen #share {{ height: 2; }}
LiveScreen #trace {{ height: 5; }}
LiveScreen.-extra #trace {{ height: 10; }}
LiveScreen.-short #share, LiveScreen.-short #trace {{ display: none; }}
LiveScreen #pain {{ height: 4; }}

LiveScreen.-calibrating #count {{ display: none; height: 7fr; }}
LiveScreen.-calibrating.-counting #count {{ display: block; }}
LiveScreen.-calibrating #page {{ height: 7; }}
LiveScreen.-tall.-calibrating #page, LiveScreen.-extra.-calibrating #page {{ height: 9; }}
LiveScreen.-rest #count {{ height: 8fr; }}
LiveScreen.-rest #page {{ height: 3; }}
LiveScreen.-tall.-rest #count {{ height: 16fr; }}
LiveScreen.-extra.-rest #count {{ height: 25fr; }}
LiveScreen.-tall.-rest #page, LiveScreen.-extra.-rest #page {{ height: 4; }}
LiveScreen.-waiting #page, LiveScreen.-ended #page {{ height: 13fr; }}
LiveScreen.-tall.-waiting #page, LiveScreen.-tall.-ended #page {{ height: 24fr; }}
LiveScreen.-extra.-waiting #page, LiveScreen.-extra.-ended #page {{ height: 36fr; }}

LiveScreen.-asking .judged, LiveScreen.-scored .judged, LiveScreen.-asking #page {{ display: none; }}
LiveScreen.-asking #pain, LiveScreen.-scored #pain {{ display: block; }}

LiveScreen.-big .frame {{ display: none; }}
LiveScreen.-big #gauge, LiveScreen.-big #reps {{ height: 1; }}
LiveScreen.-big #banner {{ height: 8fr; }}
LiveScreen.-big #count {{ height: 14fr; }}
LiveScreen.-big.-tall #banner {{ height: 12fr; }}
LiveScreen.-big.-tall #count {{ height: 26fr; }}
LiveScreen.-big.-extra #banner {{ height: 22fr; }}
LiveScreen.-big.-extra #count {{ height: 36fr; }}

LiveScreen.-low .detail, LiveScreen.-slim .detail {{ display: none; }}
LiveScreen #note {{ height: 1; border: none; padding: 0 1; display: none; background: $gym-panel; color: $gym-text; }}
LiveScreen.-noting #note {{ display: block; }}
LiveScreen.-noting #keys {{ display: none; }}
"""
