"""A day is kept while it goes on: a minute of one, folded as posture and recorded."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from imu_hinge.analysis import Span, fold_of
from imu_hinge.catalogue import load_exercise
from imu_hinge.core.posture import PostureSession
from imu_hinge.history import keeper
from imu_hinge.history.clients import client_of
from imu_hinge.history.database import open_history
from imu_hinge.history.keeper import Keeper
from imu_hinge.history.part_rows import local_day
from imu_hinge.history.parts import days
from imu_hinge.history.reading import read_session, session_id_of
from imu_hinge.history.rebuild import keep
from imu_hinge.history.rows import Said
from imu_hinge.history.sessions import said, session_by_id
from imu_hinge.model.inputs import Input
from imu_hinge.recording import Recorder
from tests.history.lived import CLIENT, about, inputs
from tests.history.made import NOW_NS
from tests.made import S

ABOUT = about(0xDA, kind="posture", settings='{"origin_s": 32400.0}')


class Sitting:
    """A session of posture, its recorder and its keeper."""

    def __init__(self, folder: Path, url: str, told: list[str]) -> None:
        self.path = folder / CLIENT / "20261121T090000Z-000000da.mcap"
        exercise, span = load_exercise("band_hinge"), Span()
        fold = fold_of(ABOUT.kind, exercise, ABOUT.settings, tap=span.tap)
        assert isinstance(fold, PostureSession)
        self.fold, self._recorder = fold, Recorder(self.path, ABOUT)
        with open_history(url) as history, history.writing() as db:
            client_of(db, CLIENT, 0)
        self.keeper = Keeper(
            ABOUT,
            exercise,
            told.append,
            span=span,
            sensors=fold.sensors,
            path=self.path,
            url=url,
            day=self.fold.posture.summary,
        )

    def goes_on(self, items: Iterator[Input], until_s: float = 1e9) -> None:
        for item in items:
            step = self.fold.feed(item)
            self.keeper.receive(item, step)
            self._recorder.receive(item, step)
            if item.t_ns >= until_s * S:
                return

    def ends(self) -> None:
        self._recorder.close()
        self.keeper.recorded_at(self.path, "closed")
        self.keeper.close()


def kept(url: str) -> Said:
    with open_history(url) as history, history.reading() as db:
        return said(db, session_id_of(ABOUT))


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Minutes are too long for a test."""
    monkeypatch.setattr(keeper, "EXPOSURE_EVERY_NS", 20 * S)


def test_a_day_is_kept_while_it_goes_on_and_whole_at_its_end(
    url: str, tmp_path: Path, often: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("imu_hinge.history.books.default_folder", lambda: tmp_path)
    told: list[str] = []
    sitting, items = Sitting(tmp_path, url, told), inputs()
    sitting.goes_on(items, until_s=45.0)
    while (so_far := kept(url).day) is None or so_far.seconds < 39:
        time.sleep(0.01)
    assert so_far.seconds < 45
    sitting.goes_on(items)
    sitting.ends()
    whole = kept(url)
    assert told == []
    assert whole.day == sitting.fold.posture.summary()
    read = read_session(sitting.path)
    assert (read.said, read.verify_state) == (whole, "same")
    with open_history(url) as history:
        with history.reading() as db:
            row = session_by_id(db, session_id_of(ABOUT))
        assert row is not None
        again = keep(history, read, tmp_path)
        with history.reading() as db:
            client = client_of(db, CLIENT, 0)
            (day,) = days(db, client, *(2 * [local_day(NOW_NS, 60)[0]]))
    assert (again, row.kind) == (replace(row, verify_state="same"), "posture")
    assert (day.posture, day.sessions) == (whole.day, (row.id,))
