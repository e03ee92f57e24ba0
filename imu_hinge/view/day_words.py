"""What is said of a day at a moment: the one word, the sentence below it, numbers with their names. Pure."""

from collections.abc import Mapping, Sequence

from imu_hinge.core.posture import SNOOZES_MIN, PostureDay, PostureParams
from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.cues.shown import ASKED
from imu_hinge.gate.pain import RISE, pain_said, rise
from imu_hinge.model.events import PostureState
from imu_hinge.model.inputs import Command
from imu_hinge.view.day import DaySnapshot, Now, whole_minutes
from imu_hinge.view.posture_words import (
    FATES,
    STATES,
    delay_words,
    hour_words,
    lasted,
    reason_words,
    stay_words,
)
from imu_hinge.view.words import not_taken, number

NO_DATA = "no_data"
"""Why something is not known: nothing is heard."""
HOUR_S = 3600
STANCE_S = PostureParams().stance_wait_s
PAUSED = "paused: no zones, no reminders; recording goes on; space goes on with the day"
"""What a pause does."""
_PAUSE, _LOST, _NOTHING = (
    Banner("PAUSE", Tint.MUTED),
    Banner("LOST", Tint.LOST, "?"),
    Banner(glyph="?", tint=Tint.MUTED),
)
_SLUMP = Banner("SLUMP")
_BY_STATE = {
    PostureState.WALKING: Banner("WALK"),
    PostureState.LYING: Banner("LYING", Tint.MUTED),
    PostureState.NOT_WORN: Banner("OFF", Tint.MUTED),
}
"""States that have a word of their own, whatever the zone."""
CALIBRATES = "shift+c (C) calibrates anew"
_TOO_FAR = f"a sensor sits too far from where it was: {CALIBRATES}"
_WANTED = {
    "calibrate": "calibrate: shift+c begins",
    "check_stance": "the sensors, or this program, were off: c checks the stance",
    "stance_shift": "a sensor seems to have shifted: c checks the stance; reminders wait until then",
}
_WAITS = {
    "paused": "none while paused",
    "not_known": "none while the position is not known",
    "state": "none while walking, lying or not worn",
    "set": "none in a set",
    "stance": "none until the stance is checked: c",
    "too_far": "none until it is calibrated anew: C",
    "calibrated": "none in the minute after a stance or calibration",
    "after_set": "none right after a set",
    "seat_left": "none right after a seat",
    "quiet_hours": "quiet hours: recorded, not said",
    "muted": "muted: recorded, not said",
    "snoozed": "snoozed for another {snoozed}: recorded, not said",
}
"""Why nothing is said, by `Reminding.waits`."""
_SPACED = ("apart", "hour")
"""What only puts the next one off."""


def word_of(day: DaySnapshot) -> Banner:
    """The word of the zone or the state, without a glyph: here it is no request. Only lost data flood."""
    now = day.now
    if day.paused:
        return _PAUSE
    if day.lost:
        return _LOST
    if now is None:
        return _NOTHING
    if now.state in _BY_STATE:
        return _BY_STATE[now.state]
    if now.slumped:
        return _SLUMP
    return Banner(now.zone.value.upper()) if now.zone else _NOTHING


def words_of_all() -> tuple[str, ...]:
    """Every word that can appear beside those of the zones."""
    return tuple(one.word for one in (_PAUSE, _LOST, _SLUMP, *_BY_STATE.values()))


def sentence(day: DaySnapshot) -> str:
    """What is worth saying at this moment: the most urgent first; mostly nothing."""
    said = (
        _asked_for(day),
        stance_words(day),
        day.told,
        f"reminder: {day.reminded}" if day.reminded else "",
        PAUSED if day.paused else "",
        f"no data from {' and '.join(sorted(day.lost))}: come near, or charge it" if day.lost else "",
        _absent(day),
        _wanted(day),
        f"reading what was recorded earlier today: {100 * day.read:.0f} %" if day.read < 1 else "",
        ", ".join(map(reason_words, day.now.reasons)) if day.now else "",
    )
    return next((words for words in said if words), "")


def _asked_for(day: DaySnapshot) -> str:
    """What the calibration under way asks for; empty when there is none."""
    step = ASKED.get(day.session.calibrating.step)
    return f"calibration under way: {step.line}" if step else ""


def _wanted(day: DaySnapshot) -> str:
    """What the wearer is to do about the stance or the calibration; empty: nothing."""
    refused = day.session.calibrating.refused
    if day.stance.wanted == "calibrate" and refused:
        return f"{not_taken(refused)}; shift+c begins again"
    return _TOO_FAR if day.stance.wanted and day.too_far else _WANTED.get(day.stance.wanted, "")


def _absent(day: DaySnapshot) -> str:
    """Why no sensor has given data yet, as its link says it; empty where one has."""
    if day.now is not None and day.now.reasons[:1] != (NO_DATA,):
        return ""
    details = (sensor.detail for sensor in day.session.sensors.values())
    return next(filter(None, details), reason_words(NO_DATA))


def stance_words(day: DaySnapshot) -> str:
    """The count-down of a stance check; empty when none is under way."""
    since_s = day.stance.since_s
    if since_s is None or day.now is None:
        return ""
    left_s = min(max(STANCE_S - (day.now.second - since_s), 0), STANCE_S)
    return f"stance check: stand tall and still for two seconds; {left_s} s left"


def stance_age(day: DaySnapshot) -> str:
    """`41 min ago`; a dash before a calibration."""
    if day.stance.zeroed_s is None or day.now is None:
        return number(None)
    seconds = max(day.now.second - day.stance.zeroed_s, 0)
    return f"{seconds // 60} min ago" if seconds >= 60 else f"{seconds} s ago"


def now_words(now: Now) -> tuple[str, ...]:
    """`standing`, `trunk 4 deg forward`, `low back 2 deg round`; for what is not known, why."""
    angles = (_angle("trunk", now.thorax_deg, "forward", "back"), _angle("low back", now.lumbar_deg, "round", "arched"))
    return (STATES[now.state], *(words for words in angles if words), *map(reason_words, now.reasons))


def _angle(name: str, deg: int | None, more: str, less: str) -> str:
    if not deg:
        return "" if deg is None else f"{name} 0 deg"
    return f"{name} {abs(deg)} deg {more if deg > 0 else less}"


def held_words(now: Now) -> str:
    """`tall for 1:20`."""
    return f"{now.zone.value if now.zone else STATES[now.state]} for {lasted(now.held_s)}"


def next_words(day: DaySnapshot) -> str:
    """`lean in 1:10 if you stay`, or why none comes: a snooze first, which the wearer asked for."""
    reminding = day.reminding
    if reminding.snoozed_s and reminding.waits in _SPACED:
        return _WAITS["snoozed"].format(snoozed=lasted(reminding.snoozed_s))
    waits = "too_far" if reminding.waits == "stance" and day.too_far else reminding.waits
    if words := _WAITS.get(waits):
        return words.format(snoozed=lasted(reminding.snoozed_s))
    if reminding.next is None:
        return "none: no stay is under way"
    row, left_s = reminding.next
    return f"{row} in {lasted(left_s)} if you stay"


def outlasting_words(day: DaySnapshot) -> str:
    """`snoozed 4:32`, `muted`: what keeps reminders from being said beside what `next_words` names; empty: nothing."""
    reminding = day.reminding
    if reminding.muted:
        return "" if reminding.waits == "muted" else "muted"
    told = reminding.waits in ("snoozed", *_SPACED)
    return f"snoozed {lasted(reminding.snoozed_s)}" if reminding.snoozed_s and not told else ""


def longest_words(day: PostureDay) -> str:
    """`lean 6:10 at 10:42`; a dash where nobody stayed."""
    longest = day.longest_strained
    if longest is None:
        return number(None)
    row, hold = longest
    return f"{row} {lasted(hold.held_s)} at {hour_words(hold.since_s)}"


def reminders_words(fates: Mapping[str, int]) -> str:
    """`2 given, 1 snoozed`; `none`."""
    return ", ".join(f"{fates[fate]} {words}" for fate, words in FATES.items() if fates.get(fate)) or "none"


def bends_words(day: PostureDay) -> str:
    """`12 hip, 4 back`, and those of which the pelvis is not known."""
    bends = day.bends
    unknown = f", {bends.unknown} unknown" if bends.unknown else ""
    return f"{bends.hip} hip, {bends.back} back{unknown}"


def minutes(seconds: float) -> str:
    """Whole minutes."""
    return str(whole_minutes(seconds))


def hourly_words(seconds: float, of_s: float) -> str:
    """`12 min of every hour`; of less than an hour `7 of 13 min`."""
    if of_s < HOUR_S:
        return f"{minutes(seconds)} of {minutes(of_s)} min"
    return f"{minutes(HOUR_S * seconds / of_s)} min of every hour"


def next_snooze(chosen: int) -> int:
    """Minutes of the next snooze after this one, round in a circle; the shortest after none (0)."""
    longer = [one for one in SNOOZES_MIN if one > chosen]
    return longer[0] if longer else SNOOZES_MIN[0]


def said_words(command: Command, pains: Sequence[tuple[int, int]]) -> str:
    """What is told of a word of the wearer; empty where the next second of the day tells it."""
    if pain_said(command.name, command.argument) is not None:
        return pain_words([score for _, score in pains])
    match command.name, command.argument.split():
        case "snooze", [one]:
            return f"snoozed for {one} min: reminders are recorded, not said"
        case "mute", ["on"]:
            return _WAITS["muted"]
        case "mute", ["off"]:
            return "reminders are said again"
        case "pause", ["off"]:
            return "the day goes on"
        case "delay", [row, seconds] if seconds.isdecimal():
            return f"{stay_words(row)}: after {delay_words(int(seconds))}"
        case "note", _:
            return "note kept"
    return ""


def pain_words(scores: Sequence[int]) -> str:
    """`pain 3 noted`; after a rise what it was at first."""
    was = f", was {scores[0]}" if rise(scores) >= RISE else ""
    return f"pain {scores[-1]} noted{was}"
