"""Lines of a day: a posture is told once it has lasted, and not again after a moment elsewhere."""

from typing import Any, cast

import numpy as np
import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.posture.lines import DayPrinter, Words
from imu_hinge.cli.posture.sitting import Part
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import PostureChanged, PostureState, Step, Zone
from imu_hinge.model.inputs import Tick

S = 1_000_000_000


class Nine:
    """A part that begins at 9 o'clock."""

    origin_s = 9 * 3600.0


def changed(t_s: int, zone: Zone) -> PostureChanged:
    return PostureChanged(t_ns=t_s * S, state=PostureState.STANDING, zone=zone, slumped=False, reasons=())


def test_a_moment_elsewhere_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    changes = {1: Zone.TALL, 20: Zone.LEAN, 22: Zone.TALL, 40: Zone.LEAN}
    printer = DayPrinter(Words(load_exercise("band_hinge")), cast("Part", cast("Any", Nine())))
    for t_s in range(60):
        events = (changed(t_s, changes[t_s]),) if t_s in changes else ()
        printer.receive(Tick(t_s * S), Step(np.zeros(0, FRAME), events))
    lines = capsys.readouterr().out.splitlines()
    assert [(line[:8], line.split()[-1]) for line in lines] == [("09:00:01", "tall"), ("09:00:40", "lean")]
