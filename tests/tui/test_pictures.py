"""Pictures of all states, compared with those that were looked at; `pytest --snapshot-update` makes new ones."""

import sys
from typing import Protocol

import pytest
import textual

from imu_hinge.tui.looks import Looks
from tests.tui.looking import SIZES
from tests.tui.made import STATES, Shown

LOOKED_AT = ((3, 11), "8.2.8")
"""Python and Textual of the stored pictures; other versions draw some details differently."""

pytestmark = pytest.mark.skipif(
    (sys.version_info[:2], textual.__version__) != LOOKED_AT,
    reason="the stored pictures are those of Python {}.{} and Textual {}".format(*LOOKED_AT[0], LOOKED_AT[1]),
)


class Compare(Protocol):
    """Draws an app and compares the picture with the stored one."""

    def __call__(self, app: Shown, *, terminal_size: tuple[int, int], press: tuple[str, ...] = ()) -> bool: ...


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
