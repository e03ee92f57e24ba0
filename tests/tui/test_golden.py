"""Sample recordings through the real screen, ten times as fast: what stands on it is what was really done."""

import asyncio
import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from imu_hinge.cli import Parser, live
from imu_hinge.cli.showing import Shown
from imu_hinge.sound import SilentPlayer
from imu_hinge.station.settings import Settings
from imu_hinge.view.snapshot import Snapshot, Stage
from tests.tiers import shortened
from tests.tui.looking import rows_of

RECORDINGS = Path(__file__).parents[2] / "recordings"
GOLDEN = ("band_rdl_rounding", "split_stance_hinge", "rdl_row")
PATIENCE_S = 120.0


def by_side(truth: dict[str, list[dict[str, object]]]) -> list[tuple[object, int]]:
    """Side and number of repetitions of every set."""
    return [(one["side"], len(one["reps"])) for one in truth["sets"]]  # type: ignore[arg-type]  # JSON


async def played(words: list[str]) -> tuple[Snapshot, str]:
    """The last snapshot, and what the last page says."""
    parser = Parser()
    live.configure(parser)
    with ExitStack() as opened:
        session = Shown(parser.parse_args(words), opened, Settings(), SilentPlayer())
        app = session.app()
        async with app.run_test(size=(120, 40)) as pilot, asyncio.timeout(PATIENCE_S):
            await pilot.pause(0.5)
            while session.running:
                await pilot.pause(0.1)
            await pilot.pause(0.3)
            said = "\n".join(rows_of(app.screen.query_one("#page")))
            await pilot.press("ctrl+q")
        return session.read(), said


@pytest.mark.parametrize("name", shortened(GOLDEN))
def test_counts_of_a_recording_on_the_screen_are_those_of_its_truth(name: str) -> None:
    truth = json.loads((RECORDINGS / f"{name}.truth.json").read_text(encoding="utf-8"))
    last, said = asyncio.run(played(["--from", str(RECORDINGS / f"{name}.mcap"), "--speed", "10"]))
    assert last.stage is Stage.ENDED
    assert [(one.side, one.counted + one.unsure) for one in last.sets] == by_side(truth)
    for one in last.sets:
        assert f" {one.counted + one.unsure} " in said
