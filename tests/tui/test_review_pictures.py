"""Pictures of the review screen, compared with those that were looked at; `pytest --snapshot-update` makes new ones."""

import sys
from typing import Protocol

import pytest
import textual

from imu_hinge.tui.looks import Looks
from imu_hinge.tui.review.app import ReviewApp
from tests.review.made import ROUNDING, SPLIT
from tests.tui.looking import SIZES
from tests.tui.reviewing import Noted, app_of
from tests.tui.test_pictures import LOOKED_AT

pytestmark = pytest.mark.skipif(
    (sys.version_info[:2], textual.__version__) != LOOKED_AT,
    reason="the stored pictures are those of Python {}.{} and Textual {}".format(*LOOKED_AT[0], LOOKED_AT[1]),
)


class Compare(Protocol):
    """Draws an app and compares the picture with the stored one."""

    def __call__(self, app: ReviewApp, *, terminal_size: tuple[int, int], press: tuple[str, ...] = ()) -> bool: ...


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("name", "keys"), [(ROUNDING, ("w",)), (SPLIT, ("right_square_bracket",))])
def test_session(name: str, keys: tuple[str, ...], size: tuple[int, int], snap_compare: Compare) -> None:
    assert snap_compare(app_of(name, Noted()), terminal_size=size, press=keys)


@pytest.mark.parametrize(
    ("looks", "keys"), [(Looks(), ("t", "w")), (Looks(ascii=True), ("w",))], ids=["light", "ascii"]
)
def test_rounded_otherwise(looks: Looks, keys: tuple[str, ...], snap_compare: Compare) -> None:
    assert snap_compare(app_of(ROUNDING, Noted(), looks), terminal_size=(80, 24), press=keys)
