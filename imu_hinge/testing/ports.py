"""Ports to sensors that do not do what they should. Time passes as in the running event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from imu_hinge.model.errors import LinkDownError, SensorRefusedError

LIMIT_S = 5.0
"""After which a request without an answer has failed."""
Answer = Callable[[], Awaitable[bytes]]
"""What comes of a request. Raises LinkDownError or SensorRefusedError."""


async def silence() -> bytes:
    """No answer."""
    await asyncio.sleep(LIMIT_S)
    raise LinkDownError("no answer")


async def refusal() -> bytes:
    """The sensor says no."""
    raise SensorRefusedError("the sensor refuses")


def saying(values: Sequence[bytes]) -> Answer:
    """One value after the other, from the first again after the last."""
    said = 0

    async def next_value() -> bytes:
        nonlocal said
        await asyncio.sleep(0.03)
        said += 1
        return values[(said - 1) % len(values)]

    return next_value


class StubbornPort:
    """As Port. All requests come to the same; no notification ever comes by itself."""

    def __init__(self, answer: Answer, *, offers: bool) -> None:
        """`offers`: whether it has every characteristic, or none."""
        self._answer, self._offers = answer, offers

    def now_ns(self) -> int:
        """Time of the loop."""
        return round(asyncio.get_running_loop().time() * 1e9)

    def offers(self, characteristic: str) -> bool:
        """Every one, or none."""
        return self._offers

    async def read(self, characteristic: str) -> bytes:
        """As Port."""
        return await self._answer()

    async def write(self, characteristic: str, payload: bytes, *, response: bool = True) -> None:
        """As Port; without response nobody learns what came of it."""
        if response:
            await self._answer()

    async def subscribe(self, characteristic: str) -> None:
        """As Port."""
        await self._answer()

    async def ask(
        self,
        characteristic: str,
        payload: bytes,
        answers: Callable[[bytes], bool],
        within_s: float,
        *,
        on: str | None = None,
    ) -> bytes:
        """As Port: what comes may be no answer to what was asked."""
        if answers(value := await self._answer()):
            return value
        await asyncio.sleep(within_s)
        raise LinkDownError("no answer")

    async def sleep(self, seconds: float) -> None:
        """As Port."""
        await asyncio.sleep(seconds)
