"""Takes away what a broker keeps of a client."""

from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import PipeError, connected


async def clear_status(account: Account) -> bool:
    """Empties the kept status of a client; False where the broker cannot be reached or lets the account not in."""
    try:
        async with connected(account) as pipe:
            await pipe.publish(topics.status(account.user), b"", qos=1, retain=True)
    except PipeError:
        return False
    return True
