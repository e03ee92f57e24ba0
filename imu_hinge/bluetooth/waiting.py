"""Waiting with a limit: every await into the Bluetooth stack goes through here."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, TypeVar

from imu_hinge.bluetooth.limits import PUT_AWAY_S
from imu_hinge.model.errors import LinkDownError

Result = TypeVar("Result")
Gone = asyncio.Future[Exception]
"""Done when the link has ended, with the error everybody who waits on it gets."""


async def within(limit_s: float | None, work: Coroutine[Any, Any, Result], gone: Gone | None = None) -> Result:
    """The result of `work`; TimeoutError after the limit, the error of `gone` when the link ends first.

    Returns in time even when the stack does not notice that it was cancelled.
    """
    task = _task(work)
    watched: list[asyncio.Future[Any]] = [task] if gone is None else [task, gone]
    try:
        await asyncio.wait(watched, timeout=limit_s, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            return _result(task)
        if gone is not None and gone.done():
            raise gone.result()
        raise TimeoutError
    finally:
        await _put_away([task])


async def first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Runs all until the first ends or fails, then puts the others away."""
    tasks = [_task(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                _result(task)
    finally:
        await _put_away(tasks)


async def to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """A clean-up that is finished even if we are cancelled meanwhile; the cancellation goes on afterwards."""
    task, cancelled = _task(work), False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError
    task.result()


def background(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    """A task whose failure nobody has to look at."""
    return _task(work)


def _task(work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
    task = asyncio.get_running_loop().create_task(work)
    task.add_done_callback(_seen)
    return task


def _seen(task: asyncio.Task[Any]) -> None:
    """Marks a failure as looked at, so that one nobody waits for any more does not reach the loop's handler."""
    if not task.cancelled():
        task.exception()


def _result(task: asyncio.Task[Result]) -> Result:
    """The stack may cancel its own request when the link dies: for us that is a lost link, not our cancellation."""
    if task.cancelled():
        raise LinkDownError("the Bluetooth stack gave the request up")
    return task.result()


async def _put_away(tasks: Iterable[asyncio.Task[Any]]) -> None:
    pending = {task for task in tasks if task.cancel()}
    if pending:
        await asyncio.wait(pending, timeout=PUT_AWAY_S)
