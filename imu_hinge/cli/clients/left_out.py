"""What is no client's own progress, told where a page leaves it out; and how a client is called in a command."""

import shlex

from imu_hinge.history.database import Connection
from imu_hinge.history.rows import ME, Client
from imu_hinge.history.sessions import sessions
from imu_hinge.history.trends import SIMULATED
from imu_hinge.history.wording import YOURSELF
from imu_hinge.model.kinds import Kind
from imu_hinge.model.plural import counted


def counts(db: Connection, client: Client, kind: Kind) -> tuple[int, int]:
    """Sessions of this kind: the client's own, those of the virtual wearer."""
    found = [line.session.source == SIMULATED for line in sessions(db, client) if line.session.kind == kind]
    return found.count(False), found.count(True)


def left_out_lines(virtual: int) -> list[str]:
    """`3 sessions of the virtual wearer are left out`; nothing of none."""
    is_or_are = "is" if virtual == 1 else "are"
    return [f"{counted(virtual, 'session')} of the virtual wearer {is_or_are} left out"] if virtual else []


def who_words(client: Client) -> str:
    """What WHO of a command can be, quoted for a shell: `me`, the name, or else the pseudonym."""
    return YOURSELF[0] if client.pseudonym == ME else shlex.quote(client.display_name or client.pseudonym)
