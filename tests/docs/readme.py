"""The outputs that the README shows, from the sample recordings: `python -m tests.docs.readme` writes them again."""

import contextlib
import io
from pathlib import Path

from imu_hinge.cli import main

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
SAMPLE = str(ROOT / "recordings" / "band_rdl_rounding.mcap")
LIVE_LINES = 9


def refreshed(text: str) -> str:
    """The README with its shown outputs as they are now: what stands between the marks."""
    for mark, lines in (("live", live()), ("analyze", analyzed())):
        shown = "\n".join(f"    {line}".rstrip() for line in lines)
        before, after = f"<!-- {mark} -->\n\n", "\n\n<!-- end -->"
        head, _, rest = text.partition(before)
        text = head + before + shown + after + rest.partition(after)[2]
    return text


def live() -> list[str]:
    """From the second repetition on."""
    lines = printed(["live", "--from", SAMPLE, "--plain", "--speed", "100000"])
    first = next(i for i, line in enumerate(lines) if "  rep  2  good" in line)
    return lines[first : first + LIVE_LINES]


def analyzed() -> list[str]:
    """The first set."""
    lines = printed(["analyze", SAMPLE])
    start = lines.index("") + 1
    return lines[start : lines.index("", start)]


def printed(words: list[str]) -> list[str]:
    """What a command prints."""
    with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as stream:
        assert main(words) == 0
        stream.seek(0)
        return stream.read().splitlines()


if __name__ == "__main__":
    README.write_text(refreshed(README.read_text(encoding="utf-8")), encoding="utf-8")
