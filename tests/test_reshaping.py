"""A table with rows in it changes its shape; afterwards it is as if it had been made so."""

from __future__ import annotations

from dataclasses import replace

import peewee
import pytest

from logistics.database import database
from logistics.schema.building import create
from logistics.schema.catalogue import read_catalogue
from logistics.schema.history import History
from logistics.schema.reshaping import reshape
from logistics.schema.shapes import Column, Table
from tests.stays import LATER_STAY, STAY, fill_stays


def reshaped(before: Table, after: Table, **options) -> None:
    """Reshape as a migration does: with the keys of SQLite switched off."""
    with History(database).migrator.migration_context():
        reshape(database, before, after, **options)


def test_a_table_with_rows_takes_its_new_shape(blank):
    fill_stays()
    fill = {"guests": "2", "meals": "3"}
    reshaped(STAY, LATER_STAY, renamed={"remark": "note"}, fill=fill)
    query = "SELECT id, remark, guests, meals, paid FROM stay ORDER BY id"
    rows = [tuple(row) for row in database.execute_sql(query).fetchall()]
    assert rows == [(1, "first", 2, 3, False), (2, "second", 2, 3, False)]
    assert kept() == made_afresh(LATER_STAY)


def test_a_shape_can_be_taken_back(blank):
    fill_stays()
    fill = {"guests": "2", "meals": "3"}
    reshaped(STAY, LATER_STAY, renamed={"remark": "note"}, fill=fill)
    reshaped(LATER_STAY, STAY, renamed={"note": "remark"}, fill={"note": "'none'"})
    rows = database.execute_sql("SELECT note FROM stay ORDER BY id").fetchall()
    assert [row[0] for row in rows] == ["first", "second"]
    assert kept() == made_afresh(STAY)


def test_the_rules_hold_after_a_change_as_before(blank):
    fill_stays()
    reshaped(STAY, replace(STAY, columns=(*STAY.columns, Column("paid", "boolean", default=False))))
    for statement in (
        "UPDATE stay SET note = 'other'",
        "DELETE FROM stay",
        "INSERT INTO stay (hall_id, starts_on) VALUES (1, '2026-02-05')",
        "INSERT INTO stay (hall_id, starts_on) VALUES (77, '2027-01-01')",
    ):
        with pytest.raises(peewee.IntegrityError), database.atomic():
            database.execute_sql(statement)


def test_the_number_of_a_deleted_row_is_not_given_again(blank):
    """The audit names rows by their number."""
    fill_stays()
    loose = replace(STAY, append_only=False)
    reshaped(STAY, loose)
    database.execute_sql("DELETE FROM stay WHERE id = 2")
    reshaped(loose, replace(loose, columns=(*loose.columns, Column("paid", "boolean", null=True))))
    database.execute_sql("INSERT INTO stay (hall_id, starts_on) VALUES (1, '2026-09-01')")
    assert database.execute_sql("SELECT max(id) FROM stay").fetchone()[0] == 3


def kept() -> dict[str, str]:
    """What the database keeps of the table, the order of columns aside."""
    return read_catalogue(database)["stay"]


def made_afresh(shape: Table) -> dict[str, str]:
    database.execute_sql("DROP TABLE stay")
    create(database, shape)
    return kept()
