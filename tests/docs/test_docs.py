"""Documents that would be out of date do not pass."""

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from imu_hinge.cli import COMMANDS
from imu_hinge.cli.texts import DISCLAIMER, NOT_PROVEN
from tests.generate_docs import ROOT, pages
from tests.wording import forbidden

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FOR_USERS = [
    "README.md",
    "docs/live.md",
    "docs/faults.md",
    "docs/exercises.md",
    "docs/progression.md",
    "docs/assess.md",
    "docs/measures.md",
]


def flat(name: str) -> str:
    """A document as one line, without the marks of emphasis and quotation."""
    return re.sub(r"[\s>*]+", " ", (ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.name)
def test_generated_documents_are_fresh(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == pages()[path], "run `make docs`"


@pytest.mark.parametrize("name", FOR_USERS)
def test_documents_follow_the_wording_rule(name: str) -> None:
    text = flat(name).replace("`damage`", "")
    assert forbidden(text) == []


def test_the_readme_says_what_it_is_not_and_what_is_not_proven() -> None:
    assert DISCLAIMER in flat("README.md")
    assert NOT_PROVEN in flat("README.md")
    assert NOT_PROVEN in flat("docs/measures.md")


def test_the_readme_shows_every_command() -> None:
    assert all(f"imu-hinge {command} " in flat("README.md") for command in COMMANDS)


def test_the_readme_starts_with_two_commands_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    first = re.findall(r"^    make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first == ["demo", "test"]
    assert all(f"\n{target}:" in makefile for target in first)


@pytest.mark.parametrize(
    "name", ["README.md", "docs/architecture.md", "docs/live.md", "docs/measures.md", "CONTRIBUTING.md"]
)
def test_links_lead_somewhere(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [target for target in targets if not (ROOT / name).parent.joinpath(target).exists()]
    assert missing == []


def test_every_dependency_earns_its_place() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    groups = [listed for name, listed in extras.items() if name != "dev"]
    wanted = [*PROJECT["project"]["dependencies"], *chain.from_iterable(groups), *extras["dev"]]
    text = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    named = re.findall(r"^\| ([a-z][a-z0-9-]*) \|", text, re.MULTILINE)
    assert [name for name in named if name != "package"] == [re.split(r"[<>=[]", one)[0] for one in wanted]


def test_the_picture_of_the_rooms_is_that_of_the_import_linter() -> None:
    (layers,) = (one["layers"] for one in PROJECT["tool"]["importlinter"]["contracts"] if one["type"] == "layers")
    picture = " > ".join(layers).replace("imu_hinge.", "")
    assert f"    {picture}\n" in (ROOT / "docs/architecture.md").read_text(encoding="utf-8")


def test_every_room_is_in_the_picture() -> None:
    rooms = {path.name for path in (ROOT / "imu_hinge").iterdir() if path.is_dir() and any(path.glob("*.py"))}
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [room for room in sorted(rooms) if f"`{room}/`" not in text] == []
