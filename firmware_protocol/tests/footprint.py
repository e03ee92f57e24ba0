"""Measures compiled files and refuses what PROTOCOL's small devices cannot afford: `footprint.py CPU LIMIT OBJECT...`.

The first object is the codec and must fit LIMIT bytes of code and constants; all of them have no data, no bss, at most
64 bytes of own stack per function, and need nothing from outside but each other and, on Cortex-M0, integer helpers.
"""

import subprocess
import sys
from pathlib import Path

MOST_STACK = 64
HELPERS = ("__aeabi_idiv", "__aeabi_uidiv", "__aeabi_lmul", "__gnu_thumb1_case_")
"""What Cortex-M0 calls because it cannot divide or jump by table."""


def output(*command: str) -> list[list[str]]:
    """The words of each line."""
    return [
        line.split() for line in subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    ]


def deepest(unit: Path) -> tuple[int, str]:
    """Bytes of own stack, and the function that takes them."""
    rows = [line.split("\t") for line in unit.with_suffix(".su").read_text("utf-8").splitlines()]
    return max((int(size), place.rpartition(":")[2]) for place, size, _ in rows)


def strangers(cpu: str, units: list[str]) -> set[str]:
    """Symbols that none of the objects has."""
    symbols = [words for words in output("arm-none-eabi-nm", *units) if len(words) >= 2]
    wanted = {name for *_, kind, name in symbols if kind == "U"} - {name for *_, kind, name in symbols if kind == "T"}
    return {name for name in wanted if cpu != "cortex-m0" or not name.startswith(HELPERS)}


def main() -> int:
    """The command line."""
    cpu, limit, *units = sys.argv[1:]
    sizes = [tuple(map(int, words[:3])) for words in output("arm-none-eabi-size", *units)[1:]]
    stack, function = max(deepest(Path(unit)) for unit in units)
    wanted = strangers(cpu, units)
    names = ", ".join(f"{Path(unit).stem} {size[0]}" for unit, size in zip(units, sizes, strict=True))
    print(f"{cpu} -Os: {names} bytes; data {sum(s[1] for s in sizes)}, bss {sum(s[2] for s in sizes)}; ", end="")
    print(f"stack at most {stack} ({function}); from outside: {', '.join(sorted(wanted)) or 'nothing'}")
    fits = sizes[0][0] <= int(limit) and not any(s[1] or s[2] for s in sizes) and stack <= MOST_STACK
    return 0 if fits and not wanted else 1


if __name__ == "__main__":
    sys.exit(main())
