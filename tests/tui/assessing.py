"""States of an assessment made by hand, and an app that shows one."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import REMEDIES, Now, TestResult, results_of
from imu_hinge.cues.assess.banners import AGAIN, PARTS, TAKEN
from imu_hinge.model.events import Captured, CaptureRefused, Event
from imu_hinge.tui.assess.screen import AssessScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.assess.outcome import Earlier, concluded
from imu_hinge.view.assess.viewer import Seen
from imu_hinge.view.snapshot import Calibrating, Snapshot, Stage
from tests.made import S
from tests.tui.made import CALIBRATING, RECORDED, SENSORS, WAITING
from tests.tui.screens import Alone, pressed, shown

ROWS = rows()
FORWARD_BEND = load_exercise("forward_bend")


def captured(test: str, capture: int, value_deg: float, pain: int | None = None, **changes: Any) -> Captured:
    """A movement as the fold would tell it; pelvis and thorax share it as in a slow bend."""
    row = next(row for row in ROWS if row.id == test)
    values: dict[str, Any] = {
        "pelvis_deg": 0.55 * value_deg if row.measure == "lumbar_flexion" else row.direction * value_deg,
        "thorax_deg": 1.55 * value_deg if row.measure == "lumbar_flexion" else row.direction * value_deg,
        "lumbar_deg": row.direction * value_deg,
        "lateral_deg": row.direction * value_deg if row.measure == "lateral" else 1.0,
        "hinge_share": None,
        **changes,
    }
    start_ns = (20 + 10 * capture) * S
    return Captured(
        t_ns=start_ns + 7 * S,
        test=test,
        capture=capture,
        t_start_ns=start_ns,
        t_peak_ns=start_ns + 3 * S,
        t_end_ns=start_ns + 6 * S,
        value_deg=value_deg,
        pain=pain,
        **values,
    )


def refused(test: str, reason: str, pain: int | None = None) -> CaptureRefused:
    return CaptureRefused(t_ns=60 * S, test=test, reason=reason, remedy=REMEDIES[reason], pain=pain)


SHARES: dict[str, Any] = {"hinge_share": 0.81, "pelvis_deg": 50.0}
OWN = SHARES | {"hinge_share": 0.6}
TOLD: list[Event] = [
    *(captured("flexion", place, value) for place, value in enumerate((51.2, 52.4, 53.0), 1)),
    refused("flexion", "no_hold"),
    *(captured("extension", place, value) for place, value in enumerate((18.0, 19.5, 19.0), 1)),
    *(captured("pelvic_tilt_forward", place, value) for place, value in enumerate((9.0, 10.0, 9.4), 1)),
    *(captured("pelvic_tilt_back", place, value, 4) for place, value in enumerate((12.0, 11.5, 12.2), 1)),
    *(captured("hinge_own", place, value, **OWN) for place, value in enumerate((60.0, 62.0, 61.0), 1)),
    *(captured("hinge_cued", place, value, **SHARES) for place, value in enumerate((61.0, 62.5, 62.0), 1)),
    *(captured("side_bend_left", place, value) for place, value in enumerate((24.0, 25.0, 24.4), 1)),
    *(captured("side_bend_right", place, value) for place, value in enumerate((29.0, 30.5, 31.0), 1)),
]
"""A whole assessment."""
RESULTS = results_of(TOLD)
BEFORE = Earlier(
    "2026-08-12",
    results_of(
        [
            captured("flexion", 1, 41.0),
            captured("flexion", 2, 43.0),
            captured("side_bend_left", 1, 23.0),
            captured("hinge_cued", 1, 60.0, hinge_share=0.6),
        ]
    ),
)

SESSION = Snapshot(
    exercise=FORWARD_BEND,
    t_ns=60 * S,
    stage=Stage.READY,
    sensors=SENSORS,
    calibrating=Calibrating(status="guided", quality=0.9),
    recorded=replace(RECORDED, path="/home/anna/imu_hinge/2026-01-05_1830_forward_bend.mcap"),
)


def now(test: str, part: str, capture: int, value_deg: float | None = None) -> Now:
    return Now(test=test, part=part, capture=capture, of=3, value_deg=value_deg, peak_deg=value_deg)


def part_banner(test: str, part: str) -> Any:
    meanwhile = next(row.meanwhile for row in ROWS if row.id == test)
    banner = PARTS[part]
    return replace(banner, line=banner.line or meanwhile)


def moving(part: str, capture: int, value_deg: float | None, results: Sequence[TestResult] = ()) -> Seen:
    """In the forward bend."""
    banner = part_banner("flexion", part)
    session = replace(SESSION, banner=banner)
    return Seen(session=session, rows=ROWS, now=now("flexion", part, capture, value_deg), results=tuple(results))


TWO = results_of(TOLD[:2])
STAND = moving("stand", 1, 0.4)
MOVE = moving("move", 3, 47.4, TWO)
HOLD = moving("hold", 3, 52.6, TWO)
BACK = moving("back", 3, 30.1, TWO)
TAKEN_ONE = replace(STAND, session=replace(SESSION, banner=TAKEN), results=results_of(TOLD[:1]))
REFUSED = replace(
    STAND,
    session=replace(SESSION, banner=replace(AGAIN, line=REMEDIES["no_hold"])),
    results=TWO,
    refused=REMEDIES["no_hold"],
    now=now("flexion", "stand", 3, 0.3),
)
SIDE = replace(
    STAND,
    session=replace(SESSION, banner=part_banner("side_bend_right", "move")),
    now=now("side_bend_right", "move", 2, 23.0),
    results=RESULTS[:7],
    gone_by=frozenset(row.id for row in ROWS[:7]),
)
OVER = Seen(session=replace(SESSION, banner=PARTS["done"]), rows=ROWS, now=Now(part="done"), results=RESULTS, over=True)
ENDED = replace(OVER, session=replace(SESSION, stage=Stage.ENDED), outcome=concluded(RESULTS, ROWS, BEFORE, ""))
NOBODY = replace(ENDED, outcome=concluded(RESULTS, ROWS, None, "Shown only, for no client was named."))
CALIBRATE = Seen(session=replace(CALIBRATING, exercise=FORWARD_BEND), rows=ROWS, now=Now())
WAIT = Seen(session=replace(WAITING, exercise=FORWARD_BEND), rows=ROWS, now=Now())
STATES = {
    "waiting": WAIT,
    "calibrating": CALIBRATE,
    "stand": STAND,
    "move": MOVE,
    "hold": HOLD,
    "back": BACK,
    "taken": TAKEN_ONE,
    "refused": REFUSED,
    "side": SIDE,
    "over": OVER,
    "ended": ENDED,
    "nobody": NOBODY,
}


class Shown(Alone[Seen]):
    """An app with nothing but the assessment screen; keeps what was taken."""

    def __init__(self, seen: Seen, looks: Looks | None = None) -> None:
        super().__init__(seen, looks)
        self.taken: list[int] = []
        self.tests = AssessScreen(self.read, self.say, looks or Looks(), pain_limit=5, take=self._take, **self.ways)

    @property
    def alone(self) -> AssessScreen:
        return self.tests

    def _take(self, place: int) -> str:
        self.taken.append(place)
        return "taken for Anna: holds from the next session on"


def look(
    seen: Seen, size: tuple[int, int] = (80, 24), *keys: str, looks: Looks | None = None
) -> tuple[Shown, list[str]]:
    """The app and what stands on its screen after some keys."""

    async def run() -> tuple[Shown, list[str]]:
        app = Shown(seen, looks)
        async with app.run_test(size=size) as pilot:
            await pressed(pilot, keys)
            return app, shown(app)

    return asyncio.run(run())
