"""`clients progress`: the level of a client, what is proposed and why; accepted or declined by a person."""

import argparse
import sys
import time
from typing import Any

from imu_hinge.catalogue.progression import rules_of
from imu_hinge.cli.clients.left_out import counts, left_out_lines, who_words
from imu_hinge.cli.clients.levelling import level_words
from imu_hinge.cli.output import aligned, print_json
from imu_hinge.cli.people import add_by, add_who, named, note_access, speaker
from imu_hinge.cli.told import title
from imu_hinge.core.progression import (
    DECIDE,
    Checked,
    Kind,
    Proposal,
    Standing,
    Tick,
    proposal_words,
    reason_lines,
    tick_words,
)
from imu_hinge.history.database import Connection, History, open_history
from imu_hinge.history.levels import set_level
from imu_hinge.history.progress import standing
from imu_hinge.history.rows import Client
from imu_hinge.model.errors import UsageError
from imu_hinge.model.kinds import Kind as SessionKind
from imu_hinge.station.settings import load_settings, settings_path

EXAMPLE = "clients progress Ann --accept"
_TO_GO_ON = "to go on, all of"
_EASIER = "an easier level, or rest on the first one, by any of"
_NO_LEVEL = "no level yet: `imu-hinge clients level {who} LEVEL` sets one, from 1 to 4"
_UNTRAINED = "no training yet, so nothing is proposed; to begin: imu-hinge live --exercise {exercise} --client {who}"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    chosen = parser.add_mutually_exclusive_group()
    chosen.add_argument("--accept", action="store_true", help="set the proposed level; exit code 1 where none is")
    chosen.add_argument("--decline", metavar="WHY", help="stay on the level; asked again after the next session")
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Prints where the client stands; accepts or declines what is proposed, 1 where there is nothing to decide."""
    if arguments.decline is not None and not arguments.decline.strip():
        raise UsageError(f"clients progress --decline: say why, as in: clients progress {arguments.who} --decline WHY")
    limit = load_settings(settings_path()).pain_start_limit
    with open_history() as history:
        if (arguments.accept or arguments.decline) and not _decided(history, arguments, limit):
            return 1
        with history.reading() as db:
            about = named(db, arguments.who)
            found = standing(db, about, time.time_ns(), limit)
            own, virtual = counts(db, about, SessionKind.TRAINING)
        note_access(history, about, "shown", time.time_ns())
    if arguments.json:
        print_json({"client": about.pseudonym, **_as_dict(found), "simulated_sessions": virtual})
    else:
        print("\n".join([*_page(about, found, own), *left_out_lines(virtual), *_next(arguments)]))
    return 0


def _decided(history: History, arguments: argparse.Namespace, limit: int) -> bool:
    """What stands at this moment is decided on, in one transaction; False, and told why, where there is nothing to."""
    with history.writing() as db:
        about = named(db, arguments.who)
        proposal = standing(db, about, time.time_ns(), limit).proposal
        if proposal is not None and _is_open(proposal, arguments.accept):
            _enter(db, about, proposal, arguments)
            return True
    why = proposal_words(proposal) if proposal else _NO_LEVEL.format(who=who_words(about))
    print(f"{title(about)}: nothing to decide: {why}", file=sys.stderr)
    return False


def _next(arguments: argparse.Namespace) -> list[str]:
    """A plan is for a level, and is set by people, too."""
    return [f"next: imu-hinge clients plan {arguments.who} --level"] if arguments.accept else []


def _is_open(proposal: Proposal, accept: bool) -> bool:
    """Whether there is anything to accept, or to decline: rest changes no level, but may be declined."""
    return proposal.is_step if accept else proposal.is_proposed


def _enter(db: Connection, about: Client, proposal: Proposal, arguments: argparse.Namespace) -> None:
    level = proposal.to_level if arguments.accept else proposal.level
    why = f"as proposed: {_why(proposal)}" if arguments.accept else arguments.decline
    set_level(db, about, level, speaker(db, arguments, about), why, time.time_ns())


def _why(proposal: Proposal) -> str:
    held = f"all that level {proposal.level} asks for held"
    return held if proposal.kind is Kind.UP else "; ".join(reason_lines(proposal))


def _page(about: Client, found: Standing, own: int) -> list[str]:
    """`own`: sessions of training that there are; without any the table would be empty."""
    proposal = found.proposal
    if proposal is None:
        return [f"{title(about)}: {_NO_LEVEL.format(who=who_words(about))}", *_today(found)]
    if not own and not proposal.is_proposed:
        begin = _UNTRAINED.format(exercise=rules_of(proposal.level).id, who=who_words(about))
        return [f"{title(about)}: {level_words(proposal.level)}", begin, *_today(found)]
    return [
        f"{title(about)}: {level_words(proposal.level)}",
        f"proposed: {proposal_words(proposal)}",
        *_table(_TO_GO_ON, proposal.up),
        *_table(_EASIER, proposal.back),
        *_today(found),
        DECIDE,
    ]


def _table(name: str, rows: tuple[Checked, ...]) -> list[str]:
    cells = [(one.title, one.figure_words, one.needed_words, "yes" if one.met else "no", one.missing) for one in rows]
    return [name, *aligned(cells, "  ")] if cells else []


def _today(found: Standing) -> list[str]:
    return ["today", *(f"  {tick_words(one)}" for one in found.ticks)] if found.ticks else []


def _as_dict(found: Standing) -> dict[str, Any]:
    proposal = found.proposal
    today = [_tick_dict(one) for one in found.ticks]
    if proposal is None:
        return {"level": None, "proposal": None, "today": today}
    told = {
        "kind": proposal.kind.value,
        "to_level": proposal.to_level,
        "words": proposal_words(proposal),
        "reasons": reason_lines(proposal),
        "missing": list(proposal.missing),
        "declined": proposal.declined,
        "up": [_checked_dict(one) for one in proposal.up],
        "back": [_checked_dict(one) for one in proposal.back],
    }
    return {"level": proposal.level, "proposal": told, "today": today}


def _checked_dict(one: Checked) -> dict[str, Any]:
    about = {"id": one.id, "title": one.title, "figure": one.figure, "needed": one.needed, "met": one.met}
    return {**about, "missing": one.missing or None}


def _tick_dict(one: Tick) -> dict[str, Any]:
    planned = {"exercise": one.exercise, "side": one.side, "sets": one.sets, "reps": one.reps}
    return {**planned, "sets_done": one.sets_done, "reps_done": one.reps_done, "done": one.done}
