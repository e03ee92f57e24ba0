"""What tests of pictures share: the versions they were looked at with, and how one is compared."""

import sys
from typing import Any, Protocol

import pytest
import textual
from textual.app import App

LOOKED_AT = ((3, 11), "8.2.8")
"""Python and Textual of the stored pictures; other versions draw some details differently."""

as_looked_at = pytest.mark.skipif(
    (sys.version_info[:2], textual.__version__) != LOOKED_AT,
    reason="the stored pictures are those of Python {}.{} and Textual {}".format(*LOOKED_AT[0], LOOKED_AT[1]),
)


class Compare(Protocol):
    """Draws an app and compares the picture with the stored one."""

    def __call__(self, app: App[Any], *, terminal_size: tuple[int, int], press: tuple[str, ...] = ()) -> bool: ...
