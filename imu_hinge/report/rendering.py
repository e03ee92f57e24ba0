"""The templates of the pages, and what every one of them is given."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from imu_hinge.report.contents import Origin
from imu_hinge.report.wording import start_words
from imu_hinge.view.colours import ROLES
from imu_hinge.view.texts import DISCLAIMER, REPORT_LINE


def rendered(template: str, values: dict[str, Any]) -> str:
    """A self-contained page: no script, nothing from outside; the same values give the same text."""
    return _templates().get_template(template).render(values)


def shared(origin: Origin) -> dict[str, Any]:
    """Head, colours and the fixed texts."""
    return {
        "colours": {name: role.light for name, role in ROLES.items()},
        "who": origin.who,
        "when": start_words(origin.start),
        "simulated": origin.source == "simulate",
        "disclaimer": DISCLAIMER,
        "report_line": REPORT_LINE,
    }


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("imu_hinge.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
