"""A calibration goes from one session to the next as one line of text."""

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from imu_hinge.core.mount import UNCALIBRATED, Mount
from imu_hinge.core.restoring import RESTORE, Restored, restored_of, text_of
from imu_hinge.core.session import Session
from imu_hinge.model.events import Calibrated
from imu_hinge.model.inputs import Command
from tests.core.folds import GUIDED
from tests.core.motions import random_rotation

MOUNTED = replace(
    GUIDED,
    reasons=("no_full_bend",),
    sacrum=Mount(random_rotation(np.random.default_rng(1))),
    thoracic=Mount(random_rotation(np.random.default_rng(2))),
    own_max_lumbar_rad=None,
)
KEPT = Restored(
    calibration=MOUNTED, zero_deg=(1 / 3, -2.0), walk_deg=(math.nan, 3.1), sure=True, gap_s=12.5, zeroed_s=-95
)


def test_a_text_gives_the_same_to_the_last_bit() -> None:
    text = text_of(KEPT)
    again = restored_of(text)
    assert again is not None and text_of(again) == text
    assert again.calibration.sacrum is not None and MOUNTED.sacrum is not None
    assert again.calibration.sacrum.axes.tobytes() == MOUNTED.sacrum.axes.tobytes()
    assert (again.zero_deg, again.walk_deg[1], again.gap_s, again.zeroed_s) == ((1 / 3, -2.0), 3.1, 12.5, -95)
    assert math.isnan(again.walk_deg[0])


def test_a_text_of_before_the_zero_had_an_age_says_none() -> None:
    values = json.loads(text_of(KEPT))
    del values["zeroed_s"]
    again = restored_of(json.dumps(values))
    assert again is not None and again.zeroed_s is None and again.gap_s == 12.5
    assert again.later(60.0, 1.0).zeroed_s is None


def test_for_a_later_session_the_zero_is_older_and_the_gap_longer() -> None:
    later = KEPT.later(3600.4, 60.0)
    assert (later.zeroed_s, later.gap_s) == (-3695, 72.5)
    assert KEPT.later(3600.0, -5.0).gap_s == 12.5


def test_one_sensor_alone_is_kept_as_one() -> None:
    again = restored_of(text_of(replace(KEPT, calibration=replace(MOUNTED, sacrum=None))))
    assert again is not None and again.calibration.sacrum is None


def changed(**values: object) -> str:
    return json.dumps({**json.loads(text_of(KEPT)), **values})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        "{}",
        changed(thoracic=None),
        changed(thoracic=[[1, 0, 0], [0, 1, 0], [0, 0, 2]]),
        changed(thoracic=[[0, 1, 0], [1, 0, 0], [0, 0, 1]]),
        changed(thoracic=[[1, 0, 0]]),
        changed(zero_deg=["nan", 0]),
        changed(gap_s="Infinity"),
        changed(zeroed_s="long ago"),
        changed(walk_deg=[0]),
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert restored_of(text) is None


def test_a_session_goes_on_with_it_from_its_first_input() -> None:
    session = Session("band_rdl")
    (event,) = session.feed(Command(5, RESTORE, text_of(KEPT))).events
    assert isinstance(event, Calibrated)
    assert (event.t_ns, event.status, event.reasons) == (5, "guided", ("no_full_bend",))
    assert session.calibration.thoracic is not None


def test_a_text_that_is_none_leaves_the_session_uncalibrated() -> None:
    session = Session("band_rdl")
    assert session.feed(Command(5, RESTORE, "x")).events == ()
    assert session.calibration is UNCALIBRATED


def test_a_calibration_that_is_asked_for_later_replaces_it() -> None:
    session = Session("band_rdl")
    session.feed(Command(0, RESTORE, text_of(KEPT)))
    session.feed(Command(1_000_000_000, "calibrate"))
    assert session.calibration is UNCALIBRATED
