"""Tests of the assessment, as data: one row a file in `assess/`, with the ranges others have published."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from imu_hinge.catalogue import schema
from imu_hinge.model.errors import CatalogueError, UsageError

_FOLDER = files("imu_hinge.catalogue").joinpath("assess")

QUANTITIES = {
    "lumbar_flexion": "thorax tilt less pelvis tilt",
    "pelvis_tilt": "tilt of the pelvis",
    "thorax_tilt": "tilt of the thorax",
    "lateral": "sideways tilt of the thorax, + to the right",
}
"""What a test can measure, by id: changes from the stand right before it, deg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRange:
    """What others have measured."""

    quantity: str
    """Of QUANTITIES; positive in the direction of the test."""
    mean_deg: float
    sd_deg: float | None
    """None where it was not given."""
    n: int
    who: str
    method: str
    same_method: bool
    """Whether it was measured between two inertial sensors at T12 and S2, as here."""
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessTest:
    """One movement to its end range, held there, and back."""

    id: str
    order: int
    title: str
    sentence: str
    """What to do: spoken and shown before."""
    meanwhile: str
    """Spoken while it is done."""
    word: str
    """Drawn large."""
    measure: str
    """Of QUANTITIES."""
    direction: int
    """+1 or -1: the sign of the measure in the direction of the test."""
    full_range_deg: float
    """End of a bar that shows the measure."""
    least_deg: float
    """A smaller movement is refused: `too_small`."""
    begin_deg: float
    """A movement begins when the measure has changed by so much."""
    off_plane_deg: float
    """Largest other tilt of the thorax over the hold: sideways, in side bends forward or back."""
    thorax_within_deg: float | None
    """Where not None, the thorax may not tilt further."""
    hold_s: float
    repeats: int
    needs_pelvis: bool
    share: bool
    """Whether the hinge share is a result of it."""
    ranges: tuple[PublishedRange, ...]


def _number(low: float, high: float, default: Any = schema.REQUIRED) -> schema.Key:
    return schema.Key(float, f"a number from {low:g} to {high:g}", lambda v: low <= v <= high, default)


def _whole(low: int, high: int) -> schema.Key:
    return schema.Key(int, f"a whole number from {low} to {high}", lambda v: low <= v <= high)


def _text(most: int) -> schema.Key:
    return schema.Key(str, f"a text of 1 to {most} characters", lambda v: 1 <= len(v) <= most)


_QUANTITY = schema.Key(str, "one of " + ", ".join(QUANTITIES), QUANTITIES.__contains__)
KEYS: schema.Keys = {
    "id": schema.ID,
    "order": _whole(1, 99),
    "title": _text(40),
    "sentence": _text(160),
    "meanwhile": _text(60),
    "word": schema.Key(str, "2 to 11 capitals and blanks", lambda v: 2 <= len(v) <= 11 and v == v.upper()),
    "measure": _QUANTITY,
    "direction": schema.Key(int, "1 or -1", lambda v: v in (1, -1)),
    "full_range_deg": _number(5, 180),
    "least_deg": _number(2, 90),
    "begin_deg": _number(1, 45),
    "off_plane_deg": _number(3, 45),
    "thorax_within_deg": _number(3, 90, None),
    "hold_s": _number(0.5, 10),
    "repeats": _whole(1, 10),
    "needs_pelvis": schema.FLAG,
    "share": schema.FLAG,
    "ranges": schema.Key(list, "tables [[ranges]]", lambda v: all(isinstance(one, dict) for one in v), []),
}
RANGE_KEYS: schema.Keys = {
    "quantity": _QUANTITY,
    "mean_deg": _number(0, 180),
    "sd_deg": _number(0.1, 90, None),
    "n": _whole(1, 100_000),
    "who": _text(80),
    "method": _text(160),
    "same_method": schema.FLAG,
    "source": _text(200),
}


@cache
def _all() -> dict[str, AssessTest]:
    names = (entry.name for entry in _FOLDER.iterdir() if entry.name.endswith(".toml"))
    read = [row_from_text(name, _FOLDER.joinpath(name).read_text(encoding="utf-8")) for name in names]
    return {row.id: row for row in sorted(read, key=lambda row: row.order)}


def load_test(test_id: str) -> AssessTest:
    """One row; raises UsageError for an unknown id, CatalogueError for a wrong file."""
    if test_id not in _all():
        raise UsageError(f"there is no test {test_id!r}; there are: {', '.join(_all())}")
    return _all()[test_id]


def rows(only: Iterable[str] = ()) -> tuple[AssessTest, ...]:
    """The rows in order, all of them or those named; raises UsageError, CatalogueError."""
    chosen = {load_test(one).id for one in only}
    return tuple(row for row in _all().values() if not chosen or row.id in chosen)


def row_from_text(name: str, text: str) -> AssessTest:
    """One row from the TOML of the file `name`; raises CatalogueError that names the key and what was expected."""
    file = f"assess/{name}"
    values = schema.checked(file, schema.parse(file, text), KEYS)
    if f"{values['id']}.toml" != name:
        raise CatalogueError(file, "id", f"expected {name.removesuffix('.toml')!r} as in the name of the file")
    if values["begin_deg"] >= values["least_deg"]:
        raise CatalogueError(file, "begin_deg", f"expected less than least_deg, {values['least_deg']:g}")
    ranges = [schema.checked(file, one, RANGE_KEYS, prefix="ranges.") for one in values.pop("ranges")]
    return AssessTest(**values, ranges=tuple(PublishedRange(**one) for one in ranges))
