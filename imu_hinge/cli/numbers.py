"""Numbers as arguments; each raises ArgumentTypeError for what is none of its own."""

import argparse
import math


def speed(text: str) -> float:
    """How many times faster."""
    return _number(text, 0.01, 1e6, "expected a number from 0.01 to 1000000")


def positive(text: str) -> float:
    """An argument above 0."""
    return _number(text, 1e-9, math.inf, "expected a number above 0")


def whole(text: str) -> int:
    """A count above 0."""
    value = int(text) if text.isdecimal() else 0
    if not value:
        raise argparse.ArgumentTypeError(f"expected a whole number above 0, found {text}")
    return value


def _number(text: str, least: float, most: float, expected: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise argparse.ArgumentTypeError(f"{expected}, found {text}")
    return value
