"""How far a long piece of work has come, for a person at a terminal."""

import sys
import time
from collections.abc import Iterable, Iterator

from imu_hinge.model.inputs import Input

PATIENCE_S = 1.0
"""Work shorter than this shows nothing."""


def watched(items: Iterable[Input], label: str) -> Iterator[Input]:
    """The items, with a line on standard error about the recorded time done, if that is a terminal."""
    return _shown(iter(items), label) if sys.stderr.isatty() else iter(items)


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
