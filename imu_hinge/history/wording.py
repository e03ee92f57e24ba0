"""What people may write, and how what was written is shown: nothing reaches a terminal that it takes for a command."""

import unicodedata
from typing import Any

from imu_hinge.model.errors import UsageError

YOURSELF = ("me", "you")
"""What stands for whoever trains here: as they call themselves, and as lists call them."""
NAME_LETTERS = 80
"""The longest name: a line of a terminal."""
_UNSEEN = ("Cc", "Cs", "Zl", "Zp")
"""Kinds of signs that are no letters: controls, halves of others, ends of lines."""
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Signs that let a text run the other way, so that it reads as another one."""


def one_line(what: str, text: str) -> str:
    """A name: `text` without blanks around it; raises UsageError unless it is one short line that says something."""
    text = text.strip()
    if not text or not is_plain(text):
        raise UsageError(f"{what}: expected one line of text, found {text!r}")
    if len(text) > NAME_LETTERS:
        raise UsageError(f"{what}: expected at most {NAME_LETTERS} letters, found {len(text)}")
    return text


def some_lines(what: str, text: str) -> str:
    """Text that may have several lines, with tabs; raises UsageError where there is none, or no plain text."""
    lines = text.strip().splitlines()
    if not lines or not all(is_plain(line.replace("\t", " ")) for line in lines):
        raise UsageError(f"{what}: expected some text, found {text!r}")
    return "\n".join(line.rstrip() for line in lines)


def any_lines(what: str, text: str) -> str:
    """The same where nothing may be said."""
    return some_lines(what, text) if text.strip() else ""


def cleaned(text: str, most: int) -> str:
    """One line of at most so many letters, whatever was written: odd signs are blanks. May be empty."""
    plain = text if text.isprintable() else "".join(" " if _is_odd(letter) else letter for letter in text)
    return " ".join(plain.split())[:most].rstrip()


def is_plain(line: str) -> bool:
    """Whether there is nothing in it that a database or a terminal might take for something else."""
    return line.isprintable() or not any(map(_is_odd, line))


def shown(value: Any, several_lines: bool) -> Any:
    """A value of a row with odd signs as `\\x1b`, for what came in before it was checked."""
    if isinstance(value, str):
        return value if value.isprintable() else "".join(_sign(letter, several_lines) for letter in value)
    if isinstance(value, list):
        return [shown(one, several_lines) for one in value]
    if isinstance(value, dict):
        return {shown(key, False): shown(one, several_lines) for key, one in value.items()}
    return value


def _sign(letter: str, several_lines: bool) -> str:
    if not _is_odd(letter) or (several_lines and letter in "\n\t"):
        return letter
    return letter.encode("unicode_escape").decode()


def _is_odd(letter: str) -> bool:
    return letter in _TURNING or unicodedata.category(letter) in _UNSEEN
