"""Pictures of the pages of a day and of an assessment; `pytest --snapshot-update` makes new ones."""

from pathlib import Path

import pytest

from imu_hinge.history.database import open_history, sqlite_url
from imu_hinge.review.kept import Kept
from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.app import ReviewApp
from tests.review.days import filled
from tests.review.made import Given
from tests.tui.pictures import Compare, as_looked_at

pytestmark = as_looked_at


@pytest.mark.parametrize(("kind", "size"), [("day", (80, 24)), ("day", (120, 40)), ("assessment", (120, 40))])
def test_it_looks_as_it_did(kind: str, size: tuple[int, int], tmp_path: Path, snap_compare: Compare) -> None:
    with open_history(sqlite_url(tmp_path / "history.db")) as history:
        kept = Kept(history, tmp_path)
        _, days, tests = filled(history)
        row = days[0] if kind == "day" else tests[2]
        book = kept.open(row.id.hex, None)
        app = ReviewApp(book, lambda: kept, Looks(), keeping=kept, read=lambda *_: Given([]))
        assert snap_compare(app, terminal_size=size, press=("down", "down"))
