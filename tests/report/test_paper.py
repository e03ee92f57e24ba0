"""The page prints on one A4 sheet; needs Chromium."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.report.contents import Contents, Point
from imu_hinge.report.page import html
from tests.report.made import CLOSE, PAST, UNSURE, WITH_HISTORY, a_set, frames_of

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed")
KINDS: tuple[dict[str, Any], ...] = ({}, {}, PAST, {}, CLOSE, UNSURE)


def session(sets: int, reps: int) -> Contents:
    """One with everything there is to say."""
    made = tuple(a_set(index, *(KINDS[n % len(KINDS)] for n in range(reps))) for index in range(1, sets + 1))
    points = tuple(replace(WITH_HISTORY.trend[0], value_deg=float(10 + n)) for n in range(12))
    trend: tuple[Point, ...] = (*points, *WITH_HISTORY.trend)
    warnings = ("sacrum sensor: moved at 0:51", "thoracic sensor: silent at 1:10", "lossy link at 1:12")
    note = "Push the hips back first, then let the bar slide down the thighs. Stop where the arch wants to go. " * 2
    return replace(
        WITH_HISTORY, sets=made, frames=frames_of(made), trend=trend, warnings=warnings, note=note, pain_next_day=1
    )


@pytest.mark.parametrize(("sets", "reps"), [(1, 5), (6, 12), (20, 8)])
def test_a_session_fits_on_one_sheet(sets: int, reps: int, tmp_path: Path) -> None:
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(html(session(sets, reps)), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--no-pdf-header-footer"]
    told = [str(BROWSER), *options, f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(told, check=True, capture_output=True, timeout=120)
    sheets = re.findall(rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes(), re.DOTALL)
    assert [(round(float(wide)), round(float(high))) for wide, high in sheets] == [(595, 842)]
