"""A connection to a broker: what it does, and what is told when it does not work."""

import asyncio
import gc
import os
import signal
import socket
import threading
from dataclasses import replace
from typing import Any

import pytest

from imu_hinge.remote import mqtt as mqtt_module
from imu_hinge.remote import pipe as pipe_module
from imu_hinge.remote import topics
from imu_hinge.remote.accounts import LOCAL_TRAINER, Account
from imu_hinge.remote.mqtt import ANSWER_S, Client
from imu_hinge.remote.pipe import MOST_BYTES, Message, Pipe, PipeError, Will, connected
from tests.remote.broker import Broker, awaited, free_port, refusal, up_to


def client_of(broker: Broker, which: int = 0) -> Account:
    return broker.account(broker.clients[which])


def trainer_of(broker: Broker) -> Account:
    return broker.account(broker.trainers[0])


def test_what_is_published_arrives_in_order_whatever_its_quality_of_service(broker: Broker) -> None:
    client = client_of(broker, 2)

    async def arrived() -> list[Message]:
        async with connected(trainer_of(broker)) as watching, connected(client) as pipe:
            await watching.subscribe(topics.event(client.user))
            for payload in range(50):
                await pipe.publish(topics.event(client.user), b"%d" % payload, qos=payload % 2)
            await pipe.publish(topics.event(client.user), b"end", qos=1)
            return await up_to(watching, b"end")

    assert awaited(arrived()) == [Message(topics.event(client.user), b"%d" % one, False) for one in range(50)]


def test_many_publications_may_be_under_way_at_once(broker: Broker) -> None:
    client = client_of(broker, 3)

    async def arrived() -> int:
        async with connected(trainer_of(broker)) as watching, connected(client) as pipe:
            await watching.subscribe(topics.event(client.user))
            await asyncio.gather(*(pipe.publish(topics.event(client.user), b"x", qos=1) for _ in range(300)))
            await pipe.publish(topics.event(client.user), b"end", qos=1)
            return len(await up_to(watching, b"end"))

    assert awaited(arrived()) == 300


def test_a_refused_publication_is_told_and_the_connection_goes_on(broker: Broker) -> None:
    client, other = client_of(broker, 2), client_of(broker, 3)

    async def tried() -> PipeError:
        async with connected(client) as pipe:
            with pytest.raises(PipeError) as trouble:
                await pipe.publish(topics.event(other.user), b"x", qos=1)
            await pipe.publish(topics.event(client.user), b"x", qos=1)
            return trouble.value

    trouble = awaited(tried())
    assert trouble.refused
    assert "not authorised by the broker's access list" in str(trouble)


def test_the_largest_message_passes_and_a_larger_one_is_not_sent(broker: Broker) -> None:
    client = client_of(broker, 2)
    topic = topics.event(client.user)
    fits = MOST_BYTES - len(topic) - pipe_module._HEAD_BYTES

    async def tried() -> None:
        async with connected(client) as pipe:
            await pipe.publish(topic, bytes(fits), qos=1, expiry_s=60)
            with pytest.raises(PipeError, match="is too large for the broker"):
                await pipe.publish(topic, bytes(fits + 1), qos=1)
            await pipe.publish(topic, b"x", qos=1)

    awaited(tried())


def test_nothing_waits_at_the_broker_for_somebody_who_is_away(own_broker: Broker) -> None:
    client, trainer = client_of(own_broker), trainer_of(own_broker)

    async def sent_while_away() -> None:
        async with connected(trainer) as watching:
            await watching.subscribe(topics.event(client.user))
        async with connected(client) as pipe:
            await pipe.publish(topics.event(client.user), b"while away", qos=1)

    awaited(sent_while_away())
    own_broker.stop()
    assert b"while away" not in (own_broker.folder / "data" / "mosquitto.db").read_bytes()
    assert f"as {client.user} (p5, c1, k10, u'{client.user}')" in own_broker.log()  # MQTT 5, clean, keep-alive 10 s


def test_the_newest_login_with_an_account_ends_the_one_before(broker: Broker) -> None:
    client = client_of(broker, 2)

    async def tried() -> None:
        async with connected(client) as first, connected(client) as second:
            with pytest.raises(PipeError) as trouble:
                await anext(aiter(first))
            assert not trouble.value.refused
            await second.publish(topics.event(client.user), b"x", qos=1)

    awaited(tried())


def test_whoever_is_cancelled_leaves_no_will(broker: Broker) -> None:
    client = client_of(broker, 2)
    will = Will(topics.status(client.user), b"lost")

    async def stays(there: asyncio.Event) -> None:
        async with connected(client, will):
            there.set()
            await asyncio.sleep(3600)

    async def said() -> list[Message]:
        async with connected(trainer_of(broker)) as watching:
            await watching.subscribe(topics.status(client.user))
            there = asyncio.Event()
            staying = asyncio.create_task(stays(there))
            await there.wait()
            staying.cancel()
            await asyncio.wait({staying})
            async with connected(client) as pipe:
                await pipe.publish(topics.status(client.user), b"end", qos=1)
            return await up_to(watching, b"end")

    assert [one for one in awaited(said()) if not one.retained] == []


def test_a_killed_broker_is_told_once_and_in_words(
    own_broker: Broker, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    client, complaints = client_of(own_broker), list[dict[str, Any]]()

    async def tried() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        async with connected(client) as pipe:
            own_broker.kill()
            with pytest.raises(PipeError, match=r"connection to the broker is lost|ended the connection"):
                await anext(aiter(pipe))
            with pytest.raises(PipeError):
                await pipe.publish(topics.event(client.user), b"x", qos=1)
            with pytest.raises(PipeError):
                await pipe.subscribe(topics.status(client.user))
        gc.collect()

    awaited(tried())
    gc.collect()
    assert (complaints, caplog.text, *capfd.readouterr()) == ([], "", "", "")


def test_a_broker_that_dies_unnoticed_is_left_without_a_complaint(own_broker: Broker) -> None:
    complaints = list[dict[str, Any]]()

    async def tried() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        async with connected(client_of(own_broker)) as pipe:
            own_broker.kill()
            await asyncio.wait({pipe._client.lost})
        del pipe
        gc.collect()

    awaited(tried())
    assert complaints == []


def test_a_socket_closed_before_it_was_written_to_is_not_watched() -> None:
    complaints: list[Any] = []

    async def tried() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, context: complaints.append(context))
        client = Client("127.0.0.1")
        near, far = socket.socketpair()
        client._on_socket_register_write(client._client, None, near)
        near.close()
        far.close()
        await asyncio.sleep(0)

    awaited(tried())
    assert complaints == []


def test_a_publication_that_waits_is_told_at_once_when_the_broker_dies(own_broker: Broker) -> None:
    client = client_of(own_broker)

    async def waits(pipe: Pipe) -> None:
        with pytest.raises(PipeError, match=r"lost|ended"):
            await pipe.publish(topics.event(client.user), b"x", qos=1)

    async def tried() -> None:
        async with connected(client) as pipe:
            os.kill(own_broker.pid, signal.SIGSTOP)
            waiting = asyncio.create_task(waits(pipe))
            await asyncio.sleep(0.05)
            own_broker.kill()
            await waiting

    awaited(tried(), within_s=ANSWER_S)


def test_a_reader_who_waits_is_told_at_once_when_the_broker_dies(own_broker: Broker) -> None:
    async def reads(pipe: Pipe) -> None:
        with pytest.raises(PipeError, match=r"lost|ended"):
            await anext(aiter(pipe))

    async def tried() -> None:
        async with connected(client_of(own_broker)) as pipe:
            waiting = asyncio.create_task(reads(pipe))
            await asyncio.sleep(0.05)
            own_broker.kill()
            await waiting

    awaited(tried(), within_s=ANSWER_S)


def test_a_broker_that_hangs_is_told_and_can_be_left(own_broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (mqtt_module, pipe_module):
        monkeypatch.setattr(module, "ANSWER_S", 0.2)
    client = client_of(own_broker)

    async def tried() -> None:
        async with connected(client) as pipe:
            os.kill(own_broker.pid, signal.SIGSTOP)
            with pytest.raises(PipeError, match="does not answer") as trouble:
                await pipe.publish(topics.event(client.user), b"x", qos=1)
            assert not trouble.value.refused

    awaited(tried())
    trouble = refusal(client)
    assert not trouble.refused
    assert "does not answer; is it running, and the network up?" in trouble.words


def test_no_broker_is_worth_trying_again() -> None:
    trouble = refusal(Account(f"mqtt://127.0.0.1:{free_port()}", "c-7k3m9q2x", "secret"))
    assert not trouble.refused
    assert "cannot be reached (Connection refused)" in trouble.words


def test_a_port_that_hangs_up_is_told_as_one() -> None:
    def hangs_up(listening: socket.socket) -> None:
        with listening.accept()[0] as near:
            near.recv(1000)

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=hangs_up, args=(listening,), daemon=True).start()
        trouble = refusal(Account(f"mqtt://127.0.0.1:{listening.getsockname()[1]}", "c-7k3m9q2x", "secret"))
    assert not trouble.refused
    assert "ended the connection before it answered" in trouble.words


def test_a_broker_that_never_answers_can_be_given_up(capfd: pytest.CaptureFixture[str]) -> None:
    complaints = list[dict[str, Any]]()

    async def tried(port: int) -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context))
        async with connected(Account(f"mqtt://127.0.0.1:{port}", "c-7k3m9q2x", "secret")):
            pass

    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(TimeoutError):
        awaited(tried(silent.getsockname()[1]), within_s=0.2)
    gc.collect()
    assert (complaints, *capfd.readouterr()) == ([], "", "")


def test_a_refused_login_is_not_worth_trying_again(broker: Broker) -> None:
    other = refusal(replace(client_of(broker), secret="another"))
    nobody = refusal(Account(broker.url, broker.clients[0], ""))
    assert other.refused
    assert f"lets {broker.clients[0]} not in; ask for a new account file" in other.words
    assert nobody.refused
    assert "lets in nobody without an account" in nobody.words


def test_on_a_broker_without_accounts_the_name_is_the_client_id(unlocked: Broker) -> None:
    async def tried() -> None:
        async with connected(Account(unlocked.url, LOCAL_TRAINER)):
            pass

    awaited(tried())
    assert f"as {LOCAL_TRAINER} (p5, c1, k10)" in unlocked.log()
