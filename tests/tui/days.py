"""Days made by hand, one for each state of the posture screen, and an app that shows one."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import TypeVar

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.posture import stays
from imu_hinge.core.posture import Column, Hold, PostureDay, Reminding, Stance
from imu_hinge.core.posture.bends import Counted
from imu_hinge.model.events import PostureState, Zone
from imu_hinge.model.inputs import LinkState, Placement
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.screen import PostureScreen
from imu_hinge.view.day import DaySnapshot, Mark, Now, Past
from imu_hinge.view.snapshot import Calibrating, Recorded, Snapshot, Stage
from tests.made import S
from tests.tui import made
from tests.tui.made import SENSORS, THORACIC
from tests.tui.screens import Alone, pressed, shown

T = TypeVar("T")
MINUTE, HOUR = 60, 3600
BEGUN_S = 9.0 * HOUR + 4 * MINUTE
COURSE = "tttlllltttttttttbbttttttttttt???llttttttttlltttttttkttt--------tttlltttttttbbtttt__ttttt"
"""Five minutes a letter."""
WHAT: dict[str, Zone | PostureState] = {
    "t": Zone.TALL,
    "l": Zone.LEAN,
    "b": Zone.BENT,
    "k": Zone.BACK,
    "?": PostureState.UNKNOWN,
    "-": PostureState.NOT_WORN,
    "_": PostureState.LYING,
}
SESSION = Snapshot(
    exercise=load_exercise("band_hinge"),
    t_ns=11_560 * S,
    stage=Stage.READY,
    sensors=SENSORS,
    calibrating=Calibrating(status="guided", quality=0.9),
    recorded=Recorded(path="/home/anna/imu_hinge/2026-01-05_0904_posture.mcap", bytes=14_100_000, seconds=11_560.0),
)


def strip(course: str = COURSE, begun_s: float = BEGUN_S) -> tuple[Column, ...]:
    first = int(begun_s // 300)
    return tuple(Column(start_s=300.0 * (first + at), seconds={WHAT[letter]: 300}) for at, letter in enumerate(course))


TODAY = PostureDay(
    seconds=11_560,
    known_s=10_500,
    by_zone_s={Zone.TALL: 7080, Zone.LEAN: 2460, Zone.BENT: 720, Zone.DEEP: 70, Zone.BACK: 250},
    by_state_s={
        PostureState.STANDING: 3000,
        PostureState.SITTING: 6000,
        PostureState.WALKING: 1000,
        PostureState.BENDING: 580,
        PostureState.LYING: 120,
        PostureState.NOT_WORN: 600,
        PostureState.UNKNOWN: 260,
    },
    slumped_s=1860,
    unknown_s={"no_data": 260},
    longest={"lean": Hold(38_520, 370), "unchanged": Hold(40_000, 1500)},
    changes=26,
    bends=Counted(hip=12, back=4),
    reminders={"given": 2, "snoozed": 1},
    strip=strip(),
)
DELAYS = {stay.id: stay.delay_s for stay in stays()}
REMINDING = Reminding(muted=False, snoozed_s=0, delays_s=DELAYS, next=("lean", 70), waits="")
NOW = Now(
    second=11_560,
    state=PostureState.STANDING,
    zone=Zone.TALL,
    slumped=False,
    pelvis_deg=2,
    thorax_deg=4,
    lumbar_deg=2,
    reasons=(),
    held_s=80,
)
TALL = DaySnapshot(
    session=SESSION,
    begun_s=BEGUN_S,
    now=NOW,
    today=TODAY,
    reminding=REMINDING,
    stance=Stance(zeroed_s=9100, since_s=None, wanted=""),
    marks=(Mark(38_640.0, "!"), Mark(39_900.0, "n"), Mark(42_000.0, "!")),
    week=tuple(Past(f"2026-01-{day:02}", TODAY) for day in range(1, 5)),
)


def now(state: PostureState = PostureState.STANDING, zone: Zone | None = None, **changes: object) -> DaySnapshot:
    """Another second."""
    return replace(TALL, now=replace(NOW, state=state, zone=zone, **changes))  # type: ignore[arg-type]


SLUMPED = replace(
    now(PostureState.SITTING, Zone.TALL, slumped=True, pelvis_deg=-20, lumbar_deg=24, held_s=1200),
    reminded="time to sit up or stand",
    reminding=replace(REMINDING, next=("slumped", 600), waits="apart"),
)
WALKING = replace(now(PostureState.WALKING, Zone.TALL), reminding=replace(REMINDING, waits="state", next=None))
LYING = replace(
    now(PostureState.LYING, None, slumped=None, pelvis_deg=None, thorax_deg=None, lumbar_deg=None),
    reminding=replace(REMINDING, waits="state", next=None),
)
OFF = replace(
    now(PostureState.NOT_WORN, None, slumped=None, pelvis_deg=None, thorax_deg=None, lumbar_deg=None),
    stance=Stance(zeroed_s=9100, since_s=None, wanted="check_stance"),
    reminding=replace(REMINDING, waits="not_known", next=None),
)
UNKNOWN = replace(
    now(
        PostureState.UNKNOWN, None, slumped=None, pelvis_deg=None, thorax_deg=None, lumbar_deg=None, reasons=("still",)
    ),
    reminding=replace(REMINDING, waits="not_known", next=None),
)
ONE_SENSOR = replace(
    now(PostureState.UNKNOWN, Zone.LEAN, slumped=None, pelvis_deg=None, lumbar_deg=None, reasons=("no_sacrum",)),
    session=replace(SESSION, sensors={Placement.THORACIC: THORACIC}),
    reminding=replace(REMINDING, waits="not_known", next=None),
)
LOST = replace(
    UNKNOWN,
    now=replace(UNKNOWN.now, reasons=("no_thoracic",)) if UNKNOWN.now else None,
    lost=frozenset({Placement.THORACIC}),
    session=replace(
        SESSION, sensors={**SENSORS, Placement.THORACIC: replace(THORACIC, state=LinkState.LOST, age_s=42.0)}
    ),
)
PAUSED = replace(UNKNOWN, paused=True, reminding=replace(REMINDING, waits="paused", next=None))
SNOOZED = replace(TALL, reminding=replace(REMINDING, waits="snoozed", snoozed_s=272), told="")
STANCE = replace(TALL, stance=Stance(zeroed_s=9100, since_s=11_556, wanted=""))
WAITING = replace(
    TALL, session=replace(made.WAITING, recorded=SESSION.recorded), now=None, today=replace(TODAY, strip=())
)
CALIBRATING = replace(WAITING, session=replace(made.CALIBRATING, recorded=SESSION.recorded))
ENDED = replace(TALL, session=replace(SESSION, stage=Stage.ENDED))

STATES = {
    "tall": TALL,
    "slumped": SLUMPED,
    "walking": WALKING,
    "lying": LYING,
    "off": OFF,
    "unknown": UNKNOWN,
    "one_sensor": ONE_SENSOR,
    "lost": LOST,
    "paused": PAUSED,
    "snoozed": SNOOZED,
    "stance": STANCE,
    "waiting": WAITING,
    "calibrating": CALIBRATING,
    "ended": ENDED,
}


class Shown(Alone[DaySnapshot]):
    """An app with nothing but the posture screen."""

    def __init__(self, day: DaySnapshot, looks: Looks | None = None) -> None:
        super().__init__(day, looks)
        self.day = PostureScreen(self.read, self.say, looks or Looks(), **self.ways)

    @property
    def alone(self) -> PostureScreen:
        return self.day


def text(app: Shown) -> str:
    return "\n".join(shown(app))


def after(
    day: DaySnapshot,
    keys: Sequence[str],
    see: Callable[[Shown], T],
    size: tuple[int, int] = (80, 24),
    looks: Looks | None = None,
) -> T:
    """What `see` gives after the keys, while the app still runs."""

    async def run() -> T:
        app = Shown(day, looks)
        async with app.run_test(size=size) as pilot:
            await pressed(pilot, keys)
            return see(app)

    return asyncio.run(run())


@cache
def page(day: DaySnapshot, *keys: str, size: tuple[int, int] = (80, 24), looks: Looks | None = None) -> str:
    """All that is seen after the keys."""
    return after(day, keys, text, size, looks)
