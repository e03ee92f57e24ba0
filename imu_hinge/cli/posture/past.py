"""The days before today, read from the history beside a day that goes on."""

import threading
from collections.abc import Callable
from datetime import date, timedelta

from imu_hinge.history.glance import may_have_days
from imu_hinge.model.errors import HingeError
from imu_hinge.view.day import Past

DAYS = 7


class PastDays:
    """Empty until they are read; loading the library of the history takes a third of a second."""

    def __init__(self, pseudonym: str, today: Callable[[], date] = date.today) -> None:
        self._pseudonym, self._today = pseudonym, today
        self.days: tuple[Past, ...] = ()
        """Oldest first, without today."""

    def start(self) -> None:
        """Reads them on a thread of its own."""
        threading.Thread(target=self.read, name="past days", daemon=True).start()

    def read(self) -> None:
        """Reads them; where there is no history to read, there are no days before."""
        if not may_have_days(self._pseudonym):
            return
        try:
            self.days = past_days(self._pseudonym, self._today())
        except (HingeError, OSError):
            self.days = ()


def past_days(pseudonym: str, today: date) -> tuple[Past, ...]:
    """The days of this client in the last DAYS before `today`; raises HistoryError where there is no history."""
    from imu_hinge.history.clients import client_known_as
    from imu_hinge.history.database import open_history
    from imu_hinge.history.parts import days

    with open_history() as history, history.reading() as db:
        found = client_known_as(db, pseudonym)
        if found is None:
            return ()
        since, until = today - timedelta(days=DAYS), today - timedelta(days=1)
        return tuple(Past(str(day.date), day.posture) for day in days(db, found, since, until))
