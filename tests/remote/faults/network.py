"""A network of its own for a client, as root: a cable that can be pulled, with nobody told of it."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.remote.faults.proxy import Proxy
from tests.remote.faults.scenarios import HERE, MEASURED_S, SILENT, Found
from tests.remote.faults.world import World

NAME = "hinge-cut"
NEAR, FAR = "10.213.77.1", "10.213.77.2"


def missing() -> str:
    """Why there can be none; empty where there can."""
    if shutil.which("ip") is None:
        return "a network of its own needs the program ip: apt-get install iproute2"
    if os.name != "posix" or os.geteuid() != 0:
        return "a network of its own needs root"
    tried = subprocess.run(["ip", "netns", "add", f"{NAME}-try"], capture_output=True, text=True, check=False)
    subprocess.run(["ip", "netns", "del", f"{NAME}-try"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else f"no network of its own: {tried.stderr.strip()}"


@dataclass
class Cable:
    host: str
    port: int
    """Of the broker, as it is called at the other end."""
    within: tuple[str, ...]
    """Starts a program at the other end."""

    def pull(self) -> None:
        _ip("link", "set", f"{NAME}0", "down")

    def plug(self) -> None:
        _ip("link", "set", f"{NAME}0", "up")

    def pulled(self, world: World, seconds: float) -> Found:
        """For so long."""
        self.pull()
        silent_s = world.shows(SILENT)
        time.sleep(max(0.0, seconds - silent_s))
        self.plug()
        return {SILENT: silent_s, HERE: world.shows(HERE, within_s=MEASURED_S)}


@contextmanager
def cable(port: int) -> Iterator[Cable]:
    """To the broker on this port of this machine."""
    _gone()
    _ip("netns", "add", NAME)
    try:
        _ip("link", "add", f"{NAME}0", "type", "veth", "peer", "name", f"{NAME}1", "netns", NAME)
        _ip("addr", "add", f"{NEAR}/30", "dev", f"{NAME}0")
        _ip("link", "set", f"{NAME}0", "up")
        for command in (("addr", "add", f"{FAR}/30", "dev", f"{NAME}1"), ("link", "set", f"{NAME}1", "up")):
            _ip("-n", NAME, *command)
        with Proxy(port, NEAR) as proxy:
            yield Cable(NEAR, proxy.port, ("ip", "netns", "exec", NAME))
    finally:
        _gone()


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _gone() -> None:
    for words in (("netns", "del", NAME), ("link", "del", f"{NAME}0")):
        subprocess.run(["ip", *words], check=False, capture_output=True)
