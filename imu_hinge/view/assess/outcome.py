"""What came of an assessment: one object for the screen, for plain text and for JSON. Pure."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from imu_hinge.catalogue.assess import AssessTest
from imu_hinge.core.assess import (
    Change,
    LimitProposal,
    Placed,
    Sides,
    TestResult,
    Withheld,
    compared,
    placed,
    proposals,
    sides,
    withheld,
)

SCHEMA = "imu-hinge/assessment/1"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The assessment of the same wearer before this one."""

    day: str
    """ISO date."""
    results: tuple[TestResult, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One test."""

    test: AssessTest
    result: TestResult
    changes: tuple[Change, ...]
    """Against the earlier assessment; none where it does not hold this test."""
    placed: tuple[Placed, ...]
    """Among what others have published."""

    def change(self, measure: str) -> Change | None:
        """Of `value` or `share`; None where there is none."""
        return next((one for one in self.changes if one.measure == measure), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Of all tests that were begun."""

    rows: tuple[Row, ...]
    sides: Sides | None
    """Left and right of the same movement; None where one of them is missing."""
    proposals: tuple[LimitProposal, ...]
    """Limits from the wearer's own range; nobody has taken them."""
    withheld: tuple[Withheld, ...]
    """Why there are no others."""
    earlier: str
    """ISO date of the assessment it is compared with; empty where there is none."""
    keeping: str
    """Why a limit cannot be kept, and what to do; empty where it can."""
    ended_early: bool | None = None
    """Whether tests were still to be made; None where only the results are known."""

    def to_dict(self) -> dict[str, Any]:
        """The object of `assess --json`: deg and shares to two decimals; None for what is not known."""
        values: dict[str, Any] = _rounded(self._values())
        return values

    def _values(self) -> dict[str, Any]:
        return {
            "type": "Assessment",
            "schema": SCHEMA,
            "tests": [_dict(row) for row in self.rows],
            "sides": {**asdict(self.sides), "different": self.sides.different} if self.sides else None,
            "earlier": self.earlier or None,
            "proposals": [asdict(one) for one in self.proposals],
            "withheld": [asdict(one) for one in self.withheld],
            **({} if self.ended_early is None else {"ended_early": self.ended_early}),
        }


def concluded(
    results: Sequence[TestResult], rows: Sequence[AssessTest], earlier: Earlier | None, keeping: str
) -> Outcome:
    """What the results come to; `rows` are the tests by whose ids they go, `keeping` as in Outcome."""
    changes = compared(results, earlier.results) if earlier else ()
    by_id = {row.id: row for row in rows}
    return Outcome(
        rows=tuple(
            Row(by_id[one.test], one, tuple(change for change in changes if change.test == one.test), placed(one))
            for one in results
            if one.test in by_id
        ),
        sides=sides(results),
        proposals=proposals(results),
        withheld=withheld(results),
        earlier=earlier.day if earlier else "",
        keeping=keeping,
    )


_NUMBERS = (
    "n",
    "median_deg",
    "sd_deg",
    "noise_deg",
    "least_change_deg",
    "share",
    "pelvis_deg",
    "thorax_deg",
    "lumbar_deg",
    "lateral_deg",
)


def _dict(row: Row) -> dict[str, Any]:
    result = row.result
    return {
        "test": row.test.id,
        "title": row.test.title,
        "measure": row.test.measure,
        "values_deg": list(result.values),
        **{name: getattr(result, name) for name in _NUMBERS},
        "pains": list(result.pains),
        "refused": dict(result.refused),
        "changes": [{**asdict(one), "different": one.different} for one in row.changes],
        "published": [asdict(one) for one in row.placed],
    }


def _rounded(value: Any) -> Any:
    """Every number within, to two decimals: further ones would be noise."""
    match value:
        case float():
            return round(value, 2) + 0.0
        case dict():
            return {key: _rounded(one) for key, one in value.items()}
        case list() | tuple():
            return [_rounded(one) for one in value]
    return value
