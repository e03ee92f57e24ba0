"""`imu-hinge live`: the station, fed by sensors, by virtual ones, or by a recording at its own pace."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from imu_hinge.catalogue import exercise_ids
from imu_hinge.cli.asking import asked_before
from imu_hinge.cli.broker import Watch, broker_of
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.numbers import positive, speed, whole
from imu_hinge.cli.sinks import Json, Printer, Words
from imu_hinge.cli.sitting import Sitting, folding
from imu_hinge.cli.sources import planned, say
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import screen_wanted
from imu_hinge.cli.today import ahead_of
from imu_hinge.cli.who import who
from imu_hinge.cli.worlds import add_worlds, scenarios_text
from imu_hinge.cues.cue import Mode
from imu_hinge.recording import default_folder
from imu_hinge.station.settings import load_settings, settings_path
from imu_hinge.view.told_today import TodayTeller

EXAMPLES = """example:
  imu-hinge live --plain --exercise band_rdl
  imu-hinge live --simulate=rounding --plain --speed 2
  imu-hinge live --from recordings/rdl_row.mcap --speed 4 --plain"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLES}\n\n{scenarios_text()}"
    where = parser.add_mutually_exclusive_group()
    add_worlds(where)
    where.add_argument("--from", dest="path", type=Path, metavar="PATH", help="recording or plain CSV")
    parser.add_argument("--speed", type=speed, default=1.0, metavar="N", help="--from, --simulate: N times faster")
    parser.add_argument("--exercise", metavar="ID", help=f"one of {', '.join(exercise_ids())}")
    parser.add_argument("--client", metavar="ID", help="who trains, as in `clients list`; default: you")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, metavar="PATH", help="where to record; default: this user's recordings")
    kept.add_argument("--no-record", action="store_true", help="keep nothing")
    parser.add_argument("--sets", type=whole, metavar="N", help="end after N sets")
    parser.add_argument("--duration", type=positive, metavar="S", help="end after S seconds")
    parser.add_argument("--sound", choices=[str(mode) for mode in Mode], help="what is heard with the screen")
    parser.add_argument("--ascii", action="store_true", help="draw the screen with ASCII only")
    parser.add_argument("--broker", metavar="URL", help="lets trainers watch: a URL, or the path of an account file")
    parser.add_argument("--lsl", action="store_true", help="give angles and events to the Lab Streaming Layer")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="one line of words per event, in place of the screen")
    form.add_argument("--json", action="store_true", help="one JSON object per event")


def run(arguments: argparse.Namespace) -> int:
    """Counts and cues as it happens; a signal ends the session as `end` does, and is the exit code."""
    with ExitStack() as opened:
        if not screen_wanted(arguments):
            return printed(arguments, opened)
        from imu_hinge.cli.showing import shown

        return shown(arguments, opened)


def printed(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """One line per event."""
    wearer = who(arguments.client, not arguments.no_record)
    plan = planned(arguments, opened, say, wearer.limits)
    broker = broker_of(arguments.broker, plan.kind, wearer.pseudonym, False, opened)
    asked = asked_before("live", plan.kind)
    if asked.refused:
        return 1
    printer = Printer(Json() if arguments.json else Words(plan.exercise), TodayTeller(plan.exercise))
    sitting = Sitting(plan, arguments, wearer.pseudonym, folding(plan.exercise), [printer], say, Watch(broker, say))
    for name, argument in asked.commands:
        sitting.engine.say(name, argument)
    with stopping(sitting.engine.stop) as came:
        sitting.engine.start()
        sitting.engine.wait()
    if came:
        return 128 + came[0]
    if sitting.is_progress and (lines := ahead_of(wearer, arguments.client, load_settings(settings_path()), say)):
        printer.end_with(lines)
    finish_earlier(default_folder())
    return 0
