"""Backup, restore, copy and check, as an operator runs them."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskCliRunner

from logistics.auditing import note, transaction, verify_chain
from logistics.database import connect, database
from logistics.permissions import SYSTEM
from logistics.schema.catalogue import differences
from models import ALL_MODELS, Account, AuditEntry, Site, Unit
from tests import databases
from tests.factories.organisation import make_site, make_unit

OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
def command(app, race_db) -> FlaskCliRunner:
    """Runs commands on a committed house with the cast; the server's key is long enough."""
    app.config["SECRET_KEY"] = "k" * 64
    with transaction():
        note(SYSTEM, "test_upkeep")
    return app.test_cli_runner()


def snapshot() -> dict[str, list[dict]]:
    """Every row of the house by table, but for the traces that commands leave."""
    return {
        model._meta.table_name: list(model.select().order_by(model.id).dicts())
        for model in ALL_MODELS
        if model._meta.table_name not in ("audit_entry", "audit_head")
    }


def test_a_backup_restores_to_the_same_house(command, tmp_path):
    """security.md 0.9: copying the file drops what stands in the write-ahead log."""
    before, file = snapshot(), tmp_path / "house.backup"
    done = command.invoke(args=["backup", str(file), "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["bytes"] == file.stat().st_size
    make_site(code="LATER")
    Account.update(name="Changed").execute()
    done = command.invoke(args=["restore", str(file), "--yes"])
    assert done.exit_code == 0, done.output
    assert snapshot() == before
    assert verify_chain() is None
    assert differences(database, ALL_MODELS) == []
    assert [row.verb for row in AuditEntry.select().order_by(AuditEntry.seq)] == [
        "test_upkeep",
        "restore",
    ]


def test_a_backup_overwrites_nothing(command, tmp_path):
    file = tmp_path / "house.backup"
    file.write_text("precious")
    done = command.invoke(args=["backup", str(file)])
    assert done.exit_code == 1
    assert "overwrites nothing" in done.stderr
    assert file.read_text() == "precious"


def test_what_is_no_backup_is_refused_and_changes_nothing(command, tmp_path):
    before, file = snapshot(), tmp_path / "house.backup"
    file.write_text("not a database at all")
    done = command.invoke(args=["restore", str(file), "--yes"])
    assert done.exit_code == 1
    assert "no backup of this kind" in done.stderr
    assert snapshot() == before


def test_a_damaged_backup_is_refused_and_changes_nothing(command, tmp_path):
    before, file = snapshot(), tmp_path / "house.backup"
    command.invoke(args=["backup", str(file)])
    content = bytearray(file.read_bytes())
    content[len(content) // 3 : len(content) // 2] = b"\xff" * (
        len(content) // 2 - len(content) // 3
    )
    file.write_bytes(content)
    done = command.invoke(args=["restore", str(file), "--yes"])
    assert done.exit_code == 1, done.output
    assert snapshot() == before


def test_restoring_asks_first(command, tmp_path):
    file = tmp_path / "house.backup"
    command.invoke(args=["backup", str(file)])
    make_site(code="LATER")
    assert command.invoke(args=["restore", str(file)], input="n\n").exit_code == 1
    assert Site.select().where(Site.code == "LATER").exists()


def test_a_house_moves_to_the_other_kind_of_database(command, engine):
    other = OTHER[engine]
    if other not in databases.engines():
        pytest.skip("no PostgreSQL here")
    parent = make_unit()
    Unit.update(parent=parent).where(Unit.code == "COMMITTEE").execute()  # points forward
    gone = make_site()
    gone.delete_instance()
    before, url = snapshot(), databases.blank(other)
    done = command.invoke(args=["copy-to", url, "--json"])
    assert done.exit_code == 0, done.output
    here = database.obj
    database.initialize(connect(url))
    try:
        with database.connection_context():
            assert snapshot() == before
            assert verify_chain() is None
            assert differences(database, ALL_MODELS) == []
            assert make_site().id == gone.id + 1
    finally:
        database.close_all()
        database.initialize(here)


def test_a_copy_overwrites_nothing(command, engine):
    url = databases.copy_of(engine, "staffed")
    done = command.invoke(args=["copy-to", url])
    assert done.exit_code == 1
    assert "not empty" in done.stderr


def test_a_backup_of_a_newer_release_is_refused_and_changes_nothing(command, tmp_path):
    file = tmp_path / "newer.backup"
    later = "INSERT INTO schema_migration (name, applied, digest) VALUES "
    database.execute_sql(later + "('0999_later', '2030-01-01 00:00:00', '')")
    command.invoke(args=["backup", str(file)])
    database.execute_sql("DELETE FROM schema_migration WHERE name = '0999_later'")
    before = snapshot()
    done = command.invoke(args=["restore", str(file), "--yes"])
    assert done.exit_code == 1
    assert "newer release (0999_later)" in done.stderr
    assert snapshot() == before
