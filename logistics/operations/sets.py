"""Many rows written by few statements, each with values of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import peewee

from logistics.auditing import record, snapshot
from logistics.database import Record, database, is_postgresql, now
from logistics.errors import StaleRecord
from logistics.inserting import insert_rows
from logistics.permissions import Actor
from logistics.wording import _

ROWS_A_STATEMENT = 500

Row = TypeVar("Row", bound=Record)


def change_many(
    rows: Sequence[Record],
    changes: Sequence[Mapping[str, Any]],
    *,
    actor: Actor,
    verb: str | None,
) -> None:
    """The set-wise ``transitions.change``: write to each of ``rows`` the ``changes`` beside it.

    All rows are of one table and all changes name the same columns. The version that was read
    guards each row; when one has another by now, nothing is done (``StaleRecord``). Every row is
    audited under ``verb``; None is for balances, whose ledger is their trace.
    """
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        part = slice(start, start + ROWS_A_STATEMENT)
        _write(rows[part], changes[part], actor)
    for row, change in zip(rows, changes, strict=True):
        before = snapshot(row)
        for name, value in change.items():
            setattr(row, name, value)
        row.row_version += 1
        row._dirty.clear()
        if verb is not None:
            record(actor, verb, row, before=before)


def know_neighbours(rows: Sequence[Row]) -> Sequence[Row]:
    """``rows`` with what their keys lead to loaded, one statement a key and not one a row.

    Rows are often called by their neighbours' names, and every audit entry says what a row is
    called.
    """
    model = type(rows[0]) if rows else None
    keys = model._meta.sorted_fields if model is not None else ()
    for key in keys:
        if not isinstance(key, peewee.ForeignKeyField):
            continue
        ids = {row.__data__[key.name] for row in rows} - {None}
        target = key.rel_model
        found = {one.id: one for one in target.select().where(target.id.in_(ids))} if ids else {}
        for row in rows:
            if row.__data__[key.name] in found:
                row.__rel__[key.name] = found[row.__data__[key.name]]
    return rows


def append_rows(
    model: type[Record],
    names: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    actor: Actor,
    at: dt.datetime | None = None,
) -> None:
    """Insert rows of values in the order of ``names``; columns left out get their defaults.

    ``at`` dates them otherwise than now: answers that must not betray their hour.

    For thousands of rows whose trace is another row: nothing is audited here.
    """
    moment = at or now()
    house = {"created_at": moment, "updated_at": moment, "row_version": 1}
    if "created_by" in model._meta.fields:
        house |= {"created_by": actor.account_id, "updated_by": actor.account_id}
    left_out = {
        field.name: field.default() if callable(field.default) else field.default
        for field in model._meta.sorted_fields
        if field.name not in names and field.name not in house and field.default is not None
    }
    insert_rows(model, names, rows, constants=list({**left_out, **house}.items()))


def _write(rows: Sequence[Record], changes: Sequence[Mapping[str, Any]], actor: Actor) -> None:
    model, names = type(rows[0]), list(changes[0])
    fields = [model._meta.fields[name] for name in names]
    values = [
        (
            row.id,
            row.row_version,
            *(f.db_value(change[n]) for n, f in zip(names, fields, strict=True)),
        )
        for row, change in zip(rows, changes, strict=True)
    ]
    columns = ["id", "row_version", *names]
    wanted = peewee.CTE("wanted", peewee.ValuesList(values), columns=columns)
    new: dict[Any, Any] = {
        name: _typed(getattr(wanted.c, name), field)
        for name, field in zip(names, fields, strict=True)
    }
    new |= {"row_version": model.row_version + 1, "updated_at": now()}
    if "updated_by" in model._meta.fields:
        new["updated_by"] = actor.account_id
    query = (
        model.update(new)
        .with_cte(wanted)
        .from_(wanted)
        .where((model.id == wanted.c.id) & (model.row_version == wanted.c.row_version))
        # sqlite3 counts no rows for a statement that begins with WITH.
        .returning(model.id)
    )
    if len(list(query.tuples().execute())) != len(rows):
        raise StaleRecord(
            _(
                "Somebody else has just changed some of the %(rows)s. Look at them again first.",
                rows=model.LABEL_MANY,
            )
        )


def _typed(value: Any, field: peewee.Field) -> Any:
    """A column of VALUES with the type it is for: PostgreSQL takes NULLs and texts for text."""
    if not is_postgresql():
        return value
    return peewee.Cast(value, database.field_types.get(field.field_type, field.field_type))
