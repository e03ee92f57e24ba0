"""`imu-hinge analyze`: sets, repetitions and faults of a file."""

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from imu_hinge.analysis import Analysis, fold, open_source
from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.output import columns, print_json
from imu_hinge.cli.progress import watched
from imu_hinge.cli.texts import NOT_PROVEN, REPORT_LINE
from imu_hinge.cli.words import number, reps_words, spaced, verdict
from imu_hinge.core.summary import SetSummary, Spread
from imu_hinge.model.events import Rep

EXAMPLE = """example:
  imu-hinge analyze bend.csv --exercise forward_bend --json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLE}\n\n{NOT_PROVEN}"
    parser.add_argument("path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}; default: as recorded")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the analysis."""
    with open_source(arguments.path, arguments.exercise) as source:
        analysis = fold(replace(source, items=watched(source.items, arguments.path.name)))
    if arguments.json:
        print_json(analysis.to_dict())
    else:
        print("\n".join(page(analysis)))
    return 0


def page(analysis: Analysis) -> list[str]:
    """The lines of the result for a person."""
    sets = [line for one in analysis.sets for line in ("", *set_lines(analysis, one))]
    return [*_head(analysis), *(sets or ["", "No repetitions."]), *_notes(analysis), "", REPORT_LINE]


def _head(analysis: Analysis) -> list[str]:
    calibration = analysis.calibration
    reasons = ", ".join(map(spaced, calibration.reasons))
    quality = "" if calibration.status == "none" else f", quality {calibration.quality:.2f}"
    sensors = [
        f"{placement.value}: {number(stats.rate_hz, 1, ' Hz')}, {stats.samples} samples, {stats.lost_samples} lost, "
        f"gaps: {stats.gaps}"
        for placement, stats in analysis.sensors.items()
    ]
    return [
        f"{analysis.exercise.title} ({analysis.exercise.id}), {analysis.duration_s:.1f} s",
        *sensors,
        f"calibration: {calibration.status}{quality}" + (f" ({reasons})" if reasons else ""),
    ]


def _notes(analysis: Analysis) -> list[str]:
    warnings = [
        f"{analysis.seconds(one.t_ns):.1f} s  {one.placement.value + ' ' if one.placement else ''}{spaced(one.id)}: "
        f"{one.detail}"
        for one in analysis.warnings
    ]
    unread = [f"not readable: {damage}" for damage in analysis.damage]
    return ["", *warnings, *unread] if warnings or unread else []


HEAD = ("rep", "at", "down", "pause", "up", "thorax", "pelvis", "share", "low back", "at the top", "seen")
UNITS = ("", "s", "s", "s", "s", "deg", "deg", "", "deg (of own max.)", "deg", "")


def set_lines(analysis: Analysis, one: SetSummary) -> list[str]:
    """The table of one set, with a row of medians and what stands out below."""
    side = f" {one.side}" if one.side else ""
    span = f"{analysis.seconds(one.t_start_ns):.1f} to {analysis.seconds(one.t_end_ns):.1f} s"
    rows = [_row(analysis, rep) for rep in one.reps]
    table = columns(HEAD, [UNITS, *rows, _medians(one)], indent="  ")
    return [f"Set {one.index}{side}, {span}: {reps_words(one.counted, one.unsure)}", *table, *_remarks(analysis, one)]


def _row(analysis: Analysis, rep: Rep) -> tuple[str, ...]:
    at = analysis.seconds(rep.t_start_ns)
    return (str(rep.index), f"{at:.1f}", *_cells(rep), verdict(rep, analysis.exercise))


def _cells(rep: Rep) -> Iterable[str]:
    peak = number(rep.lumbar_flexion_peak_deg)
    percent = number(rep.lumbar_flexion_peak_pct, 0, " %")
    yield from (number(value, 1) for value in (rep.eccentric_s, rep.pause_s, rep.concentric_s))
    yield from (number(value) for value in (rep.thorax_rom_deg, rep.pelvis_rom_deg))
    yield number(rep.hinge_share, 2)
    yield peak if rep.lumbar_flexion_peak_pct is None else f"{peak} ({percent})"
    yield f"{number(rep.lockout_pelvis_deg)} / {number(rep.lockout_thorax_deg)}"


def _medians(one: SetSummary) -> tuple[str, ...]:
    def middle(measure: str, digits: int = 0, unit: str = "") -> str:
        spread: Spread | None = one.spreads.get(measure)
        return number(spread.median if spread else None, digits, unit)

    return (
        "all",
        "",
        *(middle(measure, 1) for measure in ("eccentric_s", "pause_s", "concentric_s")),
        *(middle(measure) for measure in ("thorax_rom_deg", "pelvis_rom_deg")),
        middle("hinge_share", 2),
        f"{middle('lumbar_flexion_peak_deg')} ({middle('lumbar_flexion_peak_pct', 0, ' %')})",
        f"{middle('lockout_pelvis_deg')} / {middle('lockout_thorax_deg')}",
        "median of the counted, valid reps",
    )


def _remarks(analysis: Analysis, one: SetSummary) -> list[str]:
    titles = {fault.id: fault.title for fault in analysis.exercise.faults}
    tallies = [f"{titles.get(fault, spaced(fault))} in {count}" for fault, count in one.faults.items()]
    lines = [f"past your limit: {', '.join(tallies)}"] if tallies else []
    lines += [f"not judged: {words}" for words in _not_judged(one, titles)]
    lines += [f"time under tension {one.time_under_tension_s:.0f} s{_slowing(one)}"]
    return [f"  {line}" for line in lines]


def _not_judged(one: SetSummary, titles: dict[str, str]) -> list[str]:
    faults = sorted({titles.get(fault, spaced(fault)) for rep in one.reps for fault in rep.not_judged})
    reasons = sorted({spaced(reason) for rep in one.reps for reason in rep.reasons})
    why = f" ({', '.join(reasons)})" if reasons else ""
    return [", ".join(faults) + why] if faults else [why.strip(" ()")] if why else []


def _slowing(one: SetSummary) -> str:
    return "" if one.speed_loss is None else f", speed loss {100 * one.speed_loss:.0f} %"
