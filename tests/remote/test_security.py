"""What nobody may do, tried on a real broker as `trainer setup` configures it. Looked at is what is delivered."""

import asyncio
from contextlib import suppress

import pytest

from imu_hinge.remote import pipe as pipe_module
from imu_hinge.remote import topics
from imu_hinge.remote.pipe import MOST_BYTES, Message, PipeError, Will, connected
from imu_hinge.remote.setup.attacks import ATTACKS, Attack
from imu_hinge.remote.setup.check import cast_of
from imu_hinge.remote.setup.folder import revoke
from tests.remote.broker import Broker, awaited, refusal, until, up_to

NOTE = b'{"text":"Ann is back"}'
HOLDS_ANYWHERE = ("a trainer hears a client, and is heard", "what a client takes away is gone")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_attack_gets_anywhere(broker: Broker, attack: Attack) -> None:
    assert awaited(attack(cast_of(broker.accounts))) == ""


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_no_attack_gets_anywhere_with_tls(tls_broker: Broker, attack: Attack) -> None:
    assert awaited(attack(cast_of(tls_broker.accounts))) == ""


@pytest.mark.parametrize("what", [what for what in ATTACKS if what not in HOLDS_ANYWHERE])
def test_without_the_locks_every_attack_would_be_seen(unlocked: Broker, what: str) -> None:
    assert awaited(ATTACKS[what](cast_of(unlocked.accounts))) != ""


def test_a_late_trainer_gets_what_is_known_of_presence_and_nothing_else(own_broker: Broker) -> None:
    client, trainer = own_broker.clients[0], own_broker.trainers[0]

    async def heard() -> list[Message]:
        async with connected(own_broker.account(client)) as pipe:
            await pipe.publish(topics.status(client), NOTE, qos=1, retain=True)
            await pipe.publish(topics.event(client), b"earlier", qos=1)
            async with connected(own_broker.account(trainer)) as late:
                for topic in (topics.status, topics.live, topics.event):
                    await late.subscribe(topic("+"))
                await pipe.publish(topics.event(client), b"end", qos=1)
                return await up_to(late, b"end")

    assert awaited(heard()) == [Message(topics.status(client), NOTE, retained=True)]


def test_what_is_kept_expires(own_broker: Broker) -> None:
    client, trainer = (own_broker.account(own_broker.clients[0]), own_broker.account(own_broker.trainers[0]))

    async def kept_after(wait_s: float) -> list[Message]:
        async with connected(client) as pipe, connected(trainer) as late:
            await pipe.publish(topics.status(client.user), NOTE, qos=1, retain=True, expiry_s=1)
            await asyncio.sleep(wait_s)
            await late.subscribe(topics.status(client.user))
            await pipe.publish(topics.status(client.user), b"end", qos=1)
            return await up_to(late, b"end")

    assert len(awaited(kept_after(0))) == 1
    assert awaited(kept_after(2.1)) == []


def test_a_revoked_trainer_hears_nothing_more_even_while_connected(own_broker: Broker) -> None:
    client, trainer = own_broker.account(own_broker.clients[0]), own_broker.account(own_broker.trainers[0])

    async def heard() -> tuple[list[Message], bool]:
        async with connected(client) as pipe, connected(trainer) as watching:
            await watching.subscribe(topics.event(client.user))
            await pipe.publish(topics.event(client.user), b"first", qos=1)
            before = await up_to(watching, b"first")
            revoke(own_broker.folder, trainer.user)
            own_broker.reload()
            await pipe.publish(topics.event(client.user), b"second", qos=1)
            try:
                async with asyncio.timeout(1):
                    return [*before, *await up_to(watching, b"second")], True
            except (TimeoutError, PipeError):
                return before, False

    assert awaited(heard()) == ([], False)
    assert refusal(trainer).refused


def test_a_packet_that_is_too_large_ends_its_sender_and_nobody_else(
    own_broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipe_module, "MOST_BYTES", 2 * MOST_BYTES)  # as if nobody looked before sending
    sender, other = (own_broker.account(user) for user in own_broker.clients[:2])

    async def outcome() -> None:
        async with connected(other) as unaffected:
            async with connected(sender) as pipe:
                with pytest.raises(PipeError, match="too large for the broker"):
                    await pipe.publish(topics.event(sender.user), bytes(MOST_BYTES + 1), qos=1)
            await unaffected.publish(topics.event(other.user), NOTE, qos=1)

    awaited(outcome())


def test_nothing_of_what_was_erased_is_left_with_the_broker(own_broker: Broker) -> None:
    client = own_broker.account(own_broker.clients[0])

    async def kept(payload: bytes) -> None:
        async with connected(client) as pipe:
            await pipe.publish(topics.status(client.user), payload, qos=1, retain=True)
            await pipe.publish(topics.event(client.user), NOTE, qos=1)

    awaited(kept(NOTE))
    own_broker.stop()
    assert NOTE in store(own_broker)
    own_broker.start()
    awaited(kept(b""))
    own_broker.stop()
    assert store(own_broker)
    assert NOTE not in store(own_broker)
    assert NOTE.decode() not in own_broker.log()


def test_what_is_kept_survives_the_death_of_the_broker(own_broker: Broker) -> None:
    client, trainer = own_broker.account(own_broker.clients[0]), own_broker.account(own_broker.trainers[0])

    async def keep() -> None:
        async with connected(client) as pipe:
            await pipe.publish(topics.status(client.user), NOTE, qos=1, retain=True)

    async def kept() -> Message:
        async with connected(trainer) as late:
            await late.subscribe(topics.status(client.user))
            return await anext(aiter(late))

    configuration = own_broker.folder / "hinge.conf"
    text = configuration.read_text(encoding="utf-8")
    assert "autosave_interval 5\n" in text
    configuration.write_text(text.replace("autosave_interval 5\n", "autosave_interval 1\n"), encoding="utf-8")
    own_broker.stop()
    own_broker.start()
    awaited(keep())
    until(lambda: NOTE in store(own_broker))
    own_broker.kill()
    own_broker.start()
    assert awaited(kept()).payload == NOTE


def test_the_will_is_sent_when_somebody_vanishes_and_not_when_somebody_leaves(own_broker: Broker) -> None:
    client, trainer = own_broker.account(own_broker.clients[0]), own_broker.account(own_broker.trainers[0])
    will = Will(topics.status(client.user), b"lost")

    async def said(vanishes: bool) -> list[bytes]:
        async with connected(trainer) as watching:
            await watching.subscribe(topics.status(client.user))
            with suppress(KeyError):
                async with connected(client, will) as pipe:
                    if vanishes:
                        raise KeyError
            async with connected(client) as pipe:
                await pipe.publish(topics.status(client.user), b"back", qos=1)
            return [one.payload for one in await up_to(watching, b"back")]

    assert awaited(said(vanishes=False)) == []
    assert awaited(said(vanishes=True)) == [b"lost"]

    async def kept() -> Message:
        async with connected(trainer) as late:
            await late.subscribe(topics.status(client.user))
            return await anext(aiter(late))

    assert awaited(kept()) == Message(topics.status(client.user), b"lost", retained=True)


def test_with_an_access_list_a_group_of_workers_can_be_joined_by_anybody(own_broker: Broker) -> None:
    """A known limit of Mosquitto's access lists, told in docs/remote.md: who watches never shares a subscription."""
    client, intruder = (own_broker.account(user) for user in own_broker.clients[:2])
    worker, group = own_broker.account(own_broker.trainers[0]), f"$share/workers/{topics.event('+')}"

    async def arrived() -> tuple[int, int]:
        async with connected(client) as pipe, connected(worker) as working, connected(intruder) as stealing:
            await working.subscribe(group)
            await working.subscribe(topics.status(client.user))
            await stealing.subscribe(group)
            await stealing.subscribe(topics.status(intruder.user))
            for _ in range(40):
                await pipe.publish(topics.event(client.user), NOTE, qos=1)
            await pipe.publish(topics.status(client.user), b"end", qos=1)
            await stealing.publish(topics.status(intruder.user), b"end", qos=1)
            return len(await up_to(working, b"end")), len(await up_to(stealing, b"end"))

    reached_worker, reached_intruder = awaited(arrived())
    assert reached_intruder == 0
    assert reached_worker < 40


def store(broker: Broker) -> bytes:
    """What the broker has on disk; empty before it wrote anything."""
    path = broker.folder / "data" / "mosquitto.db"
    return path.read_bytes() if path.exists() else b""
