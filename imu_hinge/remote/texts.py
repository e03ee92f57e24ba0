"""Text that came from elsewhere, or goes there: nothing in it is taken for a command by a terminal."""

from imu_hinge.history.wording import is_plain

MOST_LETTERS = 4_000
"""The longest text of a message: two pages."""


def clean(text: str) -> str:
    """`text` with a blank in place of controls and signs that turn the direction; ends of lines and tabs stay."""
    if text.isprintable():
        return text
    return "".join(letter if letter in "\n\t" or is_plain(letter) else " " for letter in text)


def one_line(text: str) -> str:
    """The same as one line, without blanks around it."""
    if " " not in text and text.isprintable():  # as nearly every word of a message is
        return text
    return " ".join(clean(text).split())
