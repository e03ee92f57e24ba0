"""The words of the posture screen's help page: the keys of the moment, and what each number means. Pure."""

from imu_hinge.catalogue.posture import stays
from imu_hinge.tui.help_page import BLANK, EVERYTHING, lines
from imu_hinge.tui.posture.keys import working
from imu_hinge.view.day import DaySnapshot
from imu_hinge.view.posture_words import delay_words

_NAMES = 14
_NUMBERS = (
    ("today", "minutes by zone of the trunk, from your own stance; every second is in one row"),
    ("slumped", "seated, with the pelvis rolled back under a round low back"),
    ("changes", "of position; change is what counts, no zone is a score"),
    ("bends", "from standing, 45 deg or more: by the hip or by the back"),
    ("not worn, ?", "told apart from every zone; time that is not known is never tall"),
    ("sitting", "a guess: there is no sensor on the leg"),
)


def help_text(day: DaySnapshot) -> str:
    """Keys that work, the delays in force, the numbers."""
    keys = [(key.keys_shown, key.meaning) for key in working(day.session)]
    delays = "; ".join(f"{stay.title}: {delay_words(day.reminding.delays_s[stay.id])}" for stay in stays())
    return lines([*keys, EVERYTHING, BLANK, ("reminders", delays), *_NUMBERS], _NAMES)
