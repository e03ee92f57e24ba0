"""Where the parts of the posture screen stand, by the size of the terminal and whether the day has begun."""

from imu_hinge.view.day import DaySnapshot
from imu_hinge.view.snapshot import Stage

COLUMNS = [(0, "-slim"), (60, "-narrow"), (78, "-usual"), (100, "-mid"), (160, "-wide")]
ROWS = [(0, "-low"), (16, "-brief"), (24, "-short"), (34, "-tall"), (50, "-extra")]
"""Classes of the screen. Slim or low ones show the word only, brief ones neither table nor numbers."""


def classes(day: DaySnapshot) -> dict[str, bool]:
    """What the session sets: setting up, the day, or its end; and a large number in the calibration."""
    stage = day.session.stage
    begun = {f"-{one}": stage is one for one in (Stage.WAITING, Stage.CALIBRATING)}
    days = {"-day": day.under_way or stage is Stage.ENDED, "-going": day.under_way, "-past": bool(day.week)}
    return {**begun, **days, "-counting": day.session.calibrating.step == "hinges"}


CSS = """
PostureScreen { layout: vertical; overflow: hidden; background: $gym-ground; }
PostureScreen Painted { width: 100%; height: 1; background: $gym-ground; }

PostureScreen #band { height: 8fr; min-height: 1; }
PostureScreen #said { height: 2; display: none; }
PostureScreen.-day #said { display: block; }
PostureScreen #count { height: 7fr; display: none; }
PostureScreen #page { height: 13fr; display: none; }
PostureScreen.-waiting #page, PostureScreen.-calibrating #page { display: block; }
PostureScreen.-calibrating #page { height: 7; }
PostureScreen.-tall.-calibrating #page, PostureScreen.-extra.-calibrating #page { height: 9; }
PostureScreen.-calibrating.-counting #count { display: block; }

PostureScreen .day, PostureScreen .going { display: none; }
PostureScreen.-day .day, PostureScreen.-going .going { display: block; }
PostureScreen #middle { layout: horizontal; width: 100%; height: 8; }
PostureScreen #zones { width: 1fr; height: 100%; }
PostureScreen #facts { width: 36; height: 100%; }
PostureScreen #strip { height: 3; }
PostureScreen #taps { layout: horizontal; height: 3; }
PostureScreen Target { margin: 0 1; }
PostureScreen.-brief #middle, PostureScreen.-brief #taps, PostureScreen.-short #taps { display: none; }
PostureScreen.-narrow #facts { display: none; }
PostureScreen .week { display: none; }

PostureScreen.-tall #middle, PostureScreen.-extra #middle { height: 11; padding: 1 0; }
PostureScreen.-tall #facts, PostureScreen.-extra #facts { width: 46; height: 7; }
PostureScreen.-tall #strip, PostureScreen.-extra #strip { height: 5; padding: 0 0 1 0; }
PostureScreen #line_of_week { height: 2; }
PostureScreen.-tall.-past.-day #line_of_week, PostureScreen.-extra.-past.-day #line_of_week { display: block; }
PostureScreen.-wide.-past.-day #line_of_week { display: none; }
PostureScreen.-wide.-past.-day #days { display: block; width: 96; height: 100%; }

PostureScreen #pain { display: none; height: 4; }
PostureScreen.-asking #pain { display: block; }
PostureScreen.-asking.-short #strip, PostureScreen.-asking.-brief #strip { display: none; }
PostureScreen.-asking.-short #next, PostureScreen.-asking.-brief #next { display: none; }
PostureScreen.-writing #keys { display: none; }
PostureScreen #line { height: 1; border: none; padding: 0 1; display: none; background: $gym-panel; color: $gym-text; }

PostureScreen.-low #said { height: 1; }
PostureScreen.-low .detail, PostureScreen.-slim .detail { display: none; }
"""
