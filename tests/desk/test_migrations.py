from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Integer, MetaData, Table, inspect

from desk.database import Database
from desk.migrations import HEAD, VERSION_TABLE
from desk.migrations.upgrade import config
from desk.records import Base


def differences(url: str, metadata: MetaData) -> list[object]:
    """What Alembic would still change in a migrated database to fit the models."""
    database = Database(url)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": VERSION_TABLE, "compare_type": True}
        )
        found = list(compare_metadata(context, metadata))
    database.close()
    return found


def test_the_migrations_make_what_the_models_say(url: str) -> None:
    assert differences(url, Base.metadata) == []


def test_a_model_without_a_migration_would_be_noticed(url: str) -> None:
    changed = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    Table("lupa", changed, Column("id", Integer, primary_key=True))
    changed.tables["turns"].append_column(Column("lupa", Integer))
    assert len(differences(url, changed)) == 2


def test_the_newest_revision_is_the_one_the_program_expects() -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == HEAD


def test_the_way_back_leaves_nothing_behind(url: str) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        command.downgrade(config(connection), "base")
        assert inspect(connection).get_table_names() == [VERSION_TABLE]
    database.close()


def test_opening_again_changes_nothing(url: str) -> None:
    assert differences(url, Base.metadata) == differences(url, Base.metadata) == []
