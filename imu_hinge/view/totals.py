"""The numbers of several sets together: every header, sum and summary shows these and counts nothing itself. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from imu_hinge.catalogue import Exercise
from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import RepStatus
from imu_hinge.view.sets import SetNumbers, Totals
from imu_hinge.view.snapshot import Snapshot
from imu_hinge.view.verdicts import Verdict, tally, verdict_of
from imu_hinge.view.words import reps_words

__all__ = ["Totals", "all_numbers", "numbers_of", "session_line", "together", "totals", "words"]

_PEAK = "lumbar_flexion_peak_deg"
_ADDED = ("sets", "reps", "counted", "unsure", "good", "close", "past", "not_judged", "rows")


def totals(sets: Iterable[SetSummary], exercise: Exercise) -> Totals:
    """The numbers of these sets of one exercise; all zero for no sets."""
    return together([_of_one(one, exercise) for one in sets])


def together(parts: Sequence[Totals]) -> Totals:
    """The numbers of all of them, in the order of their sets: those of parts are those of the whole."""
    peaks = [(one.peak_deg, one.peak_at) for one in parts if one.peak_deg is not None]
    peak_deg, peak_at = max(peaks, key=lambda peak: peak[0], default=(None, None))  # of equal ones the first
    return Totals(
        **{name: sum(getattr(one, name) for one in parts) for name in _ADDED},
        peak_deg=peak_deg,
        peak_at=peak_at,
        faults=_summed([one.faults for one in parts]),
        cautions=_summed([one.cautions for one in parts]),
        sides=dict(sorted(_summed([one.sides for one in parts]).items())),
    )


def numbers_of(one: SetSummary, exercise: Exercise) -> SetNumbers:
    """What stays of a set when its repetitions are let go of."""
    return SetNumbers(side=one.side, ended=one.ended, t_start_ns=one.t_start_ns, totals=totals([one], exercise))


def all_numbers(snapshot: Snapshot) -> tuple[SetNumbers, ...]:
    """Of every set of the session, in order."""
    return (*snapshot.earlier, *(numbers_of(one, snapshot.exercise) for one in snapshot.sets))


def _of_one(one: SetSummary, exercise: Exercise) -> Totals:
    verdicts = tally(one, exercise)
    unknown = [rep for rep in one.reps if verdict_of(rep, exercise) is Verdict.UNSURE]
    peak_deg, peak_at = _peak(one)
    return Totals(
        sets=1,
        reps=one.counted + one.unsure,
        counted=one.counted,
        unsure=one.unsure,
        good=verdicts[Verdict.GOOD],
        close=verdicts[Verdict.CLOSE],
        past=verdicts[Verdict.PAST],
        not_judged=sum(rep.status is not RepStatus.UNSURE for rep in unknown),
        peak_deg=peak_deg,
        peak_at=peak_at,
        faults=one.faults,
        cautions=one.cautions,
        rows=sum(rep.rows for rep in one.reps),
        sides=Counter(rep.side for rep in one.reps if rep.side),
    )


def _peak(one: SetSummary) -> tuple[float | None, tuple[int, int] | None]:
    """Of equal peaks the first one."""
    spread = one.spreads.get(_PEAK)
    if spread is None:
        return None, None
    rep = next(rep for rep in one.reps if rep.index in spread.based_on and getattr(rep, _PEAK) == spread.largest)
    return spread.largest, (one.index, rep.index)


def _summed(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The most frequent first, then by name."""
    counts: Counter[str] = sum(map(Counter, parts), Counter())
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
