"""Which sensor sits where, remembered by serial: asked once, kept in one small file of this user."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.files import replace_text

_SCHEMA = "imu-hinge/sensors/1"


@dataclass(frozen=True, slots=True)
class Known:
    """A sensor this user has."""

    driver: str
    serial: str
    name: str
    """As it advertises: `HINGE-7A3C`."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The remembered sensors by placement."""

    sensors: Mapping[Placement, Known] = field(default_factory=dict)

    def with_sensor(self, placement: Placement, known: Known) -> "Roster":
        """The same with this sensor at this place, and at no other."""
        others = {where: one for where, one in self.sensors.items() if one.serial != known.serial}
        return Roster({**others, placement: known})


def default_path() -> Path:
    """Where the file lies."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("imu-hinge")) / "sensors.json"


def load_roster(path: Path) -> Roster:
    """The roster; empty where there is no file. Raises UsageError for a file that cannot be one, OSError."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Roster({Placement(where): Known(**one) for where, one in values["sensors"].items()})
    except FileNotFoundError:
        return Roster()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path}: is no list of sensors ({error}); `imu-hinge scan --forget` removes it") from error


def save_roster(roster: Roster, path: Path) -> None:
    """Replaces the file as a whole. Raises OSError."""
    values = {"schema": _SCHEMA, "sensors": {str(where): asdict(one) for where, one in roster.sensors.items()}}
    replace_text(path, json.dumps(values, indent=1) + "\n")
