"""How far a long piece of work has come, for a person at a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator

from imu_hinge.model.inputs import Input
from imu_hinge.view.posture_words import lasted

PATIENCE_S = 1.0
"""Work shorter than this shows nothing."""
SPOKEN_S = 20.0
"""So often long work says how far it is where nobody looks at a terminal."""


def watched(items: Iterable[Input], label: str) -> Iterator[Input]:
    """The items, with a line on standard error about the recorded time done, if that is a terminal."""
    return _shown(iter(items), label) if sys.stderr.isatty() else iter(items)


def followed(items: Iterable[Input], label: str, duration_ns: int) -> Iterator[Input]:
    """The same for work of which the length is known; where nobody looks at a terminal a line of words now and then."""
    return (_measured if sys.stderr.isatty() else _spoken)(iter(items), label, max(duration_ns, 1))


def _spoken(items: Iterator[Input], label: str, duration_ns: int) -> Iterator[Input]:
    told_s = time.monotonic()
    for item in items:
        yield item
        if time.monotonic() - told_s > SPOKEN_S:
            told_s = time.monotonic()
            done = f"{lasted(item.t_ns / 1e9)} of {lasted(duration_ns / 1e9)} read"
            print(f"imu-hinge: {label}: {done}", file=sys.stderr, flush=True)


def _measured(items: Iterator[Input], label: str, duration_ns: int) -> Iterator[Input]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    shown = (TextColumn(label), BarColumn(20), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=duration_ns)
        for item in items:
            yield item
            progress.update(task, completed=item.t_ns)


def _shown(items: Iterator[Input], label: str) -> Iterator[Input]:
    began = time.monotonic()
    for item in items:
        yield item
        if time.monotonic() - began > PATIENCE_S:
            break
    yield from _bar(items, label)


def _bar(items: Iterator[Input], label: str) -> Iterator[Input]:
    first = next(items, None)
    if first is None:
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    shown = (TextColumn(label), BarColumn(), TextColumn("{task.fields[done]:.0f} s of recording"))
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None, done=first.t_ns / 1e9)
        yield first
        for item in items:
            yield item
            progress.update(task, done=item.t_ns / 1e9)
