"""A fault with other limits, as a text like those of the catalogue, so that a recording can keep it."""

import json
import math
from collections.abc import Mapping
from typing import Any

from imu_hinge.catalogue import schema
from imu_hinge.catalogue.load import Texts, texts
from imu_hinge.model.errors import UsageError


def texts_with(exercise_id: str, limits: Mapping[str, tuple[float, float]]) -> Texts:
    """The texts of an exercise with other limits, (early, past) by fault id; raises UsageError, CatalogueError."""
    exercise_toml, faults = texts(exercise_id)
    return exercise_toml, {
        fault: with_limit(toml, *limits[fault]) if fault in limits else toml for fault, toml in faults.items()
    }


def with_limit(fault_toml: str, caution: float, limit: float) -> str:
    """The fault with these plain limits, in its unit, in place of shares of the wearer's own maximum.

    A fault with an early limit only takes `caution`; one with a limit of its own for the thorax is judged on the
    pelvis alone. Raises CatalogueError for no TOML, UsageError unless the limit is past the early one.
    """
    values = schema.parse("fault", fault_toml)
    _check(values, caution, limit)
    values["caution"] = {"limit": caution}
    if "fault" in values:
        values["fault"] = {"limit": limit}
    plain = [f"{key} = {_written(value)}" for key, value in values.items() if not isinstance(value, dict)]
    tables = [
        f"\n[{name}]\nlimit = {_written(values[name]['limit'])}" for name in ("caution", "fault") if name in values
    ]
    return "\n".join([*plain, *tables, ""])


def _check(values: dict[str, Any], caution: float, limit: float) -> None:
    if not (math.isfinite(caution) and math.isfinite(limit)):
        raise UsageError(f"limit: expected two numbers, found {caution:g} and {limit:g}")
    past = limit > caution if values.get("direction") == "above" else limit < caution
    if "fault" in values and not past:
        raise UsageError(f"limit: expected one {values.get('direction')} the early limit {caution:g}, found {limit:g}")


def _written(value: Any) -> str:
    """A text, a number, a truth or a list of texts, as TOML has them."""
    return repr(float(value)) if isinstance(value, float) else json.dumps(value, ensure_ascii=False)
