"""Where the parts of the assessment screen stand, by the size of the terminal and the stage."""

from imu_hinge.tui.widgets.figures import figures
from imu_hinge.view.assess.viewer import Seen
from imu_hinge.view.snapshot import Stage

STAGES = ("waiting", "calibrating", "testing", "ended")
_STAGE_OF = {Stage.WAITING: "waiting", Stage.CALIBRATING: "calibrating", Stage.ENDED: "ended"}


def stage_of(seen: Seen) -> str:
    """One of STAGES."""
    return _STAGE_OF.get(seen.session.stage, "testing")


def classes(seen: Seen) -> dict[str, bool]:
    """The class of the stage, and whether hinges are counted."""
    stages = {f"-{stage}": stage == stage_of(seen) for stage in STAGES}
    return {**stages, "-counting": bool(figures(seen.session))}


def _shown() -> str:
    return ", ".join(f"AssessScreen.-{stage} .{stage}" for stage in STAGES)


CSS = f"""
AssessScreen {{ layout: vertical; overflow: hidden; background: $gym-ground; }}
AssessScreen #middle {{ height: 1fr; layout: horizontal; overflow: hidden; }}
AssessScreen #main {{ width: 1fr; height: 100%; layout: vertical; overflow: hidden; }}
AssessScreen Painted {{ display: none; height: 1; width: 100%; background: $gym-ground; }}
AssessScreen #results {{ display: none; height: 1fr; padding: 0 1; background: $gym-ground; color: $gym-text;
    scrollbar-size-vertical: 1; }}
AssessScreen.-ended #results {{ display: block; }}
AssessScreen #words {{ width: 100%; height: auto; }}
{_shown()} {{ display: block; }}

AssessScreen #steps {{ width: 34; height: 100%; display: none; }}
AssessScreen.-mid.-testing #steps, AssessScreen.-wide.-testing #steps {{ display: block; }}
AssessScreen.-mid.-ended #steps, AssessScreen.-wide.-ended #steps {{ display: none; }}
AssessScreen.-wide #steps {{ width: 46; }}

AssessScreen #banner {{ height: 8fr; min-height: 1; }}
AssessScreen #name {{ height: 4; }}
AssessScreen #figure {{ height: 7fr; min-height: 1; }}
AssessScreen #captures {{ height: 3; }}
AssessScreen #pain, AssessScreen #offer {{ height: 4; display: none; }}
AssessScreen.-tall #name {{ height: 5; }}
AssessScreen.-tall #banner, AssessScreen.-tall #figure {{ height: 1fr; }}
AssessScreen.-tall #captures {{ height: 4; margin: 1 0 0 0; }}
AssessScreen.-extra #name {{ height: 8; }}
AssessScreen.-extra #banner, AssessScreen.-extra #figure {{ height: 1fr; }}
AssessScreen.-extra #captures {{ height: 5; margin: 1 0 0 0; }}

AssessScreen.-waiting #banner {{ height: 8fr; }}
AssessScreen.-waiting #page {{ height: 13fr; }}
AssessScreen.-calibrating #page {{ height: 7; }}
AssessScreen.-tall.-calibrating #page, AssessScreen.-extra.-calibrating #page {{ height: 9; }}
AssessScreen.-calibrating #figure {{ display: none; }}
AssessScreen.-calibrating.-counting #figure {{ display: block; }}

AssessScreen.-asking #name, AssessScreen.-offering #name {{ display: none; }}
AssessScreen.-asking #pain, AssessScreen.-offering #offer {{ display: block; }}
AssessScreen.-asking.-calibrating #page, AssessScreen.-asking.-waiting #page {{ display: none; }}

AssessScreen.-low .detail, AssessScreen.-slim .detail {{ display: none; }}
AssessScreen.-low #results, AssessScreen.-slim #results {{ padding: 0; }}
"""
