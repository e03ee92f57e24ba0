"""What a recording says about itself: once as MCAP metadata, and again and again as the `/session` message."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import UTC, datetime
from typing import Any

from imu_hinge.model.kinds import Kind

SCHEMA_FAMILY = "imu-hinge/recording/"
MAJOR = 1
"""This program writes this major version of the layout, and reads every one up to it."""


class NewerSchemaError(Exception):
    """The recording has a major version that this program does not know; the argument is the schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The circumstances of a recording. It names no person: the client is a pseudonym."""

    recording_id: str
    """UUID."""
    session_id: str
    client: str
    start_wall_ns: int
    """Wall clock at session time 0, ns since 1970 UTC."""
    utc_offset_min: int
    exercise: str
    exercise_profile: str
    """The whole TOML text in force, so that an old recording replays with its own limits."""
    fault_profiles: Mapping[str, str] = field(default_factory=dict)
    """Fault id to TOML text."""
    software: str
    """Name and version of the program that recorded."""
    python: str
    os: str
    """Family only."""
    drivers: Mapping[str, str] = field(default_factory=dict)
    """Placement to driver id and version, separated by a blank."""
    source: str
    """`live`, `simulate`, `import` or `remote`."""
    kind: str = Kind.TRAINING
    """A Kind; a recording of a later version may hold others."""
    settings: str = ""
    """What the fold of this kind is started with, beside the exercise; JSON."""

    @property
    def start_utc(self) -> str:
        """The start in ISO 8601, whole seconds, UTC."""
        return datetime.fromtimestamp(self.start_wall_ns // 1_000_000_000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_json(about: About) -> dict[str, Any]:
    """The values as the `/session` message holds them, schema included."""
    return {"schema": f"{SCHEMA_FAMILY}{MAJOR}", "start_utc": about.start_utc, **asdict(about)}


def from_json(values: Mapping[str, Any]) -> About:
    """The inverse of `to_json`; unknown keys are skipped. Raises NewerSchemaError, or ValueError for no About."""
    _check_schema(str(values.get("schema", "")))
    needed = [key.name for key in fields(About) if key.default is MISSING and key.default_factory is MISSING]
    if missing := [name for name in needed if name not in values]:
        raise ValueError(f"the key {missing[0]!r} is missing")
    return About(**{key.name: values[key.name] for key in fields(About) if key.name in values})


def to_metadata(about: About) -> dict[str, str]:
    """The values as the `imu_hinge.recording` metadata record holds them: strings only, with their checksum."""
    return sealed(
        {key: value if isinstance(value, str) else json.dumps(value) for key, value in to_json(about).items()}
    )


def from_metadata(values: Mapping[str, str]) -> About:
    """The inverse of `to_metadata`. Raises NewerSchemaError, or ValueError when the checksum is wrong."""
    if not is_intact(values):
        raise ValueError("the checksum of the metadata is wrong")
    kinds = {key.name: key.type for key in fields(About)}
    return from_json({key: value if kinds.get(key, str) is str else json.loads(value) for key, value in values.items()})


def sealed(values: Mapping[str, str]) -> dict[str, str]:
    """`values` with `crc32` over their canonical JSON: an MCAP metadata record has no checksum of its own."""
    return {**values, "crc32": _checksum(values)}


def is_intact(values: Mapping[str, str]) -> bool:
    """Whether `crc32` fits the other values."""
    return values.get("crc32") == _checksum({key: value for key, value in values.items() if key != "crc32"})


def _checksum(values: Mapping[str, str]) -> str:
    text = json.dumps(dict(values), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def _check_schema(schema: str) -> None:
    major = schema.removeprefix(SCHEMA_FAMILY)
    if major == schema or not major.isdecimal():
        raise ValueError(f"{schema!r} is no schema of a recording")
    if int(major) > MAJOR:
        raise NewerSchemaError(schema)
