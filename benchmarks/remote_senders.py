"""Many clients in one process, on bare sockets: they cost less than the trainer that is measured."""

import argparse
import json
import selectors
import socket
import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from imu_hinge.remote import topics
from imu_hinge.remote.messages import Entry, Events, Live, Sensor, Status, encode

SCOPES = ("live", "events", "angles", "pain", "notes", "commands")
_CONNECT, _PUBLISH = 0x10, 0x30
_KEEPALIVE_S, _LIVE_EXPIRY_S = 60, 2
_REP_EVERY_S = 4.0
"""60 events a second with 200 clients."""
_PHASES = ("standing",) * 5 + ("hinging",) * 7 + ("bottom",) * 2 + ("driving",) * 6
"""Of the live messages of one repetition."""
_SET = 10
"""Repetitions; the next set begins at once."""
_RESTING = 4
"""Clients that rest and send live messages alone: each moves its own clock of the rest by a second with every one."""
SPAN_S = 36_000
"""Of those clocks: how many of them have passed tells the client, and the second within which message it is."""
Told = tuple[str, str, int]
"""`rest` or `set`, client, number of the message or of the set."""


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack(">H", len(raw)) + raw


def _length(count: int) -> bytes:
    out = bytearray()
    while True:
        count, rest = divmod(count, 128)
        out.append(rest | (0x80 if count else 0))
        if not count:
            return bytes(out)


def _packet(head: int, body: bytes) -> bytes:
    return bytes([head]) + _length(len(body)) + body


def connect_packet(user: str, secret: str) -> bytes:
    """CONNECT of MQTT 5: clean start, no will; without a name where there is no secret."""
    flags = 0x02 | (0xC0 if secret else 0)
    login = _text(user) + _text(secret) if secret else b""
    return _packet(
        _CONNECT, _text("MQTT") + bytes([5, flags]) + struct.pack(">HB", _KEEPALIVE_S, 0) + _text(user) + login
    )


def publish_packet(topic: str, payload: bytes, *, number: int = 0, retain: bool = False, expiry_s: int = 0) -> bytes:
    """PUBLISH; with a number it asks for an answer."""
    properties = struct.pack(">BI", 2, expiry_s) if expiry_s else b""
    head = _PUBLISH | (0x02 if number else 0) | int(retain)
    marks = struct.pack(">H", number) if number else b""
    return _packet(head, _text(topic) + marks + _length(len(properties)) + properties + payload)


@dataclass
class Sender:
    """One client in a set: five live messages a second, one repetition every four seconds; or one that rests."""

    user: str
    sock: socket.socket
    rep: dict[str, object]
    next_s: float
    n: int = 0
    seq: int = 0
    reps: int = 0
    rep_s: float = field(default=0.0)
    place: int | None = None
    """Of a client that rests among those that do."""
    told: dict[Told, float] = field(default_factory=dict)
    """When what can be recognised was told, s of the monotonic clock."""

    def begin(self) -> None:
        self.sock.sendall(publish_packet(topics.status(self.user), encode(self._status()), number=1, retain=True))
        if self.place is None:
            self._set_started(1)

    def send(self, now_s: float) -> None:
        """What is due; the live message carries the monotonic clock of this machine in its session time."""
        self.n += 1
        live = self._resting(self.place) if self.place is not None else self._training(now_s)
        self.sock.sendall(publish_packet(topics.live(self.user), encode(live), expiry_s=_LIVE_EXPIRY_S))

    def _resting(self, place: int) -> Live:
        self.told["rest", str(place), self.n] = time.monotonic()
        return self._live(
            state="rest",
            rest_s=float(place * SPAN_S + self.n % SPAN_S),
        )

    def _training(self, now_s: float) -> Live:
        if now_s >= self.rep_s:
            self.rep_s += _REP_EVERY_S
            self.reps += 1
            self._rep()
        return self._live(
            state="set",
            phase=_PHASES[self.n % len(_PHASES)],
            set=self.set_index,
            rep=self.reps - (self.set_index - 1) * _SET,
            reps_total=self.reps,
            rep_rom_deg=71.3,
            pelvis_tilt_deg=22.1 + self.n % 40,
            thorax_tilt_deg=33.4 + self.n % 40,
            lumbar_flexion_deg=11.3,
            seq=self.seq,
        )

    def _live(self, **values: Any) -> Live:
        """With what is the same of both."""
        return Live(
            n=self.n,
            t_ms=round(time.time() * 1000),
            t_ns=time.monotonic_ns(),
            session="5e550001",
            exercise="band_rdl",
            sensors={"sacrum": "streaming", "thoracic": "streaming"},
            **values,
        )

    @property
    def set_index(self) -> int:
        """Of the newest repetition."""
        return max(self.reps - 1, 0) // _SET + 1

    def _rep(self) -> None:
        number = self.set_index
        index = self.reps - (number - 1) * _SET
        self._event("RepCompleted", {"rep": {**self.rep, "id": self.reps, "set_index": number, "index": index}})
        if index == _SET:
            self._set_ended(number)
            self._set_started(number + 1)

    def _set_started(self, number: int) -> None:
        self._event("SetStarted", {"set_index": number, "exercise": "band_rdl", "side": None})

    def _set_ended(self, number: int) -> None:
        self.told["set", self.user, number] = time.monotonic()
        times = {"t_start_ns": 1_000_000_000, "t_end_ns": 3_000_000_000}
        told = {"side": None, "reason": "stood", "counted": _SET, "unsure": 0}
        self._event("SetEnded", {"set_index": number, **times, **told})

    def _event(self, kind: str, data: dict[str, object]) -> None:
        self.seq += 1
        entry = Entry(
            seq=self.seq,
            id=f"{self.user}-{self.seq}",
            t_ms=round(time.time() * 1000),
            session="5e550001",
            type=kind,
            data={"t_ns": time.monotonic_ns(), **data},
        )
        number = 1 + self.seq % 60_000
        payload = encode(Events(f"epoch-{self.user}", (entry,)))
        self.sock.sendall(publish_packet(topics.event(self.user), payload, number=number))

    def _status(self) -> Status:
        rests = self.place is not None
        sensor = Sensor(state="streaming", driver="hsp", battery_pct=9 if rests else 87, rssi_dbm=-60)
        return Status(
            online=True,
            instance=f"i-{self.user}",
            since_ms=round(time.time() * 1000),
            epoch=f"epoch-{self.user}",
            seq=0,
            from_seq=1,
            session="5e550001",
            exercise="band_rdl",
            software="benchmark",
            sensors={"sacrum": sensor, "thoracic": sensor},
            scopes=("live",) if rests else SCOPES,
        )


REP = {
    "id": 1, "set_index": 1, "index": 1, "status": "counted", "side": None,
    "t_start_ns": 1_000_000_000, "t_bottom_ns": 2_000_000_000, "t_end_ns": 3_000_000_000,
    "pelvis_rom_deg": 60.12, "thorax_rom_deg": 71.34, "lumbar_flexion_peak_deg": 11.23,
    "lumbar_flexion_peak_pct": 21.6, "hinge_share": 0.843, "lockout_pelvis_deg": 1.2, "lockout_thorax_deg": 2.1,
    "eccentric_s": 1.52, "pause_s": 0.21, "concentric_s": 1.41, "concentric_peak_dps": 93.12, "rows": 0,
    "faults": [], "cautions": [], "not_judged": [], "valid": True, "reasons": [],
}  # fmt: skip


def opened(host: str, port: int, user: str, secret: str) -> socket.socket:
    """A connection that the broker accepted."""
    sock = socket.create_connection((host, port), timeout=10.0)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(connect_packet(user, secret))
    answer = sock.recv(256)
    if len(answer) < 4 or answer[0] != 0x20 or answer[3] != 0:
        raise OSError(f"{user}: the broker refused: {answer.hex()}")
    return sock


def run(host: str, port: int, accounts: Sequence[tuple[str, str]], rate_hz: float, seconds: float) -> dict[str, Any]:
    """Sends for so long, everyone at another moment.

    Messages and events sent, how late the latest one went out, and what was told when.
    """
    gap_s, began_s = 1.0 / rate_hz, time.monotonic() + 1.0
    senders, reading = [], selectors.DefaultSelector()
    for i, (user, secret) in enumerate(accounts):
        first_s = began_s + gap_s * i / len(accounts)
        place = i if i < _RESTING else None
        sender = Sender(user, opened(host, port, user, secret), dict(REP), first_s, place=place)
        sender.rep_s = began_s + _SET * _REP_EVERY_S * i / len(accounts)
        sender.begin()
        reading.register(sender.sock, selectors.EVENT_READ)
        senders.append(sender)
    late_s, sent = 0.0, 0
    while (now_s := time.monotonic()) < began_s + seconds:
        for sender in senders:
            if now_s >= sender.next_s:
                late_s = max(late_s, now_s - sender.next_s)
                sender.send(now_s)
                sender.next_s += gap_s
                sent += 1
        for key, _ in reading.select(0.001):
            key.fileobj.recv(65_536)  # type: ignore[union-attr]
    for sender in senders:
        sender.sock.close()
    told = {key: at_s for sender in senders for key, at_s in sender.told.items()}
    return {"sent": sent, "events": sum(one.seq for one in senders), "late_s": late_s, "told": told}


def child(pipe: Connection, *arguments: object) -> None:
    """In a process of its own: the result goes through the pipe."""
    pipe.send(run(*arguments))  # type: ignore[arg-type]


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10.0)
    chosen = parser.parse_args()
    names = [(f"c-{i:08d}", "") for i in range(1, chosen.clients + 1)]
    found = run("127.0.0.1", chosen.port, names, 5.0, chosen.seconds)
    print(json.dumps({what: value for what, value in found.items() if what != "told"}))
