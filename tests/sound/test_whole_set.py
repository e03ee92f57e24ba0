"""A whole set of the virtual wearer, from sensor data to what is handed to the loudspeaker."""

from functools import cache

from imu_hinge.catalogue import load_exercise
from imu_hinge.core.session import Session
from imu_hinge.cues.cue import Mode, Sort
from imu_hinge.cues.cues import Cues
from imu_hinge.cues.spoken import number, phrases
from imu_hinge.model.events import Rep, RepCompleted
from imu_hinge.model.inputs import Command
from imu_hinge.sound import Sounder
from imu_hinge.sound.mixer import Sound
from imu_hinge.virtual.scripts import Options, session
from tests.sound.fakes import KeepingPlayer, ListVoice

EXERCISE = "band_rdl"
ONE_SET = Options(
    sets=1, reps=(5, 6), styles=("plain",), fault="lumbar_flexion", nuisance=False, calibrated=False, armed=True
)


@cache
def heard() -> tuple[Sounder, KeepingPlayer, dict[int, Rep]]:
    """The sounder, what it played, and the repetitions by the time of the input that completed them."""
    wearer, exercise, fold = session(EXERCISE, 205, ONE_SET), load_exercise(EXERCISE), Session(EXERCISE)
    player, voice, reps = KeepingPlayer(), ListVoice(), dict[int, Rep]()
    voice.prepare(phrases(exercise))
    sounder = Sounder(Cues(exercise), Mode.ALL, player, voice)
    for item in [*wearer.inputs(), Command(round(wearer.end_s * 1e9), "end")]:
        step = fold.feed(item)
        sounder.receive(item, step)
        for event in step.events:
            if isinstance(event, RepCompleted):
                reps[item.t_ns] = event.rep
    assert sounder.problem == ""
    return sounder, player, reps


def test_each_repetition_sounds_with_the_very_step_that_counts_it_and_says_its_number() -> None:
    sounder, _, reps = heard()
    said = {t_ns: cue.words for t_ns, cue in sounder.log if cue.sort is Sort.REP}
    first, *later = reps
    assert first not in said, "found only when the movement was learned, which is too late to be said"
    assert said == {t_ns: number(reps[t_ns].index) for t_ns in later}
    assert list(said.values()) == ["two", "three", "four", "five"]


def test_rounding_is_told_before_its_repetition_is_counted() -> None:
    sounder, _, reps = heard()
    faulty = [t_ns for t_ns, rep in reps.items() if "lumbar_flexion" in rep.faults]
    told = [t_ns for t_ns, cue in sounder.log if cue.sort is Sort.FAULT]
    assert len(told) == len(faulty) == 2
    assert all(cue_ns < rep_ns for cue_ns, rep_ns in zip(told, faulty, strict=True))


def test_every_word_is_ready_when_its_tone_is_over() -> None:
    sounder, player, _ = heard()
    for sound, (_, cue) in zip(player.played, sounder.log, strict=True):
        if isinstance(sound, Sound):
            assert len(sound.word()) > 0, cue
