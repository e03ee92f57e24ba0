"""Watches clients through a broker: a thread with an event loop of its own, which nobody else ever waits for."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import uuid4

from imu_hinge.catalogue import exercise_ids, load_exercise
from imu_hinge.model.said import of_unforeseen
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.backoff import Backoff
from imu_hinge.remote.bookkeeping import Bookkeeping
from imu_hinge.remote.gathering import gathering_loop
from imu_hinge.remote.hall import Hall, Saying
from imu_hinge.remote.pipe import Pipe, PipeError, ThrownOutError, connected
from imu_hinge.remote.presence import NO_BROKER
from imu_hinge.remote.rivals import AGAIN_S, YIELD_S, Rivals
from imu_hinge.remote.shelf import Shelf
from imu_hinge.remote.texts import clean
from imu_hinge.remote.watched import NO_SOUND, Watched
from imu_hinge.view.feed import trainer_words
from imu_hinge.view.wall import BROKER_OK, Presence, Wall

SHOW_S = 0.08
"""How often the wall is made anew, of the clients of whom something came; at once when events were kept."""
TURN_S = 0.1
"""How often it is looked what to send."""
_LOOK_S = 0.2
_ALL = "+"

CONNECTING = "connecting to {url}"
LOST = "no broker: {words}; trying again"
RIVAL = f"no broker: another machine uses this account; again in {YIELD_S:.0f} s, or when started anew here"
BROKEN = "not watching any more: {why}"
UNKNOWN = "nobody of this name is watched"
NOT_THERE = "not connected: a note would wait, this would come too late"
NOT_ALLOWED = "did not agree to be asked through the broker"
NO_TEXT = "nothing is written"
REFUSED = "cannot be answered: {words}"


class Watcher:
    """A `view.wall.Watch` of one trainer's account; `url` of the history as for `open_history`."""

    def __init__(self, account: Account, url: str | None = None) -> None:
        self._account, self._trainer = account, account.user
        self._hall = Hall(account.user, time.monotonic())
        self._books = Bookkeeping(self._hall, Shelf(account.user, url))
        self._broker = CONNECTING.format(url=account.url)
        self._wall = Wall(broker=self._broker)
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._stopped = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._error: BaseException | None = None
        self._listened: set[str] = set()
        self._refused: set[str] = set()

    def read(self) -> Wall:
        """The newest state."""
        return self._wall

    def look_at(self, clients: Sequence[str]) -> None:
        """For two seconds."""
        self._hall.look_at(clients, time.monotonic())

    def note(self, client: str, text: str) -> str:
        """Sent again until the client has it."""
        text, watched = clean(text).strip(), self._hall.clients.get(client)
        about = watched.moment if watched else {}
        return self._ask(client, "note", {"text": text, "about": about}) if text else NO_TEXT

    def ask_stop(self, client: str, reason: str) -> str:
        """Holds for half a minute."""
        return self._ask(client, "stop", {"reason": clean(reason).strip()})

    def propose(self, client: str, exercise: str, side: str, set_reps: int | None) -> str:
        """Holds for two minutes; the wearer takes it or leaves it."""
        return self._ask(client, "exercise", {"exercise": exercise, "side": side, "set_reps": set_reps})

    def listen(self, client: str | None) -> str:
        """Nobody is heard through a broker."""
        return NO_SOUND if client is not None else ""

    def exercises(self) -> Sequence[tuple[str, str]]:
        """Id and title, in the order of the catalogue."""
        return [(one, load_exercise(one).title) for one in exercise_ids()]

    def begin(self) -> None:
        """Connects, and goes on trying."""
        self._thread.start()

    def stop(self) -> None:
        """From any thread or signal handler, as often as you like."""
        self._stopped.set()
        if self._task is not None:
            self._in_loop(self._task.cancel)

    def wait(self) -> None:
        """Until everything is closed; raises what ended the watching before its time."""
        while self._thread.is_alive():
            self._thread.join(_LOOK_S)
        if self._error is not None:
            raise self._error

    @property
    def running(self) -> bool:
        """From its beginning until everything is closed."""
        return self._thread.is_alive()

    @property
    def doubled(self) -> int:
        """Events that came again and were dropped, since the beginning."""
        return sum(one.incoming.doubled for one in list(self._hall.clients.values()))

    @property
    def leaving(self) -> bool:
        """Whether it broke."""
        return self._error is not None

    def _ask(self, client: str, kind: str, body: dict[str, Any]) -> str:
        """Words for why it cannot be; empty where it is under way."""
        watched = self._hall.clients.get(client)
        if watched is None:
            return UNKNOWN
        if watched.status is not None and "commands" not in watched.status.scopes:
            return NOT_ALLOWED
        if kind != "note" and not watched.online:
            return NOT_THERE
        self._in_loop(lambda: self._put(watched, kind, body))
        return ""

    def _in_loop(self, call: Callable[[], object]) -> None:
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop is closed: it is over
                self._loop.call_soon_threadsafe(call)

    # What follows runs on the watcher's thread.

    def _put(self, watched: Watched, kind: str, body: dict[str, Any]) -> None:
        order = uuid4().hex
        watched.asking.add(order, kind, body, time.monotonic())
        self._books.ask(watched.client, order, kind, body)
        self._hall.tell(watched.client, trainer_words(f"trainer_{kind}", body), time.time())

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=gathering_loop) as runner:
                self._loop = runner.get_loop()
                runner.run(self._main())
        except asyncio.CancelledError:
            pass
        except BaseException as error:
            self._error = error
            self._wall = _left(self._wall, BROKEN.format(why=of_unforeseen(error)))

    async def _main(self) -> None:
        self._task = asyncio.current_task()
        if self._stopped.is_set():
            return
        await _first_of(self._books.run(), self._stay_connected(), self._show())

    async def _show(self) -> None:
        while True:
            broker = "; ".join(words for words in (self._broker, self._books.trouble) if words)
            self._wall = self._hall.wall(time.monotonic(), time.time(), broker)
            self._books.fresh.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(SHOW_S):  # wait_for of Python 3.11 may miss that it is cancelled
                    await self._books.fresh.wait()

    async def _stay_connected(self) -> None:
        backoff, rivals = Backoff(), Rivals()
        while True:
            began_s = time.monotonic()
            try:
                async with connected(self._account) as pipe:
                    began_s = time.monotonic()
                    await self._serve(pipe)
            except PipeError as error:
                self._hall.lost(time.monotonic())
                lasted_s = time.monotonic() - began_s
                backoff.connected(lasted_s)
                thrown_out = isinstance(error, ThrownOutError)
                won = rivals.won(thrown_out, lasted_s)
                self._broker = RIVAL if won else LOST.format(words=error.words)
                again_s = YIELD_S if won else AGAIN_S
                await asyncio.sleep(again_s if thrown_out else backoff.wait_s(error.refused))

    async def _serve(self, pipe: Pipe) -> None:
        """While the connection stands. Raises PipeError when it is lost."""
        self._listened.clear()
        self._refused.clear()
        await pipe.subscribe(topics.status(_ALL))
        await pipe.subscribe(topics.event(_ALL))
        self._hall.connected(time.monotonic())
        self._broker = BROKER_OK
        await _first_of(self._hear(pipe), self._speak(pipe))

    async def _hear(self, pipe: Pipe) -> None:
        take = self._hall.take
        async for one in pipe:
            take(one.topic, one.payload, one.retained, time.monotonic(), time.time())

    async def _speak(self, pipe: Pipe) -> None:
        """Live messages are asked for of the clients that are shown, each once."""
        while True:
            new = [one.client for one in self._hall.clients.values() if one.seen and one.client not in self._listened]
            self._listened.update(new)
            await asyncio.gather(*(pipe.subscribe(topics.live(client), 0) for client in new))
            sayings = list(self._hall.sayings(time.monotonic(), time.time()))
            await asyncio.gather(*(self._say(pipe, one) for one in sayings))
            await asyncio.sleep(TURN_S)

    async def _say(self, pipe: Pipe, saying: Saying) -> None:
        """A broker that lets this trainer hear a client, but not answer it, is told of once."""
        try:
            await pipe.publish(saying.topic, saying.payload, qos=1, expiry_s=saying.expiry_s)
        except PipeError as error:
            if not error.refused:
                raise
            if saying.client not in self._refused:
                self._refused.add(saying.client)
                self._hall.tell(saying.client, REFUSED.format(words=error.words), time.time())


def _left(wall: Wall, words: str) -> Wall:
    """As it was, with nobody there: a screen that others share goes on."""
    seats = (replace(seat, presence=Presence.AWAY, silent_s=None, remark=NO_BROKER) for seat in wall.seats)
    return replace(wall, seats=tuple(seats), broker=words)


async def _first_of(*works: Coroutine[Any, Any, None]) -> None:
    """Until one of them ends, which the others then do too; raises what ended it."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
