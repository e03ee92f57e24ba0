"""Pictures of all states, compared with those that were looked at; `pytest --snapshot-update` makes new ones."""

import pytest

from imu_hinge.tui.looks import Looks
from tests.tui.looking import SIZES
from tests.tui.made import STATES, Shown
from tests.tui.pictures import Compare, as_looked_at

pytestmark = as_looked_at


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("state", STATES)
def test_state(state: str, size: tuple[int, int], snap_compare: Compare) -> None:
    keys = ("p",) if state == "pain" else ()
    assert snap_compare(Shown(STATES[state]), terminal_size=size, press=keys)


@pytest.mark.parametrize(
    ("name", "looks", "keys"),
    [
        ("light", Looks(target=8, sets=3), ("t",)),
        ("ascii", Looks(ascii=True, target=8, sets=3), ()),
        ("big", Looks(big=True, target=8), ()),
    ],
)
def test_warning_otherwise(name: str, looks: Looks, keys: tuple[str, ...], snap_compare: Compare) -> None:
    assert snap_compare(Shown(STATES["warning"], looks), terminal_size=(80, 24), press=keys)
