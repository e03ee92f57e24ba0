"""The numbers of several sets together: every header, sum and summary shows these and counts nothing itself. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import RepStatus
from imu_hinge.view.verdicts import Verdict, tally, verdict_of
from imu_hinge.view.words import reps_words

_PEAK = "lumbar_flexion_peak_deg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Sums over sets; `reps` is `counted` + `unsure`, and with faults to judge also the sum of the verdicts below."""

    sets: int
    reps: int
    counted: int
    unsure: int
    good: int
    close: int
    past: int
    not_judged: int
    """Counted, but no fault of the exercise could be judged; 0 for an exercise without faults."""
    peak_deg: float | None
    """Largest lumbar flexion of the counted, valid repetitions, deg; None where there is none."""
    peak_at: tuple[int, int] | None
    """SetSummary.index and Rep.index of the repetition with that peak."""
    faults: Mapping[str, int]
    """Repetitions past the limit, by fault id; most frequent first."""
    cautions: Mapping[str, int]
    """Repetitions past the early limit only, by fault id; most frequent first."""
    rows: int
    sides: Mapping[str, int]
    """Repetitions by working side; empty for an exercise without sides."""

    def to_dict(self) -> dict[str, Any]:
        """The fields by name, ready for JSON."""
        return asdict(self)


def totals(sets: Sequence[SetSummary], exercise: Exercise) -> Totals:
    """The numbers of these sets of one exercise; all zero for no sets."""
    verdicts: Counter[Verdict] = sum((tally(one, exercise) for one in sets), Counter())
    reps = [rep for one in sets for rep in one.reps]
    unknown = [rep for rep in reps if verdict_of(rep, exercise) is Verdict.UNSURE]
    counted, unsure = sum(one.counted for one in sets), sum(one.unsure for one in sets)
    peak_deg, peak_at = _peak(sets)
    return Totals(
        sets=len(sets),
        reps=counted + unsure,
        counted=counted,
        unsure=unsure,
        good=verdicts[Verdict.GOOD],
        close=verdicts[Verdict.CLOSE],
        past=verdicts[Verdict.PAST],
        not_judged=sum(rep.status is not RepStatus.UNSURE for rep in unknown),
        peak_deg=peak_deg,
        peak_at=peak_at,
        faults=_summed(sets, lambda one: one.faults),
        cautions=_summed(sets, lambda one: one.cautions),
        rows=sum(rep.rows for rep in reps),
        sides=dict(sorted(Counter(rep.side for rep in reps if rep.side).items())),
    )


def _peak(sets: Iterable[SetSummary]) -> tuple[float | None, tuple[int, int] | None]:
    """Of equal peaks the first one."""
    known = [(one.spreads[_PEAK], one) for one in sets if _PEAK in one.spreads]
    if not known:
        return None, None
    spread, at = max(known, key=lambda item: item[0].largest)
    rep = next(rep for rep in at.reps if rep.index in spread.based_on and getattr(rep, _PEAK) == spread.largest)
    return spread.largest, (at.index, rep.index)


def _summed(sets: Iterable[SetSummary], of: Callable[[SetSummary], Mapping[str, int]]) -> dict[str, int]:
    counts: Counter[str] = sum((Counter(of(one)) for one in sets), Counter())
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def words(all_: Totals) -> str:
    """`13 reps: 9 good, 2 close, 1 past the limit, 1 unsure`; only what there is."""
    kinds = ((all_.good, "good"), (all_.close, "close"), (all_.past, "past the limit"))
    judged = [f"{count} {name}" for count, name in kinds if count]
    if not judged:
        return reps_words(all_.counted, all_.unsure)
    rest = [f"{count} {name}" for count, name in ((all_.unsure, "unsure"), (all_.not_judged, "not judged")) if count]
    return f"{reps_words(all_.reps, 0)}: {', '.join([*judged, *rest])}"


def session_line(t_ns: int, all_: Totals) -> str:
    """`93.3  session  end  2 sets: 13 reps, 1 unsure`."""
    count = "1 set" if all_.sets == 1 else f"{all_.sets} sets"
    reps = reps_words(all_.counted, all_.unsure)
    return f"{t_ns / 1e9:.1f}  session  end  {f'{count}: {reps}' if all_.sets else reps}"
