"""When a pain score came to be known: one that is told later than a decision was not weighed in it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What was kept before counts as known from when it was given."""
    op.add_column("pain", sa.Column("arrived_at_ns", sa.BigInteger()))


def downgrade() -> None:
    """Scores stay; when they arrived is lost."""
    op.drop_column("pain", "arrived_at_ns")
