"""How the state of a sensor is written."""

from typing import NamedTuple

from imu_hinge.view.signals import Signal


class Sign(NamedTuple):
    """A glyph and its ink."""

    text: str
    ink: str


GLYPHS = {
    Signal.FRESH: Sign("●", "good"),
    Signal.LATE: Sign("~", "caution"),
    Signal.SILENT: Sign("?", "*lost"),
    Signal.OFF: Sign("-", "muted"),
}
"""By how fresh its data are."""
