"""What Alembic runs: the revisions, on the connection and in the transaction of whoever asks."""

from alembic import context

from imu_hinge.history.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by making it anew
)
context.run_migrations()
