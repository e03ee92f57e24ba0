"""Left and right take turns, what is left of a plan first, and a word of the wearer stands."""

from dataclasses import replace

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.progression.ticks import Aim, SetDone
from imu_hinge.core.steps import no_frames, no_step
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.model.events import Event, RepCompleted, Step
from imu_hinge.model.inputs import Command, Tick
from imu_hinge.station.sides import PAUSE_NS, Alternating
from tests.made import rep, set_ended

SPLIT = load_exercise("split_stance_hinge")
AIM = Aim("split_stance_hinge", 4, 8)


class Session:
    """A session in which nothing but sets and words happens."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self._sides = Alternating(self._say, SPLIT)
        self._t_ns = self._sets = 0

    def word(self, name: str, argument: str, step: Step | None = None) -> None:
        self._sides.receive(Command(self._t_ns, name, argument), step or no_step())

    def a_set(self, side: str, reps: int = 8, reason: str = "standing") -> list[str]:
        """What is said until the next one."""
        before = len(self.said)
        self.end(side, reps, reason)
        self._t_ns += PAUSE_NS
        self._sides.receive(Tick(self._t_ns), no_step())
        return self.said[before:]

    def end(self, side: str, reps: int, reason: str) -> None:
        self._sets += 1
        done = [replace(rep(n), id=100 * self._sets + n, set_index=self._sets, side=side) for n in range(1, reps + 1)]
        events: list[Event] = [RepCompleted(t_ns=0, rep=one) for one in done]
        ended = set_ended(reps, index=self._sets, side=side, reason=reason)
        self._t_ns += 1
        self._sides.receive(Tick(self._t_ns), Step(no_frames(), (*events, ended)))

    def _say(self, name: str, side: str) -> None:
        assert name == "side"
        self.said.append(side)
        self.word(name, side)


def begun(*earlier: SetDone, planned: bool = True) -> Session:
    session = Session()
    session.word("side", "left")
    if planned:
        session.word(PLAN, plan_argument(Planned(AIM, earlier)))
    return session


def test_after_each_set_the_other_side_works() -> None:
    session = begun(planned=False)
    assert [session.a_set(side) for side in ("left", "right", "left")] == [["right"], ["left"], ["right"]]


def test_the_side_is_named_a_while_after_the_end() -> None:
    session = begun(planned=False)
    session.end("left", 8, "standing")
    assert session.said == []


def test_a_set_without_a_repetition_is_none() -> None:
    assert begun(planned=False).a_set("left", reps=0) == ["left"]


def test_after_two_sets_of_one_side_the_other_one_catches_up() -> None:
    session = begun(planned=False)
    session.a_set("left")
    session.word("side", "left")
    assert session.a_set("left") == ["right"]


def test_a_side_named_by_the_wearer_is_not_turned_around() -> None:
    assert begun(planned=False).a_set("right", reason="side") == []


def test_a_set_of_the_plan_that_was_broken_off_is_made_up_for() -> None:
    session = begun()
    assert session.a_set("left", reps=3) == ["right"], "of two alike the other one"
    assert session.a_set("right") == ["left"]
    assert session.a_set("left") == ["right"]
    assert session.a_set("right") == ["left"], "left is a set behind"


def test_what_is_left_of_the_plan_begins_with_its_side() -> None:
    session = begun(SetDone("split_stance_hinge", "left", 8), SetDone("split_stance_hinge", "left", 8))
    assert session.said == ["right"]


def test_a_side_the_wearer_named_before_the_plan_came_stands() -> None:
    session = Session()
    session.word("side", "right")
    session.word(PLAN, plan_argument(Planned(AIM)))
    assert session.said == []


def test_without_a_side_nothing_is_said() -> None:
    assert Session().a_set("left") == []
