"""The automaton of a link."""

import pytest

from imu_hinge.bluetooth.states import NEXT, check, table
from imu_hinge.bluetooth.told import Told
from imu_hinge.model.inputs import Link, LinkState, Placement

SEARCHING, CONNECTING, STREAMING, SILENT, LOST, NO_BLUETOOTH, STOPPED = LinkState


@pytest.mark.parametrize("before", LinkState)
@pytest.mark.parametrize("after", LinkState)
def test_only_what_is_in_the_table_may_follow(before: LinkState, after: LinkState) -> None:
    if after in NEXT[before] or (before is after and before is not STOPPED):
        check(before, after)
    else:
        with pytest.raises(ValueError, match=f"from {before} to {after}"):
            check(before, after)


def test_a_link_begins_with_searching() -> None:
    check(None, SEARCHING)
    with pytest.raises(ValueError, match="from nothing to streaming"):
        check(None, STREAMING)


def test_every_state_has_a_meaning_and_leads_to_the_end() -> None:
    rows = {row.state: row for row in table()}
    assert set(rows) == set(LinkState)
    assert all(row.meaning for row in rows.values())
    assert all(STOPPED in row.following for state, row in rows.items() if state is not STOPPED)


def test_the_same_state_is_told_again_only_with_other_words() -> None:
    said: list[Link] = []
    told = Told(Placement.SACRUM, lambda: len(said), said.append)
    told.enter(SEARCHING)
    told.enter(SEARCHING)
    told.tell("switch it on")
    told.know(rssi_dbm=-50)
    told.enter(CONNECTING)
    assert [(link.t_ns, link.state, link.detail, link.rssi_dbm) for link in said] == [
        (0, SEARCHING, "", None),
        (1, SEARCHING, "switch it on", None),
        (2, CONNECTING, "", -50),
    ]
