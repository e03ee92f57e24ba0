"""`imu-hinge verify`: does the fold still say what it said live?"""

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from imu_hinge.analysis import Verdict, verify
from imu_hinge.analysis.verify import Said
from imu_hinge.batch import Done
from imu_hinge.cli import batch
from imu_hinge.cli.batch_lines import Job, Told, told
from imu_hinge.cli.output import print_json

EXAMPLE = "example:\n  imu-hinge verify recordings/*.mcap"
NOTHING: Said = (0, {})


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="recording")
    parser.add_argument("--json", action="store_true", help="print JSON")
    batch.add_arguments(parser)


def run(arguments: argparse.Namespace) -> int:
    """Prints one line per recording; 1 when one says something else or lost inputs, or one of several is unreadable."""
    return _one(arguments) if len(arguments.paths) == 1 else _many(arguments)


def verified(job: Job) -> Told:
    """The task. Raises HingeError, OSError."""
    verdict = replace(verify(job.path), path=Path(job.name))
    return Told(words(verdict), as_dict(verdict))


def _one(arguments: argparse.Namespace) -> int:
    verdict = verify(arguments.paths[0])
    if arguments.json:
        print_json([as_dict(verdict)])
    else:
        print(words(verdict))
    return 0 if verdict.same else 1


def _many(arguments: argparse.Namespace) -> int:
    results = told(verified, arguments)
    return 0 if all(isinstance(result, Done) and result.value.values["same"] for result in results) else 1


def words(verdict: Verdict) -> str:
    """The verdict in one line: the first difference, else the losses, else what was compared."""
    if verdict.then or verdict.now:
        return f"{verdict.path}: differs {_difference(verdict)}"
    if not verdict.events and not verdict.damage:
        return f"{verdict.path}: nothing was said live, nothing to compare"
    losses = "; ".join(map(str, verdict.damage))
    state = f"not whole ({losses}), up to there" if losses else "same,"
    return f"{verdict.path}: {state} {verdict.events} events compared"


def as_dict(verdict: Verdict) -> dict[str, Any]:
    """The verdict as JSON; `then` and `now` are the first events that differ."""
    return {
        "path": str(verdict.path),
        "same": verdict.same,
        "events": verdict.events,
        "input": (verdict.then or verdict.now or (None,))[0],
        "then": verdict.then[1] if verdict.then else None,
        "now": verdict.now[1] if verdict.now else None,
        "damage": [str(damage) for damage in verdict.damage],
    }


def _difference(verdict: Verdict) -> str:
    index, then = verdict.then or NOTHING
    now_index, now = verdict.now or NOTHING
    first = min(said[0] for said in (verdict.then, verdict.now) if said)
    place = f"after {verdict.events} events, at input {first}"
    if then.get("type") != now.get("type"):
        return f"{place}: was {_name(then)}, is {_name(now)}"
    changed = [f"{key} was {old}, is {new}" for key, old, new in _changes(then, now)]
    moved = [] if index == now_index else [f"input was {index}, is {now_index}"]
    return f"{place}: {then['type']}: {'; '.join(changed + moved)}"


def _name(event: dict[str, Any]) -> str:
    return f"{event['type']} at {event.get('t_ns', 0) / 1e9:.1f} s" if event else "nothing"


def _changes(then: dict[str, Any], now: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any, Any]]:
    for key in {**then, **now}:
        old, new = then.get(key), now.get(key)
        if isinstance(old, dict) and isinstance(new, dict):
            yield from _changes(old, new, f"{prefix}{key}.")
        elif old != new:
            yield prefix + key, old, new
