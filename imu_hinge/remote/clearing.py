"""Takes off a broker what it keeps of a client who is not there."""

import asyncio

from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import connected


def clear(account: Account) -> None:
    """The broker forgets the client's last presence; trainers who are there see that. Raises PipeError.

    A program that uses the account at this moment is thrown out.
    """
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(_clear(account))


async def _clear(account: Account) -> None:
    async with connected(account) as pipe:
        await pipe.publish(topics.status(account.user), b"", qos=1, retain=True)
