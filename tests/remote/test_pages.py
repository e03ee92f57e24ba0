"""docs/remote.md can be walked, and the example in deploy/ is what is written."""

import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from imu_hinge.cli import main
from imu_hinge.remote.accounts import load_account
from tests.cli.homes import moved_to
from tests.remote.broker import Broker, free_port, program, running
from tests.remote.example import DEPLOY, example
from tests.remote.test_setup import run

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "remote.md").read_text(encoding="utf-8")
FOR_ROOT = ("sudo", "pip")


def commands(part: str) -> list[list[str]]:
    """What is shown between two marks, word by word, but for what needs root or a network."""
    shown = PAGE.partition(f"<!-- {part} -->")[2].partition("<!-- end -->")[0]
    lines = [shlex.split(line) for line in re.findall(r"^    (.+)$", shown, re.MULTILINE)]
    return [words for words in lines if words[0] not in FOR_ROOT]


def at_home(words: list[str], port: int) -> list[str]:
    """The same on an address of this machine."""
    here = {"192.168.1.20": "127.0.0.1", "gym.local": "localhost", "1884": str(port)}
    ported = [*words, "--port", str(port)] if "--listen" in words else words
    return [here.get(word, word) for word in ported]


@contextmanager
def walked(part: str) -> Iterator[list[Broker]]:
    """Every command of a part; the broker runs on."""
    port, started = free_port(), list[Broker]()
    with ExitStack() as stack:
        for words in commands(part):
            if words[0] == "mosquitto":
                room = Path(words[-1]).parent
                started.append(stack.enter_context(running(Broker(room, port, program()))))
            else:
                assert words[:3] == ["imu-hinge", "trainer", "setup"]
                assert (run(Path(words[3]), *at_home(words[4:], port)), words) == (0, words)
        yield started


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_room_can_be_made_and_changed_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    with walked("setup") as (broker,):
        assert capsys.readouterr().out.count("as it should be") == 10
        for words in commands("later"):
            assert (run(Path(words[3]), *words[4:]), words) == (0, words)
            broker.reload()
        assert run(broker.folder, "--check") == 0
    assert len(Broker(Path("room"), broker.port, "").clients) == 6
    assert Broker(Path("room"), broker.port, "").trainers == ["t-anna", "t-carl"]


def test_a_room_of_one_machine_can_be_made_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    with walked("local"):
        assert capsys.readouterr().out.count("as it should be") == 10


def test_a_client_is_watched_as_the_page_says(
    tls_broker: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The account file once, the address from then on; a virtual wearer, who need not agree."""
    moved_to(tmp_path, monkeypatch)
    assert "    imu-hinge live --broker c-7k3m9q2x.toml\n" in PAGE
    user = tls_broker.clients[3]
    shutil.copy(tls_broker.account_file(user), "c-7k3m9q2x.toml")
    virtual = ["--simulate", "--plain", "--duration", "12", "--speed", "4", "--no-record"]
    assert main(["live", "--broker", "c-7k3m9q2x.toml", *virtual]) == 0
    assert f"as {user} (p5" in tls_broker.log()
    assert "watched by anna, bob" in capsys.readouterr().err
    assert load_account(tls_broker.url, "client").user == user


def test_the_example_is_what_is_written() -> None:
    there = {path.name: path.read_text(encoding="utf-8") for path in DEPLOY.iterdir() if path.name != "README.md"}
    assert there == example(), "run `python -m tests.remote.example`"


@pytest.mark.parametrize("page", [ROOT / "docs" / "remote.md", DEPLOY / "README.md"], ids=lambda path: path.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_what_the_page_says_of_refusals_is_what_is_said() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "imu_hinge" / "remote").glob("*.py"))
    quoted = re.findall(r"`([a-z][^`]+)`", PAGE.partition("### What a refusal means")[2].partition("### Backup")[0])
    words = [one for one in quoted if " " in one and not one.startswith("lets")]
    assert len(words) > 5
    assert [one for one in words if one not in sources] == []


def test_the_configuration_is_taken_by_the_real_broker(tmp_path: Path) -> None:
    """A line that Mosquitto does not know would keep it from starting; it says which."""
    folder = tmp_path / "room"
    run(folder, "--clients", "2", "--trainers", "anna", "--port", str(free_port()))
    with running(Broker(folder, read_port(folder), program())) as broker:
        assert "Error" not in broker.log()


def read_port(folder: Path) -> int:
    found = re.search(r"^listener (\d+)", (folder / "hinge.conf").read_text(), re.MULTILINE)
    assert found is not None
    return int(found[1])
