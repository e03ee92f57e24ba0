"""Clients made by hand, one for each state of a card, and a watch that shows them without anything beneath."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar

from imu_hinge.catalogue import load_exercise
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.app import TrainerApp
from imu_hinge.tui.trainer.screen import TrainerScreen
from imu_hinge.view.snapshot import Recorded, Sensor, Snapshot, Stage
from imu_hinge.view.wall import Line, Person, Planned, Presence, Seat, Wall
from tests.tui import made
from tests.tui.made import CLOSE, PAST, RDL, SENSORS, SPLIT, THORACIC, a_set
from tests.tui.screens import pressed, shown

T = TypeVar("T")
HINGE, ROW = load_exercise("band_hinge"), load_exercise("rdl_row")
OPEN = replace(made.RDL_SET, recorded=Recorded(), trace=made.bends(0, 14.0))


def lifting(snapshot: Snapshot, count: int, **by_number: dict[str, Any]) -> Snapshot:
    """In the second set, after so many repetitions."""
    sets = (a_set(1, 8), a_set(2, count, side=None, ended=False, **by_number))
    return replace(snapshot, sets=sets, count=count, stage=Stage.SET)


def charged(sacrum: int, thoracic: int) -> dict[Placement, Sensor]:
    return {
        Placement.SACRUM: replace(SENSORS[Placement.SACRUM], battery_pct=sacrum),
        Placement.THORACIC: replace(THORACIC, battery_pct=thoracic),
    }


GONE = replace(THORACIC, state=LinkState.LOST, age_s=9.2, battery_pct=None)
PAST_LIMIT = lifting(
    OPEN, 6, rep5={**PAST, "lumbar_flexion_peak_deg": 22.0}, rep6={**PAST, "lumbar_flexion_peak_deg": 24.0}
)
LOST = replace(
    lifting(OPEN, 3),
    exercise=SPLIT,
    side="right",
    sets=(a_set(1, 8, side="left"), a_set(2, 3, side="right", ended=False)),
    sensors={**charged(78, 78), Placement.THORACIC: GONE},
)
CLOSE_TO = replace(lifting(OPEN, 8, rep5=CLOSE, rep7=CLOSE, rep8=CLOSE), exercise=HINGE, sensors=charged(64, 70))
GOOD = replace(lifting(OPEN, 4), exercise=ROW, sensors=charged(93, 95))
LOW = replace(lifting(OPEN, 11), exercise=HINGE, sensors=charged(55, 12))
RESTING = replace(
    OPEN, stage=Stage.REST, rest_s=48.0, sets=(a_set(1, 8), a_set(2, 8, rep5=CLOSE)), count=8, sensors=charged(81, 80)
)
STOPPED = replace(RESTING, stopped_ns=70_000_000_000, pains=((0, 2), (71_000_000_000, 6)))
SNAPSHOTS = (PAST_LIMIT, LOST, CLOSE_TO, GOOD, LOW, RESTING)
NAMES = ("Anna K.", "Boris T.", "Chen W.", "Dana O.", "Emil S.", "Fay L.")


def person(number: int, name: str, snapshot: Snapshot | None = None) -> Person:
    planned = (Planned(snapshot.exercise.id, 3, 8 if number % 3 else 12),) if snapshot else ()
    return Person(client=f"c-{number}", number=number, name=name, planned=planned)


def seat(number: int, snapshot: Snapshot | None, name: str = "", **changes: object) -> Seat:
    made_up = Seat(person=person(number, name or f"Client {number}", snapshot), snapshot=snapshot)
    return replace(made_up, **changes)  # type: ignore[arg-type]


SIX = tuple(seat(at + 1, snapshot, NAMES[at]) for at, snapshot in enumerate(SNAPSHOTS))
FEED = (
    Line(4, 41.0, "c-1", "rep 6 rounded, 24 deg (limit 18)"),
    Line(3, 34.0, "c-2", "thoracic sensor lost, counting paused at 3"),
    Line(2, 22.0, "c-1", "rep 5 rounded, 22 deg (limit 18)"),
    Line(1, 2.0, "c-5", "thoracic sensor battery 12 %"),
)
SIX_WALL = Wall(SIX, FEED)


def many(count: int) -> Wall:
    """The six again and again."""
    seats = tuple(seat(one, SNAPSHOTS[(one - 1) % 6], f"Client {one}") for one in range(1, count + 1))
    return Wall(seats, FEED, "broker ok")


AWAY = seat(7, PAST_LIMIT, "Gil N.", presence=Presence.SILENT, silent_s=3.4)
NOBODY = Wall()


@dataclass
class Watched:
    """Shows a wall, and keeps what was asked."""

    wall: Wall = SIX_WALL
    why_not: str = ""
    asked: list[tuple[object, ...]] = field(default_factory=list)
    looked: list[Sequence[str]] = field(default_factory=list)
    running: bool = False
    leaving: bool = False

    def read(self) -> Wall:
        return self.wall

    def look_at(self, clients: Sequence[str]) -> None:
        self.looked.append(clients)

    def note(self, client: str, text: str) -> str:
        return self._ask("note", client, text)

    def ask_stop(self, client: str, reason: str) -> str:
        return self._ask("stop", client, reason)

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        return self._ask("propose", client, exercise, side, set_reps)

    def listen(self, client: str | None) -> str:
        return self._ask("listen", client)

    def exercises(self) -> Sequence[tuple[str, str]]:
        return [(one.id, one.title) for one in (RDL, HINGE)]

    def begin(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def _ask(self, *what: object) -> str:
        self.asked.append(what)
        return self.why_not


@dataclass
class Clock:
    """Stands still unless it is put on."""

    s: float = 0.0

    def __call__(self) -> float:
        return self.s


def told_time(at_s: float) -> str:
    return f"18:22:{int(at_s):02}"


def app_of(watch: Watched, looks: Looks | None = None, clock: Clock | None = None) -> TrainerApp:
    wall = partial(TrainerScreen, steady_s=clock or Clock(), now_s=lambda: 41.0, told_time=told_time)
    return TrainerApp(watch, looks or Looks(), wall=wall)


def running(
    watch: Watched,
    keys: Sequence[str],
    see: Callable[[TrainerApp], T],
    size: tuple[int, int] = (80, 24),
    looks: Looks | None = None,
) -> T:
    """What `see` gives after the keys, while the app still runs."""

    async def run() -> T:
        app = app_of(watch, looks)
        async with app.run_test(size=size) as pilot:
            await pressed(pilot, keys)
            return see(app)

    return asyncio.run(run())


def text(app: TrainerApp) -> str:
    return "\n".join(shown(app))


def seen(*keys: str, watch: Watched | None = None, size: tuple[int, int] = (80, 24), looks: Looks | None = None) -> str:
    return running(watch or Watched(), keys, text, size, looks)
