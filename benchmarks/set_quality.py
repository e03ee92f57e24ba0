"""When a set is told that it is not what it was: how often without a reason, and how soon with one.

python benchmarks/set_quality.py                    the reporting seeds
python benchmarks/set_quality.py --tuning --sets 20
python benchmarks/set_quality.py --check            exit with 1 when a target is missed
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from imu_hinge.core.quality import quality
from imu_hinge.core.session import Session
from imu_hinge.core.summary import SetSummary, Summary
from imu_hinge.model.inputs import Placement
from imu_hinge.virtual import acts
from imu_hinge.virtual.body import random_person
from imu_hinge.virtual.lifts import FAULTS, LIFTS, STYLES, RepPlan, plan_reps
from imu_hinge.virtual.performing import SetPlan, perform
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.script import Script
from imu_hinge.virtual.seeds import REPORTING, TUNING
from imu_hinge.virtual.sensor import random_setup
from imu_hinge.virtual.wearer import Wearer

METHOD = """\
Virtual wearers, calibrated by guidance, each with {per} sets of {reps} repetitions of one style (eight styles, drawn)
and one exercise (the four of the progression in turn). From one repetition to the next range and times vary as those
of a practised wearer: 3 and 5 to 8 %. A set with a change changes in repetition {change}; what slows little by little
loses its 35 % evenly over the set, and is past the limit for its last three repetitions only. A hint is in time when
it comes with the second repetition after the change; for what slows little by little, with the second one that is
truly slower by more than the limit, or the one after it."""
REPS, CHANGE, PER_SESSION = 10, 6, 5
EXERCISES = ("band_hinge", "split_stance_hinge", "band_rdl", "rdl_row")
LOSS, SHARE, PEAK_DEG, QUICK, LIGHT = 0.35, 0.42, 38.0, 0.5, 0.6

Change = Callable[[list[RepPlan]], list[RepPlan]]


def from_change(fault: str, size: float) -> Change:
    """The fault in every repetition from CHANGE on."""
    return lambda reps: [*reps[: CHANGE - 1], *(FAULTS[fault](rep, size) for rep in reps[CHANGE - 1 :])]


def slower_and_slower(reps: list[RepPlan]) -> list[RepPlan]:
    """LOSS is reached in the last one."""
    losses = np.linspace(0.0, LOSS, len(reps)).tolist()
    return [FAULTS["speed_loss"](rep, loss) for rep, loss in zip(reps, losses, strict=True)]


def quicker(count: int, factor: float) -> Change:
    """The first ones come up in so much of the time."""
    return lambda reps: [*(replace(rep, up_s=rep.up_s * factor) for rep in reps[:count]), *reps[count:]]


@dataclass(frozen=True, slots=True)
class Case:
    """What happens to a set, and whether that is a reason for a hint."""

    change: Change
    hint: bool
    only: tuple[str, ...] = EXERCISES
    least: float = 0.95
    """Share of the sets in time, where there is a reason for a hint."""


CASES = {
    "steady": Case(lambda reps: reps, hint=False),
    "first one much quicker": Case(quicker(1, QUICK), hint=False),
    "three light ones first": Case(quicker(3, LIGHT), hint=False),
    "slower by 35 % at once": Case(from_change("speed_loss", LOSS), hint=True),
    "slower by 35 % little by little": Case(slower_and_slower, hint=True, least=0.0),
    "hinge share falls to 0.42": Case(from_change("low_hinge_share", SHARE), hint=True),
    "low back bends 38 deg": Case(from_change("lumbar_flexion", PEAK_DEG), hint=True, only=("band_rdl", "rdl_row")),
}


def wearer(case: Case, seed: int, number: int) -> Wearer:
    """PER_SESSION sets, all changed alike."""
    rng, exercise = np.random.default_rng(seed), case.only[number % len(case.only)]
    person, script = random_person(rng), Script()
    acts.stand(script, 1.0)
    acts.calibrate(script, rng, person.own_max_lumbar_deg)
    for index in range(PER_SESSION):
        acts.stand(script, float(rng.uniform(4.0, 6.0)))
        style = str(rng.choice(list(STYLES)))
        reps = plan_reps(LIFTS[exercise], rng, REPS, rows=3 if exercise == "rdl_row" else 0, styles=(style,))
        side = ("left", "right")[index % 2] if exercise == "split_stance_hinge" else None
        perform(script, SetPlan(exercise=exercise, reps=case.change(reps), side=side, armed=True))
    acts.stand(script, 4.0)
    script.say("end")
    setups = {placement: random_setup(rng) for placement in Placement}
    radio = Radio(batch=15, rotation=False)
    return Wearer(script, person, setups, int(rng.integers(2**62)), radio=radio, name=exercise, seed=seed)


@dataclass(frozen=True, slots=True)
class Found:
    """One set."""

    seed: int
    said: str
    """Id of the fault of the hint; empty where there was none."""
    at: int | None
    due: int | None
    """The repetition by which it is in time; None where there is no reason for one."""
    sure: int
    based_on: tuple[int, ...]

    @property
    def in_time(self) -> bool:
        """Whether it was said neither too late nor ahead of its reason."""
        return self.at is not None and self.due is not None and CHANGE - 2 <= self.at <= self.due


def folded(case: Case, seed: int, number: int) -> Iterator[Found]:
    """The sets of one session."""
    one = wearer(case, seed, number)
    session, summary = Session(one.script.sets[0].exercise), Summary()
    for item in one.inputs():
        for event in session.feed(item).events:
            summary.take(event)
    for said, true in zip(summary.sets, one.truth.sets, strict=True):
        due = _due(case, [rep.measures.get("speed_loss") for rep in true.reps])
        yield _found(said, session, seed, due)


def _found(said: SetSummary, session: Session, seed: int, due: int | None) -> Found:
    found = quality(said.reps, session.exercise)
    hint = found.hint
    return Found(
        seed, hint.fault.id if hint else "", hint.rep_index if hint else None, due, said.counted, found.based_on
    )


def _due(case: Case, true_losses: Sequence[float | None]) -> int | None:
    """The last repetition with which it is in time."""
    if not case.hint:
        return None
    if case.change is not slower_and_slower:
        return CHANGE + 1
    past = [place for place, loss in enumerate(true_losses, 1) if loss is not None and loss > 0.2]
    return past[1] + 1 if len(past) > 1 else REPS


def measured(case: Case, seeds: Sequence[int], sets: int) -> list[Found]:
    """So many sets."""
    sessions = -(-sets // PER_SESSION)
    return [found for number in range(sessions) for found in folded(case, seeds[number], number)]


def line(name: str, case: Case, found: Sequence[Found]) -> tuple[str, bool]:
    """What came of a case, and whether it is as it should be."""
    said = [one for one in found if one.at is not None]
    sure = sum(one.sure for one in found)
    if not case.hint:
        kept = not said
        words = f"{len(said)} hints"
    else:
        in_time = sum(one.in_time for one in found)
        kept = in_time >= case.least * len(found)
        words = f"{in_time} in time, {len(said) - in_time} otherwise, {len(found) - len(said)} none"
    return f"{name:34}{len(found):4} sets{sure:6} sure reps   {words}{'' if kept else '   MISSED'}", kept


def main() -> int:
    """0 success, 1 a target is missed and --check was given."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tuning", action="store_true", help="the seeds that limits were chosen on")
    parser.add_argument("--sets", type=int, default=100, help="of each case")
    parser.add_argument("--only", help="cases whose name contains this")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a target is missed")
    arguments = parser.parse_args()
    seeds = (TUNING if arguments.tuning else REPORTING)[500:]
    print(METHOD.format(per=PER_SESSION, reps=REPS, change=CHANGE))
    print(f"Seeds {seeds[0]} and up, the same for each case.")
    print("Targets: none without a reason; 95 % in time with one, but for what slows little by little.\n")
    kept = True
    for name, case in CASES.items():
        if (arguments.only or "") in name:
            words, well = line(name, case, measured(case, seeds, arguments.sets))
            print(words, flush=True)
            kept &= well
    return 1 if arguments.check and not kept else 0


if __name__ == "__main__":
    sys.exit(main())
