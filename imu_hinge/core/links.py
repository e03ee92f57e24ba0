"""What the links to the sensors tell a person: a battery that runs low, a sensor that is not the one of before."""

from dataclasses import dataclass

from imu_hinge.model.events import SensorWarning
from imu_hinge.model.inputs import Link, Placement


@dataclass(frozen=True, slots=True)
class LinkParams:
    """PROTOCOL.md P2 and P3: the device says it is low below 15 %, and stops below 5 %."""

    batteries: tuple[tuple[str, int, str], ...] = (
        ("battery_critical", 5, "the sensor stops soon: charge it, or end the set"),
        ("battery_low", 15, "charge the sensor after this session"),
    )
    """Warning, largest percentage it is said at, and what to do; the lowest first."""
    rises_pct: int = 3
    """Said again only after the battery rose this much above the percentage."""


class Links:
    """Watches the Link inputs of both sensors."""

    def __init__(self, params: LinkParams | None = None) -> None:
        self._params = params or LinkParams()
        self._low: set[tuple[Placement, str]] = set()
        self._serials: dict[Placement, str] = {}

    def step(self, link: Link) -> list[SensorWarning]:
        """What is to be told of this link."""
        return [*self._battery(link), *self._serial(link)]

    def _battery(self, link: Link) -> list[SensorWarning]:
        """The most urgent one that was not said yet; it speaks for the less urgent ones."""
        if link.battery_pct is None:
            return []
        said: list[SensorWarning] = []
        for name, most_pct, remedy in self._params.batteries:
            if link.battery_pct <= most_pct:
                if (link.placement, name) not in self._low and not said:
                    said.append(_warning(link, name, f"battery {link.battery_pct} %: {remedy}"))
                self._low.add((link.placement, name))
            elif link.battery_pct >= most_pct + self._params.rises_pct:
                self._low.discard((link.placement, name))
        return said

    def _serial(self, link: Link) -> list[SensorWarning]:
        """Each time another sensor takes a place."""
        before = self._serials.get(link.placement, "")
        if not link.serial or link.serial == before:
            return []
        self._serials[link.placement] = link.serial
        detail = f"sensor {link.serial} came in place of {before}: calibrate again, or connect the one of before"
        return [_warning(link, "wrong_sensor", detail)] if before else []


def _warning(link: Link, name: str, detail: str) -> SensorWarning:
    return SensorWarning(t_ns=link.t_ns, id=name, placement=link.placement, detail=detail)
