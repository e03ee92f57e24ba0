"""The trainer's screen in a browser: the same screen, to fingers, and to nobody who was not given the address."""

import argparse
import asyncio
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest

from imu_hinge.cli.trainer import web
from imu_hinge.station.sharing import shared
from imu_hinge.tui.web.serving import TrainerServer, program
from imu_hinge.view.wall import Person, Seat, Wall
from tests.station.test_sharing import Owner
from tests.tui.browser import Tab, chromium, tab
from tests.tui.made import RESTING, WARNING

ANNA, BORIS = (Person(client=f"c-000000{n}", number=n, name=name) for n, name in ((1, "Anna"), (2, "Boris")))
TABLET = (1024, 768)


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[TrainerServer, Owner]]:
    """Two clients, shown on a free port; the history of whoever shows them is empty."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    owner = Owner(Wall((Seat(person=ANNA, snapshot=WARNING), Seat(person=BORIS, snapshot=RESTING))))
    with shared(owner) as way:
        for name, value in way.environment().items():
            monkeypatch.setitem(os.environ, name, value)
        port = _free_port()
        server = TrainerServer([*program(), "trainer", "--shared"], port, "trainer")
        thread = threading.Thread(target=_serve, args=(server, owner))
        thread.start()
        _reachable(port)
        yield server, owner
        owner.leaving = True
        thread.join(20)
        assert not thread.is_alive()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(server: TrainerServer, owner: Owner) -> None:
    server.serve_while(lambda: not owner.leaving)


def _reachable(port: int) -> None:
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def test_a_tablet_shows_the_clients_and_a_finger_opens_one(served: tuple[TrainerServer, Owner]) -> None:
    chromium()
    server, _ = served

    async def main() -> set[str]:
        async with tab(server.address, *TABLET) as shown:
            assert await shown.sees("Boris") and await shown.sees("Anna")
            before = len(shown.shown)
            await shown.tap(200, 150)
            assert await shown.sees("SACRUM", since=before)
            return {urlsplit(address).netloc for address in shown.asked if not address.startswith("data:")}

    assert asyncio.run(main()) == {f"127.0.0.1:{server.port}"}


def test_it_is_served_on_when_all_sessions_are_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    owner, port = Owner(running=False), _free_port()
    thread = threading.Thread(target=web.served, args=(owner, argparse.Namespace(web=port)))
    thread.start()
    _reachable(port)
    time.sleep(1.0)
    assert thread.is_alive()
    owner.leaving = True
    thread.join(20)
    assert not thread.is_alive()


def test_a_page_whose_program_has_ended_says_so(served: tuple[TrainerServer, Owner]) -> None:
    chromium()
    server, owner = served
    why = "document.getElementById('why').textContent"
    closed = "document.body.classList.contains('-closed')"

    async def becomes(shown: Tab, script: str) -> bool:
        for _ in range(100):
            if await shown.value(script):
                return True
            await asyncio.sleep(0.1)
        return False

    async def main() -> bool:
        async with tab(server.address, *TABLET) as shown:
            assert await shown.sees("Boris")
            owner.leaving = True
            assert await becomes(shown, closed)
            await shown.value("document.getElementById('again').click()")
            return await becomes(shown, f'{why}.startsWith("The trainer\'s program has ended.")')

    assert asyncio.run(main())


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/ws", {}),
        ("/?key=guessed", {}),
        ("/static/js/textual.js", {}),
        ("/?key={key}", {"Host": "elsewhere.example"}),
        ("/?key={key}", {"Origin": "http://elsewhere.example"}),
        ("/ws", {"Cookie": "imu_hinge={key}", "Origin": "http://elsewhere.example"}),
    ],
)
def test_nobody_else_is_shown_anything(served: tuple[TrainerServer, Owner], path: str, headers: dict[str, str]) -> None:
    server, _ = served
    filled = {name: value.format(key=server.key) for name, value in headers.items()}

    async def main() -> int:
        url = f"http://127.0.0.1:{server.port}{path.format(key=server.key)}"
        async with aiohttp.ClientSession() as session, session.get(url, headers=filled) as answer:
            return answer.status

    assert asyncio.run(main()) == 403


def test_the_page_asks_nothing_of_others_and_says_so(served: tuple[TrainerServer, Owner]) -> None:
    server, _ = served

    async def main() -> tuple[str, str]:
        async with aiohttp.ClientSession() as session, session.get(server.address) as answer:
            return await answer.text(), answer.headers["Content-Security-Policy"]

    text, policy = asyncio.run(main())
    assert "googleapis" not in text and "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
