import threading

import numpy as np
import pytest

from imu_hinge.cues.cue import Cue, Mode, Sort, rank
from imu_hinge.cues.modes import Heard
from imu_hinge.cues.spoken import number
from imu_hinge.model.inputs import Tick as Moment
from imu_hinge.sound import SilentPlayer, Sounder
from imu_hinge.sound.mixer import Mixer, Sound, Tick
from imu_hinge.sound.player import STOPPED, DevicePlayer, Player
from imu_hinge.sound.samples import Samples, frames_of
from imu_hinge.sound.sounds import PATIENCE_S, sound_of
from imu_hinge.sound.tones import samples_of
from imu_hinge.sound.voice import NO_VOICE, NoVoice
from tests.sound.fakes import QUIET, BrokenCues, HandDevice, KeepingPlayer, ListVoice, ScriptedCues, hum


def cue(sort: Sort, words: str = "", soft: bool = False) -> Cue:
    return Cue(t_ns=0, sort=sort, words=words, soft=soft)


EIGHT = cue(Sort.REP, "eight")
ARCH = cue(Sort.FAULT, "keep the arch")
NEAR = cue(Sort.NEAR)
GONE = cue(Sort.LOST, "sensor lost, counting paused")


class Session:
    """A sounder that hears one cue after the other, 10 ms apart."""

    def __init__(self, *cues: Cue, mode: Mode = Mode.ALL, player: Player | None = None) -> None:
        self.player, self.voice, self.cues, self.at_ms = KeepingPlayer(), ListVoice(), ScriptedCues(), 0
        self.sounder = Sounder(self.cues, mode, player or self.player, self.voice)
        self.hear(*cues)

    def hear(self, *cues: Cue) -> None:
        for one in cues:
            self.cues.now = (one,)
            self.sounder.receive(Moment(self.at_ms * 1_000_000), QUIET)
            self.at_ms += 10

    @property
    def only(self) -> Sound | Tick:
        (only,) = self.player.played
        return only


@pytest.mark.parametrize("told", [EIGHT, ARCH, GONE], ids=lambda told: told.sort)
def test_a_cue_is_played_as_its_tone_and_its_words(told: Cue) -> None:
    session = Session(told)
    assert isinstance(session.only, Sound)
    assert session.only.tone is samples_of(told.sort)
    assert session.only.word() is not None
    assert len(session.only.word()) == len(hum(0.1))
    assert session.only.rank == rank(told)
    assert session.sounder.problem == ""


def test_a_repetition_that_may_be_taken_back_clicks_softly() -> None:
    assert Session(cue(Sort.REP, soft=True)).only.tone is samples_of(Sort.REP, soft=True)


@pytest.mark.parametrize(("tone", "words"), [(True, False), (False, True), (True, True)])
def test_either_part_of_a_cue_may_be_heard_alone(tone: bool, words: bool) -> None:
    voice = ListVoice()
    voice.prepare(["eight"])
    sound = sound_of(EIGHT, Heard(tone, words), voice)
    assert isinstance(sound, Sound)
    assert (len(sound.tone) > 0, len(sound.word()) > 0) == (tone, words)


def test_near_the_limit_is_a_tick() -> None:
    assert isinstance(Session(NEAR).only, Tick)


def test_every_sort_but_the_tick_has_a_patience_and_a_count_has_400_ms() -> None:
    assert set(PATIENCE_S) == set(Sort) - {Sort.NEAR}
    assert PATIENCE_S[Sort.REP] == PATIENCE_S[Sort.LAST_REP] == 0.4


@pytest.mark.parametrize(
    ("mode", "heard"),
    [
        (Mode.OFF, []),
        (Mode.TONES, [(Sort.REP, False), (Sort.FAULT, False), (Sort.LOST, False)]),
        (Mode.COUNTS, [(Sort.REP, True), (Sort.FAULT, False), (Sort.LOST, False)]),
        (Mode.ALL, [(Sort.REP, True), (Sort.FAULT, True), (Sort.NEAR, False), (Sort.LOST, True)]),
    ],
)
def test_each_mode_lets_through_what_it_says(mode: Mode, heard: list[tuple[Sort, bool]]) -> None:
    session = Session(EIGHT, ARCH, NEAR, GONE, mode=mode)
    spoken = [isinstance(one, Sound) and len(one.word()) > 0 for one in session.player.played]
    assert [(one.sort, words) for (_, one), words in zip(session.sounder.log, spoken, strict=True)] == heard


def test_the_mode_may_be_changed_at_any_time() -> None:
    session = Session(EIGHT, mode=Mode.OFF)
    session.sounder.mode = Mode.ALL
    session.hear(ARCH)
    assert [one for _, one in session.sounder.log] == [ARCH]


def test_the_log_says_when_what_was_played_and_does_not_grow_without_end() -> None:
    session = Session(EIGHT, ARCH)
    assert list(session.sounder.log) == [(0, EIGHT), (10_000_000, ARCH)]
    assert len(Session(*[NEAR] * 1500).sounder.log) == 1000


def test_numbers_are_ready_before_they_are_wanted_and_there_is_no_highest() -> None:
    session = Session()
    assert session.voice.prepared == [number(n) for n in range(31)]
    counts = [cue(Sort.REP, number(n)) for n in range(1, 131)]
    session = Session(*counts)
    for n in range(2, 131):
        at = session.voice.prepared.index(number(n))
        assert at < session.voice.prepared.index(number(n + 1)), "in order, one ahead"
    assert all(len(one.word()) for one in session.player.played if isinstance(one, Sound))


def test_words_that_are_not_heard_are_not_rendered() -> None:
    assert "keep the arch" not in Session(ARCH, mode=Mode.TONES).voice.prepared


def test_an_error_in_the_sound_is_told_and_ends_nothing() -> None:
    sounder = Sounder(BrokenCues(), Mode.ALL, KeepingPlayer(), ListVoice())
    sounder.receive(Moment(1), QUIET)
    assert "ZeroDivisionError" in sounder.problem
    assert "counting goes on" in sounder.problem


def test_a_device_that_dies_in_the_middle_is_told_and_cues_go_on() -> None:
    now_s, device = [0.0], HandDevice()
    session = Session(player=DevicePlayer(device.start, lambda: now_s[0]))
    device.ask(441)
    now_s[0] += 5.0
    session.hear(*[EIGHT] * 100)
    assert session.sounder.problem == STOPPED
    assert len(session.sounder.log) == 100


def test_what_is_missing_is_told_first_the_device_then_the_voice() -> None:
    def problem(player: Player) -> str:
        return Sounder(ScriptedCues(), Mode.ALL, player, NoVoice(NO_VOICE)).problem

    assert problem(SilentPlayer("no sound device")) == "no sound device"
    assert problem(SilentPlayer()) == "no voice: install espeak-ng"


def test_closing_leaves_the_last_words_to_be_heard() -> None:
    session = Session(cue(Sort.REST, "rest, eight"))
    session.sounder.close()
    assert not session.player.closed


class MixedPlayer(KeepingPlayer):
    """A player whose device is asked for frames by the test."""

    def __init__(self) -> None:
        super().__init__()
        self.mixer, self.now_s = Mixer(), 0.0

    def play(self, sound: Sound | Tick) -> None:
        self.mixer.submit(sound, self.now_s)

    def listen(self, seconds: float) -> Samples:
        heard = self.mixer.fill(frames_of(seconds), self.now_s)
        self.now_s += seconds
        return heard


def test_a_fault_cuts_a_count_off_and_a_count_that_comes_late_is_not_heard() -> None:
    player = MixedPlayer()
    session = Session(EIGHT, player=player)
    assert np.array_equal(player.listen(0.04), samples_of(Sort.REP))
    session.hear(ARCH, cue(Sort.REP, "nine"))
    fade = frames_of(0.005)
    assert np.array_equal(player.listen(0.25)[fade:], samples_of(Sort.FAULT)[fade:])
    player.now_s += 0.2
    assert np.count_nonzero(player.listen(1.0)) == frames_of(0.1), "the fault's word and nothing after it"


def test_receiving_never_waits_for_the_device() -> None:
    """A device that holds its own thread for ever."""
    held = threading.Event()
    device = HandDevice()
    player = DevicePlayer(device.start)
    thread = threading.Thread(target=lambda: (device.ask(441), held.wait(30.0)), daemon=True)
    thread.start()
    session = Session(*[EIGHT] * 1000, player=player)
    assert len(session.sounder.log) == 1000
    held.set()
    thread.join()
