"""The lower edge of a cloud of points that comes from left to right, and the slope along which edges lie best."""

from bisect import bisect_right
from collections.abc import Sequence

Point = tuple[int, int]
"""x and y, ns."""


class Edge:
    """The lower convex hull of the points within `window_ns` of the newest one."""

    def __init__(self, window_ns: int) -> None:
        self._window_ns = window_ns
        self._hull: list[Point] = []

    @property
    def newest(self) -> int | None:
        """x of the newest point; None before the first."""
        return self._hull[-1][0] if self._hull else None

    def add(self, x: int, y: int) -> None:
        """Take a point; one that is not right of the newest is left out."""
        hull = self._hull
        if hull and x <= hull[-1][0]:
            return
        while len(hull) >= 2 and _turns_up(hull[-2], hull[-1], (x, y)):
            hull.pop()
        hull.append((x, y))
        oldest = x - self._window_ns
        if hull[0][0] < oldest:
            del hull[: bisect_right(hull, (oldest, -(1 << 62)))]

    def slopes(self) -> list[float]:
        """The slope of each side of the hull."""
        return [(y1 - y0) / (x1 - x0) for (x0, y0), (x1, y1) in zip(self._hull, self._hull[1:], strict=False)]

    def at(self, x: int, slope: float) -> float:
        """Value at `x` of the highest line with this slope that no point lies below."""
        return min(py + slope * (x - px) for px, py in self._hull)

    def in_the_middle(self, slope: float) -> float:
        """Value of that line in the middle of the points."""
        return self.at((self._hull[0][0] + self._hull[-1][0]) // 2, slope)


def best_slope(upper: Edge, below: Edge | None, limit: float) -> float:
    """The slope, -limit to limit, of the line that lies closest under the points of `upper`, and over those of `below`.

    `below` holds its points upside down (-y), so that its lower edge is their upper one.
    """

    def closeness(slope: float) -> float:
        under = upper.in_the_middle(slope)
        return under if below is None else under + below.in_the_middle(-slope)

    sides: Sequence[float] = upper.slopes() + ([] if below is None else [-slope for slope in below.slopes()])
    return max([0.0, -limit, limit, *(slope for slope in sides if abs(slope) < limit)], key=closeness)


def _turns_up(a: Point, b: Point, c: Point) -> bool:
    """Whether b lies on or above the line from a to c, so that it is no vertex of the lower hull."""
    return (b[1] - a[1]) * (c[0] - a[0]) >= (c[1] - a[1]) * (b[0] - a[0])
