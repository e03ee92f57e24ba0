"""The documents that follow from the catalogue; `python -m tests.generate_docs` writes them."""

from pathlib import Path

from imu_hinge.bluetooth import states as links
from imu_hinge.catalogue import MEASURES, Exercise, Fault, exercise_ids, fault_ids, load_exercise, load_fault
from imu_hinge.cli.faults import limit_words
from imu_hinge.cli.texts import REPORT_LINE
from imu_hinge.core.phases import TABLE
from tests.progression_page import progression_page

ROOT = Path(__file__).resolve().parents[1]
NOTE = "<!-- Written by `make docs` from imu_hinge/catalogue; edit there. -->"

FAULTS_INTRODUCTION = """\
A fault is a measure beyond a limit, in these phases, for this long: a deviation from a technique target, no more.
The limits are technique settings from sparse evidence. On low-quality evidence, how far the low back bends in lifting
was not linked to back pain (PubMed 31775556); these limits are there to practise a movement by.

Past the early limit it is a *caution* (shown), past the limit a *fault* (shown and cued). What cannot be judged is
neither: it is *not judged*, and says why. At most one cue is given per repetition: the highest level first, then the
order of this page.
"""


def faults_page() -> str:
    """docs/faults.md."""
    faults = [load_fault(fault) for fault in fault_ids()]
    return "\n".join(
        [
            "# Faults",
            "",
            NOTE,
            "",
            FAULTS_INTRODUCTION,
            REPORT_LINE,
            "",
            *_table(
                ("id", "shown as", "caution", "fault", "hold", "cue"),
                [
                    (
                        f"[`{fault.id}`](#{fault.id})",
                        fault.title,
                        limit_words(fault, fault.caution),
                        limit_words(fault, fault.fault),
                        f"{fault.hold_s:g} s" if fault.hold_s else "once per rep",
                        fault.cue or "-",
                    )
                    for fault in faults
                ],
            ),
            *[line for fault in faults for line in _fault(fault)],
            "",
        ]
    )


def exercises_page() -> str:
    """docs/exercises.md."""
    exercises = [load_exercise(exercise) for exercise in exercise_ids()]
    return "\n".join(["# Exercises", "", NOTE, "", *[line for exercise in exercises for line in _exercise(exercise)]])


PHASES_INTRODUCTION = """\
A repetition is found by one automaton on the tilt of the thorax. It has no other transitions than these. It ends with
standing, complete, or, when the wearer sinks again after half the way up, incomplete. Heights are above the base, the
trunk's own posture between repetitions; *R* is the wearer's own range, first from the calibration, then from the last
five repetitions.
"""


def phases_page() -> str:
    """docs/phases.md."""
    note = NOTE.replace("imu_hinge/catalogue", "imu_hinge/core/phases.py")
    drawing = [f"    {phase} --> {after}: {sign}" for (phase, sign), after in TABLE.items()]
    rows: list[tuple[str, ...]] = [(f"`{phase}`", str(sign), f"`{after}`") for (phase, sign), after in TABLE.items()]
    return "\n".join(
        [
            "# Phases of a repetition",
            "",
            note,
            "",
            PHASES_INTRODUCTION,
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> standing",
            *drawing,
            "```",
            "",
            *_table(("in", "when the trunk", "then"), rows),
            "",
        ]
    )


LINKS_INTRODUCTION = """\
Each placement has one supervised link. Its states are inputs of the session: recorded, replayed, never derived again.
What is greyed out or sounded does not wait for them, it follows the age of the newest sample; the link says why, and
what is being done about it. A link retries for ever: after 0.25, 0.5, 1, 2, then every 5 s, from the start again once
data has flowed.
"""


def links_page() -> str:
    """docs/link_states.md."""
    note = NOTE.replace("imu_hinge/catalogue", "imu_hinge/bluetooth/states.py")
    lines = [f"    {row.state} --> {after}" for row in links.table() for after in row.following]
    rows: list[tuple[str, ...]] = [(f"`{row.state}`", row.meaning, _codes(row.following)) for row in links.table()]
    return "\n".join(
        [
            "# States of a link",
            "",
            note,
            "",
            LINKS_INTRODUCTION,
            "```mermaid",
            "stateDiagram-v2",
            "    [*] --> searching",
            *lines,
            "```",
            "",
            *_table(("state", "entered when", "then"), rows),
            "",
        ]
    )


def _codes(states: tuple[str, ...]) -> str:
    return ", ".join(f"`{state}`" for state in states) or "-"


def pages() -> dict[Path, str]:
    """Every generated document by its path."""
    return {
        ROOT / "docs/faults.md": faults_page(),
        ROOT / "docs/exercises.md": exercises_page(),
        ROOT / "docs/progression.md": progression_page(NOTE),
        ROOT / "docs/phases.md": phases_page(),
        ROOT / "docs/link_states.md": links_page(),
    }


_LEVELS = {"caution": "early limit", "fault": "limit"}


def _fault(fault: Fault) -> list[str]:
    facts = [
        f"- Measure: `{fault.measure}` ({MEASURES[fault.measure].meaning}), in {fault.unit}",
        f"- Phases: {', '.join(fault.phases) or 'the whole repetition'}",
        *_conditions(fault),
        f"- Exercises: {', '.join(_used_by(fault))}",
        *([f"- Hint: {fault.hint}; from two running past the {_LEVELS[fault.hint_from]} on"] if fault.hint else []),
        f"- Source: {fault.source}",
    ]
    return ["", f"## {fault.id}", "", fault.explanation, "", *facts]


def _conditions(fault: Fault) -> list[str]:
    conditions = {
        f"- Judged only when known: {', '.join(fault.needs)}": fault.needs,
        f"- Judged only while the pelvis is within {fault.pelvis_within_deg} deg of stance": fault.pelvis_within_deg,
        f"- Judged only from {fault.thorax_range_above_deg} deg of thorax range": fault.thorax_range_above_deg,
        "- Limits 6 deg wider under automatic calibration": fault.absolute,
        f"- Cleared {fault.clear_margin:g} {fault.unit} back inside for {fault.clear_hold_s:g} s": not fault.per_rep,
    }
    return [line for line, applies in conditions.items() if applies]


def _used_by(fault: Fault) -> list[str]:
    return [f"`{exercise}`" for exercise in exercise_ids() if fault in load_exercise(exercise).faults]


def _exercise(exercise: Exercise) -> list[str]:
    level = f"level {exercise.level}" if exercise.level else "assessment"
    return [
        f"## {exercise.id}",
        "",
        f"**{exercise.title}** ({level}). {exercise.description}",
        "",
        f"- Counted on the {exercise.counted_on}",
        f"- Expected range until your own is known: {exercise.thorax_range_deg:g} deg",
        f"- Counts {'at once' if exercise.armed else 'at once when a set was started, else after three similar ones'}",
        f"- The pelvis must take part: {_yes(exercise.hinge_demanded)}; seated: {_yes(exercise.seated_allowed)}",
        f"- Sides counted apart: {_yes(exercise.sides)}; rows at the bottom: {_yes(exercise.rows)}",
        f"- Faults: {', '.join(f'[`{one.id}`](faults.md#{one.id})' for one in exercise.faults) or 'none'}",
        "",
    ]


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def main() -> None:
    """Writes every page."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
