"""Reminders for staying, as data: one row a file in `posture/`. They speak of minutes, never of a bend."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from imu_hinge.catalogue import schema
from imu_hinge.model.errors import CatalogueError
from imu_hinge.model.events import PostureState, Zone

_FOLDER = files("imu_hinge.catalogue").joinpath("posture")
DELAY_S = (30.0, 7200.0)
"""Least and most delay a row or a wearer may ask for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A position that is spoken of when it has lasted."""

    id: str
    order: int
    """Of two that are due at once the first one is given."""
    title: str
    states: tuple[PostureState, ...]
    zones: tuple[Zone, ...]
    """Empty: any."""
    slumped: bool
    """Whether only slumped sitting counts."""
    delay_s: float
    within_deg: float | None
    """Where not None, neither segment may move over more than this in the whole stay."""
    cue: str
    source: str


KEYS: schema.Keys = {
    "id": schema.ID,
    "order": schema.Key(int, "a whole number from 1 to 99", lambda v: 1 <= v <= 99),
    "title": schema.Key(str, "a text of 1 to 40 characters", lambda v: 1 <= len(v) <= 40),
    "states": schema.Key(list, "a list of posture states", lambda v: bool(v) and set(v) <= set(PostureState)),
    "zones": schema.Key(list, "a list of zones", lambda v: set(v) <= set(Zone)),
    "slumped": schema.FLAG,
    "delay_s": schema.Key(float, "seconds from 30 to 7200", lambda v: DELAY_S[0] <= v <= DELAY_S[1]),
    "within_deg": schema.Key(float, "degrees from 1 to 45", lambda v: 1 <= v <= 45, None),
    "cue": schema.Key(str, "a text of 1 to 60 characters", lambda v: 1 <= len(v) <= 60),
    "source": schema.Key(str, "a text of 1 to 300 characters", lambda v: 1 <= len(v) <= 300),
}


@cache
def stays() -> tuple[Stay, ...]:
    """Every row, in order; raises CatalogueError for a wrong file."""
    names = sorted(entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    rows = [stay_from_text(name, _FOLDER.joinpath(name).read_text(encoding="utf-8")) for name in names]
    return tuple(sorted(rows, key=lambda row: row.order))


def stay_from_text(name: str, text: str) -> Stay:
    """One row from the TOML of the file `name`; raises CatalogueError that names the key and what was expected."""
    file = f"posture/{name}"
    values = schema.checked(file, schema.parse(file, text), KEYS)
    if f"{values['id']}.toml" != name:
        raise CatalogueError(file, "id", f"expected {name.removesuffix('.toml')!r} as in the name of the file")
    values["states"] = tuple(PostureState(state) for state in values["states"])
    values["zones"] = tuple(Zone(zone) for zone in values["zones"])
    return Stay(**values)
