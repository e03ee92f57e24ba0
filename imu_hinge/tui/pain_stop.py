"""Screens on which the pain key stops what is under way at once, and asks."""

from imu_hinge.tui.session_screen import SessionScreen, State
from imu_hinge.tui.widgets.pain import PainStrip

UNANSWERED = "unanswered"
"""Said in place of a score when the question about pain is left open."""


class PainStopScreen(SessionScreen[State]):
    """Has a PainStrip, and the class `-asking` while pain is asked for."""

    @property
    def _pain(self) -> PainStrip:
        return self.query_one(PainStrip)

    @property
    def _score_open(self) -> bool:
        return self._pain.asking

    def action_pain(self) -> None:
        """Stops at once and asks; while that is asked already, nothing."""
        if not self._pain.asking:
            self._say("pain", "")
            self._ask(True)

    def action_score(self, score: int) -> None:
        """The answer."""
        self._say("pain", str(score))
        self._ask(False)

    def action_dismiss_question(self) -> None:
        """Leaves the question about pain open."""
        if self._pain.asking:
            self._say("pain", UNANSWERED)
            self._ask(False)

    def _ask(self, asking: bool) -> None:
        self._pain.chosen = None
        self._set_asking(asking)
        self._pain.show(self._session_of(self._now))

    def _set_asking(self, asking: bool) -> None:
        self._pain.asking = asking
        self.set_class(asking, "-asking")
