"""Pictures of the assessment screen, compared with those looked at; `pytest --snapshot-update` makes new ones."""

import pytest

from imu_hinge.tui.looks import Looks
from tests.tui.assessing import STATES, Shown
from tests.tui.pictures import Compare, as_looked_at

pytestmark = as_looked_at


@pytest.mark.parametrize(
    ("name", "looks", "size", "keys"),
    [
        ("refused", Looks(), (80, 24), ()),
        ("move", Looks(), (80, 24), ("p", "6")),
        ("side", Looks(), (120, 40), ()),
        ("ended", Looks(), (120, 40), ("t", "1")),
        ("hold", Looks(ascii=True), (80, 24), ()),
    ],
    ids=["refused", "offered", "side", "ended-light", "hold-ascii"],
)
def test_assessment(
    name: str, looks: Looks, size: tuple[int, int], keys: tuple[str, ...], snap_compare: Compare
) -> None:
    assert snap_compare(Shown(STATES[name], looks), terminal_size=size, press=keys)
