"""A long session lets go of what no screen shows: all that is shown is as if every repetition had been kept."""

import gc
from collections import deque

from imu_hinge.model.events import Rep
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.pages import page
from imu_hinge.tui.rows import Line
from imu_hinge.tui.states import pain_noted, pain_risen, set_number, sets_words
from imu_hinge.tui.tables import session_table
from imu_hinge.tui.widgets.reps import RepStrip
from imu_hinge.view.cards import card_of
from imu_hinge.view.snapshot import Snapshot, Stage
from imu_hinge.view.today import today
from imu_hinge.view.wall import Person, Seat, Wall
from tests.tui.many_sets import EXERCISE, PLANNED, REPS, SIDES, lived, watched
from tests.tui.pictures import Compare, as_looked_at
from tests.tui.walls import Watched, app_of, seat

ANNA = Person(client="c-1", number=1, name="Anna")
WHOLE_SETS = 2


def shown(snapshot: Snapshot) -> tuple[object, ...]:
    """Everything that is made of the sets of a session."""
    strip = RepStrip(Looks())
    return (
        card_of(Seat(person=ANNA, snapshot=snapshot)),
        page(snapshot),
        tuple(session_table(snapshot)),
        strip.see(snapshot),
        (set_number(snapshot), sets_words(snapshot, 12), pain_noted(snapshot), pain_risen(snapshot)),
    )


def test_at_every_step_everything_is_shown_as_if_all_repetitions_were_kept() -> None:
    steps = list(watched())
    for seen, whole in steps:
        assert shown(seen) == shown(whole)
        assert seen.today == today(whole.sets, EXERCISE, PLANNED)
        assert len(seen.sets) <= WHOLE_SETS and len(seen.all_sets) == len(whole.sets)
    seen, whole = steps[-1]
    assert (seen.stage, len(whole.sets), len(seen.earlier)) == (Stage.ENDED, len(SIDES), len(SIDES) - WHOLE_SETS)


def words(line: Line) -> list[str]:
    return "".join(text for text, _ in line).split()


def test_at_the_end_each_set_has_its_row_and_the_sum_is_that_of_all() -> None:
    *_, (seen, _) = watched()
    _, *rows, last = map(words, session_table(seen))
    assert [row[:2] for row in rows] == [[str(number), side] for number, side in enumerate(SIDES, 1)]
    assert rows[0] == ["1", "left", "4", "3", "0", "1", "0", "23", "deg", "2"]
    assert last == ["all", "28", "23", "2", "2", "1", "23", "deg"]


def reps_alive() -> int:
    gc.collect()
    return sum(isinstance(one, Rep) for one in gc.get_objects())


def test_no_part_of_a_viewer_holds_more_than_the_repetitions_of_the_last_sets() -> None:
    before = reps_alive()
    watching, _ = deque(lived(), maxlen=1).pop()
    assert sum(len(one.reps) for one in watching.snapshot.sets) == WHOLE_SETS * REPS
    assert reps_alive() - before <= WHOLE_SETS * REPS


@as_looked_at
def test_one_client_at_the_end(snap_compare: Compare) -> None:
    *_, (seen, _) = watched()
    watch = Watched(Wall((seat(1, seen, "Anna K."),), broker="broker ok"))
    assert snap_compare(app_of(watch), terminal_size=(120, 40), press=("1",))
