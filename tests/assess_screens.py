"""The pictures of an assessment for docs/screens, made by the real screen from a virtual wearer."""

from collections.abc import Callable, Iterable

from imu_hinge.analysis import new_assessment
from imu_hinge.catalogue import load_exercise
from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import AssessmentSettings
from imu_hinge.cues.assess.banners import AssessBanners
from imu_hinge.tui.assess.screen import AssessScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.view.assess.outcome import concluded
from imu_hinge.view.assess.viewer import AssessViewer, Seen
from imu_hinge.view.snapshot import Recorded
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from imu_hinge.virtual.assessing import AssessOptions, assessment

FORWARD_BEND = load_exercise("forward_bend")
SEED = 101

Moment = Callable[[Seen], bool]
MOMENTS: dict[str, tuple[tuple[int, int], Moment]] = {
    "assess": ((120, 40), lambda seen: seen.now.part == "hold" and seen.now.capture == 3),
    "assess_results": ((100, 28), lambda seen: seen.outcome is not None),
}
"""By name of the picture: columns and rows, and the first state to take."""


def states() -> Iterable[Seen]:
    """What the screen would have read of a whole assessment."""
    heard = Heard()
    fold = new_assessment(FORWARD_BEND, AssessmentSettings().to_json(), sample_tap=heard.tap)
    t_ns = 0
    recorded = lambda: Recorded("ann.mcap", t_ns // 180_000, t_ns / 1e9)  # noqa: E731  # follows the time
    viewer = Viewer(fold, heard, AssessBanners(FORWARD_BEND, rows(), lambda: fold.now), recorded)
    shown = AssessViewer(viewer, fold, rows(), lambda results: concluded(results, rows(), None, ""))
    for item in assessment(SEED, AssessOptions(mistakes={"extension": ("no_hold",)})).wearer.inputs():
        t_ns = item.t_ns
        shown.receive(item, fold.feed(item))
        yield shown.seen


def screens() -> Iterable[tuple[str, tuple[int, int], AssessScreen]]:
    """Name, size and screen of each picture."""
    wanted = dict(MOMENTS)
    for seen in states():
        for name in [name for name, (_, moment) in wanted.items() if moment(seen)]:
            size, _ = wanted.pop(name)
            yield name, size, AssessScreen(lambda s=seen: s, lambda *_: None, Looks(), sound=lambda: "all")  # type: ignore[misc]
        if not wanted:
            return
