"""Alembic's entry: migrates within the transaction that `storage.schema` has opened."""

from alembic import context

from storage.work_tables import ALL_TABLES

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ALL_TABLES,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
