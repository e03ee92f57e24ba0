"""The page of `analyze`: as wide as asked for, the numbers of the summary, nothing that is not known."""

from dataclasses import replace

import pytest

from imu_hinge.analysis import Analysis
from imu_hinge.catalogue import load_exercise
from imu_hinge.cli.page import NARROW, page
from imu_hinge.core.mount import Calibration
from imu_hinge.core.session import Session
from imu_hinge.core.summary import summarise
from imu_hinge.model.events import Rep, SensorWarning
from imu_hinge.model.inputs import Placement
from tests.made import S, rep
from tests.wording import forbidden

RDL = load_exercise("band_rdl")
NOTHING: Calibration = Session(RDL).calibration
MANY = ("lumbar_flexion", "low_hinge_share", "incomplete_lockout")


def analysis(*reps: Rep) -> Analysis:
    warning = SensorWarning(t_ns=9 * S, id="sensor_moved", placement=Placement.SACRUM, detail="stance 19 deg off")
    sets = (summarise(1, reps, side=None, ended=None),) if reps else ()
    return Analysis(
        exercise=RDL,
        origin_ns=0,
        duration_s=61.2,
        sensors={},
        calibration=NOTHING,
        sets=sets,
        warnings=(warning,),
        damage=(),
    )


@pytest.mark.parametrize("width", [40, NARROW, 80, 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    lines = page(analysis(rep(1), rep(2, faults=MANY), rep(3, cautions=MANY)), width)
    assert max(map(len, lines)) <= width
    assert forbidden("\n".join(lines)) == []


def test_the_table_of_a_set() -> None:
    lines = page(analysis(rep(1, hinge_share=None), rep(2, faults=("lumbar_flexion",))))
    start = next(i for i, line in enumerate(lines) if line.startswith("Set 1"))
    assert lines[start : start + 8] == [
        "Set 1, 8.0 to 14.0 s: 2 reps",
        "  rep   at down pause  up thorax pelvis share back of max top  seen",
        "         s    s     s   s    deg    deg        deg      % deg",
        "    1  8.0  0.8   0.3 0.7     62     54     -    9     18 1/1  good",
        "    2 12.0  0.8   0.3 0.7     62     54  0.87    9     18 1/1  rounded",
        "  all       0.8   0.3 0.7     62     54  0.87    9     18 1/1  median",
        "  past your limit: rounded in 1",
        "  time under tension 4 s",
    ]


def test_what_could_not_be_judged_is_said_with_its_reason() -> None:
    lines = page(analysis(rep(1, pelvis_rom_deg=None, not_judged=("lumbar_flexion",), reasons=("no_pelvis",))))
    assert "  not judged: rounded (no pelvis)" in lines
    assert "9.0 s  sacrum sensor moved: stance 19 deg off" in lines


def test_nothing_counted_is_said_so() -> None:
    assert "No repetitions." in page(analysis())


def test_a_warning_from_before_the_first_sample_stands_at_its_beginning() -> None:
    early = replace(analysis(), origin_ns=12 * S)
    assert "0.0 s  sacrum sensor moved: stance 19 deg off" in page(early)
    assert early.to_dict()["warnings"][0]["t_s"] == 0.0
