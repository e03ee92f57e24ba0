"""Whether the broker of a room lets in whom it should and keeps apart what it should."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from imu_hinge.model.errors import UsageError
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import PipeError, connected
from imu_hinge.remote.setup.attacks import ATTACKS, Attack, Cast

_WITHIN_S = 10.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was tried."""

    what: str
    """That must hold."""
    trouble: str = ""
    """What was found in its place; empty where it holds."""


async def checked(accounts: Mapping[str, Account]) -> list[Finding]:
    """Logs in with each account, then tries the attacks; raises UsageError where there are too few accounts.

    Whoever is connected with one of these accounts at the moment is displaced by it. Raises PipeError where there is
    no broker.
    """
    cast = cast_of(accounts)
    logins = await _logins(accounts)
    if logins.trouble:
        return [logins]
    return [logins, *[Finding(what, await _outcome(attack, cast)) for what, attack in ATTACKS.items()]]


def cast_of(accounts: Mapping[str, Account]) -> Cast:
    """Two clients, and a trainer of both."""
    clients = [one for one in accounts.values() if one.kind == "client"]
    for trainer in (one for one in accounts.values() if one.kind == "trainer"):
        theirs = [one for one in clients if trainer.user in one.trainers]
        if len(theirs) > 1:
            return Cast(theirs[0], theirs[1], trainer)
    raise UsageError(
        "--check: needs the account files of a trainer and two of the trainer's clients; they are handed out already: "
        "check in another folder, or make two clients more"
    )


async def _logins(accounts: Mapping[str, Account]) -> Finding:
    refused = []
    for user, account in accounts.items():
        try:
            async with connected(account):
                pass
        except PipeError as error:
            if not error.refused:
                raise
            refused.append(f"{user}: {error.words}")
    return Finding(f"the {len(accounts)} accounts whose files are here are let in", "; ".join(refused))


async def _outcome(attack: Attack, cast: Cast) -> str:
    try:
        async with asyncio.timeout(_WITHIN_S):
            return await attack(cast)
    except PipeError as error:
        return f"could not be tried: {error.words}"
    except TimeoutError:
        return "could not be tried: what was sent did not arrive"
