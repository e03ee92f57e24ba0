"""The banner: what wins, how long it stays, and what each word needs to appear."""

import pytest

from imu_hinge.cues.banner import Banner, Tint
from imu_hinge.model.events import Level, Phase, RepStatus, SensorWarning
from imu_hinge.model.inputs import Placement
from tests.cues.scenes import (
    Moment,
    asks,
    at,
    calibrated,
    cleared,
    done,
    ended,
    look,
    phase,
    raised,
    refused,
    rejected,
    revised,
    rows,
    shown,
    standing,
    started,
    waiting,
    word,
)
from tests.made import S

CAUTION = Level.CAUTION
SLIPPED = SensorWarning(t_ns=5 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")


def around(*moments: Moment, until_s: float = 20.0) -> list[tuple[float, str]]:
    """What is shown while ticks come ten times a second, to a tenth of a second."""
    return [(round(t_s, 1), text) for t_s, text in shown([*waiting(0, until_s), *moments])]


REP = done(5, 4)

SCENES: dict[str, tuple[list[Moment], list[tuple[float, str]]]] = {
    "calm": ([], [(0, "")]),
    "a fault of a moment stays for 0.7 s": (
        [at(5, raised(5)), at(5.1, cleared(5.1))],
        [(0, ""), (5, "! ARCH"), (5.7, "")],
    ),
    "a fault that lasts ends when it is cleared": (
        [at(5, raised(5)), at(7, cleared(7))],
        [(0, ""), (5, "! ARCH"), (7, "")],
    ),
    "a caution is shown as one": (
        [at(5, raised(5, level=CAUTION)), at(7, cleared(7))],
        [(0, ""), (5, "~ ARCH"), (7, "")],
    ),
    "a fault takes the place of a caution at once": (
        [at(5, raised(5, level=CAUTION)), at(5.2, raised(5.2)), at(7, cleared(7))],
        [(0, ""), (5, "~ ARCH"), (5.2, "! ARCH"), (7, "")],
    ),
    "a second crossing goes on, it does not begin anew": (
        [at(5, raised(5)), at(6, raised(6)), at(7, cleared(7))],
        [(0, ""), (5, "! ARCH"), (7, "")],
    ),
    "what is decided once per repetition is shown for a while": (
        [at(5, raised(5, "low_hinge_share"))],
        [(0, ""), (5, "! HIPS"), (6.5, "")],
    ),
    "of two faults the first of the table": (
        [at(5, raised(5, "not_tall")), at(6, raised(6)), at(8, cleared(8)), at(9, cleared(9, "not_tall"))],
        [(0, ""), (5, "! TALL"), (6, "! ARCH"), (8, "! TALL"), (9, "")],
    ),
    "what is only for the summary is not shown": ([at(5, raised(5, "speed_loss"))], [(0, "")]),
    "the end of the set clears every fault": (
        [at(5, raised(5)), at(9, ended(9))],
        [(0, ""), (5, "! ARCH"), (9, "REST")],
    ),
    "what a calibration finds in the past is not shown": ([at(5, calibrated(5, "automatic"), raised(5))], [(0, "")]),
    "a good repetition": ([at(5, REP), at(6.6, revised(6.6, REP))], [(0, ""), (6.6, "GOOD"), (7.4, "")]),
    "one with a fault is not": ([at(5, REP), at(6.6, revised(6.6, REP, faults=("shallow",)))], [(0, "")]),
    "one that was close is not": ([at(5, REP), at(6.6, revised(6.6, REP, cautions=("arch_lost",)))], [(0, "")]),
    "one that was not judged is not": (
        [at(5, REP), at(6.6, revised(6.6, REP, not_judged=("lumbar_flexion",)))],
        [(0, "")],
    ),
    "an unsure one is not": ([at(5, REP), at(6.6, revised(6.6, REP, status=RepStatus.UNSURE))], [(0, "")]),
    "one that is renumbered is not": ([at(5, REP), at(9, revised(9, REP, "numbered"))], [(0, "")]),
    "a fault hides what is good": (
        [at(5, REP), at(6.4, raised(6.4)), at(6.6, revised(6.6, REP)), at(7, cleared(7))],
        [(0, ""), (6.4, "! ARCH"), (7.1, "GOOD"), (7.4, "")],
    ),
    "a calibration under way says nothing of repetitions gone by": (
        [at(5, REP), at(6.6, calibrated(6.6, "automatic"), revised(6.6, REP))],
        [(0, "")],
    ),
    "a calibration begins with a stand": (
        [at(4, phase(4, Phase.HINGING)), at(6, calibrated(6))],
        [(0, ""), (6, "DONE"), (7.5, "READY")],
    ),
    "the side": ([word(5, "side", "left")], [(0, ""), (5, "LEFT"), (7, "")]),
    "a sensor that slipped stays so until it is judged by again": (
        [at(5, SLIPPED), at(12, frames=rows(11.9, 0, 0, valid=False)), at(14, frames=rows(13.9, 0, 0))],
        [(0, ""), (5, "? MOVED"), (14, "")],
    ),
    "it is shown for three seconds at the least": (
        [at(5, SLIPPED), at(6, frames=rows(5.9, 0, 0))],
        [(0, ""), (5, "? MOVED"), (8, "")],
    ),
    "nothing can be recorded until it can": (
        [word(5, "not_recording", "the disk is full"), word(10, "recording")],
        [(0, ""), (5, "? DISK"), (10, "")],
    ),
    "a short failure is shown for three seconds": (
        [word(5, "not_recording"), word(5.5, "recording")],
        [(0, ""), (5, "? DISK"), (8, "")],
    ),
    "a failure that lasts leaves the band to what the wearer does": (
        [word(5, "not_recording"), at(8, raised(8)), at(15, cleared(15))],
        [(0, ""), (5, "? DISK"), (13, "! ARCH"), (15, "")],
    ),
    "pain is asked for until it is answered": (
        [word(5, "pain", "", ended(5, reason="pain")), at(6, raised(6)), word(12, "pain", "3")],
        [(0, ""), (5, "! STOP"), (12, "! ARCH")],
    ),
    "the calibration": (
        [
            at(1, asks(1, "hold")),
            at(4, asks(4, "stance")),
            at(8, asks(8, "hinges")),
            at(12, asks(12, "full_bend")),
            at(15, asks(15, "stance_again")),
            at(16, asks(16, "done"), calibrated(16)),
            at(18, phase(18, Phase.HINGING)),
        ],
        [
            *[(0, ""), (1, "HOLD"), (4, "HOLD"), (8, "HINGE"), (12, "BEND"), (15, "HOLD")],
            *[(16, "DONE"), (17.5, "READY"), (18, "")],
        ],
    ),
    "a calibration that is not taken": (
        [at(1, asks(1, "hold")), at(5, asks(5, "done"))],
        [(0, ""), (1, "HOLD"), (5, "")],
    ),
    "a calibration that is stopped": (
        [at(1, asks(1, "hold")), word(5, "pain", "", refused(5, "stopped")), word(7, "pain", "6")],
        [(0, ""), (1, "HOLD"), (5, "! STOP"), (7, "")],
    ),
    "a calibration that is tried again at once": (
        [at(1, asks(1, "hold")), at(5, asks(5, "done"), refused(5, "sensor_lost"), asks(5, "hold"))],
        [(0, ""), (1, "HOLD")],
    ),
}


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_shown(scene: str) -> None:
    moments, seen = SCENES[scene]
    assert around(*moments) == seen


ORDER: list[tuple[str, Moment]] = [
    ("! STOP", word(5, "pain")),
    ("? DISK", word(5, "not_recording")),
    ("? MOVED", at(5, SLIPPED)),
    ("! ARCH", at(5, raised(5))),
    ("~ TALL", at(5, raised(5, "not_tall", CAUTION))),
    ("GOOD", at(5, revised(5, REP))),
    ("LEFT", word(5, "side", "left")),
]


@pytest.mark.parametrize("higher", range(len(ORDER) - 1))
def test_the_more_urgent_one_wins_in_either_order(higher: int) -> None:
    (text, first), (_, second) = ORDER[higher], ORDER[higher + 1]
    assert shown([first, second, at(5.01)])[-1][1] == text
    assert shown([second, first, at(5.01)])[-1][1] == text


def test_a_fault_and_a_caution_say_what_was_measured() -> None:
    assert look([at(5, raised(5))])[-1][1] == Banner("ARCH", Tint.BAD, "!", "rounded: 31 deg, limit 30 deg")
    caution = look([at(5, raised(5, "low_hinge_share", CAUTION))])[-1][1]
    assert (caution.tint, caution.glyph) == (Tint.CAUTION, "~")
    assert caution.line == "near your limit: 23.50, mark 22.50", "it is not past the limit that the gauge shows"


def test_the_failure_of_the_recorder_says_why() -> None:
    assert look([word(5, "not_recording", "the disk is full")])[-1][1].line == "the disk is full"


def test_rest_says_how_many() -> None:
    assert look([at(5, ended(5, counted=7, unsure=1))])[-1][1].line == "rest: 8 reps, 1 unsure"
    assert look([at(5, ended(5, counted=1))])[-1][1].line == "rest: 1 rep"


def test_an_exercise_without_faults_has_no_good_ones() -> None:
    assert [text for _, text in shown([at(5, REP), at(6, revised(6, REP))], "forward_bend")] == [""]


def life(*moments: Moment, until_s: float = 60.0) -> list[tuple[float, str]]:
    """What is shown after a calibration at 1 s; the wearer stands whenever nothing else is said."""
    return [
        (round(t_s, 1), text) for t_s, text in shown([at(1, calibrated(1, "automatic")), *moments]) if t_s < until_s
    ]


def test_rest_lasts_until_the_wearer_stands_again() -> None:
    """The stand in which the set ended does not count, walking does not, and ten seconds are the least."""
    walking = [at(t / 10, frames=rows(t / 10 - 0.1, 5.0 * (t % 2), 0.0)) for t in range(230, 250)]
    seen = life(at(20, ended(20)), *standing(18, 23), *walking, *standing(25, 40))
    assert seen == [(1, ""), (20, "REST"), (30.1, "READY")]


def test_the_stand_in_which_a_set_ended_is_rest() -> None:
    assert life(at(20, ended(20)), *standing(18, 40))[-1] == (20, "REST")


def test_a_wearer_who_sits_bent_is_not_ready() -> None:
    assert life(at(20, ended(20)), *standing(20, 21), *standing(21, 40, thorax_deg=15.0))[-1] == (20, "REST")


def test_ready_ends_with_the_first_descent_and_is_not_shown_between_provisional_repetitions() -> None:
    first = done(16, 1, RepStatus.PROVISIONAL)
    scene = [
        *standing(2, 13),
        at(14, phase(14, Phase.HINGING)),
        at(16, phase(16, Phase.STANDING), first),
        at(30, rejected(30, first.rep.id)),
    ]
    assert life(*scene) == [(1, ""), (4.1, "READY"), (14, ""), (30, "READY")]


def test_a_movement_at_rest_that_was_none_leads_back_to_rest() -> None:
    bow = done(26, 1, RepStatus.PROVISIONAL)
    scene = [at(20, ended(20)), at(26, bow), at(33, rejected(33, bow.rep.id))]
    assert life(*scene) == [(1, ""), (20, "REST"), (26, ""), (33, "REST")]


def test_the_word_of_the_wearer_needs_no_stand() -> None:
    scene = [at(20, ended(20)), word(23, "start_set", "", started(23, 2)), at(26, phase(26, Phase.HINGING))]
    assert life(*scene) == [(1, ""), (20, "REST"), (23, "READY"), (26, "")]


def test_a_movement_that_was_never_called_a_repetition_changes_nothing() -> None:
    assert life(*standing(2, 8), at(9, rejected(9, None, "not_a_hinge"))) == [(1, ""), (4.1, "READY")]
