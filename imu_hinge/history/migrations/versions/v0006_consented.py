"""Under which consent an event was posted: what may be sent is found by that, never by a clock."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WATCH = "SELECT consent.id FROM consent WHERE consent.client_id = outbox.client_id AND consent.purpose = 'watch'"
_BEFORE = f"{_WATCH} AND consent.granted_at_ns <= outbox.at_ns ORDER BY consent.granted_at_ns DESC, consent.id DESC"
_FIRST = f"{_WATCH} ORDER BY consent.granted_at_ns, consent.id"


def upgrade() -> None:
    """Events were posted under the consent given last before them; of such as seem older than all, under the first."""
    op.add_column("outbox", sa.Column("consent_id", sa.Uuid()))
    op.execute(f"UPDATE outbox SET consent_id = COALESCE(({_BEFORE} LIMIT 1), ({_FIRST} LIMIT 1))")


def downgrade() -> None:
    """Events stay; when they were posted says again what they are sent under."""
    op.drop_column("outbox", "consent_id")
