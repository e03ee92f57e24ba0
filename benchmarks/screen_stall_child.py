"""`imu-hinge live --simulate` with a player that keeps the time of each cue in place of a sound device.

python benchmarks/screen_stall_child.py SEED RECORDING CUES
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from imu_hinge.cli import main, showing, sources, turn
from imu_hinge.sound import Player, SilentPlayer, Sounder

played_s: list[float] = []
sounders: list[Sounder] = []


class Clocked(SilentPlayer):
    def play(self, sound: object) -> None:
        played_s.append(time.monotonic())


class Kept(Sounder):
    def __init__(self, *arguments: object) -> None:
        super().__init__(*arguments)  # type: ignore[arg-type]  # handed on as they are
        sounders.append(self)


@contextmanager
def playing() -> Iterator[Player]:
    yield Clocked()


def late_s() -> list[float]:
    """How much later than the promptest one each cue was played after the input that caused it."""
    behind = [played - t_ns / 1e9 for played, (t_ns, _) in zip(played_s, sounders[0].log, strict=True)]
    return [one - min(behind) for one in behind]


if __name__ == "__main__":
    seed, recording, cues = sys.argv[1:]
    for room, name, ours in ((sources, "SEED", int(seed)), (showing, "playing", playing), (turn, "Sounder", Kept)):
        setattr(room, name, ours)
    code = main(["live", "--simulate", "--record", recording])
    Path(cues).write_text(json.dumps(late_s()))
    sys.exit(code)
