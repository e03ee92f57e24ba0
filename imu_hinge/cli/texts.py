"""The fixed texts, and how they are set on a help page."""

import textwrap

from imu_hinge.view.texts import DISCLAIMER, NOT_PROVEN, REPORT_LINE

__all__ = ["DISCLAIMER", "NOT_PROVEN", "REPORT_LINE", "paragraph"]


def paragraph(text: str) -> str:
    """A text in lines for a help page."""
    return textwrap.fill(text, 78)
