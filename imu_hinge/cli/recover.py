"""`imu-hinge recover`: a whole recording out of one that is not."""

import argparse
from pathlib import Path
from typing import Any

from imu_hinge.cli.output import print_json
from imu_hinge.recording import Healed, heal

EXAMPLE = "example:\n  imu-hinge recover 20261121T090000Z-1f3a9c02.mcap.part"

MEANING = """Everything that can be read goes into a new, whole recording beside the old one. The original is
kept under another name when it lost more than its unfinished end."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLE}\n\n{MEANING}"
    parser.add_argument("path", type=Path, metavar="PATH", help="recording, or the .part of an interrupted one")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints what was kept and what was lost."""
    healed = heal(arguments.path)
    if arguments.json:
        print_json(as_dict(healed))
        return 0
    print(healed)
    if healed.kept_original:
        print(f"the original is kept as {healed.kept_original}")
    return 0


def as_dict(healed: Healed) -> dict[str, Any]:
    """What became of the recording, as JSON."""
    return {
        "path": str(healed.path),
        "changed": healed.changed,
        "inputs": healed.inputs,
        "duration_s": healed.duration_ns / 1e9,
        "damage": [str(damage) for damage in healed.damage],
        "kept_original": str(healed.kept_original) if healed.kept_original else None,
    }
