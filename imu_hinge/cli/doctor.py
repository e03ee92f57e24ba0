"""`imu-hinge doctor`: what a session needs, and the remedy where it is missing."""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from imu_hinge.bluetooth.probe import Finding, Verdict, diagnose
from imu_hinge.cli.keeping import check_writable
from imu_hinge.cli.output import fitted, print_json
from imu_hinge.cli.worlds import add_worlds, world_of
from imu_hinge.model.errors import HingeError, UsageError
from imu_hinge.model.plural import counted
from imu_hinge.recording import REFUSE_BELOW_BYTES, WARN_BELOW_BYTES, default_folder, free_bytes
from imu_hinge.sensors.registry import offer_troubles
from imu_hinge.sound import SoundUnavailableError, find_voice, open_player
from imu_hinge.sound.check import NOT_HEARD, QUESTION, parts, play_check
from imu_hinge.station.roster import default_path, load_roster
from imu_hinge.station.worlds import OpenWorld

EXAMPLE = "example:\n  imu-hinge doctor\n  imu-hinge doctor --sound\n  imu-hinge doctor --simulate"
_NOT_BEFORE_S = 1_760_000_000
"""October 2025: a clock before this program was written is not set."""
_MB = 1_000_000


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = EXAMPLE
    add_worlds(parser.add_mutually_exclusive_group())
    parser.add_argument("--sound", action="store_true", help="play the three most important cues, as a session would")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints what was found; exit code 1 when something a session needs is missing."""
    if arguments.sound:
        return play()
    findings = [*machine(), *asyncio.run(bluetooth(world_of(arguments)))]
    if arguments.json:
        print_json([asdict(finding) for finding in findings])
    else:
        print("\n".join(fitted(("", "", ""), [(_MARKS[one.verdict], one.subject, one.words) for one in findings])[1:]))
    return int(any(one.verdict is Verdict.BAD for one in findings))


_MARKS = {Verdict.GOOD: "ok", Verdict.NOTE: "note", Verdict.BAD: "MISSING"}


async def bluetooth(open_world: OpenWorld) -> list[Finding]:
    """Whether sensors can be reached, and which are."""
    try:
        async with open_world() as world:
            return await diagnose(world.backend)
    except UsageError as refusal:
        return [Finding(Verdict.BAD, "adapter", str(refusal))]


def play() -> int:
    """The sound check; raises UsageError with the remedy when nothing can be heard."""
    try:
        player = open_player()
    except SoundUnavailableError as error:
        raise UsageError(str(error)) from error
    voice = find_voice()
    play_check(player, voice, print)
    for part in (player, voice):
        part.close()
    print(f"{QUESTION} If not: {NOT_HEARD}")
    return 0


def machine() -> Iterator[Finding]:
    """What is not Bluetooth."""
    yield _extra()
    yield from _sound()
    yield _disk()
    yield _history()
    yield _sensors()
    yield from (Finding(Verdict.NOTE, "driver", words) for words in offer_troubles())
    yield _clock()
    yield _terminal()


def _extra() -> Finding:
    if find_spec("bumble"):
        return Finding(Verdict.GOOD, "extra sim", "`--simulate` and `--hci` can be used")
    return Finding(Verdict.NOTE, "extra sim", "`--simulate` and `--hci` need it: pip install 'imu-hinge[sim]'")


def _sound() -> Iterator[Finding]:
    """Without sound a session goes on, and the screen says all."""
    for part in parts():
        yield Finding(Verdict.GOOD if part.ready else Verdict.NOTE, part.subject, part.words)


def _disk() -> Finding:
    folder = default_folder()
    try:
        check_writable(folder / "new")
        free = free_bytes(folder)
    except UsageError as refusal:
        return Finding(Verdict.BAD, "recordings", str(refusal))
    except OSError as error:
        return Finding(Verdict.BAD, "recordings", f"{folder}: {error.strerror}; use --record PATH")
    verdict = Verdict.BAD if free < REFUSE_BELOW_BYTES else Verdict.NOTE if free < WARN_BELOW_BYTES else Verdict.GOOD
    return Finding(
        verdict, "recordings", f"{folder}, {free // _MB} MB free" + ("" if verdict is Verdict.GOOD else ": free some")
    )


def _history() -> Finding:
    """Without it sessions are recorded all the same, and `sessions rebuild` makes up for it."""
    from imu_hinge.history.database import checked_url, history_url, open_history
    from imu_hinge.history.sessions import session_count

    try:
        url = checked_url(history_url())
        if url.get_backend_name() == "sqlite" and not Path(str(url.database)).exists():
            return Finding(Verdict.GOOD, "history", f"{url.database}: none yet, the first session makes it")
        with open_history() as history, history.reading() as db:
            return Finding(Verdict.GOOD, "history", f"{history.place}, {counted(session_count(db), 'session')}")
    except (HingeError, OSError) as error:
        return Finding(Verdict.BAD, "history", str(error))


def _sensors() -> Finding:
    try:
        known = load_roster(default_path()).sensors
    except (UsageError, OSError) as error:
        return Finding(Verdict.BAD, "remembered", str(error))
    words = ", ".join(f"{one.name} at the {place}" for place, one in known.items())
    return Finding(Verdict.GOOD, "remembered", f"{default_path()}: {words or 'no sensor; their own roles are used'}")


def _clock() -> Finding:
    now_s = time.time()
    said = time.strftime("%Y-%m-%d %H:%M:%S %z", time.localtime(now_s))
    if now_s < _NOT_BEFORE_S:
        return Finding(Verdict.BAD, "clock", f"{said}: set it; recordings are named by it")
    return Finding(Verdict.GOOD, "clock", said)


def _terminal() -> Finding:
    size = shutil.get_terminal_size((0, 0))
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    said = f"{size.columns} x {size.lines}" if size.columns and sys.stdout.isatty() else "no terminal"
    if encoding != "utf8":
        return Finding(Verdict.NOTE, "terminal", f"{said}, {encoding or 'unknown'} in place of UTF-8: set LANG=C.UTF-8")
    return Finding(Verdict.GOOD, "terminal", f"{said}, UTF-8")
