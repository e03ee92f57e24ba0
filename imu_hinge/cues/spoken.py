"""Every sentence that is said aloud, in one table."""

from enum import StrEnum

from imu_hinge.catalogue import Exercise
from imu_hinge.core.refusals import REMEDIES


class Said(StrEnum):
    """Sentences without a number or a name in them."""

    STOP = "stop"
    STOPPED = "stopped"
    NOT_RECORDING = "not recording"
    COUNTING_PAUSED = "sensor lost, counting paused"
    COUNTING_ONLY = "sensor lost, counting only"
    COUNTING_UNSURE = "sensor lost, count unsure"
    BACK = "sensor back"
    MOVED = "sensor moved, stand tall"
    LAST_ONE = "last one"
    READY = "ready"
    CALIBRATED = "calibrated, ready"
    CALIBRATED_COUNTING = "calibrated, counting only"
    LEFT = "left"
    RIGHT = "right"
    HOLD = "stand tall and still, arms down"
    STANCE = "stay still"
    HINGES = "hinge forward three times, easily"
    FULL_BEND = "one slow bend, as far as is comfortable, back rounded"
    STANCE_AGAIN = "stand tall and still once more"
    NOT_TAKEN = "calibration not taken"
    REST = "rest"
    PLAN_DONE = "plan done"


STEPS = {
    "hold": Said.HOLD,
    "stance": Said.STANCE,
    "hinges": Said.HINGES,
    "full_bend": Said.FULL_BEND,
    "stance_again": Said.STANCE_AGAIN,
}
"""What each step of the guided calibration asks; how it ended is told by what follows its last one."""

_BELOW_TWENTY = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety"


def number(n: int) -> str:
    """A number from 0 as words; from 100 on as digits, which every voice can read."""
    ones = _BELOW_TWENTY.split()
    if n < len(ones):
        return ones[n]
    if n >= 100:
        return str(n)
    tens, left = divmod(n, 10)
    return " ".join([_TENS.split()[tens], *([ones[left]] if left else [])])


def rest(reps: int) -> str:
    """`rest, eight`; no number for a set without repetitions."""
    return f"{Said.REST}, {number(reps)}" if reps else str(Said.REST)


def rest_summed(reps: int, past: int, title: str) -> str:
    """`rest, two of eight: rounded`."""
    return f"{Said.REST}, {number(past)} of {number(reps)}: {title}"


def not_taken(remedy: str) -> str:
    """How a calibration was refused; the remedy names the reason first."""
    return f"{Said.NOT_TAKEN}: {remedy}"


def phrases(exercise: Exercise) -> tuple[str, ...]:
    """Everything that may be said in a session but for numbers and what contains one, each once."""
    faults = [text for fault in exercise.faults if fault.cue for text in (fault.cue, fault.explanation)]
    hints = [fault.hint for fault in exercise.faults if fault.hint]
    return tuple(dict.fromkeys([*map(str, Said), *faults, *hints, *map(not_taken, REMEDIES.values())]))
