"""What is said through a day: reminders that are given, the stance, sensors that fall silent."""

import numpy as np
import pytest

from imu_hinge.catalogue.posture import stays
from imu_hinge.cues.cue import Mode, Sort
from imu_hinge.cues.modes import heard
from imu_hinge.cues.reminding import PostureCues, day_phrases, reminder_words
from imu_hinge.model.arrays import FRAME
from imu_hinge.model.events import Event, PostureReminder, SensorWarning, Step
from imu_hinge.model.inputs import Command, Input, Packet, Placement, Tick
from imu_hinge.sound.sounds import PATIENCE_S
from imu_hinge.sound.tones import TONES
from tests.wording import forbidden

S = 1_000_000_000
NOTHING = Step(np.zeros(0, FRAME))


def reminder(row: str = "lean", held_s: float = 120.0, fate: str = "given") -> PostureReminder:
    cue = next(stay.cue for stay in stays() if stay.id == row)
    return PostureReminder(
        t_ns=S, reminder=row, fate=fate, since_ns=0, held_s=held_s, cue=cue if fate == "given" else ""
    )


def said(*events: Event) -> list[tuple[Sort, str]]:
    return [(cue.sort, cue.words) for cue in PostureCues().step(Tick(S), Step(np.zeros(0, FRAME), events))]


def words(cues: PostureCues, item: Input) -> list[str]:
    return [cue.words for cue in cues.step(item, NOTHING)]


@pytest.mark.parametrize(
    ("row", "held_s", "words"),
    [
        ("lean", 120.0, "two minutes leaning: time to stand tall"),
        ("bent", 60.0, "one minute bent forward: time to come up"),
        ("slumped", 1200.0, "twenty minutes slumped: time to sit up or stand"),
        ("unchanged", 1830.0, "thirty minutes in one position: time to move"),
        ("bent", 30.0, "thirty seconds bent forward: time to come up"),
    ],
)
def test_a_reminder_is_a_soft_tone_and_one_neutral_sentence(row: str, held_s: float, words: str) -> None:
    assert said(reminder(row, held_s)) == [(Sort.REMINDER, words)]


@pytest.mark.parametrize("fate", ["snoozed", "muted", "quiet_hours"])
def test_a_reminder_that_is_only_recorded_is_not_heard(fate: str) -> None:
    assert said(reminder(fate=fate)) == []


def test_a_reminder_is_no_sign_of_a_fault() -> None:
    assert TONES[Sort.REMINDER].peak < TONES[Sort.FAULT].peak
    assert TONES[Sort.REMINDER].notes != TONES[Sort.FAULT].notes
    assert PATIENCE_S[Sort.REMINDER] >= 10
    (cue,) = PostureCues().step(Tick(S), Step(np.zeros(0, FRAME), (reminder(),)))
    assert (heard(Mode.ALL, cue).words, heard(Mode.TONES, cue).words, heard(Mode.OFF, cue).tone) == (True, False, False)


def test_the_stance_is_led_by_voice() -> None:
    assert words(PostureCues(), Command(S, "stance")) == ["stand tall and still for two seconds"]
    taken, refused, shift = (
        SensorWarning(t_ns=S, id=one, placement=None, detail="")
        for one in ("stance_zeroed", "stance_refused", "stance_shift")
    )
    assert said(taken) == [(Sort.READY, "stance taken")]
    assert said(refused) == [(Sort.STEP, "stance not taken")]
    assert said(shift) == [(Sort.STEP, "check the stance: stand tall and still for two seconds")]


def packet(t_s: float) -> Packet:
    return Packet(round(t_s * S), Placement.SACRUM, "hsp", b"")


def test_a_silent_sensor_is_spoken_of_once_and_when_it_is_back() -> None:
    cues = PostureCues()
    assert words(cues, packet(0)) == []
    assert [words(cues, Tick(t_s * S)) for t_s in (1, 5, 6, 7, 60)] == [[], [], ["sensor lost"], [], []]
    assert words(cues, packet(61)) == ["sensor back"]


def test_a_sensor_that_comes_and_goes_is_not_spoken_of_again_for_ten_minutes() -> None:
    cues = PostureCues()
    lost = 0
    for minute in range(20):
        words(cues, packet(60 * minute))
        lost += words(cues, Tick((60 * minute + 30) * S)).count("sensor lost")
    assert lost == 2


def test_a_sensor_that_was_never_heard_is_not_missed() -> None:
    assert words(PostureCues(), Tick(3600 * S)) == []


def test_everything_that_is_said_is_worded_as_all_else() -> None:
    assert [found for text in (*day_phrases(), reminder_words(reminder())) for found in forbidden(text)] == []
