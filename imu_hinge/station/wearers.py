"""Which sensors belong to which client of this room, remembered in one small file that only this user can read."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from imu_hinge.model.errors import UsageError
from imu_hinge.model.inputs import Placement
from imu_hinge.station.files import PRIVATE, replace_text
from imu_hinge.station.roster import Known, Roster

_SCHEMA = "imu-hinge/wearers/1"


@dataclass(frozen=True, slots=True)
class Paired:
    """One client's sensors, and what the client begins with."""

    roster: Roster
    exercise: str = ""
    """Empty: nothing was chosen."""


Wearers = Mapping[str, Paired]
"""By pseudonym."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A sensor that was somebody else's until it was paired."""

    name: str
    client: str
    """Whose it was."""
    placement: Placement


def wearers_path() -> Path:
    """Where the file lies."""
    from platformdirs import user_config_dir

    return Path(user_config_dir("imu-hinge")) / "wearers.json"


def load_wearers(path: Path) -> dict[str, Paired]:
    """All of them; empty where there is no file. Raises UsageError for a file that cannot be one, OSError."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return {client: _paired(client, one) for client, one in values["wearers"].items()}
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "remove the file and pair the sensors again with `imu-hinge trainer pair`"
        raise UsageError(f"{path}: is no list of wearers ({error}); {remedy}") from error


def save_wearers(wearers: Wearers, path: Path) -> None:
    """Replaces the file as a whole; nobody but this user can read it. Raises OSError."""
    values = {"schema": _SCHEMA, "wearers": {client: _as_dict(one) for client, one in wearers.items()}}
    replace_text(path, json.dumps(values, indent=1) + "\n", PRIVATE)


def with_wearer(wearers: Wearers, client: str, paired: Paired) -> tuple[dict[str, Paired], list[Moved]]:
    """The same with this client; a sensor belongs to one client only, and whose it was before is told.

    Raises UsageError where two sensors of one name could not be told apart.
    """
    others = {whose: one for whose, one in wearers.items() if whose != client}
    for known in paired.roster.sensors.values():
        _check_name(known, others)
    serials = {known.serial for known in paired.roster.sensors.values()}
    moved = [
        Moved(known.name or known.serial, whose, place)
        for whose, one in others.items()
        for place, known in one.roster.sensors.items()
        if known.serial in serials
    ]
    left = {whose: _without(one, serials) for whose, one in others.items()}
    return {**{whose: one for whose, one in left.items() if one.roster.sensors}, client: paired}, moved


def _check_name(known: Known, others: Wearers) -> None:
    for client, one in others.items():
        for other in one.roster.sensors.values():
            if known.name and other.name == known.name and other.serial != known.serial:
                raise UsageError(
                    f"{known.name}: {client} has another sensor of this name (serial {other.serial}), and the two "
                    "cannot be told apart in one room: use another sensor"
                )


def _without(one: Paired, serials: set[str]) -> Paired:
    kept = {place: known for place, known in one.roster.sensors.items() if known.serial not in serials}
    return Paired(Roster(kept), one.exercise)


def _as_dict(one: Paired) -> dict[str, object]:
    sensors = {str(place): asdict(known) for place, known in one.roster.sensors.items()}
    return {"exercise": one.exercise, "sensors": sensors}


def _paired(client: str, values: Mapping[str, object]) -> Paired:
    sensors, exercise = values["sensors"], values["exercise"]
    if not isinstance(sensors, dict) or not isinstance(exercise, str):
        raise ValueError(f"{client}: sensors and exercise are missing")
    known = {Placement(where): Known(**one) for where, one in sensors.items()}
    if not all(isinstance(value, str) for one in known.values() for value in asdict(one).values()):
        raise ValueError(f"{client}: a sensor has a driver, a serial and a name")
    return Paired(Roster(known), exercise)
