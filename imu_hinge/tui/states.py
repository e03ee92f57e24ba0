"""What several widgets ask of a snapshot. Pure."""

from dataclasses import replace

from imu_hinge.core.guided_table import GuidedParams
from imu_hinge.core.summary import SetSummary
from imu_hinge.cues.banner import CALM, FLOODED, Banner, Tint
from imu_hinge.gate.pain import question
from imu_hinge.model.inputs import Placement
from imu_hinge.view.pains import pain_since
from imu_hinge.view.signals import Signal, signal_of
from imu_hinge.view.snapshot import Limits, Sensor, Snapshot, Stage
from imu_hinge.view.today import plan_words

HINGES = GuidedParams().hinges
STILL_DPS = GuidedParams().hold_dps
"""Below this a sensor holds still enough for the calibration."""

_BEFORE_A_SET = frozenset({Stage.WAITING, Stage.CALIBRATING, Stage.READY})
_BETWEEN = _BEFORE_A_SET | {Stage.REST}
_TOP_DEG, _HEADROOM = 35.0, 1.15
_NOTED_S = 8.0
"""How long a note stays."""
_WAIT = Banner("WAIT", Tint.MUTED)
_DONE = Banner("DONE", Tint.GOOD)


def banner_of(snapshot: Snapshot) -> Banner:
    """The banner; a word of the stage's own where nothing has chosen one yet, or nothing does any more.

    Ahead of a set the plan stands with the sentence below a word that is no warning, or a new note in its place.
    """
    if snapshot.stage is Stage.ENDED:
        return _DONE
    banner, note = snapshot.banner, newest_note(snapshot)
    if banner == CALM:
        return _WAIT if snapshot.stage is Stage.WAITING else Banner(line=note)
    quiet = snapshot.stage is Stage.READY and banner.tint not in FLOODED
    line = note or "; ".join(filter(None, (banner.line, plan_words(snapshot.today))))
    return replace(banner, line=line) if quiet else banner


def asked_words(snapshot: Snapshot) -> str:
    """What trainers want of the wearer between sets: first what can be answered; empty where there is nothing.

    While a stop holds, only what can be answered.
    """
    if snapshot.stage not in _BETWEEN:
        return ""
    proposal = snapshot.asked.proposal
    offer = f"{proposal.by} proposes {proposal.words}: enter takes it, esc leaves it" if proposal else ""
    return "; ".join(words for words in (offer, "" if snapshot.asked.stop else snapshot.asked.note) if words)


def proposal_open(snapshot: Snapshot) -> bool:
    """Whether another exercise can be taken at this moment: not in a set."""
    return bool(snapshot.asked.proposal and asked_words(snapshot))


def newest_note(snapshot: Snapshot) -> str:
    """The last note while it is new."""
    notes = [note.words for note in snapshot.notes if snapshot.t_ns - note.t_ns < _NOTED_S * 1e9]
    return notes[-1] if notes else ""


def missing(snapshot: Snapshot) -> tuple[Placement, ...]:
    """The sensors that give no data."""
    given = (Signal.FRESH, Signal.LATE)
    return tuple(place for place in Placement if signal_of(sensor_of(snapshot, place)) not in given)


def sensor_of(snapshot: Snapshot, placement: Placement) -> Sensor:
    """What is known of a sensor, which may be nothing."""
    return snapshot.sensors.get(placement, Sensor())


def current_set(snapshot: Snapshot) -> SetSummary | None:
    """The open set while one is open, else the last one; None where it has no repetitions yet."""
    last = snapshot.sets[-1] if snapshot.sets else None
    return None if last is not None and last.ended and snapshot.stage is Stage.SET else last


def set_number(snapshot: Snapshot) -> int:
    """Of the open set, of the last one while resting, else of the next one; from 1."""
    done = len(snapshot.all_sets)
    opening = snapshot.stage is Stage.SET and current_set(snapshot) is None
    return done + 1 if opening or not done else done


def sets_words(snapshot: Snapshot, sets: int | None) -> str:
    """`set 2/3`: of the plan, of which some may have been done earlier the same day, else of so many `sets`."""
    planned = snapshot.today.planned
    number = set_number(snapshot) + (len(planned.earlier) if planned else 0)
    of = planned.aim.sets if planned else sets
    return f"set {number}/{of}" if of and number <= of else f"set {number}"


def target(snapshot: Snapshot, reps: int | None) -> int | None:
    """Repetitions of a set as planned, else `reps`."""
    return snapshot.today.planned.aim.reps if snapshot.today.planned else reps


def gauge_top_deg(limits: Limits | None) -> float:
    """The upper end of gauge and trace: 35 deg, or a little above a higher limit."""
    return max(_TOP_DEG, 5.0 * round(limits.fault_deg * _HEADROOM / 5.0) + 5.0) if limits else _TOP_DEG


def clock(seconds: float) -> str:
    """`00:25`, `1:02:07`."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def size(count: int) -> str:
    """Bytes so that a growing file is seen to grow: `812kB`, `12.34MB`."""
    return f"{count / 1000:.0f}kB" if count < 1_000_000 else f"{count / 1e6:.2f}MB"


def pain_noted(snapshot: Snapshot) -> int | None:
    """The newest score given since the wearer stopped, else since the last set began; None where there is none."""
    if snapshot.stopped_ns is not None:
        return pain_since(snapshot.pains, snapshot.stopped_ns)
    begun = snapshot.sets[-1].t_start_ns if snapshot.sets else 0
    return pain_since(snapshot.pains, begun) if snapshot.stage is Stage.REST else None


def pain_open(snapshot: Snapshot) -> bool:
    """Whether a score may be given or changed though the pain key was not pressed: at rest, and after a stop."""
    stopped = snapshot.stage in _BEFORE_A_SET and pain_noted(snapshot) is not None
    return stopped or snapshot.stage is Stage.REST


def pain_risen(snapshot: Snapshot) -> str:
    """`pain 9, was 6. Stop, easier, or go on?` where that is to be asked; else empty."""
    return question([score for _, score in snapshot.pains]) if pain_open(snapshot) else ""
