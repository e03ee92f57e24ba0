"""One table of scenes: what happens, and every word that is heard of it."""

from dataclasses import replace

import pytest

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.refusals import REMEDIES
from imu_hinge.cues.cue import Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.model.events import CalibrationRefused, RepStatus, SensorWarning
from imu_hinge.model.inputs import Placement
from tests.cues.scenes import (
    Moment,
    asks,
    at,
    calibrated,
    done,
    ended,
    hear,
    raised,
    rejected,
    revised,
    rows,
    standing,
    started,
    waiting,
    word,
)
from tests.made import S

SLIPPED = SensorWarning(t_ns=5 * S, id="sensor_moved", placement=Placement.SACRUM, detail="")
REFUSED = CalibrationRefused(t_ns=9 * S, reason="moved_in_stance", remedy=REMEDIES["moved_in_stance"])
NOTE = SensorWarning(t_ns=5 * S, id="stance_note", placement=Placement.SACRUM, detail="")

SCENES: dict[str, tuple[list[Moment], list[tuple[float, Sort, str]]]] = {
    "the pain key": ([word(3, "pain")], [(3, Sort.STOPPED, "stopped")]),
    "a number given in a set stops it": (
        [word(3, "pain", "4", ended(3, reason="pain"))],
        [(3, Sort.STOPPED, "stopped")],
    ),
    "a number given at rest is an answer": ([word(3, "pain", "4")], []),
    "nothing else until the answer": (
        [word(3, "pain", "", ended(3, reason="pain")), at(4, done(4, 1)), at(5, raised(5)), word(6, "not_recording")],
        [(3, Sort.STOPPED, "stopped"), (6, Sort.NOT_RECORDING, "not recording")],
    ),
    "the answer lets the rest be heard again": (
        [word(3, "pain"), word(4, "pain", "2"), at(5, done(5, 1))],
        [(3, Sort.STOPPED, "stopped"), (5, Sort.REP, "one")],
    ),
    "so does the start of another set": (
        [word(3, "pain"), word(4, "start_set", "", started(4)), at(9, done(9, 1))],
        [(3, Sort.STOPPED, "stopped"), (4, Sort.READY, "ready"), (9, Sort.REP, "one")],
    ),
    "the recorder fails": ([word(3, "not_recording", "disk full")], [(3, Sort.NOT_RECORDING, "not recording")]),
    "a sensor slips": (
        [at(5, SLIPPED), at(6, SLIPPED)],
        [(5, Sort.MOVED, "sensor moved, stand tall")],
    ),
    "it slips again once it was judged again": (
        [at(5, SLIPPED), at(9, frames=rows(8.9, 0, 0)), at(10, SLIPPED)],
        [(5, Sort.MOVED, "sensor moved, stand tall"), (10, Sort.MOVED, "sensor moved, stand tall")],
    ),
    "frames from before the slip do not heal it": (
        [at(5, SLIPPED, frames=rows(4.8, 0, 0)), at(6, SLIPPED)],
        [(5, Sort.MOVED, "sensor moved, stand tall")],
    ),
    "it slips again after another calibration": (
        [at(5, SLIPPED), word(9, "calibrate", "", asks(9, "hold")), at(10, SLIPPED)],
        [
            (5, Sort.MOVED, "sensor moved, stand tall"),
            (9, Sort.STEP, "stand tall and still, arms down"),
            (10, Sort.MOVED, "sensor moved, stand tall"),
        ],
    ),
    "a small shift is not said": ([at(5, NOTE)], []),
    "the side": ([word(3, "side", "right"), word(4, "side", "")], [(3, Sort.SIDE, "right")]),
    "a set ends": ([at(30, ended(30, counted=7, unsure=1))], [(30, Sort.REST, "rest, eight")]),
    "a set without repetitions ends": ([at(30, ended(30, counted=0))], [(30, Sort.REST, "rest")]),
    "a set that the side ends": ([word(30, "side", "left", ended(30, reason="side"))], [(30, Sort.SIDE, "left")]),
    "a set that the next one ends": (
        [word(30, "start_set", "", ended(30), started(30, 2))],
        [(30, Sort.READY, "ready")],
    ),
    "the end of the session": ([word(30, "end", "", raised(30), ended(30, reason="end"))], []),
    "the steps of the calibration": (
        [
            word(1, "calibrate", "", asks(1, "hold")),
            at(4, asks(4, "stance")),
            at(8, asks(8, "hinges")),
            at(20, asks(20, "full_bend")),
            at(26, asks(26, "stance_again")),
            at(28, asks(28, "done"), calibrated(28)),
        ],
        [
            (1, Sort.STEP, "stand tall and still, arms down"),
            (4, Sort.STEP, "stay still"),
            (8, Sort.STEP, "hinge forward three times, easily"),
            (20, Sort.STEP, "one slow bend, as far as is comfortable, back rounded"),
            (26, Sort.STEP, "stand tall and still once more"),
            (28, Sort.READY, "calibrated, ready"),
        ],
    ),
    "two steps at once": (
        [at(8, asks(8, "stance"), asks(8, "hinges"))],
        [(8, Sort.STEP, "hinge forward three times, easily")],
    ),
    "a calibration without the low back": (
        [at(28, calibrated(28, reasons=("no_pelvis",)))],
        [(28, Sort.READY, "calibrated, counting only")],
    ),
    "a calibration that is not taken": (
        [at(9, asks(9, "done"), REFUSED)],
        [
            (
                9,
                Sort.STEP,
                "calibration not taken: you moved during the stand: stand still, arms down, and try again",
            )
        ],
    ),
}


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_heard(scene: str) -> None:
    moments, said = SCENES[scene]
    assert hear(moments).said == said


def test_the_first_two_of_a_set_that_starts_by_itself_only_click() -> None:
    provisional = [done(t, n, RepStatus.PROVISIONAL) for n, t in enumerate((10, 14, 18), start=1)]
    confirmed = [revised(18, one, "confirmed") for one in provisional]
    heard = hear(
        [
            at(10, provisional[0]),
            at(11.6, revised(11.6, provisional[0], status=RepStatus.PROVISIONAL)),
            at(14, provisional[1]),
            at(18, provisional[2], started(18), *confirmed),
            at(19.6, revised(19.6, provisional[2])),
            at(22, done(22, 4)),
        ]
    )
    assert heard.words(Sort.REP) == ["", "", "three", "four"]
    assert [cue.soft for cue in heard.cues] == [True, True, False, False]


def test_a_number_that_is_known_too_late_is_not_said() -> None:
    """Five repetitions turn out to count when the last of them is over for two seconds."""
    reps = [done(t, n, RepStatus.PROVISIONAL) for n, t in enumerate((10, 14, 18, 22, 26), start=1)]
    heard = hear(
        [*(at(one.t_ns / S, one) for one in reps), at(28, *(revised(28, one, "recalibrated") for one in reps))]
    )
    assert heard.words() == [""] * 5


def test_of_several_numbers_at_once_the_newest_is_said() -> None:
    assert hear([at(26.4, done(25.0, 4), done(26.0, 5))]).words() == ["five"]


def test_an_unsure_repetition_has_its_number_and_a_softer_click() -> None:
    heard = hear([at(10, done(10, 1, RepStatus.UNSURE))])
    assert [(cue.words, cue.soft) for cue in heard.cues] == [("one", True)]


def test_a_repetition_that_is_taken_back_is_not_mentioned_but_an_undone_one_is() -> None:
    heard = hear([*(at(n, done(n, n)) for n in (1, 2, 3)), at(4, rejected(4, 3, "from_seat"))])
    assert heard.words() == ["one", "two", "three"]
    heard = hear([*(at(n, done(n, n)) for n in (1, 2, 3)), word(4, "undo", "", rejected(4, 3, "undone"))])
    assert heard.words() == ["one", "two", "three", "two"]


def test_the_last_one_is_announced_before_it_begins() -> None:
    cues = Cues(load_exercise("band_rdl"), target=3)
    heard = hear([at(n, done(n, n)) for n in (1, 2, 3, 4)], cues)
    assert [(sort, words) for _, sort, words in heard.said] == [
        (Sort.REP, "one"),
        (Sort.LAST_REP, "last one"),
        (Sort.REP, "three"),
        (Sort.REP, "four"),
    ]


def test_what_a_calibration_finds_in_the_past_is_not_said() -> None:
    """Set 1 was over before anything was known of the sensors."""
    found = at(60, calibrated(60, "automatic"), done(20, 1), started(60), replace(raised(60), cue=""), ended(60))
    assert hear([found, *waiting(60.1, 62)]).cues == []


def test_the_most_urgent_comes_first() -> None:
    heard = hear([at(10, done(10, 1), raised(10), SLIPPED), at(20, ended(20), REFUSED)])
    assert [cue.sort for cue in heard.cues] == [Sort.MOVED, Sort.FAULT, Sort.REP, Sort.STEP, Sort.REST]


def test_an_exercise_without_faults_misses_nothing_with_one_sensor() -> None:
    cues = Cues(load_exercise("forward_bend"))
    assert hear([at(28, calibrated(28, reasons=("no_pelvis",)))], cues).words() == ["calibrated, ready"]


def test_ready_is_said_once_in_a_rest_and_a_better_calibration_does_not_say_it_again() -> None:
    scene = [
        at(1, calibrated(1, "automatic")),
        *standing(2, 8),
        at(8, calibrated(8, "automatic")),
        *standing(8, 12),
    ]
    assert hear(scene).words() == ["ready"]
