"""Pictures of the posture screen, compared with those looked at; `pytest --snapshot-update` makes new ones."""

import pytest

from imu_hinge.tui.looks import Looks
from tests.tui.days import STATES, Shown
from tests.tui.pictures import Compare, as_looked_at

pytestmark = as_looked_at


@pytest.mark.parametrize(
    ("state", "size", "keys"),
    [
        ("tall", (80, 24), ()),
        ("slumped", (120, 40), ()),
        ("tall", (200, 60), ()),
        ("lost", (80, 24), ()),
        ("tall", (80, 24), ("d",)),
        ("slumped", (120, 40), ("t",)),
    ],
    ids=lambda value: "x".join(map(str, value)) if isinstance(value, tuple) else str(value),
)
def test_state(state: str, size: tuple[int, int], keys: tuple[str, ...], snap_compare: Compare) -> None:
    assert snap_compare(Shown(STATES[state]), terminal_size=size, press=keys)


def test_in_ascii(snap_compare: Compare) -> None:
    assert snap_compare(Shown(STATES["lost"], Looks(ascii=True)), terminal_size=(80, 24))
