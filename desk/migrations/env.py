"""Alembic's entry: runs the migrations over the connection handed in by ``upgrade``."""

from __future__ import annotations

from alembic import context

from desk.migrations import VERSION_TABLE
from desk.records import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    # Both databases roll back DDL; SQLite because the engine itself says BEGIN.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
