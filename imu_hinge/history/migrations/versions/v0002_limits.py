"""Limits of one client, and the client's own largest bend, which percentages refer to."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The catalogue's limits hold for everybody until somebody sets others."""
    with op.batch_alter_table("client") as client:
        client.add_column(sa.Column("own_max_lumbar_deg", sa.Float()))
    op.create_table(
        "client_limit",
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("caution", sa.Float(), nullable=False),
        sa.Column("limit", sa.Float(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("at_ns", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("client_id", "fault", name=op.f("pk_client_limit")),
        sa.ForeignKeyConstraint(
            ["client_id"], ["client.id"], name=op.f("fk_client_limit_client_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["author.id"], name=op.f("fk_client_limit_author_id")),
    )


def downgrade() -> None:
    """What was set is lost; sessions keep what was said under it."""
    op.drop_table("client_limit")
    with op.batch_alter_table("client") as client:
        client.drop_column("own_max_lumbar_deg")
