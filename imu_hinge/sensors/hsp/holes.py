"""Samples of one run that have not come, by full index: what to ask for again (PROTOCOL.md section 12)."""

from dataclasses import dataclass, replace

PIECE = 5000
"""Most samples of one request."""
RIPE_NS = 2_000_000_000
"""A hole in a live connection is asked for when it is this old: later frames may still be on their way."""
_RESUMED_RIPE_NS = 500_000_000
"""After START this is enough: only frames that were already on their way may still come."""
CLOSE = 100
"""Samples: a second, or five frames of backfill; a request of its own takes longer."""
TRIES = 6
MOST_HOLES = 1024


@dataclass(frozen=True, slots=True)
class Hole:
    """Samples `first` to `end` - 1."""

    first: int
    end: int
    ripe_ns: int
    """Session time from which they may be asked for."""
    tries: int = TRIES
    """Left."""

    def __len__(self) -> int:
        return self.end - self.first


class Holes:
    """The holes of the newest stream, rising and disjoint, and where its live samples stand. Bounded."""

    lost: int
    """Samples given up for good, over all streams."""

    def __init__(self) -> None:
        self.lost = 0
        self._stream: tuple[int, ...] | None = None
        self._next = 0
        self._holes: list[Hole] = []

    def __len__(self) -> int:
        """Samples that may still come."""
        return sum(map(len, self._holes))

    def started(self, stream: tuple[int, ...], next_index: int, t_ns: int) -> None:
        """A START reply: what a run sampled while nobody listened is a hole."""
        self._reach(stream, next_index, t_ns + _RESUMED_RIPE_NS)

    def saw(self, stream: tuple[int, ...], first: int, end: int, t_ns: int) -> None:
        """Live samples came."""
        self._reach(stream, first, t_ns + RIPE_NS)
        self.fill(first, end)
        self._next = max(self._next, end)

    def _reach(self, stream: tuple[int, ...], index: int, ripe_ns: int) -> None:
        if stream != self._stream:
            self._forget()
            self._stream, self._next = stream, index
        elif index > self._next:
            self._holes.append(Hole(self._next, index, ripe_ns))
            self._next = index
            self._bound()

    def _forget(self) -> None:
        self.lost += len(self)
        self._holes = []

    def _bound(self) -> None:
        if len(self._holes) > MOST_HOLES:
            self.lost += len(self._holes.pop(0))

    def fill(self, first: int, end: int) -> None:
        """Samples are there, from wherever they came."""
        if self._holes and first < self._holes[-1].end:
            self._holes = [part for hole in self._holes for part in _without(hole, first, end)]

    def missing(self, first: int, end: int) -> int:
        """How many of these samples may still come."""
        return sum(max(0, min(hole.end, end) - max(hole.first, first)) for hole in self._holes)

    def next_piece(self, now_ns: int) -> Hole | None:
        """What to ask for next: the oldest that is ripe, and those close behind it; at most PIECE samples."""
        for i, hole in enumerate(self._holes):
            if hole.ripe_ns <= now_ns:
                piece, *rest = _cut(hole, hole.first + PIECE)
                self._holes[i : i + 1] = [piece, *rest]
                return self._joined(i, now_ns)
        return None

    def _joined(self, i: int, now_ns: int) -> Hole:
        """One span over a hole and those close behind it: samples that are there cost less than another request."""
        piece = self._holes[i]
        for hole in self._holes[i + 1 :]:
            if hole.first - piece.end > CLOSE or hole.end - piece.first > PIECE or hole.ripe_ns > now_ns:
                break
            piece = replace(piece, end=hole.end)
        return piece

    def tried(self, first: int, end: int, tries: int) -> None:
        """Asked for in vain: what is still missing of these samples has so many tries less, and is lost without any."""
        for hole in self._holes:
            if first <= hole.first < end and hole.tries <= tries:
                self.lost += len(hole)
        tired = (replace(hole, tries=hole.tries - tries) if first <= hole.first < end else hole for hole in self._holes)
        self._holes = [hole for hole in tired if hole.tries > 0]

    def lose_before(self, index: int) -> None:
        """The sensor has nothing older than `index`."""
        before = len(self)
        self.fill(0, index)
        self.lost += before - len(self)

    def try_again(self) -> None:
        """A new connection: every hole has all its tries."""
        self._holes = [replace(hole, tries=TRIES) for hole in self._holes]


def _cut(hole: Hole, at: int) -> list[Hole]:
    if hole.end <= at:
        return [hole]
    return [replace(hole, end=at), replace(hole, first=at)]


def _without(hole: Hole, first: int, end: int) -> list[Hole]:
    if end <= hole.first or hole.end <= first:
        return [hole]
    ends = replace(hole, end=min(hole.end, first)), replace(hole, first=max(hole.first, end))
    return [part for part in ends if part.first < part.end]
