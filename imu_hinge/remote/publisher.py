"""Publishes a session to the trainers of a client: a sink, and a thread with an event loop of its own.

Whatever becomes of broker, network and database, `receive` neither raises nor waits.
"""

import asyncio
import random
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from uuid import UUID

from imu_hinge.catalogue import Exercise
from imu_hinge.history.database import History, open_history
from imu_hinge.model.errors import HingeError, HistoryError
from imu_hinge.model.events import Step
from imu_hinge.model.inputs import Command, Input, Link
from imu_hinge.model.said import of_unforeseen
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.backoff import Backoff
from imu_hinge.remote.box import Box
from imu_hinge.remote.messages import DISPLACED, LEFT, SIMULATED, UNWATCHED, WITHDRAWN
from imu_hinge.remote.outgoing import Sending, Session
from imu_hinge.remote.owing import Lateness, Owed, end_words, late_words, names
from imu_hinge.remote.pipe import Message, Pipe, PipeError, TakenOverError, Will, connected
from imu_hinge.remote.telling import Posture, Telling, posture_of
from imu_hinge.remote.wearing import Heard, Moment, Wearing
from imu_hinge.view.snapshot import Watched

LOOK_S = 0.05
"""How often it is looked for something to send."""
AGAIN_S = 2.0
"""Before the next try to open the history."""
FLUSH_S, CLOSE_S = 1.0, 3.0
"""At the end of a session: so long for what is still to be acknowledged, and for everything."""
_OVER = {
    UNWATCHED: "not watched in this session any more",
    WITHDRAWN: "not watched: the consent was taken back or changed",
    DISPLACED: "not watched: another machine uses this account",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """Which session is watched, and through what."""

    account: Account
    pseudonym: str
    """Of the client, in the history."""
    session: UUID
    exercise: Exercise
    software: str
    url: str | None = None
    """Of the history, as for `open_history`."""
    anybody: bool = False
    """A simulated wearer, whose consent nobody asks for."""


class Publisher:
    """`say` puts a Command into the session, `tell` hears where the connection stands; both run on its thread."""

    def __init__(self, watching: Watching, say: Callable[[str, str], None], tell: Callable[[str], None]) -> None:
        self._watching, self._say, self._tell = watching, say, tell
        self._heard: deque[Heard] = deque()
        self._row: object = None
        self._t_ns = 0
        self._began_ns = time.time_ns() - time.monotonic_ns()
        self._closing = threading.Event()
        self._idle = False
        """Nothing more is sent of this session: what is heard is dropped."""
        self._lateness = Lateness()
        self._connected = self._parted = False
        self._by = self._words = self._told = ""
        self.watched = Watched()
        """For the screen; replaced as a whole."""
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._began = False

    def receive(self, item: Input, step: Step) -> None:
        """Takes one input and what the fold made of it; with the first one it begins."""
        self._t_ns = item.t_ns
        if not self._began:
            self._began = True
            self._thread.start()
        if len(step.frames):
            self._row = step.frames[-1]
        if not self._idle and (step.events or isinstance(item, Command | Link)):
            self._heard.append(Heard(item if isinstance(item, Command | Link) else None, step.events))

    def close(self) -> None:
        """Says goodbye; a broker that does not answer is waited for CLOSE_S at the most."""
        self._closing.set()
        if self._began:
            self._thread.join(CLOSE_S)

    # What follows runs on the publisher's thread.

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(self._main())
        except HingeError as error:
            self._show("", f"not watched: {error}")
        except Exception as error:  # whatever happens here must not reach the session
            self._show("", f"not watched: {of_unforeseen(error)}")
        finally:
            self._idle = True
            self._heard.clear()

    async def _main(self) -> None:
        with ExitStack() as opened:
            wearing = await self._begun(opened)
            if wearing is not None:
                connection = asyncio.create_task(self._stay_connected(wearing))
                await self._take_in(wearing, connection)

    async def _begun(self, opened: ExitStack) -> Wearing | None:
        """None without a consent, and where the session is over first; a history that is in use is waited for."""
        while not self._closing.is_set():
            try:
                return self._wearing(opened.enter_context(open_history(self._watching.url)))
            except HistoryError as error:
                self._show("", f"not watched: {error}; trying again")
                opened.close()
                await self._wait(AGAIN_S)
        return None

    def _wearing(self, history: History) -> Wearing | None:
        what = self._watching
        box = Box(history, what.pseudonym, what.session, what.anybody)
        allowed = box.allowed(what.account.trainers, self._now_ns())
        if allowed is None:
            self._show("", _OVER[WITHDRAWN])
            return None
        id_ = what.session.hex[:8]
        telling, session = Telling(id_, what.exercise, allowed.scopes), Session(id_, what.exercise.id)
        software = what.software + SIMULATED * what.anybody
        return Wearing(box, allowed, telling, session, what.account.user, software, self._say, self._now_ns())

    async def _take_in(self, wearing: Wearing, connection: asyncio.Task[None]) -> None:
        """Until the session is over, nothing more once watching has stopped; what is under way has FLUSH_S left."""
        while not self._closing.is_set():
            if wearing.stopped:
                self._idle = True
                self._heard.clear()
            self._hear(wearing)
            if connection.done():
                connection.result()
            await asyncio.sleep(LOOK_S)
        self._hear(wearing)
        wearing.end(self._now_ns())
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S - FLUSH_S):
                await connection
        self.watched = Watched()
        words = end_words(self._owed(wearing))
        if words and not self._watching.anybody:
            self._tell(words)

    def _hear(self, wearing: Wearing) -> None:
        row = self._row
        posture = posture_of(row) if row is not None else Posture()
        wearing.hear(self._heard, Moment(self._t_ns, posture), self._now_ns())
        if self._connected and not wearing.stopped:
            self._see(wearing.outgoing.window.here)
        self._look_at(self._owed(wearing))

    def _see(self, here: Sequence[str]) -> None:
        """Who has answered since the connection was made."""
        by, may = names(here), names(self._watching.account.trainers)
        words = f"watched by {by}" if by else f"to be watched by {may}; nobody is there yet"
        if (by, words) != (self._by, self._words):
            self._show(by, words)

    def _owed(self, wearing: Wearing) -> Owed:
        """Events that are still to come to each trainer; none once nobody may have them."""
        return {} if wearing.stopped else wearing.outgoing.window.owed(self._now_ns())

    def _look_at(self, owed: Owed) -> None:
        """What is late is told: where nothing is connected, or nothing is acknowledged."""
        late = self._lateness.late(owed, time.monotonic())
        told = late_words(late if self._connected else owed)
        words = f"{self._words}; {told}" if told and self._words else self._words
        if words != self.watched.words:
            self.watched = Watched(self._by, words)

    async def _stay_connected(self, wearing: Wearing) -> None:
        """Connects again and again until goodbye is said, another machine has the account, or the session is over."""
        backoff, account, why = Backoff(random.uniform), self._watching.account, None
        while why is None and not self._closing.is_set():
            will, began_s = wearing.outgoing.will(), time.monotonic()
            try:
                async with connected(account, Will(will.topic, will.payload)) as pipe:
                    began_s = time.monotonic()
                    why = await self._serve(pipe, wearing)
                self._show("", _OVER.get(why, ""))
            except TakenOverError:
                why = DISPLACED
                self._show("", _OVER[why])
            except PipeError as error:
                backoff.connected(time.monotonic() - began_s)
                over = wearing.stopped and f"{_OVER[wearing.stopped]}; the broker is told when it answers"
                self._show("", over or f"not watched: {error.words}")
                await self._wait(backoff.wait_s(error.refused))

    async def _wait(self, seconds: float) -> None:
        until_s = time.monotonic() + seconds
        while time.monotonic() < until_s and not self._closing.is_set():
            await asyncio.sleep(LOOK_S)

    async def _serve(self, pipe: Pipe, wearing: Wearing) -> str:
        """While the connection stands; the reason for which it is not wanted any more. Raises PipeError when lost."""
        user, came = self._watching.account.user, deque[Message]()
        await pipe.subscribe(topics.status(user))
        await pipe.subscribe(topics.order(user, "+"))
        wearing.outgoing.connected(self._now_ns())
        self._connected, self._parted = True, False
        reading = asyncio.create_task(_read(pipe, came))
        try:
            return await self._exchange(pipe, wearing, came, reading)
        except asyncio.CancelledError:
            if self._parted:
                raise
            raise PipeError("the broker does not answer") from None  # and is left the will
        finally:
            self._connected = False
            reading.cancel()
            with suppress(asyncio.CancelledError, PipeError):
                await reading

    async def _exchange(self, pipe: Pipe, wearing: Wearing, came: deque[Message], reading: asyncio.Task[None]) -> str:
        flush_until_s: float | None = None
        while True:
            while came:
                one = came.popleft()
                if wearing.take(one.topic, one.payload, one.retained, self._now_ns()):
                    return DISPLACED
            if reading.done():
                reading.result()
            if wearing.stopped or wearing.ended:
                flush_until_s = flush_until_s or time.monotonic() + (0.0 if wearing.stopped else FLUSH_S)
                if time.monotonic() >= flush_until_s or not wearing.outgoing.window.waiting(self._now_ns()):
                    return await self._goodbye(pipe, wearing)
            if not await self._send(pipe, wearing):
                await asyncio.sleep(LOOK_S)

    async def _send(self, pipe: Pipe, wearing: Wearing) -> bool:
        """Whether there was anything of which more may follow at once."""
        sendings = wearing.due(self._now_ns())
        for one in sendings:
            await _published(pipe, one)
        return bool(sendings)

    async def _goodbye(self, pipe: Pipe, wearing: Wearing) -> str:
        """All of it is on its way before the first answer: after a withdrawal nothing may stay there."""
        why, self._parted = wearing.stopped or LEFT, True
        await asyncio.gather(*(_published(pipe, one) for one in wearing.outgoing.over(why)))
        return why

    def _show(self, by: str, words: str) -> None:
        self._by, self._words = by, words
        self.watched = Watched(by, words)
        if words and words != self._told:
            self._told = words
            self._tell(words)

    def _now_ns(self) -> int:
        """Wall clock at the start of the session, and what passed since by one that never goes back."""
        return self._began_ns + time.monotonic_ns()


async def _published(pipe: Pipe, one: Sending) -> None:
    await pipe.publish(one.topic, one.payload, qos=one.qos, retain=one.retain, expiry_s=one.expiry_s)


async def _read(pipe: Pipe, came: deque[Message]) -> None:
    async for message in pipe:
        came.append(message)
