"""Pictures of the review screen, compared with those that were looked at; `pytest --snapshot-update` makes new ones."""

import pytest

from imu_hinge.tui.looks import Looks
from tests.review.made import ROUNDING, SPLIT
from tests.tui.looking import SIZES
from tests.tui.pictures import Compare, as_looked_at
from tests.tui.reviewing import Noted, app_of

pytestmark = as_looked_at


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize(("name", "keys"), [(ROUNDING, ("w",)), (SPLIT, ("right_square_bracket",))])
def test_session(name: str, keys: tuple[str, ...], size: tuple[int, int], snap_compare: Compare) -> None:
    assert snap_compare(app_of(name, Noted()), terminal_size=size, press=keys)


@pytest.mark.parametrize(
    ("looks", "keys"), [(Looks(), ("t", "w")), (Looks(ascii=True), ("w",))], ids=["light", "ascii"]
)
def test_rounded_otherwise(looks: Looks, keys: tuple[str, ...], snap_compare: Compare) -> None:
    assert snap_compare(app_of(ROUNDING, Noted(), looks), terminal_size=(80, 24), press=keys)
