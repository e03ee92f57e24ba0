"""What was last said of one link: the only place where Link inputs are made."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from imu_hinge.bluetooth.states import check
from imu_hinge.model.inputs import Link, LinkState, Placement


class Told:
    """The state of one link, and what is known of its sensor."""

    def __init__(self, placement: Placement, now_ns: Callable[[], int], emit: Callable[[Link], None]) -> None:
        self.link = Link(0, placement, LinkState.SEARCHING)
        """The newest; not told before `enter`."""
        self._state: LinkState | None = None
        self._now_ns, self._emit = now_ns, emit

    @property
    def state(self) -> LinkState | None:
        """None before the first."""
        return self._state

    def enter(self, state: LinkState, detail: str = "") -> None:
        """Tells a state, unless just this was told last; ValueError for a transition that does not exist."""
        check(self._state, state)
        if (self._state, self.link.detail) == (state, detail):
            return
        self._state = state
        self._tell(state=state, detail=detail)

    def tell(self, detail: str) -> None:
        """Tells other words about the same state."""
        self.enter(self._state or LinkState.SEARCHING, detail)

    def know(self, **facts: Any) -> None:
        """Notes battery_pct, rssi_dbm, driver, model, firmware or serial for the next Link."""
        self.link = replace(self.link, **facts)

    def battery(self, percent: int | None) -> None:
        """Tells a battery level that changed."""
        if percent is not None and percent != self.link.battery_pct:
            self._tell(battery_pct=percent)

    def again(self, detail: str) -> None:
        """One Link with a passing remark; the words of the state stay."""
        self._emit(replace(self.link, t_ns=self._now_ns(), detail=detail))

    def _tell(self, **changes: Any) -> None:
        self.link = replace(self.link, t_ns=self._now_ns(), **changes)
        self._emit(self.link)
