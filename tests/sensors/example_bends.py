"""Forward bends as two Example IMUs would send them, recorded: `python -m tests.sensors.example_bends FOLDER`.

Runs where the example driver of docs/ can be found.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from math import pi
from pathlib import Path
from struct import pack

from imu_hinge.cli.about import about_recording
from imu_hinge.core.session import Session
from imu_hinge.model.inputs import Packet, Placement
from imu_hinge.recording.writer import Recorder
from tests.made import bends_csv

EXERCISE = "forward_bend"
BENDS = 4
DRIVER_ID = "example_imu"
DELAY_NS = 30_000_000
COUNTS_PER_SI = [2048 / 9.80665] * 3 + [16 * 180 / pi] * 3


def payload(t_s: float, si: Sequence[float]) -> bytes:
    """By the table of docs/example_driver/README.md."""
    counts = [round(value * per_si) for value, per_si in zip(si, COUNTS_PER_SI, strict=True)]
    body = pack("<BBI6h", 0xA5, 87, round(t_s * 1e6), *counts)
    return body + pack("<H", sum(body))


def packets(table: Path) -> Iterator[Packet]:
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            t_s, *si = (float(row[name]) for name in row if name != "placement")
            yield Packet(round(t_s * 1e9) + DELAY_NS, Placement(row["placement"]), DRIVER_ID, payload(t_s, si))


def record(folder: Path) -> None:
    session = Session(EXERCISE)
    table = bends_csv(folder / "bends.csv", BENDS, rate_hz=100)
    with Recorder(folder / "bends.mcap", about_recording(EXERCISE, "live")) as recorder:
        for packet in sorted(packets(table), key=lambda one: one.t_ns):
            recorder.receive(packet, session.feed(packet))


if __name__ == "__main__":
    record(Path(sys.argv[1]))
