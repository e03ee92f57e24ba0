"""What the wearer is told who asks how he stands."""

import numpy as np
import pytest

from imu_hinge.core.steps import no_step
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import SensorWarning, Step
from imu_hinge.model.inputs import Command, Placement, Tick
from imu_hinge.view.stance import AS_CALIBRATED, ASKED, NOT_JUDGED, Stance

S = 1_000_000_000


def standing(t_s: float, pelvis_deg: float, thorax_deg: float, *events: SensorWarning) -> Step:
    """A tenth of a second of frames."""
    frames = np.zeros(10, FRAME)
    frames["t_ns"] = round(t_s * S) + np.arange(10) * S // 100
    frames["pelvis_tilt"], frames["thorax_tilt"] = np.radians(pelvis_deg), np.radians(thorax_deg)
    return Step(frames, events)


def told(pelvis_deg: float, thorax_deg: float, *events: SensorWarning) -> list[tuple[float, str]]:
    """Everything that is told in the twenty seconds after the question; the events come at 1 s."""
    stance = Stance()
    said = [(0.0, stance.step(Command(0, "stance"), no_step()))]
    for tenth in range(200):
        step = standing(tenth / 10, pelvis_deg, thorax_deg, *(events if tenth == 10 else ()))
        said.append((tenth / 10, stance.step(Tick(tenth * S // 10), step)))
    return [(t_s, words) for t_s, words in said if words]


@pytest.mark.parametrize(
    ("pelvis_deg", "thorax_deg", "words"),
    [
        (0.0, 0.0, AS_CALIBRATED),
        (-2.0, 2.5, AS_CALIBRATED),
        (-4.2, 1.0, "stance differs by 4 deg at the sacrum sensor"),
        (1.0, 7.0, "stance differs by 7 deg at the thoracic sensor"),
        (float("nan"), 1.0, AS_CALIBRATED),
    ],
)
def test_the_stand_is_compared_with_the_calibrated_one(pelvis_deg: float, thorax_deg: float, words: str) -> None:
    assert told(pelvis_deg, thorax_deg) == [(0.0, ASKED), (2.5, words)]


@pytest.mark.parametrize("thorax_deg", [40.0, float("nan")])
def test_where_nobody_stands_it_is_told_that_nothing_was_judged(thorax_deg: float) -> None:
    assert told(0.0, thorax_deg) == [(0.0, ASKED), (10.1, NOT_JUDGED)]


def test_where_the_fold_warns_its_own_words_are_the_answer() -> None:
    warning = SensorWarning(t_ns=S, id="stance_note", placement=Placement.SACRUM, detail="stance 4 deg off")
    assert told(0.0, 0.0, warning) == [(0.0, ASKED)]


def test_nothing_is_told_unasked() -> None:
    assert Stance().step(Tick(S), standing(1.0, 20.0, 0.0)) == ""
