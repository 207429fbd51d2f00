"""Drafts of migrations carry what changed, and run both ways."""

from __future__ import annotations

from dataclasses import replace

import peewee
import pytest

from logistics.database import database
from logistics.schema import SchemaError, drafting, shape_of
from logistics.schema.catalogue import differences
from logistics.schema.drafting import draft, recorded_shapes
from logistics.schema.history import History
from logistics.schema.rendering import Plan, render
from models import Account, AuditEntry, Building, Site
from tests.databases import tables


def test_a_drafted_change_carries_what_peewee_misses(blank, tmp_path, monkeypatch):
    """A column, a length, a choice, a null, a default and a trigger travel there and back."""
    now = shape_of(Site)
    before = replace(
        now,
        columns=tuple(
            replace(column, null=True, default=None) if column.name == "address" else column
            for column in now.columns
            if column.name != "phone"
        ),
        checks=tuple(
            replace(check, condition="length(name) <= 9") if "name" in check.name else check
            for check in now.checks
            if "phone" not in check.name
        ),
        append_only=True,
    )
    monkeypatch.setattr(drafting, "shape_of", lambda model: before if model is Site else account)
    account = shape_of(Account)
    draft("first", [Account, Site], tmp_path)
    monkeypatch.undo()
    path = draft("second", [Account, Site], tmp_path)
    assert 'reshape(db, SITE_BEFORE, SITE, fill={"address": "\'\'"})' in path.read_text()
    History(database, tmp_path).up("0001_first")
    database.execute_sql(
        "INSERT INTO site (code, name, created_at, updated_at) "
        "VALUES ('A', 'Long', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
    )
    History(database, tmp_path).up()
    assert differences(database, [Account, Site]) == []
    assert (Site.get().address, Site.get().phone) == ("", "")
    History(database, tmp_path).down()
    with pytest.raises(peewee.IntegrityError), database.atomic():
        Site.delete().execute()


def test_a_needed_key_is_not_drafted_for_rows_that_have_none(tmp_path):
    before = replace(shape_of(Building), columns=shape_of(Building).columns[:3], indexes=())
    before = replace(before, checks=())
    with pytest.raises(SchemaError, match="building.site_id is a needed key"):
        render("x", Plan(changed=((before, shape_of(Building)),)))


def test_a_drafted_migration_runs_both_ways(blank, tmp_path):
    draft("first", [Account, Site], tmp_path)
    History(database, tmp_path).up()
    assert recorded_shapes(tmp_path) == {"account": shape_of(Account), "site": shape_of(Site)}
    draft("second", [Account, AuditEntry], tmp_path)
    History(database, tmp_path).up()
    assert tables() == {"account", "audit_entry"}
    History(database, tmp_path).down()
    assert tables() == {"account", "site"}


def test_a_draft_without_a_difference_is_an_empty_file_to_fill(blank, tmp_path):
    draft("first", [Account], tmp_path)
    path = draft("move data", [Account], tmp_path)
    assert path.name == "0002_move_data.py"
    assert "def up(migrator, db):\n    pass" in path.read_text()
    assert History(database, tmp_path).up() == ["0001_first", "0002_move_data"]


def test_a_name_without_letters_is_refused(tmp_path):
    with pytest.raises(SchemaError, match="needs a name"):
        draft("···", [Account], tmp_path)
