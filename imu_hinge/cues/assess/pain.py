"""Pain in a movement of an assessment: it is noted, and where it is high or has risen the wearer is asked. Pure."""

from collections.abc import Sequence

from imu_hinge.gate.pain import RISE, rise

_CHOICE = "Stop, leave this test, or go on?"


def pain_question(pains: Sequence[int], limit: int) -> str:
    """What is asked after the last of `pains` (0 to 10, in order); empty where nothing is.

    `limit`: pain from which no session would start.
    """
    if not pains:
        return ""
    if pains[-1] >= limit:
        return f"pain {pains[-1]}; the start limit is {limit}. {_CHOICE}"
    return f"pain {pains[-1]}, was {pains[0]}. {_CHOICE}" if rise(pains) >= RISE else ""
