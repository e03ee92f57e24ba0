"""Colours by role: enough contrast in both themes, and no colour anywhere else."""

import asyncio
import re
from pathlib import Path

import pytest
from textual.color import Color
from textual.geometry import Region

import imu_hinge.tui
from imu_hinge.tui.themes import INKS, TEXT, Ink
from imu_hinge.view.colours import ROLES
from tests.tui.made import SENSOR_LOST, WARNING, Shown

FILES = sorted(Path(imu_hinge.tui.__file__).parent.rglob("*.py"))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2."""

    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in Color.parse(colour).rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("name", INKS)
def test_every_ink_can_be_read(name: str, theme: str) -> None:
    ink: Ink = INKS[name]
    letters, ground = (getattr(ROLES[role], theme) for role in (ink.letters, ink.ground))
    assert contrast(letters, ground) >= ink.contrast


def test_only_marks_and_large_digits_are_fainter_than_text() -> None:
    assert {name for name, ink in INKS.items() if ink.contrast < TEXT} == {"idle", "back"}


@pytest.mark.parametrize("file", [file for file in FILES if file.name != "themes.py"], ids=lambda file: file.stem)
def test_no_colour_is_named_outside_the_themes(file: Path) -> None:
    assert not re.search(r"#[0-9a-fA-F]{6}\b|\brgb\(|\bhsl\(", file.read_text(encoding="utf-8"))


def colours(app: Shown) -> set[str]:
    """The grounds of the banner."""
    banner = app.live.query_one("#banner")
    strips = banner.render_lines(Region(0, 0, *banner.size))
    return {
        segment.style.bgcolor.name for strip in strips for segment in strip if segment.style and segment.style.bgcolor
    }


def test_the_theme_key_changes_the_colours_at_once() -> None:
    async def run() -> list[set[str]]:
        app = Shown(WARNING)
        async with app.run_test() as pilot:
            seen = []
            for key in ("", "t", "t"):
                await pilot.press(*key)
                await pilot.pause()
                seen.append(colours(app))
        return seen

    dark, light, again = asyncio.run(run())
    assert (dark, light, again) == ({ROLES["bad"].dark}, {ROLES["bad"].light}, {ROLES["bad"].dark})


@pytest.mark.parametrize("theme", ["textual-light", "nord"])
def test_the_themes_of_the_toolkit_work_too(theme: str) -> None:
    async def run() -> set[str]:
        app = Shown(WARNING)
        async with app.run_test() as pilot:
            app.theme = theme
            await pilot.pause()
            return colours(app)

    assert asyncio.run(run()) == {ROLES["bad"].light if theme == "textual-light" else ROLES["bad"].dark}


def test_without_colour_fault_and_lost_still_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "")

    async def run(app: Shown) -> tuple[set[str], str]:
        async with app.run_test() as pilot:
            await pilot.pause()
            return colours(app), app.live.query_one("#banner").render_line(0).text

    fault_grounds, fault = asyncio.run(run(Shown(WARNING)))
    lost_grounds, lost = asyncio.run(run(Shown(SENSOR_LOST)))
    grounds = fault_grounds | lost_grounds
    assert all(len(set(Color.parse(ground).rgb)) == 1 for ground in grounds), "grey only"
    assert " " in fault and "░" not in fault
    assert "░" in lost and " " not in lost
