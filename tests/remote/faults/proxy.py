"""A network that can be cut: passes bytes on, or holds everything back without a word."""

import selectors
import socket
import threading
from contextlib import closing, suppress


class Proxy:
    """Listens on a port of this machine; what connects while it holds back is dropped when it lets go."""

    def __init__(self, target: int, host: str = "127.0.0.1") -> None:
        self._target, self.holds = target, False
        self._listener = socket.create_server((host, 0))
        self.port: int = self._listener.getsockname()[1]
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._late: list[socket.socket] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def hold(self) -> None:
        self.holds = True

    def let_go(self) -> None:
        self.holds = False

    def _run(self) -> None:
        with closing(self._listener):
            while not self._over.is_set():
                self._turn()
            for one in [*self._pairs, *self._late]:
                one.close()

    def _turn(self) -> None:
        if not self.holds:
            while self._late:
                self._late.pop().close()
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._listener, selectors.EVENT_READ)
            for one in [] if self.holds else self._pairs:
                waiting.register(one, selectors.EVENT_READ)
            for key, _ in waiting.select(0.02):
                self._accept() if key.fileobj is self._listener else self._pass(key.fileobj)  # type: ignore[arg-type]

    def _accept(self) -> None:
        near = self._listener.accept()[0]
        if self.holds:
            self._late.append(near)
            return
        try:
            far = socket.create_connection(("127.0.0.1", self._target), timeout=1.0)
        except OSError:
            near.close()
            return
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._pairs[near], self._pairs[far] = far, near

    def _pass(self, one: socket.socket) -> None:
        other = self._pairs.get(one)
        if other is None:
            return
        with suppress(OSError):
            if data := one.recv(65_536):
                other.sendall(data)
                return
        for side in (one, other):
            self._pairs.pop(side, None)
            side.close()
