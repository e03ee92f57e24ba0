"""Serves a screen to browsers of this machine: each tab is a process that only shows it.

The page is ours and asks nothing of any other machine. A browser opens a page of this server for any other page, so the
address holds a secret, and a request from another page is refused.
"""

import asyncio
import hmac
import secrets
import shlex
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

HOST = "127.0.0.1"
"""Nothing outside of this machine reaches it; an SSH tunnel does."""
_COOKIE, _QUESTION = "imu_hinge", "key"
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_LOOK_S, _END_S = 0.2, 3.0
_TABS = 8
"""So many at once: each is a process."""

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class TrainerServer(Server):
    """textual-serve with our page, and without the doors it leaves open."""

    def __init__(self, words: Sequence[str], port: int, title: str) -> None:
        """`words` is the command of one tab; port 0: any that is free."""
        super().__init__(shlex.join(words), HOST, port, title, templates_path=Path(__file__).parent)
        self.key = secrets.token_urlsafe(24)
        self._tabs: dict[asyncio.Task[None], web.WebSocketResponse] = {}
        self._running: Callable[[], bool] = lambda: True

    @property
    def address(self) -> str:
        """To be opened in a browser; whoever has it may watch."""
        return f"{self.public_url}/?{_QUESTION}={self.key}"

    def serve_while(self, running: Callable[[], bool]) -> None:
        """Serves until there is nothing to show any more. Raises OSError where the port is taken."""
        self._running = running
        loop = asyncio.new_event_loop()
        web.run_app(self._make_app(), host=self.host, port=self.port, handle_signals=False, loop=loop, print=None)

    def _look(self) -> None:
        if not self._running():
            self.request_exit()
        asyncio.get_running_loop().call_later(_LOOK_S, self._look)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guarded)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Says nothing: the address is told by the command."""
        self._look()

    async def on_shutdown(self, app: web.Application) -> None:
        """Ends the processes of the tabs."""
        for socket in self._tabs.values():
            await socket.close()
        await asyncio.gather(*self._tabs, return_exceptions=True)

    @web.middleware
    async def _guarded(self, request: web.Request, handler: _Handler) -> web.StreamResponse:
        """Lets in who has the secret, from a page of ours, under our own name."""
        if request.host not in _names(self.port) or not _ours(request, self.port):
            raise web.HTTPForbidden(text="this page is shown to this machine's own browser only")
        asked = request.query.get(_QUESTION, "") if request.path == "/" else ""
        if not (self._knows(asked) or self._knows(request.cookies.get(_COOKIE, ""))):
            raise web.HTTPForbidden(text="open the whole address that `imu-hinge trainer --web` printed")
        response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
            if asked:
                response.set_cookie(_COOKIE, self.key, httponly=True, samesite="Strict")
        return response

    def _knows(self, key: str) -> bool:
        return hmac.compare_digest(key.encode(), self.key.encode())

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One tab."""
        if len(self._tabs) >= _TABS:
            raise web.HTTPServiceUnavailable(text=f"{_TABS} tabs are open already: close one")
        socket = web.WebSocketResponse(heartbeat=15, timeout=_END_S)
        await socket.prepare(request)
        tab = asyncio.create_task(self._show(socket, _size(request)))
        self._tabs[tab] = socket
        tab.add_done_callback(self._tabs.pop)
        await asyncio.shield(tab)  # a request that is given up leaves no process behind
        return socket

    async def _show(self, socket: web.WebSocketResponse, size: tuple[int, int]) -> None:
        """The process of a tab, for as long as the tab is there."""
        process = TabProcess(
            self.command,
            write_bytes=socket.send_bytes,
            write_str=socket.send_str,
            close=lambda: _close(socket),
            download_manager=self.download_manager,
        )
        try:
            await process.start(*size)
            await self._process_messages(socket, process)
        finally:
            await process.stop()
            await socket.close()


class TabProcess(AppService):
    """The process of one tab."""

    async def stop(self) -> None:
        """Asks it to end, waits for that, and does not wait for ever."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(_END_S):
                await super().stop()
                await process.wait()
        except (TimeoutError, ConnectionError):
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _close(socket: web.WebSocketResponse) -> None:
    await socket.close()


def _size(request: web.Request) -> tuple[int, int]:
    """Columns and rows the tab has room for."""
    return to_int(request.query.get("width", ""), 80), to_int(request.query.get("height", ""), 24)


def _names(port: int) -> set[str]:
    """A name that only points here is somebody else's page."""
    return {f"{HOST}:{port}", f"localhost:{port}"}


def _ours(request: web.Request, port: int) -> bool:
    origin = request.headers.get("Origin")
    return origin is None or origin in {f"http://{name}" for name in _names(port)}


def program() -> list[str]:
    """This program, as a command."""
    return [sys.executable, "-m", "imu_hinge"]
