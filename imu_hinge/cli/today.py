"""The plan of today, looked up once the sensors give data, and at the end what the progression proposes.

Importing this loads no database library; the threads that look do.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Thread
from typing import TYPE_CHECKING
from uuid import UUID

from imu_hinge.cli.who import Who
from imu_hinge.cues.planned import PLAN, Planned, plan_argument
from imu_hinge.history.glance import may_have_level, may_have_plan
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.errors import HingeError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Input, Packet, Samples
from imu_hinge.station.settings import Settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

DECIDES = "`imu-hinge clients progress {name} --accept` takes it, --decline WHY leaves it"


class PlanOfToday:
    """A sink: says the Command PLAN into the session where something is planned of its exercise. It never waits."""

    def __init__(
        self,
        exercise: str,
        pseudonym: str,
        session_id: UUID,
        *,
        say: Callable[[str, str], object],
        tell: Callable[[str], object],
    ) -> None:
        """`tell` hears in words, on another thread, why the plan is not known."""
        self._exercise, self._pseudonym, self._session_id = exercise, pseudonym, session_id
        self._say, self._tell = say, tell
        self._thread = Thread(target=self._look, name="plan", daemon=True)
        self._begun = False

    def receive(self, item: Input, step: Step) -> None:
        """With the first data, when the screen stands, it is looked up."""
        if not self._begun and isinstance(item, Packet | Samples):
            self._begun = True
            self._thread.start()

    def close(self) -> None:
        """Waits for a look that has begun."""
        if self._begun:
            self._thread.join()

    def _look(self) -> None:
        try:
            planned = planned_today(self._exercise, self._pseudonym, self._session_id)
        except HingeError as error:
            self._tell(f"the plan of today is not known: {error}")
        else:
            if planned is not None:
                self._say(PLAN, plan_argument(planned))


def planned_today(exercise: str, pseudonym: str, session_id: UUID) -> Planned | None:
    """What is planned of this exercise, and what of it was done today in other sessions; None: nothing is planned.

    Raises HistoryError, UsageError.
    """
    if not may_have_plan(pseudonym):
        return None
    from imu_hinge.history.clients import client_known_as
    from imu_hinge.history.database import open_history
    from imu_hinge.history.progress import today

    with open_history() as history, history.reading() as db:
        client = client_known_as(db, pseudonym)
        found = None if client is None else today(db, client, time.time_ns(), session_id)
    if found is None:
        return None
    earlier = tuple([one for one in found.done if one.exercise == exercise])
    return next((Planned(aim, earlier) for aim in found.aims if aim.exercise == exercise), None)


def ahead_of(wearer: Who, named: str | None, settings: Settings, tell: Callable[[str], object]) -> tuple[str, ...]:
    """Where a wearer stands after a session, and how to decide; nothing where nobody chose a level.

    `named`: as on the command line; `tell` hears in words why nothing is known.
    """
    if not may_have_level(wearer.pseudonym):
        return ()
    from imu_hinge.history.database import open_history

    try:
        with open_history() as history, history.reading() as db:
            return _lines(db, wearer.pseudonym, named or YOURSELF[0], settings.pain_start_limit)
    except HingeError as error:
        tell(f"what the progression proposes is not known: {error}")
        return ()


def _lines(db: "Connection", pseudonym: str, name: str, start_limit: int) -> tuple[str, ...]:
    from imu_hinge.core.progression import standing_lines
    from imu_hinge.history.clients import client_known_as
    from imu_hinge.history.progress import standing

    client = client_known_as(db, pseudonym)
    found = None if client is None else standing(db, client, time.time_ns(), start_limit)
    if found is None or found.proposal is None:
        return ()
    decides = (DECIDES.format(name=name),) if found.proposal.is_step else ()
    return (*standing_lines(replace(found, ticks=())), *decides)
