"""docs/progression.md: its words, and the tables that follow from the catalogue."""

from collections.abc import Mapping, Sequence

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.progression import Number, Rules, levels
from imu_hinge.cli.texts import DISCLAIMER
from imu_hinge.core.progression.back import BACK
from imu_hinge.core.progression.checks import Criterion, number_words
from imu_hinge.core.progression.proposal import UP
from imu_hinge.core.progression.ticks import sides_words

INTRODUCTION = """\
Four exercises, each a level. The program looks at what was trained and told on a level, and proposes to go on, to
stay, or to take one level easier. **A person decides, the wearer or a trainer. Nothing changes by itself, and nothing
is promoted on pain.**

    imu-hinge clients level Ann 1 --reason "begins"
    imu-hinge clients plan Ann --level                    # the dose of the level; or an exercise with --sets and --reps
    imu-hinge clients progress Ann                        # each criterion, its figure, what is missing
    imu-hinge clients progress Ann --accept               # the level that is proposed is set
    imu-hinge clients progress Ann --decline "a new band first"

`--by NAME` says who decides. `--accept` and `--decline` exit with 1 where there is nothing to decide, and say
that alone. `clients show`,
`trainer week` and the page of a client on the trainer's screen show the same proposal.
"""

DOSE = """\
What is planned where nobody says otherwise. In exercises with sides the sets alternate, the left first. A set is
done from half of its planned repetitions on, in exercises with sides where its side was named; broken off, or of no
side, it is none. Sets beyond the plan tick nothing off (`3 of 3 sets, 36 of 30 reps`); all repetitions count towards
the sum, of a named side where there are sides. `live`, `clients progress`, the report and the trainer's screen count
so; `trainer week` does for all sessions of 7 days, of which there may be more sets than are planned for one.
"""

LOOKED_AT = """\
- Only sessions of the exercise of the level, from when the person came to it, with as many repetitions as below.
  Shorter ones are left out: they neither count nor break a row. Those before the first level was noted count, too.
- Changes by hand hold. Sessions of the virtual wearer are left out, and `clients progress` says how many; imported
  recordings count like all others, from when they began: of a CSV `imu-hinge import --began` says when.
- The *last sessions* are those of the newest days of training, as many days as going on takes. Every one of them has
  to be as the table asks: the figure shown is the lowest.
- A repetition is *in form* when it is sure, was seen whole and is inside the limits, with the low back judged. What
  could not be judged is neither in form nor past a limit; a lockout that could not be judged is not reached.
- Sessions that were only watched through a broker are left out, for their repetitions are kept elsewhere.
- Pain scores count whatever was done, also those of a day of posture or of an assessment. Answers before and after,
  and sets that were stopped, are looked for in sessions of training alone: nothing else has sets.
"""

UP_WORDS = "All of this has to hold."
SIDES = (
    "With sides, the shares of repetitions in form and back at the top have to be reached on the left and on the right."
)
PAIN = """\
`days with pain told`: without a score before, and one during or after the last session of each of these days, no
level is proposed, and it is said which answers are missing. The highest pain also has to be below the start limit of
the settings. A rise is looked for from every score to every later one. A set is stopped for pain where a score was told
in it, or asked for by `p` in it and told later. What is dated up to a day ahead counts as of now: a clock was set back.
"""
BACK_WORDS = """\
One of this is enough. On the first level rest is proposed in place of an easier level. An answer that is missing
proposes nothing. The newest pain is that of the newest session of training with a score, and later, as far as nobody
has decided on it; its rise counts from the score before it on. The start limit of the settings holds in place of the
one below.
"""

DECISIONS = """\
To decline is to note the same level again, with the reason: `clients level` lists both.
`clients level` does not note the level that holds once more. The same proposal does not
come again until the next session; a step back not until a session or a score that is new. After a level has changed,
only what is trained on it counts; scores from before block the way on for as long as they are looked at, and propose
no further step back.

Pain is new when it was not known here at the time of the decision, whenever it was given: a recording that is imported
later may hold pain from before it. It proposes a step back until somebody decides again, whatever was trained since.
Of scores that an earlier version kept, the time at which they were given counts.
"""

NOT = """\
A proposal is arithmetic on counts, shares and scores, nothing more. It knows no load, no band, no sleep, and nothing
of why something hurts. The numbers are our choice where the table says so, without a clinical source, and want a
trainer's review. Each is a line in `imu_hinge/catalogue/progression/`, with its source. Who is in doubt stays on a
level, or asks a professional.
"""


def progression_page(note: str) -> str:
    """The whole document."""
    parts = [
        ("# The four levels", [note, "", INTRODUCTION.rstrip()]),
        ("## Levels", _level_table()),
        ("", [DOSE.rstrip()]),
        ("## What is looked at", [LOOKED_AT.rstrip(), "", *_looked_at()]),
        ("## To go on", [UP_WORDS, "", *_criteria(UP, levels()[:-1], "up"), "", SIDES, "", PAIN.rstrip()]),
        ("## An easier level", [BACK_WORDS.rstrip(), "", *_criteria(BACK, levels(), "back"), "", *_out_of_form()]),
        ("## Decisions", [DECISIONS.rstrip()]),
        ("## Sources", _sources()),
        ("## What it is not", [NOT.rstrip(), "", f"> {DISCLAIMER}"]),
    ]
    return "\n".join(line for head, lines in parts for line in (*([head, ""] if head else []), *lines, ""))


def _level_table() -> list[str]:
    rows = [
        (
            str(one.level),
            f"[`{one.id}`](exercises.md#{one.id})",
            load_exercise(one.id).title,
            f"{one.dose.sets} sets of {one.dose.reps}{sides_words(one.id, one.dose.sets)}",
        )
        for one in levels()
    ]
    return _table(("level", "exercise", "", "dose"), rows)


def _looked_at() -> list[str]:
    titles = {"days": "sessions and scores of so many days", "reps": "least repetitions of a session"}
    rows = [(title, *(f"{one.looked_at[key].value:g}" for one in levels())) for key, title in titles.items()]
    return _table(_head(levels()), rows)


def _criteria(rows: Sequence[Criterion], of: Sequence[Rules], part: str) -> list[str]:
    """One line for each criterion, one column for each level."""
    return _table(_head(of), [(row.title, *(_asked(row, one, getattr(one, part)) for one in of)) for row in rows])


def _asked(row: Criterion, rules: Rules, numbers: Mapping[str, Number]) -> str:
    """What this level asks for; every day of training wants its answers about pain."""
    number = numbers.get("sessions" if row.id == "pain_told" else row.id)
    return "-" if number is None else row.asks.format(needed=number_words(number.value, row.unit))


def _out_of_form() -> list[str]:
    shares = ", ".join(
        f"{number_words(one.back['form_share'].value, 'share')} on level {one.level}" for one in levels()
    )
    return [f"Out of form is a session with less than this share of repetitions in form: {shares}."]


def _sources() -> list[str]:
    """Each number once, with the levels it holds for where they differ."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in levels():
        numbers = {"dose": one.dose.source, **{key: number.source for key, number in one.numbers().items()}}
        for key, source in numbers.items():
            found.setdefault((key, source), []).append(str(one.level))
    rows = [(f"`{key}`", ", ".join(held), source) for (key, source), held in sorted(found.items())]
    return _table(("number", "levels", "source"), rows)


def _head(of: Sequence[Rules]) -> tuple[str, ...]:
    return ("", *(f"level {one.level}" for one in of))


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]
