"""The connection, the clock and the root of every table."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

import peewee
from playhouse.pool import PooledPostgresqlDatabase, PooledSqliteDatabase

from logistics import grams
from logistics.columns import (
    Binary,
    Choice,
    Clock,
    Column,
    Day,
    DocNo,
    Exact,
    Flag,
    Instant,
    Key,
    LongText,
    Money,
    Percent,
    Price,
    Quantity,
    Reference,
    Score,
    Text,
    Whole,
    average,
    read_scaled,
    running,
    scaled,
    total,
    trimmed,
)
from logistics.declaration import SHARED, NoOverlap, Rule, Scope
from logistics.selecting import RecordSelect
from logistics.statements import insert_row, row_by_id
from logistics.wording import Words, _

__all__ = [
    "SHARED",
    "Binary",
    "Choice",
    "Clock",
    "Column",
    "Day",
    "DocNo",
    "Exact",
    "Flag",
    "Instant",
    "LongText",
    "Money",
    "NoOverlap",
    "Percent",
    "Price",
    "Quantity",
    "Record",
    "Reference",
    "Rule",
    "Scope",
    "Score",
    "Text",
    "Whole",
    "at",
    "average",
    "connect",
    "database",
    "is_postgresql",
    "local_day",
    "local_today",
    "lock",
    "now",
    "office_zone",
    "read_scaled",
    "running",
    "scaled",
    "streamed",
    "this_year",
    "total",
    "trimmed",
]

database = peewee.DatabaseProxy()
_told_time: ContextVar[dt.datetime | None] = ContextVar("told_time", default=None)

ROWS_A_FETCH = 1_000
SQLITE_PRAGMAS = {
    "journal_mode": "wal",
    "foreign_keys": 1,
    # NORMAL loses acknowledged commits when the power fails.
    "synchronous": "full",
    # Without it INSERT OR REPLACE deletes ledger rows past their trigger.
    "recursive_triggers": 1,
    "busy_timeout": 10_000,
}


def connect(url: str) -> peewee.Database:
    """The database at ``url``: ``sqlite:///path`` or ``postgresql://user@host1,host2/name?…``.

    Opens nothing. SQLite starts each transaction as a writer, because one that reads first and
    writes later is refused at once when another has written in between. PostgreSQL runs without
    prepared statements: a pooler in between loses them, and generic plans miss partial indexes.
    """
    if url.startswith("sqlite:"):
        path = url.removeprefix("sqlite:///") if url != "sqlite:///:memory:" else ":memory:"
        if path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        # Kept open: to read the schema of so many tables takes longer than most pages.
        kind = PooledSqliteDatabase if path != ":memory:" else peewee.SqliteDatabase
        return for_search(
            kind(
                path,
                pragmas=SQLITE_PRAGMAS,
                lock_type="IMMEDIATE",
                autoconnect=False,
                timeout=10,
                # One thread at a time has a connection, but not always the same one.
                check_same_thread=False,
            )
        )
    if url.startswith(("postgresql://", "postgres://")):
        pool: peewee.Database = PooledPostgresqlDatabase(
            url.replace("postgres://", "postgresql://", 1),
            max_connections=20,
            stale_timeout=300,
            timeout=10,
            autoconnect=False,
            prefer_psycopg3=True,
            prepare_threshold=None,
        )
        return pool
    raise ValueError(f"DATABASE_URL names neither sqlite:/// nor postgresql://: {url}")


def is_postgresql() -> bool:
    """Whether the database in use is PostgreSQL."""
    return isinstance(database.obj, peewee.PostgresqlDatabase)


def for_search(db: peewee.SqliteDatabase) -> peewee.SqliteDatabase:
    """``db`` with the functions that the triggers of text search call on every connection."""
    db.register_function(grams.tokens, "search_tokens", 3, deterministic=True)
    db.register_function(grams.initials, "search_initials", 1, deterministic=True)
    return db


def lock(query: Any) -> Any:
    """``query`` with its rows locked until commit; on SQLite the transaction already locks all.

    Ids never change, so rows that refer to the locked ones may still be added meanwhile.
    """
    return query.for_update("FOR NO KEY UPDATE") if is_postgresql() else query


def streamed(query: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a query as the driver gives them, never all of them at once.

    PostgreSQL's driver would fetch them all; it reads on from a cursor within one transaction.
    """
    text, values = query.sql()
    if not is_postgresql():
        yield from database.execute_sql(text, values)
        return
    with database.atomic(), database.connection().cursor("streamed") as cursor:
        cursor.itersize = ROWS_A_FETCH
        cursor.execute(text, values)
        yield from cursor


def now() -> dt.datetime:
    """The present moment, aware and in UTC."""
    return _told_time.get() or dt.datetime.fromtimestamp(time.time(), dt.UTC)


@contextmanager
def at(moment: dt.datetime) -> Iterator[None]:
    """Work as if it were ``moment``: history is loaded through the operations of its day."""
    token = _told_time.set(moment.astimezone(dt.UTC))
    try:
        yield
    finally:
        _told_time.reset(token)


def office_zone() -> ZoneInfo:
    """The zone in which the office reads its clocks."""
    return ZoneInfo(os.environ.get("HOUQIN_TIMEZONE", "Asia/Shanghai"))


def local_day(moment: dt.datetime) -> dt.date:
    """The office's calendar day of a moment."""
    return moment.astimezone(office_zone()).date()


def local_today() -> dt.date:
    """The office's calendar day now."""
    return local_day(now())


def this_year() -> int:
    """The office's calendar year now."""
    return local_today().year


class Record(peewee.Model):
    """A row with an id, its times and the version that guards against lost updates."""

    LABEL: ClassVar[Words] = _("Record")
    LABEL_MANY: ClassVar[Words] = _("Records")
    LIST: ClassVar[tuple[str, ...]] = ()
    FORM: ClassVar[tuple[tuple[Words, tuple[str, ...]], ...]] = ()
    SEARCH: ClassVar[tuple[str, ...] | None] = None
    """Without it all short texts of the table; an empty one: no text at all."""
    SORT: ClassVar[str] = "-id"
    TODAY: ClassVar[str | None] = None
    AHEAD: ClassVar[str | None] = None
    """The day or moment up to which the menu opens the list, where rows are laid out in advance."""
    TITLE: ClassVar[str | None] = None
    TITLE_BESIDE: ClassVar[str | None] = None
    AUTHOR: ClassVar[str | None] = None
    OWNED: ClassVar[tuple[str, ...]] = ()
    DERIVED: ClassVar[Mapping[str, str]] = {}
    """Keys that follow from others, by the dotted path to them: nobody is asked for them."""
    SECRET: ClassVar[tuple[str, ...]] = ()
    PERSONAL: ClassVar[tuple[str, ...]] = ()
    SCOPE: ClassVar[Scope | None] = None
    DOCUMENT: ClassVar[str | None] = None
    EDITABLE_IN: ClassVar[tuple[str, ...]] = ()
    DELETABLE_IN: ClassVar[tuple[str, ...]] = ()
    PAGES: ClassVar[tuple[str, ...]] = (
        "list",
        "details",
        "new",
        "edit",
        "delete",
        "import",
        "export",
        "history",
    )
    NO_OVERLAP: ClassVar[tuple[NoOverlap, ...]] = ()
    CHECKS: ClassVar[tuple[Rule, ...]] = ()
    UNIQUE: ClassVar[tuple[tuple[str, ...], ...]] = ()
    INDEXES: ClassVar[tuple[tuple[str, ...], ...]] = ()
    APPEND_ONLY: ClassVar[bool] = False

    id = Key(_("ID"))
    created_at = Instant(_("Created at"), default=now)
    updated_at = Instant(_("Changed at"), default=now)
    row_version = Whole(_("Version"), default=1, minimum=1)

    class Meta:
        database = database
        legacy_table_names = False
        only_save_dirty = True

    @classmethod
    def validate_model(cls) -> None:
        """Called by peewee when the class is complete: turns the declaration into indexes."""
        super().validate_model()
        declared = [(columns, True) for columns in cls.__dict__.get("UNIQUE", ())]
        declared += [(columns, False) for columns in cls.__dict__.get("INDEXES", ())]
        cls._meta.indexes = [*(cls._meta.indexes or []), *declared]

    @classmethod
    def get_by_id(cls, pk: Any) -> Self:
        """As peewee's, with a statement that is put together once."""
        found: Self | None = row_by_id(cls, pk)
        if found is None:
            raise peewee.DoesNotExist(f"{cls.__name__} {pk}")
        return found

    def save(self, force_insert: bool = False, only: Any = None) -> Any:
        """As peewee's; a whole new row goes in by a statement that is put together once."""
        if not force_insert or only is not None:
            return super().save(force_insert=force_insert, only=only)
        insert_row(self)
        return 1

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        """Rules that one row can break by itself: pairs of column and problem."""
        return ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Keys as numbers (``site_id``) and what a query selects beside the columns."""
    else:  # of a type that peewee's own declares better

        @classmethod
        def select(cls, *fields):
            """As peewee's; the list of all columns is put together once."""
            return RecordSelect(cls, fields or cls._meta.sorted_fields, is_default=not fields)
