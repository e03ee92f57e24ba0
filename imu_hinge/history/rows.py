"""What the history gives out and takes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from imu_hinge.core.summary import SetSummary
from imu_hinge.history.captures import Capture
from imu_hinge.history.pseudonyms import ME as ME
from imu_hinge.model.events import Calibrated, PostureReminder, RepRejected
from imu_hinge.model.kinds import Kind

if TYPE_CHECKING:
    from imu_hinge.core.posture import PostureDay


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A person under a pseudonym."""

    id: UUID
    pseudonym: str
    """`c-` and 8 characters of lower-case Crockford base32."""
    display_name: str | None
    birth_year: int | None
    own_max_lumbar_deg: float | None
    cautions: str
    keep_recordings_days: int | None
    created_at_ns: int
    archived_at_ns: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who said, wrote or changed something."""

    id: UUID
    name: str
    kind: str
    """`wearer`, `trainer` or `program`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One purpose a client agreed to."""

    id: UUID
    client_id: UUID
    purpose: str
    """`keep` (record and keep), `watch` (a trainer sees it live) or `research` (export)."""
    text_version: str
    text_sha256: str
    language: str
    author_id: UUID
    """Who recorded it."""
    granted_at_ns: int
    until_ns: int | None
    """When it runs out by itself; None: never."""
    withdrawn_at_ns: int | None
    scopes: tuple[str, ...]
    """Of `watch`: what a broker may carry, some of `consents.SCOPES`; empty for other purposes."""
    trainers: tuple[str, ...]
    """Of `watch`: accounts at a broker, `t-anna`, to whom it may be carried; empty: it may not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who looked at whom."""

    id: UUID
    client_id: UUID
    author_id: UUID
    at_ns: int
    what: str
    """`shown`, `exported`, `watched` or `edited`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One session; the columns of the table `session`."""

    id: UUID
    client_id: UUID
    recording_id: UUID
    recording_path: str
    """Under the folder of recordings, else absolute; empty where there is none."""
    recording_sha256: str
    """Empty while it is recorded, and where there is none."""
    source: str
    kind: str = Kind.TRAINING
    """A Kind: which fold it was made with."""
    exercise: str
    """Under which the stored sets were judged."""
    profile_sha256: str
    """Of the limits in force: `profiles.exercise_of`."""
    software: str
    started_at_ns: int
    """Wall clock at session time 0."""
    utc_offset_min: int
    origin_ns: int
    """Session time of the first sample: 0.0 s in the tables of `analyze`."""
    duration_ns: int
    """First to last sample."""
    ended_at_ns: int | None
    """None: it runs, or it stopped without an end and is put in order by `sessions rebuild`."""
    end_reason: str
    """As the recording says it: `closed`, `slow_disk`, `healed`, ...; empty while it runs."""
    damage: tuple[str, ...]
    """In words, one for each place of the recording that is not as it was written."""
    verify_state: str
    """`not_run`, `same` or `different`: whether folding the recording again says what was said live."""
    lost_samples: int
    warnings: tuple[Mapping[str, Any], ...]
    """As in `analyze --json`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one fold of a session said, complete."""

    sets: tuple[SetSummary, ...]
    calibrations: tuple[Calibrated, ...]
    rejected: tuple[RepRejected, ...]
    day: "PostureDay | None" = None
    """Of a posture session: the part of a day that it was."""
    reminders: tuple[PostureReminder, ...] = ()
    captures: tuple[Capture, ...] = ()
    """Of an assessment, in the order in which they were said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One correction by a person; what the program said stays as it was."""

    id: UUID
    session_id: UUID
    n: int
    """Place in the journal of the session, from 1; clocks are set back, this is not."""
    at_ns: int
    author_id: UUID
    action: str
    """A key of ACTIONS."""
    t_bottom_ns: int | None
    """Session time of the bottom of the movement it is about; None: the whole session."""
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    reason: str


ACTIONS = {
    "exclude": "the repetition does not count",
    "restore": "the movement is again what the program made of it; earlier changes of it do not hold",
    "add": "a movement that was not counted counts; after: set_index, side, t_start_ns, t_end_ns",
    "status": "sure or not; after: status (counted, unsure)",
    "side": "the working side; after: side (left, right or None)",
    "clear_fault": "the verdict of one fault is taken away; after: fault",
    "exercise": "the whole session was another exercise; after: exercise",
    "undo": "an earlier change does not hold; after: edit (its id)",
}
"""What may be corrected, and what stands in `after`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """A score that somebody gave."""

    id: UUID
    client_id: UUID
    session_id: UUID | None
    at_ns: int
    t_ns: int | None
    score: int
    """0 (none) to 10."""
    moment: str
    """`before`, `during`, `after` or `next_day`."""
    arrived_at_ns: int | None
    """When it came into this history; None: when it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A few words about a client, a session or a moment of it."""

    id: UUID
    client_id: UUID
    session_id: UUID | None
    t_ns: int | None
    author_id: UUID
    at_ns: int
    edited_at_ns: int | None
    text: str
    client_may_see: bool
    """Whether it may stand in what the client is given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientLimit:
    """A limit that holds for one client in place of the catalogue's, in the unit of the fault."""

    client_id: UUID
    fault: str
    caution: float
    limit: float
    author_id: UUID
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """What a client is to do of one exercise in a session."""

    client_id: UUID
    exercise: str
    sets: int
    reps: int
    """In each set."""
    author_id: UUID
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """The level of the progression a client is at from this moment on."""

    id: UUID
    client_id: UUID
    level: int
    """1 to 4, as the exercises of the catalogue have it."""
    author_id: UUID
    reason: str
    at_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file that left the program."""

    id: UUID
    client_id: UUID | None
    kind: str
    """`export`, `report` or `backup`."""
    path: str
    sha256: str
    at_ns: int
