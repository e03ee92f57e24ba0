"""The pictures of docs/screens, made by the real screens from sample recordings: `make screens` (needs Chromium)."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from textual.app import App
from textual.screen import Screen

from imu_hinge.analysis import new_session, open_source
from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.texts import DISCLAIMER
from imu_hinge.core.posture import PostureDay, PostureSession, PostureSettings
from imu_hinge.cues.banner import Tint
from imu_hinge.cues.banners import Banners
from imu_hinge.gate.interview import begin
from imu_hinge.tui.dressed import Dressed
from imu_hinge.tui.gate import GateScreen
from imu_hinge.tui.home import HomeScreen
from imu_hinge.tui.live import LiveScreen
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.posture.screen import PostureScreen
from imu_hinge.view.day import DaySnapshot
from imu_hinge.view.day_viewer import DayViewer
from imu_hinge.view.snapshot import Recorded, Snapshot, Stage
from imu_hinge.view.stillness import Heard
from imu_hinge.view.viewer import Viewer
from imu_hinge.virtual.day import working_day
from tests import assess_screens

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs/screens"

Moment = Callable[[Snapshot], bool]
MOMENTS: dict[str, tuple[str, tuple[int, int], Looks, Moment]] = {
    "calibrating": ("band_rdl", (80, 24), Looks(), lambda s: s.calibrating.done == 1),
    "set": ("split_stance_hinge", (120, 40), Looks(), lambda s: s.count == 4 and s.banner.tint is Tint.GOOD),
    "warning": ("band_rdl_rounding", (120, 40), Looks(), lambda s: s.count == 4 and s.banner.tint is Tint.BAD),
    "warning_small": ("band_rdl_rounding", (80, 24), Looks(), lambda s: s.count == 4 and s.banner.tint is Tint.BAD),
    "big": ("band_rdl_rounding", (80, 24), Looks(big=True), lambda s: s.count == 5 and s.banner.tint is Tint.GOOD),
    "lost": ("band_rdl_dropouts", (80, 24), Looks(), lambda s: s.stage is Stage.SET and s.banner.tint is Tint.LOST),
    "rest": ("band_rdl_rounding", (120, 40), Looks(), lambda s: s.rest_s is not None and s.rest_s > 5.0),
    "summary": ("band_rdl_rounding", (80, 24), Looks(), lambda s: s.stage is Stage.ENDED),
}
"""By name of the picture: the recording, columns and rows, how it is drawn, and the first snapshot to take."""


def snapshots(name: str) -> Iterable[Snapshot]:
    """What the screen would have read of a sample recording."""
    with open_source(ROOT / f"recordings/{name}.mcap", None, 0.1) as source:
        heard = Heard()
        fold = new_session(source.exercise, sample_tap=heard.tap)
        t_ns = 0
        viewer = Viewer(fold, heard, Banners(source.exercise), lambda: recorded(name, t_ns))
        for item in source.items:
            t_ns = item.t_ns
            viewer.receive(item, fold.feed(item))
            yield viewer.snapshot


def recorded(name: str, t_ns: int) -> Recorded:
    """About the size that such a recording grows to."""
    return Recorded(f"{name}.mcap", t_ns // 180_000, t_ns / 1e9)


DAY_SEED, BEGINS_S, AFTER_S = 20_900, 9 * 3600.0, 4000
"""Of the virtual day in the pictures: its chance, its hour, and the second from which moments are looked for."""
DAYS: dict[str, tuple[tuple[int, int], Callable[[DaySnapshot], bool]]] = {
    "posture": ((120, 40), lambda day: bool(day.now and day.now.slumped and day.now.held_s > 60)),
    "posture_small": ((80, 24), lambda day: bool(day.now and day.now.zone and day.now.zone.value == "lean")),
}
"""By name of the picture: columns and rows, and the first snapshot to take."""


class OnlyPart:
    """A day in one part, which is not recorded."""

    origin_s = since_s = BEGINS_S
    read = 1.0

    def __init__(self, fold: PostureSession) -> None:
        self._fold = fold

    def today(self) -> PostureDay:
        """The day so far."""
        return self._fold.posture.summary()


def day_snapshots() -> Iterable[DaySnapshot]:
    """What the posture screen would have read of a virtual day."""
    heard = Heard()
    fold = PostureSession(load_exercise("band_hinge"), PostureSettings(origin_s=BEGINS_S), sample_tap=heard.tap)
    t_ns = 0
    viewer = DayViewer(fold, heard, lambda: Recorded("day.mcap", t_ns // 610_000, t_ns / 1e9), OnlyPart(fold))
    for item in working_day(DAY_SEED).inputs():
        t_ns = item.t_ns
        viewer.receive(item, fold.feed(item))
        yield viewer.snapshot


def day_pictures() -> Iterable[tuple[str, tuple[int, int], str]]:
    """Name, size and SVG of each."""
    wanted = dict(DAYS)
    for day in day_snapshots():
        for name in [name for name, (_, fits) in wanted.items() if day.session.t_ns > AFTER_S * 1e9 and fits(day)]:
            size, _ = wanted.pop(name)
            screen = PostureScreen(lambda day=day: day, lambda *_: None, Looks(), sound=lambda: "all")  # type: ignore[misc]
            yield name, size, drawn(Still(screen), size)
        if not wanted:
            return


class Still(Dressed):
    """One screen, drawn once."""

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._made = screen

    def on_mount(self) -> None:
        self.push_screen(self._made)


def drawn(app: App[None], size: tuple[int, int]) -> str:
    """The SVG of the first picture."""

    async def run() -> str:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            return app.export_screenshot(title="imu-hinge")

    return asyncio.run(run())


def pictures() -> Iterable[tuple[str, tuple[int, int], str]]:
    """Name, size and SVG of each."""
    yield "home", (80, 24), drawn(Still(HomeScreen(DISCLAIMER)), (80, 24))
    gate = begin("live", {}, "2026-01-01", 5)
    yield "questions", (80, 24), drawn(Still(GateScreen(gate)), (80, 24))
    for name, (recording, size, looks, moment) in MOMENTS.items():
        snapshot = next(one for one in snapshots(recording) if moment(one))
        live = LiveScreen(lambda s=snapshot: s, lambda *_: None, looks, sound=lambda: "all")  # type: ignore[misc]
        yield name, size, drawn(Still(live), size)
    yield from day_pictures()
    for name, size, screen in assess_screens.screens():
        yield name, size, drawn(Still(screen), size)


def as_png(svg: str, path: Path) -> None:
    """Renders with Chromium, which draws block letters exactly."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        raise SystemExit("Chromium is needed to make pictures: apt-get install chromium")
    width, height = (round(float(value)) for value in svg.partition('viewBox="0 0 ')[2].partition('"')[0].split())
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "screen.html"
        page.write_text(f'<body style="margin:0;background:#fff">{svg}</body>', encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={width},{height}"]
        subprocess.run([program, *options, f"--screenshot={path}", page.as_uri()], check=True, capture_output=True)


def main() -> None:
    """Writes all of them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, _, svg in pictures():
        as_png(svg, FOLDER / f"{name}.png")
        print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
