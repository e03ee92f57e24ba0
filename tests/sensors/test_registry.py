"""Drivers of other packages: found by their entry point, and never in the way of ours."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import EntryPoint
from pathlib import Path
from types import SimpleNamespace

import pytest

from imu_hinge.sensors import registry
from imu_hinge.sensors.hsp import DRIVER as HSP
from imu_hinge.sensors.registry import GROUP, OWN, all_drivers, find_driver, offer_troubles

THEIRS = replace(HSP, id="theirs", name="A sensor of somebody else")
PLACES = SimpleNamespace(theirs=THEIRS, hsp=HSP, a_number=7)


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[EntryPoint]]:
    """Entry points as installed packages would have them."""
    offered: list[EntryPoint] = []
    monkeypatch.setitem(sys.modules, "places", PLACES)
    monkeypatch.setattr(registry, "entry_points", lambda group: [one for one in offered if one.group == group])
    forget()
    yield offered
    forget()


def forget() -> None:
    for known in (registry._offers, find_driver, all_drivers):
        known.cache_clear()


def point(name: str, value: str) -> EntryPoint:
    return EntryPoint(name, value, GROUP)


def test_a_driver_of_another_package_is_one_of_all(offers: list[EntryPoint]) -> None:
    offers.append(point("theirs", "places:theirs"))
    assert find_driver("theirs") is THEIRS
    assert [driver.id for driver in all_drivers()] == [*OWN, "theirs"]
    assert offer_troubles() == ()


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("gone", "no_such_package:DRIVER", "ModuleNotFoundError"),
        ("theirs", "places:a_number", "is no Driver with the id 'theirs'"),
        ("other", "places:theirs", "is no Driver with the id 'other'"),
        ("hsp", "places:hsp", "the id is one of ours"),
    ],
)
def test_one_that_cannot_be_used_is_told_and_left_out(
    offers: list[EntryPoint], name: str, value: str, why: str
) -> None:
    offers.append(point(name, value))
    assert [driver.id for driver in all_drivers()] == list(OWN)
    (trouble,) = offer_troubles()
    assert why in trouble
    assert f"{name!r} ({value})" in trouble
    assert find_driver("hsp") is HSP


def test_a_package_that_ends_the_program_is_left_out(
    offers: list[EntryPoint], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leaving.py").write_text("import sys\n\nsys.exit(3)\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    offers.append(point("theirs", "leaving:DRIVER"))
    assert [driver.id for driver in all_drivers()] == list(OWN)
    assert "SystemExit: 3" in offer_troubles()[0]


def test_of_two_drivers_with_one_id_none_is_used_and_both_are_named(offers: list[EntryPoint]) -> None:
    offers += [point("theirs", "places:theirs"), point("theirs", "elsewhere:DRIVER")]
    assert [driver.id for driver in all_drivers()] == list(OWN)
    (trouble,) = offer_troubles()
    assert "elsewhere:DRIVER and places:theirs" in trouble and "uninstall all but one" in trouble


def test_an_unknown_id_is_refused_with_those_that_exist(offers: list[EntryPoint]) -> None:
    offers.append(point("theirs", "places:theirs"))
    with pytest.raises(KeyError, match=r"hsp.*theirs"):
        find_driver("nobodys")


def test_every_own_driver_has_the_id_of_its_room() -> None:
    assert [find_driver(name).id for name in OWN] == list(OWN)
