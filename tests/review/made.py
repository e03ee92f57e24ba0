"""Sample recordings, gone through once; hand-made books; and a reader that gives what it was given."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from imu_hinge.catalogue import Exercise, load_exercise
from imu_hinge.core.summary import SetSummary, summarise
from imu_hinge.history.rows import Said
from imu_hinge.model.arrays import FRAME, Records
from imu_hinge.model.events import Calibrated, Rep, RepRejected
from imu_hinge.review.book import Book
from imu_hinge.review.opening import open_book
from imu_hinge.review.reading import News, Stopped, Through, read_through
from imu_hinge.review.reviewed import Reviewed
from tests.made import S, rep, set_ended

RECORDINGS = Path(__file__).parents[2] / "recordings"
ROUNDING, SPLIT, ROW = "band_rdl_rounding", "split_stance_hinge", "rdl_row"
RDL = load_exercise("band_rdl")
GUIDED = Calibrated(
    t_ns=5 * S,
    status="guided",
    quality=0.9,
    reasons=(),
    upright_known=True,
    thorax_rom_deg=60.0,
    own_max_lumbar_deg=50.0,
)
PAST = {"faults": ("lumbar_flexion",), "lumbar_flexion_peak_deg": 34.0}


def path_of(name: str) -> Path:
    return RECORDINGS / f"{name}.mcap"


@cache
def news_of(name: str) -> tuple[News, ...]:
    """Everything the fold says of a sample recording, and what was shown live."""
    book = open_book(path_of(name))
    return tuple(read_through(book_path(book), book.exercise, compare=True))


def through_of(name: str) -> Through:
    last = news_of(name)[-1]
    assert isinstance(last, Through)
    return last


def book_path(book: Book) -> Path:
    assert book.path is not None
    return book.path


class Given:
    """A reader that has these news, all at once."""

    def __init__(self, news: Iterable[News | Stopped]) -> None:
        self._news = list(news)
        self.closed = False

    def news(self) -> Iterator[News | Stopped]:
        while self._news:
            yield self._news.pop(0)

    def close(self) -> None:
        self.closed = True


def sample(path: Path, exercise: Exercise, compare: bool = False) -> Given:
    """In place of a process: what was found once."""
    return Given(news_of(path.stem))


def reviewed(name: str) -> Reviewed:
    """A sample recording that was gone through."""
    one = Reviewed(open_book(path_of(name)), sample)
    one.look()
    return one


def a_set(index: int, *reps: Rep) -> SetSummary:
    placed = tuple(replace(one, set_index=index) for one in reps)
    ended = set_ended(len(reps), index=index, t_start_ns=placed[0].t_start_ns, t_end_ns=placed[-1].t_end_ns)
    return summarise(index, placed, placed[0].side, ended)


def rejected(bottom_s: float, reason: str = "too_shallow") -> RepRejected:
    bottom_ns = round(bottom_s * S)
    times = {"t_start_ns": bottom_ns - S, "t_bottom_ns": bottom_ns, "t_end_ns": bottom_ns + S}
    return RepRejected(t_ns=bottom_ns + S, rep_id=None, reason=reason, **times)


def book(*sets: SetSummary, **changes: Any) -> Book:
    """A book of these sets; without any of a set of three, whose third is rounded."""
    said = Said(sets=sets or (a_set(1, rep(1), rep(2), rep(3, **PAST)),), calibrations=(GUIDED,), rejected=())
    values = {"path": None, "exercise": RDL, "said": said, "duration_ns": 60 * S, **changes}
    return Book(**values)


def frames(
    t_s: Iterable[float], lumbar_deg: object = 10.0, pelvis_deg: object = 30.0, thorax_deg: object = 40.0
) -> Records:
    """(n,) FRAME at these times, all valid."""
    times = np.array(list(t_s))
    rows = np.zeros(len(times), FRAME)
    rows["t_ns"], rows["valid"] = np.round(times * S), True
    for name, deg in (("lumbar_flexion", lumbar_deg), ("pelvis_tilt", pelvis_deg), ("thorax_tilt", thorax_deg)):
        rows[name] = np.radians(deg)  # type: ignore[call-overload]  # numbers or arrays
    return rows
