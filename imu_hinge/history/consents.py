"""What a client agreed to, purpose by purpose, in the very words that were agreed to."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Connection, select, update

from imu_hinge.history.clients import alone_with
from imu_hinge.history.rows import Author, Client, Consent
from imu_hinge.history.stored import add, read
from imu_hinge.history.tables import CONSENT
from imu_hinge.model.errors import UsageError


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one purpose; a change of them is a new version, and the old one stays here."""

    purpose: str
    language: str
    version: str
    text: str

    @property
    def sha256(self) -> str:
        """Of the text, hexadecimal."""
        return hashlib.sha256(self.text.encode()).hexdigest()


TEXTS = (
    Wording(
        "keep",
        "en",
        "1",
        "My movement in training may be recorded and kept: what the sensors measure, the repetitions and angles "
        "worked out from it, the pain scores I give, and notes about my training. It is kept under a pseudonym on "
        "this computer, or in the database that is named there. I may take this back at any time; everything kept "
        "of me is then erased.",
    ),
    Wording(
        "keep",
        "en",
        "2",
        "My movement in training may be recorded and kept: what the sensors measure, the repetitions and angles "
        "worked out from it, the pain scores I give, and notes about my training. It is kept under a pseudonym on "
        "this computer, or in the database that is named there. I may take this back at any time; no session is "
        "recorded from then on, and everything kept of me is then to be erased: the program says how.",
    ),
    Wording(
        "watch",
        "en",
        "1",
        "My trainer may see my training while it happens, and look at what was kept of it. I may take this back at "
        "any time; it then stops at once.",
    ),
    Wording(
        "watch",
        "en",
        "2",
        "My trainer may see my training while it happens, and look at what was kept of it: repetitions, faults, "
        "angles, the pain scores I give, notes, and whether my sensors work. Beside me on this computer; and, only "
        "for the trainers who are named with this consent, live on their own computers, too: it then goes through a "
        "message broker, under my pseudonym, and their computers keep what they received. They may send me notes, "
        "ask me to stop and propose an exercise; nothing starts without me. What of this may be sent is listed with "
        "this consent. While it is sent my screen says who watches, and one key stops it. I may take this back at "
        "any time; it then stops at once.",
    ),
    Wording(
        "research",
        "en",
        "1",
        "My recordings and the numbers worked out from them may be handed on for research, without my name. I may "
        "take this back at any time; nothing more is handed on then, but what was handed on before cannot be called "
        "back.",
    ),
)
"""All there are and ever were, newest version of a purpose and language last."""
PURPOSES = tuple(dict.fromkeys(one.purpose for one in TEXTS))

SCOPES = ("live", "events", "angles", "pain", "notes", "commands")
"""What a consent to `watch` may let a broker carry; what is not in it leaves the machine in no message."""
ACCOUNT = "t-"
"""How the accounts of trainers at a broker begin."""
_ACCOUNT = re.compile(r"t-[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
"""Letters, digits and `-`: any other sign means something in a topic, or in the rules of a broker."""


def wording(purpose: str, language: str = "en") -> Wording:
    """The newest words of a purpose; raises UsageError where there are none."""
    known = [one for one in TEXTS if (one.purpose, one.language) == (purpose, language)]
    if not known:
        raise UsageError(f"consent: expected one of {', '.join(PURPOSES)}, found {purpose!r} in {language!r}")
    return known[-1]


def text_of(purpose: str, language: str, version: str) -> str | None:
    """The words somebody agreed to; None for words that this program never had."""
    wanted = (purpose, language, version)
    return next((one.text for one in TEXTS if (one.purpose, one.language, one.version) == wanted), None)


def grant(
    db: Connection,
    client: Client,
    purpose: str,
    author: Author,
    now_ns: int,
    *,
    until_ns: int | None = None,
    language: str = "en",
    scopes: Sequence[str] | None = None,
    trainers: Sequence[str] = (),
) -> Consent:
    """The client agrees to the newest words; `author` recorded it. What was agreed to for this purpose before is over.

    Of `watch` only: `scopes`, without which all hold, and `trainers`, with or without `t-`, as `checked_trainers` takes
    them. Raises UsageError for an unknown purpose, scope or name, or an end that is over.
    """
    words = wording(purpose, language)
    watching = purpose == "watch"
    if not watching and (scopes or trainers):
        raise UsageError(f"consent: scopes and trainers belong to watch, not to {purpose}")
    if until_ns is not None and until_ns <= now_ns:
        raise UsageError("consent: it would be over already; give a last day from today on, or none")
    new = Consent(
        id=uuid4(),
        client_id=client.id,
        purpose=purpose,
        text_version=words.version,
        text_sha256=words.sha256,
        language=language,
        author_id=author.id,
        granted_at_ns=now_ns,
        until_ns=until_ns,
        withdrawn_at_ns=None,
        scopes=checked_scopes(SCOPES if scopes is None else scopes) if watching else (),
        trainers=checked_trainers(trainers),
    )
    alone_with(db, client)
    withdraw(db, client, purpose, now_ns)
    add(db, CONSENT, new)
    return new


def withdraw(db: Connection, client: Client, purpose: str, now_ns: int) -> bool:
    """Takes back what was agreed to for this purpose; False where nothing was. Raises UsageError, as `grant`."""
    wording(purpose)
    standing = (CONSENT.c.client_id == client.id, CONSENT.c.purpose == purpose, CONSENT.c.withdrawn_at_ns.is_(None))
    return db.execute(update(CONSENT).where(*standing).values(withdrawn_at_ns=now_ns)).rowcount > 0


def consents(db: Connection, client: Client) -> list[Consent]:
    """All that was ever agreed to, oldest first, withdrawn ones too."""
    chosen = select(CONSENT).where(CONSENT.c.client_id == client.id)
    return read(db, Consent, chosen.order_by(CONSENT.c.granted_at_ns, CONSENT.c.id))


def watch_of(db: Connection, client: Client, now_ns: int) -> Consent | None:
    """The consent to `watch` that holds at this time; None: nobody may watch.

    Where an import brought another one it is the newest.
    """
    standing = [one for one in consents(db, client) if one.purpose == "watch" and _is_standing(one, now_ns)]
    return standing[-1] if standing else None


def checked_scopes(scopes: Sequence[str]) -> tuple[str, ...]:
    """Each once, in the order of SCOPES. Raises UsageError for another one, and for none."""
    if not scopes or (unknown := sorted(set(scopes) - set(SCOPES))):
        found = ", ".join(unknown) if scopes else "none"
        raise UsageError(f"consent: expected some of {', '.join(SCOPES)}, found {found}")
    return tuple(one for one in SCOPES if one in scopes)


def checked_trainers(trainers: Sequence[str]) -> tuple[str, ...]:
    """The accounts, each once and with `t-` before it, by name. Raises UsageError for what is no account."""
    accounts = {ACCOUNT + one.removeprefix(ACCOUNT) for one in trainers}
    for one in accounts:
        if not _ACCOUNT.fullmatch(one):
            raise UsageError(
                f"trainer {one.removeprefix(ACCOUNT)!r}: expected small letters, digits and -, such as anna"
            )
    return tuple(sorted(accounts))


def holds(db: Connection, client: Client, purpose: str, now_ns: int) -> bool:
    """Whether the client agrees to it at this time."""
    return any(one.purpose == purpose and _is_standing(one, now_ns) for one in consents(db, client))


def _is_standing(one: Consent, now_ns: int) -> bool:
    return one.withdrawn_at_ns is None and (one.until_ns is None or now_ns < one.until_ns)
