"""What the wearer hears: cues become tones and words, mixed for a sound device. Without a device everything goes on."""

from imu_hinge.sound.errors import SoundUnavailableError
from imu_hinge.sound.player import Player, SilentPlayer, open_player
from imu_hinge.sound.sounder import Sounder
from imu_hinge.sound.voice import NoVoice, Voice, find_voice

__all__ = [
    "NoVoice",
    "Player",
    "SilentPlayer",
    "SoundUnavailableError",
    "Sounder",
    "Voice",
    "find_voice",
    "open_player",
]
