"""`imu-hinge posture`: posture through the day, from sensors, from a virtual day, or from a recording."""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from imu_hinge.catalogue.posture import stays
from imu_hinge.cli.asking import asked_before
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.numbers import positive, speed, whole
from imu_hinge.cli.posture.choice import choice_of
from imu_hinge.cli.posture.hearing import hearing_of
from imu_hinge.cli.posture.lines import DayPrinter, Form, Json, Words
from imu_hinge.cli.posture.plan import WORLD, planned_day
from imu_hinge.cli.posture.sitting import Part, PostureSitting
from imu_hinge.cli.sources import say
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import screen_wanted
from imu_hinge.cli.who import who
from imu_hinge.cues.cue import Mode
from imu_hinge.recording import default_folder
from imu_hinge.station import Sink
from imu_hinge.station.settings import Settings

EXAMPLES = """Put the sensors on, then stand tall and still: the calibration begins by itself, three easy hinges follow.
One sensor is enough for zones; the low back and reminders need both. Started again on the same day, it goes on
with the calibration of before; after "stance not taken: a sensor sits too far" end it and start with --calibrate.

example:
  imu-hinge posture
  imu-hinge posture --plain --delay lean=180 --quiet-hours 12:00-13:00
  imu-hinge posture --simulate --speed 60 --plain
  imu-hinge posture --from day.mcap --speed 100 --plain"""


MOST_H = 24
"""A day is not longer."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    rows = "\n".join(f"  {stay.id:10}{stay.title}, {stay.delay_s:.0f} s" for stay in stays())
    parser.epilog = f"{EXAMPLES}\n\nreminders:\n{rows}"
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--simulate",
        nargs="?",
        const=WORLD,
        metavar="DAY",
        help="a virtual day from 9:00, or day@13:30 from then on: that goes on with the virtual parts of today; "
        "give --hours and --seed as there, or it is another person",
    )
    where.add_argument("--hci", metavar="TRANSPORT", help="a Bluetooth controller of its own: usb:0, serial:PORT, ...")
    where.add_argument("--from", dest="path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--speed", type=speed, default=1.0, metavar="N", help="--from, --simulate: N times faster")
    parser.add_argument("--seed", type=whole, metavar="N", help="--simulate: another day, of another person")
    longer = "--simulate: how long the day is; default: 8; another length is another person"
    parser.add_argument("--hours", type=hours, metavar="H", help=longer)
    parser.add_argument("--client", metavar="ID", help="who wears them, as in `clients list`; default: you")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, metavar="PATH", help="where to record, as a day of its own")
    kept.add_argument("--no-record", action="store_true", help="keep nothing")
    parser.add_argument("--duration", type=positive, metavar="S", help="end after S seconds")
    several = partial(parser.add_argument, action="extend", nargs="+")
    several("--delay", metavar="ID=S", help="when a reminder comes, like lean=120; 30 s to 2 h")
    several("--quiet-hours", metavar="SPAN", help="no reminders then, like 12:00-13:00")
    parser.add_argument("--calibrate", action="store_true", help="begin with a new calibration and take none over")
    parser.add_argument("--mute", action="store_true", help="record reminders and say none")
    parser.add_argument("--sound", choices=[str(mode) for mode in Mode], help="what is heard; default: as last time")
    parser.add_argument("--ascii", action="store_true", help="draw the screen with ASCII only")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="one line of words per event, in place of the screen")
    form.add_argument("--json", action="store_true", help="one JSON object per event")


def hours(text: str) -> float:
    """How long a virtual day is."""
    value = positive(text)
    if value > MOST_H:
        raise argparse.ArgumentTypeError(f"expected at most {MOST_H}, found {text}")
    return value


def run(arguments: argparse.Namespace) -> int:
    """Looks on through the day; a signal ends it as `end` does, and is the exit code."""
    with ExitStack() as opened:
        if not screen_wanted(arguments):
            return printed(arguments, opened)
        from imu_hinge.cli.posture.showing import shown

        return shown(arguments, opened)


def printed(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """One line per event."""
    wearer = who(arguments.client, not arguments.no_record)
    choice = choice_of(arguments)
    plan = planned_day(arguments, opened, say, wearer.limits)
    asked = asked_before("posture", plan.kind)
    if asked.refused:
        return 1
    form: Form = Json() if arguments.json else Words(plan.exercise)
    sinks, over = _sinks(arguments, form, asked.settings, opened), partial(_say_day, form)
    sitting = PostureSitting(plan, choice, wearer.pseudonym, sinks, say, over)
    for name, argument in asked.commands:
        sitting.say(name, argument)
    with stopping(sitting.stop) as came:
        sitting.start()
        sitting.wait()
        _say_day(form, sitting.part)
    if came:
        return 128 + came[0]
    finish_earlier(default_folder())
    return 0


def _sinks(
    arguments: argparse.Namespace, form: Form, settings: Settings, opened: ExitStack
) -> Callable[[Part], list[Sink]]:
    """What listens to a part: lines, and with words for people the sound too."""
    if arguments.json:
        return lambda part: [DayPrinter(form, part, settled_ns=0)]
    hearing = hearing_of(arguments.sound, settings, opened)
    return lambda part: [DayPrinter(form, part), hearing.sounder()]


def _say_day(form: Form, part: Part) -> None:
    """The day so far; where its earlier parts are not all in it, that too."""
    print(form.end(part), flush=True)
    for words in part.earlier.trouble:
        say(words)
