"""Pictures of the trainer's screen, compared with those looked at; `pytest --snapshot-update` makes new ones."""

import sys
from typing import Protocol

import pytest
import textual

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.trainer.app import TrainerApp
from tests.tui.test_pictures import LOOKED_AT
from tests.tui.walls import SIX_WALL, Watched, app_of, many

pytestmark = pytest.mark.skipif(
    (sys.version_info[:2], textual.__version__) != LOOKED_AT,
    reason="the stored pictures are those of Python {}.{} and Textual {}".format(*LOOKED_AT[0], LOOKED_AT[1]),
)


class Compare(Protocol):
    """Draws an app and compares the picture with the stored one."""

    def __call__(self, app: TrainerApp, *, terminal_size: tuple[int, int], press: tuple[str, ...] = ()) -> bool: ...


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
