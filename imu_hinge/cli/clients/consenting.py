"""`clients consent`: what a client agrees to, purpose by purpose."""

import argparse
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from imu_hinge.cli.output import print_json
from imu_hinge.cli.people import add_by, add_who, by_id, named, speaker
from imu_hinge.cli.told import by, day, end_of, title, when
from imu_hinge.export.extras import needing
from imu_hinge.history.consents import ACCOUNT, PURPOSES, SCOPES, consents, grant, holds, text_of, withdraw, wording
from imu_hinge.history.database import History, open_history
from imu_hinge.history.files import all_kept, files_of, running_of
from imu_hinge.history.rows import ME, Client, Consent
from imu_hinge.model.errors import UsageError
from imu_hinge.recording import default_folder

EXAMPLE = "clients consent Ann watch --trainers anna,bob"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the arguments."""
    add_who(parser)
    parser.add_argument(
        "purpose",
        nargs="?",
        choices=PURPOSES,
        help="what the client agrees to; without it all is shown, with the texts",
    )
    parser.add_argument("--withdraw", action="store_true", help="the client takes it back")
    parser.add_argument("--until", type=end_of, metavar="DATE", help="last day on which it holds")
    meaning = "of watch: accounts at a broker that may watch, separated by commas; without it nobody over a broker"
    parser.add_argument("--trainers", type=_names, metavar="NAMES", help=meaning)
    meaning = f"of watch: what a broker may carry to them; all without it: {','.join(SCOPES)}"
    parser.add_argument("--scopes", type=_names, metavar="SCOPES", help=meaning)
    meaning = (
        "with watch --withdraw: account file or URL of the client, whose last presence the broker is to forget now"
    )
    parser.add_argument("--broker", metavar="BROKER", help=meaning)
    add_by(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Notes it, takes it back, or prints what there is."""
    if arguments.withdraw and not arguments.purpose:
        raise UsageError(f"clients consent --withdraw: say of what: {', '.join(PURPOSES)}")
    if arguments.withdraw and (arguments.trainers or arguments.scopes):
        raise UsageError("clients consent --withdraw: takes all of it back; give it anew with what is to hold")
    if arguments.broker and not (arguments.withdraw and arguments.purpose == "watch"):
        raise UsageError("clients consent --broker: only with watch --withdraw")
    with open_history() as history:
        if arguments.purpose:
            _change(history, arguments)
        with history.reading() as db:
            about, authors = named(db, arguments.who), by_id(db)
            found = consents(db, about)
            running = running_of(files_of(about.pseudonym, about.id, all_kept(db), default_folder()))
            held = [purpose for purpose in PURPOSES if holds(db, about, purpose, time.time_ns())]
    if arguments.json:
        print_json({"client": about.pseudonym, "agrees_to": held, "consents": [_as_dict(one) for one in found]})
    else:
        print(f"{title(about)} agrees to: {', '.join(held) or 'nothing'}")
        print("".join(f"  {_line(one)}, noted by {by(authors.get(one.author_id))}\n" for one in found), end="")
    follows = _after(arguments, _Known(about, found, running))
    print("".join(f"{line}\n" for line in follows if not arguments.json), end="")
    return 0


class _Known(NamedTuple):
    """What is known of a client."""

    about: Client
    found: Sequence[Consent]
    running: Path | None
    """Recording that is being made of the client just now."""


def _change(history: History, arguments: argparse.Namespace) -> None:
    now_ns = time.time_ns()
    with history.writing() as db:
        about = named(db, arguments.who)
        if not arguments.withdraw:
            who = speaker(db, arguments, about)
            chosen = {"scopes": arguments.scopes, "trainers": arguments.trainers or ()}
            grant(db, about, arguments.purpose, who, now_ns, until_ns=arguments.until, **chosen)
        elif not withdraw(db, about, arguments.purpose, now_ns) and not arguments.broker:
            raise UsageError(f"{title(about)} has not agreed to {arguments.purpose!r}")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _line(one: Consent) -> str:
    until = f", until {day(one.until_ns - 1)}" if one.until_ns else ""
    back = f", taken back {when(one.withdrawn_at_ns)}" if one.withdrawn_at_ns else ""
    words = f"text {one.text_version} ({one.language}){_watched(one)}"
    return f"{one.purpose}: {when(one.granted_at_ns)}, {words}{until}{back}"


def _watched(one: Consent) -> str:
    """Who may watch over a broker, and what is sent there."""
    if one.purpose != "watch":
        return ""
    names = ", ".join(account.removeprefix(ACCOUNT) for account in one.trainers)
    return f", over a broker {names}: {', '.join(one.scopes)}" if names else ", nobody over a broker"


def _after(arguments: argparse.Namespace, known: _Known) -> list[str]:
    """The texts where nothing was changed; what follows where something was taken back."""
    if arguments.withdraw:
        return _TAKEN_BACK.get(arguments.purpose, _nothing)(arguments, known)
    if arguments.purpose:
        return []
    texts = (textwrap.fill(f"{one}: {wording(one).text}", 78, subsequent_indent="  ") for one in PURPOSES)
    return ["", *texts]


def _nothing(arguments: argparse.Namespace, known: _Known) -> list[str]:
    return []


def _to_go(arguments: argparse.Namespace, known: _Known) -> list[str]:
    """What follows for what is kept; a session that runs is not cut off from here."""
    erase = f"what was kept is to go: imu-hinge clients erase {known.about.pseudonym}"
    if known.running is None:
        return [erase]
    return [f"a session is being recorded just now, and is kept to its end: end it ({known.running})", f"then {erase}"]


def _to_forget(arguments: argparse.Namespace, known: _Known) -> list[str]:
    """A session that is watched sees within a second that it may not be, and takes its own presence off the broker."""
    if arguments.broker:
        return [_forgotten(arguments.broker, known.about)]
    if not any(one.trainers for one in known.found):
        return []
    again = f"imu-hinge clients consent {known.about.pseudonym} watch --withdraw --broker BROKER"
    return [f"a broker may keep for up to 7 days that this client has left; to have it forgotten now: {again}"]


def _forgotten(broker: str, about: Client) -> str:
    needing("remote", "imu_hinge.remote.pipe", "--broker")
    from imu_hinge.remote.accounts import load_account
    from imu_hinge.remote.clearing import clear

    account = load_account(broker, "client", about.pseudonym)
    if about.pseudonym not in (ME, account.user):
        raise UsageError(f"--broker: this is the account of {account.user}, not of {about.pseudonym}")
    clear(account)
    return "the broker keeps nothing of this client any more"


_TAKEN_BACK = {"keep": _to_go, "watch": _to_forget}
"""Purpose -> what follows where it was taken back."""


def _as_dict(one: Consent) -> dict[str, object]:
    return {
        "purpose": one.purpose,
        "text_version": one.text_version,
        "language": one.language,
        "text": text_of(one.purpose, one.language, one.text_version),
        "granted_at_ns": one.granted_at_ns,
        "until_ns": one.until_ns,
        "withdrawn_at_ns": one.withdrawn_at_ns,
        "scopes": list(one.scopes),
        "trainers": list(one.trainers),
    }
