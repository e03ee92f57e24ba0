"""A terminal that nobody reads for 6 s in the middle of a set."""

import json
import sys
import time
from pathlib import Path

from pages import Figure
from screen_cost import COLUMNS, ROWS, at_home
from terminals import Terminal

from imu_hinge import analyze
from imu_hinge.virtual.scenarios import SCENARIOS

STALL_S, READ_S = 6.0, 1.0
_CHILD = Path(__file__).with_name("screen_stall_child.py")
_SCENARIO = SCENARIOS["clean_set"]
_DONE = b"Saved"


def stalled(seed: int, folder: Path) -> list[Figure]:
    """Samples, cues and the count of a set whose third repetition falls into the stall."""
    wearer = _SCENARIO.wearer(seed)
    third = wearer.truth.sets[0].reps[2].t_start_s
    path, cues = folder / "stall.mcap", folder / "cues.json"
    words = [sys.executable, str(_CHILD), str(seed), str(path), str(cues)]
    with Terminal(words, COLUMNS, ROWS, at_home(folder)) as terminal:
        terminal.read_for(third)
        time.sleep(STALL_S)
        caught_up = terminal.read_for(READ_S)
        terminal.read_for(wearer.end_s, lambda said: _DONE in said)
        terminal.type("\x11")
        terminal.read_for(5.0, lambda _: terminal.process.poll() is not None)
    late_ms = [1000 * late for late in json.loads(cues.read_text())]
    analysis = analyze(path)
    lost = sum(one.lost_samples for one in analysis.sensors.values())
    counted, done = sum(one.counted for one in analysis.sets), len(wearer.truth.sets[0].reps)
    return [
        ("samples lost", "0", str(lost), lost == 0),
        (f"latest of {len(late_ms)} cues", "50 ms", f"{max(late_ms):.0f} ms", max(late_ms) <= 50.0),
        ("repetitions", str(done), str(counted), counted == done),
        ("drawn within a second of being read again", "yes", f"{len(caught_up) / 1000:.0f} KB", bool(caught_up)),
    ]
