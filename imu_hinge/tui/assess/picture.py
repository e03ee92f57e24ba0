"""What each part of the assessment screen shows of a state. Pure."""

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.tui.assess.parts import Block, Box, Captured
from imu_hinge.tui.rows import BLANK, Line
from imu_hinge.tui.widgets.figures import figures
from imu_hinge.view.assess.viewer import Seen
from imu_hinge.view.snapshot import Stage
from imu_hinge.view.words import UNKNOWN, number

OVER = "That was all. The results follow in a moment; r does the last movement again, enter shows them now."
BEGINS = "The tests begin by themselves."
FIRST = "c calibrates. The tests begin by themselves then."
"""In place of BEGINS where no guided calibration holds."""
MOVING = {"move": "text", "hold": "good", "back": "muted"}
"""Parts of a movement in which its angle is shown, and in which ink."""
_OFFERS: Line = (
    ("q ", "*text"),
    ("stop    ", "text"),
    ("n ", "*text"),
    ("leave this test    ", "text"),
    ("o ", "*text"),
    ("go on", "text"),
)


def name_of(seen: Seen) -> Block:
    """The test, in large letters."""
    return Block(seen.row.word if seen.row else "")


def figure_of(seen: Seen) -> Block:
    """The angle while the wearer moves; else which movement of how many comes."""
    if seen.session.stage is Stage.CALIBRATING:
        return Block("".join(figure.text for figure in figures(seen.session)))
    now = seen.now
    if now.part in MOVING:
        return Block("--", "muted") if now.value_deg is None else Block(number(now.value_deg, 0, "°"), MOVING[now.part])
    return Block(f"{now.capture}/{now.of}" if seen.row else "", "muted")


def captures_of(seen: Seen) -> Captured:
    """A box for each movement of the test; beside them what was amiss, what to do, or the last value."""
    amiss = seen.refused or seen.session.calibrating.refused
    if seen.row is None:
        ready = seen.session.calibrating.status == "guided"
        words = amiss or (OVER if seen.over else BEGINS if ready else FIRST)
        return Captured((), words, "caution" if amiss else "text")
    result = seen.result_of(seen.row.id)
    taken = result.captures if result else ()
    boxes = tuple(Box(_value(one.value_deg, one.pain), "good") for one in taken)
    to_come = (Box("", "idle"),) * max(seen.now.of - len(taken), 0)
    if amiss:
        return Captured((*boxes, *to_come), f"~ {amiss}", "caution")
    words = f"last {taken[-1].value_deg:.0f} deg" if taken else seen.row.sentence
    return Captured((*boxes, *to_come), words)


def _value(value_deg: float, pain: int | None) -> str:
    """`52`, `52 p4`."""
    return f"{value_deg:.0f}" + ("" if pain is None else f" p{pain}")


def steps_of(seen: Seen) -> tuple[Line, ...]:
    """Every test: where the wearer is, and the medians so far."""
    return tuple(_step(place, row, seen) for place, row in enumerate(seen.rows, 1))


def _step(place: int, row: AssessTest, seen: Seen) -> Line:
    result = seen.result_of(row.id)
    taken = result.n if result else 0
    if row.id == seen.now.test and not seen.over:
        return ((f" > {place} {row.title}", "*text"), (f"  {taken}/{seen.now.of}", "*text"))
    if taken and result:
        return (
            (" ● ", "good"),
            (f"{place} {row.title}", "text"),
            (f"  {number(result.median_deg, 0, ' deg')}", "muted"),
        )
    if row.id in seen.gone_by:
        return ((f" {UNKNOWN} {place} {row.title}", "muted"),)
    return ((f"   {place} {row.title}", "muted"),)


def offer_of(words: str) -> tuple[Line, ...]:
    """The question after a pain, and the keys that answer it."""
    return (BLANK, ((words, "*bad"),), BLANK, _OFFERS)


def place_of(seen: Seen) -> str:
    """For the link bar: `test 2/8`."""
    if seen.row is None:
        return "tests done" if seen.over else f"{len(seen.rows)} tests"
    return f"test {seen.rows.index(seen.row) + 1}/{len(seen.rows)}"
