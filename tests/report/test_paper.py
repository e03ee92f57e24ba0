"""The page prints on one A4 sheet; needs Chromium."""

import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from imu_hinge.catalogue.assess import rows
from imu_hinge.core.assess import results_of
from imu_hinge.history.captures import events_of
from imu_hinge.report.assessed_page import AssessedContents, assessed_html
from imu_hinge.report.contents import Contents, Point
from imu_hinge.report.day_contents import DayContents, DayOf
from imu_hinge.report.day_page import day_html
from imu_hinge.report.page import html
from imu_hinge.view.assess.outcome import Earlier, concluded
from imu_hinge.view.day import Mark
from tests.history.kinds import DAY, NINE_S, captured
from tests.report.made import CLOSE, ORIGIN, PAST, UNSURE, WITH_HISTORY, a_set, frames_of
from tests.tiers import shortened

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


@pytest.mark.parametrize(("sets", "reps"), shortened([(6, 12), (1, 5), (20, 8)]))
def test_a_session_fits_on_one_sheet(sets: int, reps: int, tmp_path: Path) -> None:
    assert sheets_of(html(session(sets, reps)), tmp_path) == [(595, 842)]


def test_a_day_a_week_and_an_assessment_fit_on_one_sheet(tmp_path: Path) -> None:
    one = DayOf(
        date=date(2026, 5, 12),
        posture=DAY,
        spans=((NINE_S, NINE_S + 14_400), (NINE_S + 18_000, NINE_S + 36_000)),
        marks=(Mark(NINE_S + 900, "n"),),
    )
    day = DayContents(days=(one,), origin=ORIGIN, before=DAY, note="Get up more often.")
    tests = tuple(captured(row.id, n, 30.0 + n, pain=n) for row in rows() for n in (1, 2, 3))
    results = results_of(events_of(tests))
    outcome = concluded(results, rows(), Earlier("2026-05-05", results), "")
    pages = (
        day_html(day),
        day_html(replace(day, days=(one,) * 7, week=True)),
        assessed_html(AssessedContents(outcome=outcome, origin=ORIGIN, note="Hips back first.")),
    )
    assert [sheets_of(page, tmp_path) for page in pages] == [[(595, 842)]] * 3


def sheets_of(text: str, tmp_path: Path) -> list[tuple[int, int]]:
    """Width and height of each printed sheet, in points."""
    page, pdf = tmp_path / "page.html", tmp_path / "page.pdf"
    page.write_text(text, encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}", "--no-pdf-header-footer"]
    told = [str(BROWSER), *options, f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(told, check=True, capture_output=True, timeout=120)
    sheets = re.findall(rb"/Type\s*/Page\b[^s].*?/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf.read_bytes(), re.DOTALL)
    return [(round(float(wide)), round(float(high))) for wide, high in sheets]
