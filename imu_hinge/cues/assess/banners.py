"""The one word of every instant of an assessment."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from imu_hinge.catalogue import Exercise
from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess import Now
from imu_hinge.cues import shown
from imu_hinge.cues.assess.waiting import Waiting
from imu_hinge.cues.banner import CALM, FLOODED, Banner, Tint
from imu_hinge.cues.banners import Banners, Held, Source
from imu_hinge.model.events import Captured, CaptureRefused, Step
from imu_hinge.model.inputs import Input

TAKEN = Banner("TAKEN", Tint.GOOD, line="got it")
AGAIN = Banner("AGAIN", Tint.CAUTION, "~")
PARTS = {
    "stand": Banner("STAND", Tint.GOOD, line="stand tall and still"),
    "move": Banner("MOVE", Tint.GOOD),
    "hold": Banner("HOLD", Tint.GOOD, line="stay there"),
    "back": Banner("BACK", Tint.GOOD, line="come back to where you began"),
    "done": Banner("DONE", Tint.GOOD, line="that was all"),
}
"""By part of a movement; what to do meanwhile stands in place of an empty line."""
KEY = Banner("KEY C", Tint.CAUTION, "~", "c calibrates; the tests go on by themselves then")
"""While the tests wait for a calibration that nobody has asked for."""
HOLDS_S = {"again": 4.0, "taken": 1.5, "key": 0.0, "part": 0.0}
"""The most urgent first, and how long each stays at the least once it is shown: our choice."""
ALL = (TAKEN, AGAIN, KEY, *PARTS.values())
WAITS = "nothing is measured until it is back"
_BEFORE = frozenset({*shown.ASKED.values(), shown.DONE})


class AssessBanners:
    """Time comes from the inputs only. Feed every step once, in order; `now` is that of the session."""

    def __init__(self, exercise: Exercise, rows: Sequence[AssessTest], now: Callable[[], Now]) -> None:
        self._around, self._now = Banners(exercise), now
        self._tests = {row.id: row for row in rows}
        self._waiting = Waiting()
        sources: dict[str, Source] = {"again": _again, "taken": _taken, "key": self._key, "part": self._part}
        self._rows = [Held(sources[name], hold_s) for name, hold_s in HOLDS_S.items()]

    def step(self, item: Input, step: Step) -> Banner:
        """The banner from this input on: sensors and calibration before all else."""
        around = self._around.step(item, step)
        self._waiting.step(step)
        banners = [row.step(item, step) for row in self._rows]
        if around in _BEFORE or around.tint in FLOODED:
            return _here(around)
        return next((banner for banner in banners if banner is not None), CALM)

    def _key(self, item: Input, step: Step) -> Banner | None:
        return KEY if self._waiting.for_key else None

    def _part(self, item: Input, step: Step) -> Banner | None:
        now = self._now()
        banner, test = PARTS.get(now.part), self._tests.get(now.test)
        return banner and replace(banner, line=banner.line or (test.meanwhile if test else ""))


def _again(item: Input, step: Step) -> Banner | None:
    refused = [one for one in step.events if isinstance(one, CaptureRefused) and one.reason != "left_out"]
    return replace(AGAIN, line=refused[-1].remedy) if refused else None


def _taken(item: Input, step: Step) -> Banner | None:
    return TAKEN if any(isinstance(event, Captured) for event in step.events) else None


def _here(banner: Banner) -> Banner:
    """Nothing is counted here, so nothing is said of counting."""
    if banner.word != shown.LOST.word:
        return banner
    return replace(banner, line=f"{banner.line.partition(':')[0]}: {WAITS}")
