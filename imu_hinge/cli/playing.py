"""The sound device of a session on a screen."""

from collections.abc import Iterator
from contextlib import contextmanager

from imu_hinge.sound import Player, SilentPlayer, SoundUnavailableError, open_player


def found_player() -> Player:
    """The sound device; where there is none, one that plays nothing and says why."""
    try:
        return open_player()
    except SoundUnavailableError as error:
        return SilentPlayer(str(error))


@contextmanager
def playing() -> Iterator[Player]:
    """The same, closed after the last sound."""
    player = found_player()
    try:
        yield player
    finally:
        player.drain(1.0)
        player.close()
