"""Figures between the marks of a page."""

from collections.abc import Mapping, Sequence
from pathlib import Path

Figure = tuple[str, str, str, bool]
"""Name, target, reached, passed."""
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def section(method: str, seeds: range, found: Mapping[str, Sequence[Figure]]) -> str:
    """Method, seeds, and a row for each figure of each part."""
    rows = [
        f"| {part} | {what} | {target} | {reached} |"
        for part, figures in found.items()
        for what, target, reached, _ in figures
    ]
    head = [
        f"{method}\nSeeds from {seeds.start}.",
        "",
        "| part | what | target | reached |",
        "| --- | --- | --- | --- |",
    ]
    return "\n".join([*head, *rows])


def put(path: Path, text: str) -> None:
    """Replaces what stands between the marks."""
    head, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    path.write_text(f"{head}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", encoding="utf-8")
