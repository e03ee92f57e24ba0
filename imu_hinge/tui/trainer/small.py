"""Figures of three rows, for a list. Pure."""

_SEGMENTS = {
    "0": (" _ ", "| |", "|_|"),
    "1": ("   ", "  |", "  |"),
    "2": (" _ ", " _|", "|_ "),
    "3": (" _ ", " _|", " _|"),
    "4": ("   ", "|_|", "  |"),
    "5": (" _ ", "|_ ", " _|"),
    "6": (" _ ", "|_ ", "|_|"),
    "7": (" _ ", "  |", "  |"),
    "8": (" _ ", "|_|", "|_|"),
    "9": (" _ ", "|_|", " _|"),
}
ROWS = 3


def small(number: int | None, width: int) -> tuple[str, str, str]:
    """The number at the right end of three rows; blank where there is none or no room."""
    figures = [_SEGMENTS[figure] for figure in str(number)] if number is not None and number >= 0 else []
    rows = ["".join(parts).rjust(width) for parts in zip(*figures, strict=True)] if figures else [" " * width] * ROWS
    if len(rows[0]) > width:
        rows = [" " * width, str(number)[-width:].rjust(width), " " * width]
    return rows[0], rows[1], rows[2]
