"""What has to hold before anything is said of staying."""

from imu_hinge.core.posture.holds import Posed
from imu_hinge.core.posture.params import PostureParams
from imu_hinge.core.posture.rows import SECOND_NS
from imu_hinge.core.posture.states import States
from imu_hinge.core.posture.trust import Trust
from imu_hinge.model.events import Event, PostureState, SetEnded, SetStarted

UPRIGHT = (PostureState.STANDING, PostureState.SITTING, PostureState.BENDING)
"""States in which reminders may be given."""
_NEVER = -(10**9)


class Gates:
    """Knows of sets; asks those who know of seats and of the calibration."""

    def __init__(self, params: PostureParams, trust: Trust, states: States) -> None:
        self._p, self._trust, self._states = params, trust, states
        self._in_set, self._set_ended_s = False, _NEVER

    def heard(self, event: Event) -> None:
        """A set begins or is over."""
        if isinstance(event, SetStarted | SetEnded):
            self._in_set = isinstance(event, SetStarted)
            self._set_ended_s = event.t_ns // SECOND_NS

    def closed(self, posed: Posed) -> str:
        """The first thing that forbids a reminder at this second; empty when nothing does."""
        p, now = self._p, posed.second
        table = (
            ("paused", posed.reasons == ("paused",)),
            ("not_known", posed.state is PostureState.UNKNOWN),
            ("state", posed.state not in UPRIGHT),
            ("not_known", not posed.at.known or self._trust.still),
            ("set", self._in_set),
            ("stance", self._trust.doubted),
            ("calibrated", now - self._trust.calibrated_s <= p.after_calibration_s),
            ("after_set", now - self._set_ended_s <= p.after_set_s),
            ("seat_left", now - self._states.seat_left_s <= p.after_seat_s),
        )
        return next((why for why, holds in table if holds), "")
