"""Where the parts of the live screen stand, by the size of the terminal and the stage of the session."""

from imu_hinge.tui.states import asked_words, pain_open
from imu_hinge.tui.widgets.figures import figures
from imu_hinge.view.snapshot import Snapshot, Stage
from imu_hinge.view.today import rest_words

COLUMNS = [(0, "-slim"), (60, "-narrow"), (100, "-mid"), (160, "-wide")]
ROWS = [(0, "-low"), (16, "-short"), (34, "-tall"), (50, "-extra")]
"""Classes of the screen. Slim or low ones show word and number only."""
_IN_SESSION = tuple(stage for stage in Stage if stage is not Stage.ENDED)


def classes(snapshot: Snapshot) -> dict[str, bool]:
    """The classes that the session sets: its stage, who wants what, a large number, and a score ahead of a set."""
    stages = {f"-{stage}": stage is snapshot.stage for stage in Stage}
    scored = pain_open(snapshot) and snapshot.stage is not Stage.REST
    asked = {
        "-stopped": bool(snapshot.asked.stop),
        "-asked": bool(asked_words(snapshot)),
        "-watched": bool(snapshot.watched.words),
        "-planned": bool(rest_words(snapshot.today)),
    }
    return {**stages, **asked, "-counting": bool(figures(snapshot)), "-scored": scored}


def _shown() -> str:
    return ", ".join(f"LiveScreen.-{stage} .{stage}" for stage in Stage)


def _hidden(*parts: str) -> str:
    """While a trainer asks to stop, in every stage of a session."""
    return ", ".join(f"LiveScreen.-stopped.-{stage} #{part}" for stage in _IN_SESSION for part in parts)


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
LiveScreen.-tall.-rest.-planned #page, LiveScreen.-extra.-rest.-planned #page {{ height: 6; }}
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

LiveScreen #asked {{ height: 2; }}
LiveScreen.-tall #asked {{ height: 3; }}
LiveScreen.-extra #asked {{ height: 4; }}
LiveScreen.-asked #asked {{ display: block; }}
LiveScreen.-watched #watched {{ display: block; }}
LiveScreen.-watched.-ended #watched {{ display: none; }}
{_hidden("count", "reps", "page", "gauge", "share", "trace")} {{ display: none; }}

LiveScreen.-low .detail, LiveScreen.-slim .detail {{ display: none; }}
LiveScreen #note {{ height: 1; border: none; padding: 0 1; display: none; background: $gym-panel; color: $gym-text; }}
LiveScreen.-noting #note {{ display: block; }}
LiveScreen.-noting #keys {{ display: none; }}
"""
