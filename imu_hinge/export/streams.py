"""What belongs to the samples of the sensors, collected block by block and given back by time."""

from collections.abc import Mapping
from itertools import chain

import numpy as np

from imu_hinge.export.table import Values
from imu_hinge.model.arrays import Array, Records, Times
from imu_hinge.model.inputs import Placement

Stream = tuple[Times, Array]
"""Times (n,) and values (n, k) of one sensor, by time."""


class Streams:
    """A listener for the taps of a session."""

    def __init__(self) -> None:
        self._parts: list[tuple[Placement, Times, Array]] = []

    def add(self, placement: Placement, t_ns: Times, values: Array) -> None:
        """Takes the times (n,) and the values (n, k) of one block."""
        self._parts.append((placement, t_ns.copy(), values.copy()))

    def add_samples(self, placement: Placement, samples: Records) -> None:
        """Takes one block of SAMPLE rows as six columns: acc, gyr."""
        self.add(placement, samples["t_ns"], np.hstack([samples["acc"], samples["gyr"]]))

    def each(self) -> dict[Placement, Stream]:
        """Each sensor by itself; without those that were not heard."""
        heard = [place for place in Placement if any(part[0] is place for part in self._parts)]
        return {place: self._one(place) for place in heard}

    def columns(self, names: tuple[str, ...]) -> Mapping[str, Values]:
        """`t_s, placement, values...` by these names; at the same time the placements in order of their names."""
        parts = sorted(self._parts, key=lambda part: part[0].value)
        if not parts:
            return {name: np.empty(0) for name in names}
        times = np.concatenate([t_ns for _, t_ns, _ in parts])
        values = np.concatenate([values for _, _, values in parts])
        places = list(chain.from_iterable([place.value] * len(t_ns) for place, t_ns, _ in parts))
        order = np.argsort(times, kind="stable")
        ordered = [times[order] / 1e9, [places[i] for i in order.tolist()], *values[order].T]
        return dict(zip(names, ordered, strict=True))

    def _one(self, place: Placement) -> Stream:
        parts = [(t_ns, values) for placement, t_ns, values in self._parts if placement is place]
        times = np.concatenate([t_ns for t_ns, _ in parts])
        order = np.argsort(times, kind="stable")
        return times[order], np.concatenate([values for _, values in parts])[order]
