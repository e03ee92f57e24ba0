"""matplotlib as it is used here: drawing into SVG only, its list of fonts among our own caches, in silence."""

import logging
import os

from platformdirs import user_cache_dir

# read when the library is imported; where somebody said otherwise, that holds
os.environ.setdefault("MPLCONFIGDIR", user_cache_dir("imu-hinge"))
logging.getLogger("matplotlib").setLevel(logging.ERROR)

import matplotlib  # noqa: E402  # after the lines above
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.ticker import MaxNLocator  # noqa: E402

__all__ = ["Axes", "Figure", "FigureCanvasSVG", "MaxNLocator", "matplotlib"]
