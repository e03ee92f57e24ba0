"""What an assessment is started with: kept in the recording, so that it can be folded again."""

import json
from dataclasses import asdict, dataclass

from imu_hinge.catalogue.assess import rows
from imu_hinge.model.errors import UsageError

REPEATS = (1, 10)
READY_S = (0.0, 60.0)


@dataclass(frozen=True, slots=True)
class AssessmentSettings:
    """Raises UsageError for a test there is not, or a number outside of REPEATS and READY_S."""

    tests: tuple[str, ...] = ()
    """Ids of rows; empty for all. They come in the order of the catalogue."""
    repeats: int | None = None
    """Captures of each test; None: as its row says."""
    ready_s: float = 6.0
    """The first movement of a test is not awaited earlier: its sentence is being spoken."""

    def __post_init__(self) -> None:
        rows(self.tests)
        if self.repeats is not None and not REPEATS[0] <= self.repeats <= REPEATS[1]:
            raise UsageError(f"repeats: expected {REPEATS[0]} to {REPEATS[1]}, found {self.repeats}")
        if not READY_S[0] <= self.ready_s <= READY_S[1]:
            raise UsageError(f"ready_s: expected {READY_S[0]:g} to {READY_S[1]:g} seconds, found {self.ready_s:g}")

    def to_json(self) -> str:
        """As `settings_from` reads it."""
        return json.dumps(asdict(self), separators=(",", ":"))


def settings_from(text: str) -> AssessmentSettings:
    """The settings of a recording; those of an empty text are the ordinary ones. Raises UsageError."""
    try:
        given = json.loads(text or "{}")
        return AssessmentSettings(**{**given, "tests": tuple(given.get("tests", ()))})
    except (ValueError, TypeError, AttributeError) as error:
        raise UsageError(f"settings of an assessment that cannot be read: {error}") from None
