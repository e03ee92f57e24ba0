"""`imu-hinge assess`: tests of movement, led by voice; the results at the end."""

import argparse
from contextlib import ExitStack
from pathlib import Path

from imu_hinge.catalogue.assess import rows
from imu_hinge.cli.asking import asked_before
from imu_hinge.cli.assess.plan import planned_tests, tests_of
from imu_hinge.cli.keeping import finish_earlier
from imu_hinge.cli.numbers import positive, speed, whole
from imu_hinge.cli.sinks import Printer
from imu_hinge.cli.sources import say
from imu_hinge.cli.speaking import add_by
from imu_hinge.cli.stopping import stopping
from imu_hinge.cli.terminal import screen_wanted
from imu_hinge.cli.who import who
from imu_hinge.cues.cue import Mode
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder
from imu_hinge.virtual.assess_scenarios import ASSESS_SCENARIOS, DEFAULT

EXAMPLES = """example:
  imu-hinge assess --client Ann
  imu-hinge assess --simulate --plain --speed 4
  imu-hinge assess --only flexion side_bend_left side_bend_right --repeats 2"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    parser.epilog = f"{EXAMPLES}\n\n{_listed()}"
    where = parser.add_mutually_exclusive_group()
    where.add_argument(
        "--simulate", nargs="?", const=DEFAULT, metavar="SCENARIO", help=f"virtual sensors; default: {DEFAULT}"
    )
    where.add_argument("--hci", metavar="TRANSPORT", help="a Bluetooth controller of its own: usb:0, serial:PORT, ...")
    where.add_argument("--from", dest="path", type=Path, metavar="PATH", help="the recording of an assessment")
    parser.add_argument("--speed", type=speed, default=1.0, metavar="N", help="--from, --simulate: N times faster")
    parser.add_argument(
        "--only", nargs="+", metavar="TEST", help="these tests alone, see below; `side_bend` is both sides"
    )
    parser.add_argument("--repeats", type=whole, metavar="N", help="movements of each test; default: as the test says")
    parser.add_argument("--client", metavar="ID", help="who is tested, as in `clients list`; default: you")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--record", type=Path, metavar="PATH", help="where to record; default: this user's recordings")
    kept.add_argument("--no-record", action="store_true", help="keep nothing")
    parser.add_argument("--duration", type=positive, metavar="S", help="end after S seconds")
    parser.add_argument("--sound", choices=[str(mode) for mode in Mode], help="what is heard with the screen")
    parser.add_argument("--ascii", action="store_true", help="draw the screen with ASCII only")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="one line of words per event, in place of the screen")
    form.add_argument("--json", action="store_true", help="one JSON object per event, the last one with the results")
    parser.add_argument("--take-limits", action="store_true", help="--plain: ask at the end which limits to take")
    add_by(parser)
    parser.set_defaults(exercise=None, sets=None, lsl=False, broker=None)


def _listed() -> str:
    """Tests and scenarios, a line each."""
    tests = [(row.id, row.title) for row in rows()]
    shown = [(name, one.says) for name, one in ASSESS_SCENARIOS.items()]
    width = max(len(name) for name, _ in (*tests, *shown))
    told = ["\n".join(f"  {name:{width}}  {says}" for name, says in part) for part in (tests, shown)]
    return f"tests, in their order:\n{told[0]}\n\nscenarios of --simulate:\n{told[1]}"


def run(arguments: argparse.Namespace) -> int:
    """Leads through the tests; a signal ends them as `end` does, and is the exit code."""
    if arguments.take_limits and arguments.simulate is not None:
        raise UsageError(
            "--take-limits: limits of the virtual wearer can be taken for nobody; leave it out, or --simulate"
        )
    with ExitStack() as opened:
        if not screen_wanted(arguments):
            return printed(arguments, opened)
        from imu_hinge.cli.assess.showing import shown

        return shown(arguments, opened)


def printed(arguments: argparse.Namespace, opened: ExitStack) -> int:
    """One line per event, then the results."""
    tests = tests_of(arguments)
    wearer = who(arguments.client, not arguments.no_record)
    plan = planned_tests(arguments, tests, opened, say)
    asked = asked_before("assess", plan.kind)
    if asked.refused:
        return 1
    from imu_hinge.cli.assess.forms import AssessJson, AssessWords
    from imu_hinge.cli.assess.sitting import Assessment
    from imu_hinge.cli.assess.taking import ask_limits

    assessment = Assessment(arguments, plan, tests, wearer, say)
    outcome = assessment.outcome
    form = AssessJson(outcome) if arguments.json else AssessWords(plan.exercise, assessment.page)
    engine = assessment.sit([Printer(form)]).engine
    for name, argument in asked.commands:
        engine.say(name, argument)
    with stopping(engine.stop) as came:
        engine.start()
        engine.wait()
    if came:
        return 128 + came[0]
    if arguments.take_limits:
        ask_limits(outcome(), assessment.take, say)
    finish_earlier(default_folder())
    return 0
