"""Pictures of the trainer's screen, compared with those looked at; `pytest --snapshot-update` makes new ones."""

import pytest

from imu_hinge.tui.looks import Looks
from tests.tui.pictures import Compare, as_looked_at
from tests.tui.walls import SIX_WALL, Watched, app_of, many

pytestmark = as_looked_at


@pytest.mark.parametrize(
    ("name", "count", "size", "keys"),
    [
        ("six", 6, (80, 24), ("down",)),
        ("six", 6, (120, 40), ("down",)),
        ("six", 6, (200, 60), ("a",)),
        ("eight", 8, (80, 24), ()),
        ("twelve", 12, (120, 40), ()),
        ("twelve", 12, (200, 60), ()),
        ("opened", 6, (120, 40), ("2",)),
        ("asked", 6, (80, 24), ("1", "x")),
    ],
    ids=lambda value: "x".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_wall(name: str, count: int, size: tuple[int, int], keys: tuple[str, ...], snap_compare: Compare) -> None:
    watch = Watched(SIX_WALL if count == 6 else many(count))
    assert snap_compare(app_of(watch), terminal_size=size, press=keys)


@pytest.mark.parametrize(
    ("looks", "size", "keys"),
    [
        (Looks(), (120, 40), ("t",)),
        (Looks(ascii=True), (80, 24), ()),
        (Looks(ascii=True), (120, 40), ()),
    ],
    ids=["light", "ascii-list", "ascii-cards"],
)
def test_wall_otherwise(looks: Looks, size: tuple[int, int], keys: tuple[str, ...], snap_compare: Compare) -> None:
    assert snap_compare(app_of(Watched(), looks), terminal_size=size, press=keys)
