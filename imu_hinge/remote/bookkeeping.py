"""Takes what arrived to the shelf and back: on a thread of its own, whole batches, and nothing is answered before."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from imu_hinge.history.inbox import Arrived, Batch
from imu_hinge.model.errors import HingeError
from imu_hinge.model.said import of_unforeseen
from imu_hinge.remote.asking import Answer
from imu_hinge.remote.hall import Hall
from imu_hinge.remote.shelf import Shelf
from imu_hinge.remote.watched import Watched

KEEP_S = 0.08
"""Between two transactions: what came meanwhile is one, and an acknowledgement may wait so long."""
AGAIN_S = 1.0
"""After a transaction that failed."""
MOST_AT_ONCE = 50
"""Clients in one transaction: others who use the database wait for it."""
MOST_NEW = MOST_SESSIONS = 5
"""Clients looked up, and sessions read, in one turn: batches come between."""

Result = TypeVar("Result")


class Bookkeeping:
    """In one event loop. `trouble` is why nothing can be kept, in words; empty where all is well.

    `fresh` is set whenever something was kept, for whoever waits for it.
    """

    def __init__(self, hall: Hall, shelf: Shelf) -> None:
        self.trouble = ""
        self.fresh = asyncio.Event()
        self._hall, self._shelf = hall, shelf
        self._thread = ThreadPoolExecutor(1, "shelf")
        self._jobs: list[Callable[[], None]] = []
        self._answers: list[Answer] = []
        self._known: set[str] = set()
        self._over: dict[str, Arrived] | None = None
        """By client the start of a session of today, of before this program began; None: not yet looked up."""

    async def run(self) -> None:
        """Until it is cancelled."""
        try:
            while True:
                await asyncio.sleep(AGAIN_S if self.trouble else KEEP_S)
                await self._turn()
        finally:
            for job in self._jobs:  # one under way may be done twice, which changes nothing
                self._thread.submit(job)
            self._thread.submit(self._shelf.close)
            self._thread.shutdown()

    def ask(self, client: str, order: str, kind: str, body: dict[str, object]) -> None:
        """Keeps an order with the next turn, or at the end."""
        self._jobs.append(lambda: self._shelf.ask(client, order, kind, body))

    async def _turn(self) -> None:
        try:
            await self._do_jobs()  # before an answer to one of them is kept
            await self._keep()
            await self._greet_newcomers()
            await self._recall()
            await self._read_sessions()
            await self._erase()
            self.trouble = ""
        except HingeError as error:
            self.trouble = f"nothing is kept: {error}"
        except Exception as error:  # whatever a message made happen must not end the watching
            self.trouble = f"nothing is kept: {of_unforeseen(error)}"

    async def _recall(self) -> None:
        """Whoever trained today and is gone is shown with that session."""
        if self._over is None:
            self._over = await self._on_shelf(self._shelf.begun_today)
        for one in [one for client in self._over if (one := self._hall.clients.get(client)) and one.status]:
            begun = self._over.pop(one.client)
            one.recalled(begun.session, begun.body.get("exercise"))

    async def _keep(self) -> None:
        batches = self._hall.batches()
        try:
            while batches:
                await self._keep_part(batches[:MOST_AT_ONCE])
                del batches[:MOST_AT_ONCE]
        except BaseException:
            for batch in batches:
                self._hall.clients[batch.client].incoming.refused()
            raise

    async def _keep_part(self, batches: Sequence[Batch]) -> None:
        """One transaction."""
        clients = [self._hall.clients[batch.client] for batch in batches]
        answers = [answer for one, batch in zip(clients, batches, strict=True) for answer in one.answers(batch)]
        taken = await self._on_shelf(lambda: self._shelf.keep(batches, [*answers, *self._answers]))
        self._answers.clear()
        for batch, what in zip(batches, taken, strict=True):
            self._hall.kept(batch, what, time.time())
        self.fresh.set()

    async def _do_jobs(self) -> None:
        while self._jobs:
            await self._on_shelf(self._jobs[0])
            self._jobs.pop(0)

    async def _greet_newcomers(self) -> None:
        """Names, plans, and what was asked before this program began; the name never travels."""
        new = [one for one in self._hall.clients.values() if one.person.number and one.client not in self._known]
        for one in new[:MOST_NEW]:
            await self._greet(one, one.person.number)
            self._known.add(one.client)

    async def _greet(self, one: Watched, number: int) -> None:
        person, rows = await self._on_shelf(lambda: self._shelf.newcomer(one.client, number))
        one.named(person)
        self._answers += one.restored(rows, time.monotonic())

    async def _read_sessions(self) -> None:
        wanted = [one for one in self._hall.clients.values() if one.wanted is not None]
        for one in wanted[:MOST_SESSIONS]:
            await self._read(one, one.wanted or "")

    async def _read(self, one: Watched, session: str) -> None:
        """What arrives meanwhile may ask for the same session once more."""
        one.wanted = None
        try:
            rows = await self._on_shelf(lambda: self._shelf.session(one.client, session))
        except BaseException:
            one.wanted = one.wanted or session
            raise
        one.rebuilt(session, rows)

    async def _erase(self) -> None:
        for one in [one for one in self._hall.clients.values() if one.erase]:
            await self._on_shelf(partial(self._shelf.forget, one.client))
            one.erase = False

    async def _on_shelf(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
