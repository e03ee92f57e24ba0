"""A headless Chromium, driven by its debugging protocol: what a tablet shows, and fingers on it."""

import asyncio
import base64
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_CONTROL = re.compile(r"\x1b\[[0-9;?<>]*[a-zA-Z]|\x1b[()][A-Z0-9]|\x1b[=>78]")


def chromium() -> str:
    """Its path; skips the test where there is none."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    return found or pytest.skip("chromium not found: apt-get install chromium")


class Tab:
    """One page. `asked` are the addresses it asked for, `shown` is what its terminal was sent, as plain text."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.asked: list[str] = []
        self.shown = ""
        self._socket, self._next = socket, 0
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._reader = asyncio.create_task(self._read())

    async def ask(self, method: str, **parameters: Any) -> Any:
        """One command of the protocol."""
        self._next += 1
        answer = self._answers[self._next] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._next, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, 20.0)

    async def value(self, script: str) -> Any:
        """What a script in the page gives."""
        return (await self.ask("Runtime.evaluate", expression=script, returnByValue=True))["result"].get("value")

    async def tap(self, x: float, y: float) -> None:
        """A finger that touches and lifts."""
        await self.ask("Input.dispatchTouchEvent", type="touchStart", touchPoints=[{"x": x, "y": y}])
        await self.ask("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    async def picture(self) -> bytes:
        """PNG."""
        return base64.b64decode((await self.ask("Page.captureScreenshot"))["data"])

    async def sees(self, words: str, since: int = 0, seconds: float = 60.0) -> bool:
        """Waits until the terminal was sent these words after so many letters."""
        until = asyncio.get_running_loop().time() + seconds
        while words not in self.shown[since:]:
            if asyncio.get_running_loop().time() > until:
                return False
            await asyncio.sleep(0.05)
        return True

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if "id" in said:
                self._answers.pop(said["id"]).set_result(said.get("result", {}))
            elif said["method"] == "Network.requestWillBeSent":
                self.asked.append(said["params"]["request"]["url"])
            elif said["method"] == "Network.webSocketFrameReceived":
                self._shows(said["params"]["response"])

    def _shows(self, frame: dict[str, Any]) -> None:
        binary = frame["opcode"] == 2
        text = base64.b64decode(frame["payloadData"]).decode(errors="replace") if binary else frame["payloadData"]
        self.shown += _CONTROL.sub("", text)

    async def close(self) -> None:
        self._reader.cancel()
        await self._socket.close()


@asynccontextmanager
async def tab(address: str, width: int, height: int) -> AsyncIterator[Tab]:
    """A page with a touch screen of this size, in a browser of its own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        words = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--remote-debugging-port=0",
            f"--user-data-dir={profile}",
        ]
        devnull = asyncio.subprocess.DEVNULL
        browser = await asyncio.create_subprocess_exec(
            chromium(), *words, "about:blank", stdout=devnull, stderr=devnull
        )
        try:
            async with aiohttp.ClientSession() as session:
                page = await _page(session, Path(profile) / "DevToolsActivePort")
                async with session.ws_connect(page, max_msg_size=0) as socket:
                    opened = Tab(socket)
                    await _open(opened, address, width, height)
                    try:
                        yield opened
                    finally:
                        await opened.close()
        finally:
            browser.terminate()
            await browser.wait()


async def _page(session: aiohttp.ClientSession, port_file: Path) -> str:
    """The debugging address of the first page, once the browser says where it listens."""
    for _ in range(200):
        if port_file.exists() and (lines := port_file.read_text().splitlines()):
            async with session.get(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                pages = [one for one in await answer.json() if one["type"] == "page"]
            if pages:
                return str(pages[0]["webSocketDebuggerUrl"])
        await asyncio.sleep(0.1)
    raise TimeoutError("the browser does not say where it listens")


async def _open(opened: Tab, address: str, width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": True}
    await opened.ask("Emulation.setDeviceMetricsOverride", **size)
    await opened.ask("Emulation.setTouchEmulationEnabled", enabled=True)
    await opened.ask("Network.enable")
    await opened.ask("Page.enable")
    await opened.ask("Page.navigate", url=address)
