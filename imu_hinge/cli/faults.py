"""`imu-hinge faults`: the one table of faults and limits."""

import argparse
from dataclasses import asdict

from imu_hinge.catalogue import Fault, Limit, fault_ids, load_fault
from imu_hinge.cli.output import fitted, print_json

EXAMPLE = "example:\n  imu-hinge faults --json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints the faults in the order of the table."""
    faults = [load_fault(fault) for fault in fault_ids()]
    if arguments.json:
        print_json([asdict(fault) for fault in faults])
    else:
        print("\n".join(fitted(HEAD, [row(fault) for fault in faults])))
    return 0


HEAD = ("id", "shown as", "caution", "fault", "hold", "cue")


def row(fault: Fault) -> tuple[str, ...]:
    """One line of the table."""
    return (
        fault.id,
        fault.title,
        limit_words(fault, fault.caution),
        limit_words(fault, fault.fault),
        f"{fault.hold_s:g} s" if fault.hold_s else "per rep",
        fault.cue or "-",
    )


def limit_words(fault: Fault, limit: Limit | None) -> str:
    """One limit in words, as `> 12 deg and > 45 % of own maximum (unknown: > 23 deg)`."""
    if limit is None:
        return "-"
    sign = ">" if fault.direction == "above" else "<"
    unit = " deg" if fault.unit == "deg" else ""
    if limit.limit_thorax is not None:
        return f"pelvis {sign} {limit.limit:g}{unit} or thorax {sign} {limit.limit_thorax:g}{unit}"
    words = f"{sign} {limit.limit:g}{unit}"
    if limit.own_maximum_pct is None:
        return words
    return (
        f"{words} and {sign} {limit.own_maximum_pct:g} % of own maximum (unknown: {sign} {limit.limit_unknown:g}{unit})"
    )
