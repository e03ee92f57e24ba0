"""What a stranger, a client or a trainer may not do, tried on a running broker.

Looked at is what is delivered: many brokers grant every subscription and filter later. All that is sent is marked, and
of a kind that nobody who watches takes for a session.
"""

from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import Any

from imu_hinge.remote import topics
from imu_hinge.remote.accounts import Account
from imu_hinge.remote.pipe import Message, Pipe, PipeError, Will, connected


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: a client who attacks, another one, and a trainer of both."""

    intruder: Account
    client: Account
    trainer: Account


Attack = Callable[[Cast], Coroutine[Any, Any, str]]
"""Answers with what it could do that it should not; empty where it could do nothing."""


async def without_account(cast: Cast) -> str:
    """Logs in without a name."""
    return await _let_in(replace(cast.intruder, secret=""))


async def other_password(cast: Cast) -> str:
    """Logs in with another password."""
    return await _let_in(replace(cast.intruder, secret=token_hex(16)))


async def _let_in(account: Account) -> str:
    try:
        async with connected(account):
            return "was let in"
    except PipeError as error:
        return "" if error.refused else error.words


async def reading_of_others(cast: Cast) -> str:
    """Asks for everything, while another client and a trainer send; also for what the broker has kept."""
    async with connected(cast.client) as client, connected(cast.trainer) as trainer:
        await client.publish(topics.status(cast.client.user), _mark(), qos=1, retain=True)
        async with connected(cast.intruder) as intruder:
            await _ask_for_everything(intruder, cast)
            await _send_everything(client, trainer, cast)
            heard = await _heard_until_own_mark(intruder, cast.intruder)
        await client.publish(topics.status(cast.client.user), b"", qos=1, retain=True)
    return _seen(one for one in heard if not _is_of(one.topic, cast.intruder.user))


async def _ask_for_everything(intruder: Pipe, cast: Cast) -> None:
    for wanted in (
        "#",
        "hinge/v1/#",
        f"hinge/v1/{cast.client.user}/#",
        topics.order("+", "+"),
        topics.status("+"),
        "$share/g/hinge/v1/#",
        "$SYS/#",
    ):
        with suppress(PipeError):  # a broker may also refuse to subscribe
            await intruder.subscribe(wanted)


async def _send_everything(client: Pipe, trainer: Pipe, cast: Cast) -> None:
    for topic in (topics.status, topics.live, topics.event):
        await client.publish(topic(cast.client.user), _mark(), qos=1)
    await trainer.publish(topics.order(cast.client.user, cast.trainer.user), _mark(), qos=1)


async def writing_for_others(cast: Cast) -> str:
    """Sends as another client, takes away what the broker kept of it, and gives orders as a trainer."""
    other, trainer = cast.client.user, cast.trainer.user
    wanted = [topics.event(other), topics.live(other), topics.order(other, trainer)]
    wanted.append(topics.order(cast.intruder.user, trainer))
    async with connected(cast.intruder) as intruder, _everybody_listens(cast) as heard:
        taken = [topic for topic in wanted if await _is_taken(intruder, topic, _mark())]
        taken += [topic for topic in [topics.status(other)] if await _is_taken(intruder, topic, b"", retain=True)]
    return _sum(taken, heard)


async def orders_of_another_trainer(cast: Cast) -> str:
    """Gives orders under another trainer's name, and sends as a client: the trainer is the one who attacks."""
    wanted = [topics.order(cast.client.user, f"{cast.trainer.user}-2"), topics.status(cast.client.user)]
    async with connected(cast.trainer) as trainer:
        taken = [topic for topic in wanted if await _is_taken(trainer, topic, _mark())]
    return _sum(taken, [])


async def will_of_another(cast: Cast) -> str:
    """Logs in with a last message in another client's name, and vanishes."""
    will = Will(topics.status(cast.client.user), _mark())
    async with _everybody_listens(cast) as heard:
        with suppress(_VanishedError):
            async with connected(cast.intruder, will):
                raise _VanishedError
        async with connected(cast.intruder):
            pass  # by then the broker has dealt with the one before
    return _seen(heard)


async def connection_of_another(cast: Cast) -> str:
    """Logs in as itself with another client's id, which would end that one's connection."""
    async with connected(cast.client) as client:
        with suppress(PipeError):
            async with connected(cast.intruder, client_id=cast.client.user):
                pass
        try:
            await client.publish(topics.live(cast.client.user), _mark(), qos=1)
        except PipeError:
            return "ended the connection of another client"
    return ""


async def erased_status(cast: Cast) -> str:
    """Looks for what a client has taken away again."""
    async with connected(cast.client) as client:
        await client.publish(topics.status(cast.client.user), _mark(), qos=1, retain=True)
        await client.publish(topics.status(cast.client.user), b"", qos=1, retain=True)
        async with connected(cast.trainer) as trainer:
            await trainer.subscribe(topics.status(cast.client.user))
            heard = await _heard_until_mark_of(client, trainer, topics.status(cast.client.user))
    return _seen(one for one in heard if one.retained)


async def what_is_allowed(cast: Cast) -> str:
    """A trainer hears a client and is heard by it: without this the rest would prove nothing."""
    async with _everybody_listens(cast) as heard:
        pass
    return _seen(heard)


ATTACKS: Mapping[str, Attack] = {
    "a trainer hears a client, and is heard": what_is_allowed,
    "nobody is let in without an account": without_account,
    "nobody is let in with another password": other_password,
    "a client reads nothing of another": reading_of_others,
    "a client sends nothing for another": writing_for_others,
    "a trainer gives no orders for another": orders_of_another_trainer,
    "a client leaves no last message for another": will_of_another,
    "a client ends no connection of another": connection_of_another,
    "what a client takes away is gone": erased_status,
}
"""What must hold -> the attack that shows where it does not."""


class _VanishedError(Exception):
    """Ends a connection without a goodbye."""


def _mark() -> bytes:
    return f'{{"schema":"imu-hinge/check/1","mark":"{token_hex(8)}"}}'.encode()


def _is_of(topic: str, user: str) -> bool:
    return topic.startswith(f"hinge/v1/{user}/")


async def _is_taken(pipe: Pipe, topic: str, payload: bytes, retain: bool = False) -> bool:
    try:
        await pipe.publish(topic, payload, qos=1, retain=retain)
    except PipeError as error:
        if error.refused:
            return False
        raise
    return True


@asynccontextmanager
async def _everybody_listens(cast: Cast) -> AsyncIterator[list[Message]]:
    """What trainer and client heard meanwhile is in the list when the block has ended; what was kept before is not."""
    heard: list[Message] = []
    order = topics.order(cast.client.user, cast.trainer.user)
    async with connected(cast.trainer) as trainer, connected(cast.client) as client:
        for topic in (topics.status, topics.live, topics.event):
            await trainer.subscribe(topic(cast.client.user))
        await client.subscribe(topics.order(cast.client.user, "+"))
        yield heard
        heard += await _heard_until_mark_of(client, trainer, topics.event(cast.client.user))
        heard += await _heard_until_mark_of(trainer, client, order)
    heard[:] = [one for one in heard if not one.retained]


async def _heard_until_own_mark(pipe: Pipe, account: Account) -> list[Message]:
    """A broker delivers in order: what it would have delivered before is there when an own message comes back."""
    await pipe.subscribe(topics.status(account.user))
    return await _heard_until_mark_of(pipe, pipe, topics.status(account.user))


async def _heard_until_mark_of(sender: Pipe, hearer: Pipe, topic: str) -> list[Message]:
    mark = _mark()
    await sender.publish(topic, mark, qos=1)
    heard = []
    async for one in hearer:
        if one.payload == mark:
            break
        heard.append(one)
    return heard


def _seen(heard: Iterable[Message]) -> str:
    topics_heard = sorted({one.topic for one in heard})
    return f"heard {', '.join(topics_heard)}" if topics_heard else ""


def _sum(taken: Sequence[str], heard: Sequence[Message]) -> str:
    return "; ".join(part for part in (f"could send {', '.join(taken)}" if taken else "", _seen(heard)) if part)
