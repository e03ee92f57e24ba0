"""An assessment as lines of words, and as lines of JSON."""

import json
from collections.abc import Callable, Sequence

from imu_hinge.catalogue import Exercise
from imu_hinge.cli.sinks import Json, Words
from imu_hinge.core.summary import SetSummary
from imu_hinge.model.events import Event
from imu_hinge.view.assess.events import event_line
from imu_hinge.view.assess.outcome import Outcome

Conclude = Callable[[], Outcome]
"""What came of it so far."""


class AssessWords(Words):
    """Events of the tests beside those of every session; the results at the end."""

    def __init__(self, exercise: Exercise, page: Callable[[], str]) -> None:
        super().__init__(exercise)
        self._page = page

    def event(self, event: Event) -> str | None:
        """A line; None for what is not worth one."""
        return event_line(event) or super().event(event)

    def end(self, t_ns: int, sets: Sequence[SetSummary]) -> str:
        """The results."""
        return f"\n{self._page()}"


class AssessJson(Json):
    """The last object, `Assessment`, holds the results."""

    def __init__(self, conclude: Conclude) -> None:
        self._conclude = conclude

    def end(self, t_ns: int, sets: Sequence[SetSummary]) -> str:  # type: ignore[override]
        """One object."""
        return json.dumps(self._conclude().to_dict(), allow_nan=False)
