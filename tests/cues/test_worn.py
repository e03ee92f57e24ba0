"""Whole folded sessions of the virtual wearer: what is heard and seen of them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from imu_hinge.core.session import Session
from imu_hinge.cues.cue import Cue, Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.dose import Dose
from imu_hinge.model.events import FaultRaised
from imu_hinge.model.inputs import Command, Input, Placement, Tick
from imu_hinge.virtual.radio import Radio
from imu_hinge.virtual.scripts import Options, fault_session, session
from imu_hinge.virtual.seeds import TUNING
from imu_hinge.virtual.wearer import Wearer
from tests.core.folds import blocks, commands, ticks
from tests.cues.scenes import FAULTS, Heard, Moment, hear, look
from tests.tiers import shortened

FORM = (Sort.FAULT, Sort.TALL)
FAULTY = Options().fault_at
SETTLES_S = 2.7
"""What is decided after a repetition is known this long after its end: its stand at the top is part of it."""


def through(wearer: Wearer, items: Sequence[Input]) -> list[Moment]:
    """The session as a sink sees it."""
    fold = Session(wearer.script.sets[0].exercise)
    return [(item, fold.feed(item)) for item in items]


@cache
def faulty(fault: str, size: float | None = None) -> tuple[Wearer, list[Moment]]:
    """One armed set of seven in which three repetitions have a fault."""
    wearer = fault_session(fault, TUNING[1], size=size, sets=1, reps=(7, 8))
    return wearer, through(wearer, wearer.blocks(16))


def cues_of(wearer: Wearer, dose: Dose = Dose.EVERY) -> Cues:
    return Cues(Session(wearer.script.sets[0].exercise).exercise, dose)


def told_in(moments: Sequence[Moment], cues: Sequence[Cue]) -> list[int | None]:
    """The repetition each cue about form belongs to, as the fold numbers them."""
    raised = {
        (item.t_ns, event.rep_index)
        for item, step in moments
        for event in step.events
        if isinstance(event, FaultRaised) and event.cue
    }
    reps = dict(raised)
    assert len(reps) == len(raised), "two faults of different repetitions at one instant"
    return [reps[cue.t_ns] for cue in cues if cue.sort in FORM]


CUED = [fault for fault, row in FAULTS.items() if row.cue]


@pytest.mark.parametrize("fault", shortened(CUED, 3))
def test_each_seeded_fault_is_told_once_in_its_repetition_and_no_other_is(fault: str) -> None:
    wearer, moments = faulty(fault)
    heard = hear(moments, cues_of(wearer))
    seeded = [rep for rep in wearer.truth.sets[0].reps if any(one.level == "fault" for one in rep.faults)]
    form = [cue for cue in heard.cues if cue.sort in FORM]
    assert told_in(moments, heard.cues) == [rep.index for rep in seeded] == [i + 1 for i in FAULTY]
    for rep, cue in zip(seeded, form, strict=True):
        assert rep.t_start_s * 1e9 < cue.t_ns < (rep.t_end_s + SETTLES_S) * 1e9
    assert all(cue.words in {row.cue for row in FAULTS.values()} for cue in form[1:])


@pytest.mark.parametrize("fault", shortened(CUED, 3))
def test_the_banner_shows_each_seeded_fault_in_its_repetition(fault: str) -> None:
    wearer, moments = faulty(fault)
    marked = [(t_s, banner) for t_s, banner in look(moments, wearer.script.sets[0].exercise) if banner.glyph == "!"]
    for rep in (wearer.truth.sets[0].reps[i] for i in FAULTY):
        words = {banner.word for t_s, banner in marked if rep.t_start_s < t_s < rep.t_end_s + SETTLES_S}
        assert FAULTS[fault].word in words


@pytest.mark.parametrize("fault", shortened(["speed_loss", "shallow"]))
def test_what_is_only_shown_after_the_set_is_silent(fault: str) -> None:
    wearer, moments = faulty(fault)
    heard = hear(moments, cues_of(wearer))
    assert heard.words(*FORM) == []
    assert heard.words(Sort.REP) == ["one", "two", "three", "four", "five", "six", "seven"]


def test_a_back_between_its_two_limits_ticks_and_is_not_told() -> None:
    """52 % of the own maximum is past the early limit of 45 % and before the limit of 60 %."""
    own_max_deg = fault_session("lumbar_flexion", TUNING[1], sets=1).person.own_max_lumbar_deg
    wearer, moments = faulty("lumbar_flexion", 0.52 * own_max_deg)
    heard = hear(moments, cues_of(wearer))
    rounded = [wearer.truth.sets[0].reps[i] for i in FAULTY]
    ticks_ns = [cue.t_ns for cue in heard.cues if cue.sort is Sort.NEAR]
    inside = [[t for t in ticks_ns if rep.t_start_s * 1e9 < t < rep.t_end_s * 1e9] for rep in rounded]
    assert all(len(ticks) >= 2 for ticks in inside)
    assert sum(map(len, inside)) == len(ticks_ns)
    assert not any(cue.sort is Sort.FAULT and "arch" in cue.words for cue in heard.cues)


@pytest.mark.parametrize(
    ("exercise", "armed"), shortened([("band_rdl", False), ("rdl_row", True), ("split_stance_hinge", True)], 2)
)
def test_clean_sets_are_counted_and_nothing_else(exercise: str, armed: bool) -> None:
    wearer = session(exercise, TUNING[10], Options(sets=1, reps=(5, 6), nuisance=False, armed=armed))
    moments = through(wearer, wearer.blocks(16))
    heard = hear(moments, cues_of(wearer))
    spoken = ["one", "two", "three", "four", "five"] if armed else ["", "", "three", "four", "five"]
    assert heard.words(Sort.REP) == spoken
    assert {cue.sort for cue in heard.cues} <= {Sort.STEP, Sort.READY, Sort.SIDE, Sort.REP, Sort.REST}
    assert heard.words(Sort.REST) == ["rest, five"]
    assert heard.words(Sort.READY)[0] == "calibrated, ready"
    assert not [banner for _, banner in look(moments, exercise) if banner.glyph == "!"]


@pytest.mark.parametrize("dose", list(Dose))
def test_whatever_the_dose_keeps_back_is_known(dose: Dose) -> None:
    wearer, moments = faulty("lumbar_flexion")
    everything = hear(moments, cues_of(wearer)).cues
    cues = cues_of(wearer, dose)
    heard = hear(moments, cues).cues
    told = [cue.t_ns for cue in [*heard, *cues.withheld] if cue.sort in FORM]
    assert sorted(told) == [cue.t_ns for cue in everything if cue.sort in FORM]
    always = [Sort.STEP, Sort.READY]
    assert [c for c in heard if c.sort in always] == [c for c in everything if c.sort in always]


@cache
def dropped(placement: Placement) -> tuple[float, Heard, list[tuple[float, str]]]:
    """A sensor that falls silent for five seconds in a set, over the radio: when, and what is heard and seen."""
    wearer = session("band_rdl", TUNING[3], Options(sets=1, reps=(7, 8), nuisance=False, armed=True, styles=("plain",)))
    start_s = wearer.script.sets[0].reps[2].t_start_s + 0.5
    wearer = replace(wearer, radio=Radio(dropouts_s={placement: ((start_s, start_s + 5.0),)}))
    moments = through(wearer, wearer.inputs())
    seen = [(t_s, f"{banner.glyph} {banner.word}") for t_s, banner in look(moments)]
    return start_s, hear(moments, cues_of(wearer)), seen


@pytest.mark.parametrize(
    ("placement", "words"),
    shortened([(Placement.THORACIC, "sensor lost, count unsure"), (Placement.SACRUM, "sensor lost, counting only")]),
)
def test_a_lost_sensor_is_told_within_two_seconds_and_unlike_any_fault(placement: Placement, words: str) -> None:
    start_s, heard, seen = dropped(placement)
    assert heard.words(Sort.LOST, Sort.BACK, *FORM) == [words, "sensor back"]
    assert 0.9 < heard.times_s(Sort.LOST)[0] - start_s < 1.3
    assert 5.9 < heard.times_s(Sort.BACK)[0] - start_s < 6.5
    assert next(text for t_s, text in seen if start_s < t_s < start_s + 5.0 and text.strip()) == "? LOST"
    assert not [text for _, text in seen if text.startswith("!")]


def test_the_same_samples_cut_differently_sound_and_look_the_same() -> None:
    """Only how soon something is known follows the cut: half a second where the blocks are that long."""
    wearer, short = faulty("arch_lost")
    rng = np.random.default_rng(TUNING[0])
    said: list[Command | Tick] = [*commands(wearer), *ticks(wearer.end_s)[::5]]
    long = through(wearer, blocks(wearer.samples(), said, lambda: int(rng.integers(1, 46))))
    told = [[cue for cue in hear(one, cues_of(wearer)).cues if cue.sort is not Sort.NEAR] for one in (short, long)]
    assert [(cue.sort, cue.words, cue.soft) for cue in told[0]] == [(c.sort, c.words, c.soft) for c in told[1]]
    assert max(abs(a.t_ns - b.t_ns) for a, b in zip(*told, strict=True)) <= 0.5e9
    seen = [[banner.word for _, banner in look(one) if banner.word and banner.glyph != "~"] for one in (short, long)]
    assert seen[0] == seen[1]
