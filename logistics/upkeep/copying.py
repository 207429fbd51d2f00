"""Copies a whole house into an empty database, of the other kind as a rule: rows, ids and chain."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import peewee
from playhouse.pool import PooledDatabase

from logistics.auditing import verify_chain
from logistics.database import Record, connect, database
from logistics.errors import Conflict, RuleViolation
from logistics.schema.building import on_postgresql, run
from logistics.schema.history import History
from logistics.schema.statements import quoted
from logistics.wording import _

PAGE = 500
Model = type[Record]
Told = Callable[[str, int], None]


def copy_to(url: str, models: Sequence[Model], told: Told | None = None) -> int:
    """Copy everything into the empty database at ``url``; gives the number of rows.

    ``told`` hears (table, rows) page by page. All or nothing; afterwards every table is read
    from both sides and compared, and the audit chain is verified there.
    """
    source, target = database.obj, connect(url)
    History(source).standing().require_known()
    if History(source).standing().pending:
        raise RuleViolation(_("Bring this database up to date first: migrate up."))
    with _opened(target), _steady(source):
        if set(target.get_tables()) - {"sqlite_sequence"}:
            raise Conflict(_("The target is not empty; a copy overwrites nothing."))
        History(target).up()
        with target.atomic():
            copied = sum(_copy_table(source, target, model, told) for model in models)
            _compare(source, target, models)
    return copied


def _copy_table(
    source: peewee.Database, target: peewee.Database, model: Model, told: Told | None
) -> int:
    """Pages of rows by id. Keys within the table follow once all its rows are there."""
    inward = [
        field.name
        for field in model._meta.sorted_fields
        if isinstance(field, peewee.ForeignKeyField) and field.rel_model is model
    ]
    copied, later = 0, []
    for page in _pages(source, model):
        if not model.APPEND_ONLY:  # a fact only ever points to an earlier one
            later += [(row["id"], name, row[name]) for row in page for name in inward if row[name]]
            page = [{**row, **dict.fromkeys(inward)} for row in page]
        with _at(target):
            model.insert_many(page).execute()
        copied += len(page)
        if told is not None:
            told(model._meta.table_name, len(page))
    with _at(target):
        for id_, name, value in later:
            model.update({name: value}).where(model.id == id_).execute()
    if copied:
        _set_last_id(target, model, _last_id(source, model))
    return copied


def _pages(db: peewee.Database, model: Model) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while True:
        with _at(db):
            query: Any = model.select().where(model.id > last).order_by(model.id).limit(PAGE)
            page: list[dict[str, Any]] = list(query.dicts())
        if not page:
            return
        last = page[-1]["id"]
        yield page


def _compare(source: peewee.Database, target: peewee.Database, models: Sequence[Model]) -> None:
    for model in models:
        if _fingerprint(source, model) != _fingerprint(target, model):
            raise RuleViolation(
                _("%(table)s differs after the copy.", table=model._meta.table_name)
            )
    with _at(target):
        broken = verify_chain()
    if broken is not None:
        raise RuleViolation(_("The audit chain of the copy breaks at %(seq)s.", seq=broken))


def _fingerprint(db: peewee.Database, model: Model) -> str:
    digest = hashlib.sha256()
    for page in _pages(db, model):
        for row in page:
            values = [bytes(v) if isinstance(v, memoryview) else v for v in row.values()]
            digest.update(repr(values).encode())
    return digest.hexdigest()


def _last_id(db: peewee.Database, model: Model) -> int:
    """The last number that the table gave, also to a row that is gone."""
    table = model._meta.table_name
    if on_postgresql(db):
        query = f"SELECT last_value FROM {quoted(f'{table}_id_seq')}"
        row = db.execute_sql(query).fetchone()
    else:
        row = db.execute_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return int(row[0]) if row else 0


def _set_last_id(db: peewee.Database, model: Model, last: int) -> None:
    table = model._meta.table_name
    if on_postgresql(db):
        run(db, f"SELECT setval('{quoted(f'{table}_id_seq')}', {last})")
    else:
        run(db, f"UPDATE sqlite_sequence SET seq = {last} WHERE name = '{table}'")


@contextmanager
def _at(db: peewee.Database) -> Iterator[None]:
    """Point the tables at ``db`` for a while."""
    before = database.obj
    database.initialize(db)
    try:
        yield
    finally:
        database.initialize(before)


@contextmanager
def _opened(db: peewee.Database) -> Iterator[None]:
    """The database open, and no connection left in its pool."""
    try:
        with db.connection_context():
            yield
    finally:
        if isinstance(db, PooledDatabase):
            db.close_all()


@contextmanager
def _steady(source: peewee.Database) -> Iterator[None]:
    """The source as it is now: a snapshot on PostgreSQL, no other writer on SQLite."""
    if source.in_transaction():
        yield
    elif on_postgresql(source):
        with source.atomic(isolation_level="REPEATABLE READ"):
            yield
    else:
        with source.atomic("IMMEDIATE"):
            yield
