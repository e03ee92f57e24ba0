"""The sound of a day: opened once, with a sounder for each part of it."""

from contextlib import ExitStack
from dataclasses import dataclass

from imu_hinge.cli.playing import found_player
from imu_hinge.cues.cue import Mode
from imu_hinge.cues.reminding import PostureCues, day_phrases
from imu_hinge.sound import Player, Sounder, find_voice
from imu_hinge.sound.voice import Voice
from imu_hinge.station.settings import Settings


@dataclass(slots=True)
class Hearing:
    """A device, a voice, and how much is heard."""

    player: Player
    voice: Voice
    mode: Mode

    def sounder(self) -> Sounder:
        """For one part."""
        return Sounder(PostureCues(), self.mode, self.player, self.voice)


def hearing_of(sound: str | None, settings: Settings, opened: ExitStack) -> Hearing:
    """`sound` in place of the mode in the settings; what is open is closed by `opened`, after the last words."""
    player = found_player()
    voice = find_voice()
    opened.callback(voice.close)
    opened.callback(player.close)
    opened.callback(player.drain, 1.0)
    voice.prepare(day_phrases())
    return Hearing(player, voice, settings.sound if sound is None else Mode(sound))
