"""Migrations: there and back with rows, one server at a time, and histories that do not fit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import peewee
import pytest
from playhouse.migrations import MigrationError

from logistics.auditing import note, transaction
from logistics.database import database
from logistics.permissions import SYSTEM
from logistics.schema import SchemaError, shape_of
from logistics.schema.catalogue import differences
from logistics.schema.declared import search_of
from logistics.schema.drafting import plan_of, recorded_searches, recorded_shapes, with_search
from logistics.schema.history import DIRECTORY, History
from models import ALL_MODELS, Account
from tests.cast import PEOPLE, hire_cast
from tests.databases import tables


def test_the_migrations_make_what_the_tables_declare(blank):
    """panel.md 4: pwmigrate alone misses type, length, null, CHECK and trigger."""
    History(database).up()
    assert differences(database, ALL_MODELS) == []
    assert History(database).standing().current


def test_no_table_waits_for_a_migration():
    plan = plan_of(recorded_shapes(), [shape_of(model) for model in ALL_MODELS])
    changed = [table.name for table in (*plan.made, *plan.removed)]
    changed += [after.name for _before, after in plan.changed]
    plan = with_search(plan, recorded_searches(), [*filter(None, map(search_of, ALL_MODELS))])
    changed += [search.table for search in (*plan.searched, *plan.unsearched)]
    assert changed == [], "write the migration: flask --app app migrate new NAME"


def test_up_down_and_up_again_with_rows(blank):
    History(database).up()
    hire_cast()
    with transaction():
        note(SYSTEM, "test_migrations")
    assert History(database).down("0001_initial")[-1] == "0001_initial"
    assert tables() == set()
    History(database).up()
    hire_cast()
    assert Account.select().count() == len(PEOPLE)
    assert differences(database, ALL_MODELS) == []


def test_a_second_run_finds_nothing_to_do(blank):
    assert History(database).up()
    assert History(database).up() == []


@pytest.mark.race
def test_servers_that_start_together_migrate_once(blank):
    """security.md 5: peewee's runner keeps no lock."""
    code = (
        "import sys; from logistics.database import connect, database;"
        "from logistics.schema.history import History;"
        "database.initialize(connect(sys.argv[1])); database.connect();"
        "print(len(History(database).up()))"
    )
    servers = [
        subprocess.Popen(
            [sys.executable, "-c", code, blank], stdout=subprocess.PIPE, cwd=DIRECTORY.parent
        )
        for _server in range(3)
    ]
    done = [server.communicate(timeout=120)[0].decode().strip() for server in servers]
    files = len(list(DIRECTORY.glob("[0-9]*.py")))
    assert sorted(done) == sorted([str(files), "0", "0"])


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder of migrations with one file in it."""
    write(tmp_path, "0001_hall", "create(db, HALL)", "drop(db, HALL)")
    return tmp_path


def write(folder: Path, name: str, up: str, down: str = "pass") -> None:
    (folder / f"{name}.py").write_text(
        "from logistics.schema.building import create, drop\n"
        "from tests.stays import HALL, STAY\n"
        "TABLES, REMOVED = (HALL,), ()\n"
        f"def up(migrator, db):\n    {up}\n\ndef down(migrator, db):\n    {down}\n"
    )


def test_a_file_changed_after_it_was_applied_is_refused(blank, folder):
    History(database, folder).up()
    write(folder, "0001_hall", "create(db, HALL)  # otherwise", "drop(db, HALL)")
    assert History(database, folder).standing().altered == ("0001_hall",)
    with pytest.raises(SchemaError, match="changed after it had been applied"):
        History(database, folder).up()


def test_line_ends_of_a_checkout_change_nothing(blank, folder):
    History(database, folder).up()
    file = folder / "0001_hall.py"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert History(database, folder).standing().current


def test_a_database_ahead_of_the_program_is_refused(blank, folder):
    write(folder, "0002_more", "pass")
    History(database, folder).up()
    (folder / "0002_more.py").unlink()
    with pytest.raises(SchemaError, match="newer release .0002_more."):
        History(database, folder).up()
    with pytest.raises(SchemaError, match="newer release"):
        History(database, folder).down()


def test_a_migration_that_fails_leaves_nothing(blank, folder):
    write(folder, "0002_broken", "create(db, STAY); db.execute_sql('nonsense')")
    with pytest.raises(peewee.DatabaseError):
        History(database, folder).up()
    assert "stay" not in tables()
    assert "0002_broken" in History(database, folder).standing().pending


def test_a_migration_that_leaves_rows_without_what_they_point_to_is_refused(blank, folder):
    """SQLite enforces no keys while it rebuilds tables, so they are counted before the commit."""
    lose = "INSERT INTO stay (hall_id, starts_on) VALUES (99, '2026-01-01')"
    write(folder, "0002_lose", f"create(db, STAY); db.execute_sql({lose!r})")
    with pytest.raises((SchemaError, peewee.IntegrityError)):
        History(database, folder).up()
    assert "stay" not in tables()


def test_an_unknown_target_is_refused(blank, folder):
    with pytest.raises(MigrationError, match="unknown migration"):
        History(database, folder).up("0009_none")


def test_a_rebuild_by_peewee_keeps_the_triggers(blank, folder):
    """security.md 0.7: peewee's rebuild of a SQLite table drops the append-only guard."""
    write(folder, "0002_stay", "create(db, STAY)")
    write(folder, "0003_need", "migrator.migrate(migrator.add_not_null('stay', 'guests'))")
    History(database, folder).up()
    database.execute_sql("INSERT INTO hall (name) VALUES ('Great')")
    database.execute_sql(
        "INSERT INTO stay (hall_id, starts_on, guests) VALUES (1, '2026-01-01', 1)"
    )
    with pytest.raises(peewee.IntegrityError), database.atomic():
        database.execute_sql("DELETE FROM stay")
