"""The charts of a page, as SVG with their meaning in words. The only room that knows matplotlib."""

from imu_hinge.report.charts.bars import bars
from imu_hinge.report.charts.bars import title as bars_title
from imu_hinge.report.charts.overlay import overlay
from imu_hinge.report.charts.trend import trend

__all__ = ["bars", "bars_title", "overlay", "trend"]
