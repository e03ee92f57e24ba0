"""The sound check, on the very path of a session, and what `doctor` says about sound."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from imu_hinge.cues.cue import Cue, Mode, Sort
from imu_hinge.cues.modes import heard
from imu_hinge.cues.spoken import Said, number
from imu_hinge.sound.device import library
from imu_hinge.sound.errors import SoundUnavailableError
from imu_hinge.sound.player import Player, open_player
from imu_hinge.sound.sounds import sound_of
from imu_hinge.sound.synthesis import installed_program, words_folder
from imu_hinge.sound.voice import NO_VOICE, Voice

CHECK = (
    ("a count", Cue(t_ns=0, sort=Sort.REP, words=number(1))),
    ("past the limit", Cue(t_ns=0, sort=Sort.FAULT, words="keep the arch")),
    ("a sensor is lost", Cue(t_ns=0, sort=Sort.LOST, words=Said.COUNTING_PAUSED)),
)
"""What is played, with words for the screen."""
QUESTION = "Did you hear all three?"
NOT_HEARD = "Turn the volume up, look which output the system's sound settings have chosen, then `imu-hinge doctor`."
_LONGEST_S = 5.0
_PAUSE_S = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that sound needs."""

    ready: bool
    subject: str
    words: str
    """What was found; where it is missing, what to do."""


def play_check(
    player: Player, voice: Voice, tell: Callable[[str], None], wait: Callable[[float], None] = time.sleep
) -> None:
    """Plays the three in turn and tells the name of each before it is heard. Takes about 5 s."""
    voice.prepare(cue.words for _, cue in CHECK)
    voice.wait(_LONGEST_S)
    for name, cue in CHECK:
        tell(name)
        player.play(sound_of(cue, heard(Mode.ALL, cue), voice))
        player.drain(_LONGEST_S)
        wait(_PAUSE_S)


def parts() -> Iterator[Part]:
    """The extra, the device, the voice. Opens the device for a moment."""
    yield _looked_at("extra sound", library, "tones and words can be played")
    yield _looked_at("sound device", _open_and_close, "opens")
    yield _voice()


def _looked_at(subject: str, try_it: Callable[[], object], good: str) -> Part:
    try:
        try_it()
    except SoundUnavailableError as error:
        return Part(False, subject, str(error))
    return Part(True, subject, good)


def _open_and_close() -> None:
    open_player().close()


def _voice() -> Part:
    program = installed_program()
    recorded = f"recorded words go to {words_folder()}"
    if program is None:
        return Part(False, "voice", f"{NO_VOICE}; {recorded}")
    return Part(True, "voice", f"{program.name}; {recorded}")
