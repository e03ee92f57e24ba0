"""What comes from a client on another machine, as the trainer's history takes it."""

from typing import Any

from imu_hinge.history.database import History
from imu_hinge.history.inbox import Arrived, take
from tests.history.made import DAY_NS, NOW_NS

ANN = "c-7k2m9xq4"


def arrived(
    history: History, days_ago: float, session: str, *told: tuple[str, Any], now_ns: int = NOW_NS, first: int = 1
) -> None:
    """Events of one session, numbered from `first` on."""
    rows = [
        Arrived(seq=n, id=f"{session}{n}", t_ms=0, session=session, type=kind, body=body)
        for n, (kind, body) in enumerate(told, first)
    ]
    with history.writing() as db:
        take(db, ANN, session, 1, rows, now_ns - round(days_ago * DAY_NS))
