"""The words of an assessment's help page. Pure."""

from imu_hinge.tui.assess.keys import KEYS, limits_to_take
from imu_hinge.tui.help_page import BLANK, EVERYTHING, lines
from imu_hinge.view.assess.viewer import Seen

_PARTS = (
    ("large word", "STAND still, MOVE to the end, HOLD it, come BACK; TAKEN, or AGAIN with what to do"),
    ("large number", "how far you have come, in degrees from how you stood"),
    ("boxes", "one for each movement; filled ones are taken, p4: pain 4 told with it"),
    ("median", "the middle one of the movements of a test"),
    ("spread", "how far they differ, as a standard deviation"),
    ("noise", "error of the measurement alone, RMS on the virtual wearer"),
    ("others", "what has been published of other people, and by whom"),
)
"""What each part of the screen means."""


def help_text(seen: Seen) -> str:
    """Keys that work at this moment, then the parts."""
    keys = [(key.keys_shown, key.meaning) for key in KEYS if key.when(seen)]
    limits = [("1 to 9", "take the proposed limit of this number")] if limits_to_take(seen) else []
    return lines([*keys, *limits, EVERYTHING, BLANK, *_PARTS])
