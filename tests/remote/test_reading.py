"""A socket read in large pieces gives the same bytes, and lets others have their turn."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imu_hinge.remote import topics
from imu_hinge.remote.pipe import connected
from imu_hinge.remote.reading import Buffered
from tests.remote.broker import Broker, awaited, up_to


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, Buffered]]:
    listening = socket.create_server(("127.0.0.1", 0))
    sender = socket.create_connection(listening.getsockname())
    receiver, _ = listening.accept()
    receiver.setblocking(False)
    with listening, sender, receiver:
        yield sender, Buffered(receiver)


class Pieces:
    """A connection that brings these pieces, and has nothing to read after each."""

    def __init__(self, pieces: list[bytes]) -> None:
        self.pieces = [part for piece in pieces for part in (piece, None)]

    def setsockopt(self, *option: int) -> None:
        """Takes any."""

    def recv(self, most: int) -> bytes:
        piece = self.pieces.pop(0) if self.pieces else b""
        if piece is None:
            raise BlockingIOError
        return piece


@given(st.lists(st.binary(min_size=1, max_size=50)), st.lists(st.integers(1, 60), min_size=1))
def test_every_byte_comes_once_and_in_order(pieces: list[bytes], sizes: list[int]) -> None:
    reader, heard, turn = Buffered(Pieces(pieces)), b"", 0
    while True:
        turn += 1
        try:
            part = reader.recv(sizes[turn % len(sizes)])
        except BlockingIOError:
            assert reader.pending() == 0
            continue
        if not part:
            break
        heard += part
    assert heard == b"".join(pieces)


def test_the_system_is_asked_once_in_a_turn(pair: tuple[socket.socket, Buffered]) -> None:
    sender, reader = pair
    sender.sendall(b"first")
    assert reader.recv(2) == b"fi"
    sender.sendall(b"second")
    assert (reader.pending(), reader.recv(9)) == (3, b"rst")
    with pytest.raises(BlockingIOError):
        reader.recv(9)
    assert reader.pending() == 0  # the turn has ended
    assert reader.recv(9) == b"second"
    sender.sendall(b"third")
    with pytest.raises(BlockingIOError):
        reader.recv(9)


def test_what_the_connection_itself_holds_is_told_of() -> None:
    class Decrypted(Pieces):
        def pending(self) -> int:
            return 5

    reader = Buffered(Decrypted([b"first"]))
    assert (reader.recv(2), reader.pending()) == (b"fi", 3 + 5)


def test_bursts_are_read_whole(broker: Broker) -> None:
    client, trainer = broker.account(broker.clients[4]), broker.account(broker.trainers[1])

    async def arrived() -> int:
        async with connected(trainer) as watching, connected(client) as pipe:
            await watching.subscribe(topics.live(client.user))
            for _ in range(20):
                for _ in range(100):
                    await pipe.publish(topics.live(client.user), bytes(300))
                await pipe.publish(topics.live(client.user), b"", qos=1)
            await pipe.publish(topics.live(client.user), b"end", qos=1)
            return len(await up_to(watching, b"end"))

    assert awaited(arrived(), within_s=30) == 2020
