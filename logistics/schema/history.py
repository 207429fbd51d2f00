"""Which migrations a database has, and the way to the rest.

peewee's own runner does the work; around it stand what several servers and years need: one at a
time, the digest of every applied file, a word about a database that is ahead of the program, and
triggers that survive SQLite's rebuild of a table.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import peewee
from playhouse import migrate, migrations

from logistics.database import Instant, Text, now
from logistics.schema.building import AnyDatabase, SchemaError, on_postgresql

DIRECTORY = Path(__file__).resolve().parents[2] / "migrations"
LOCK = 0x486F7571696E  # "Houqin"; every server of one database takes the same advisory lock


@dataclass(frozen=True)
class Standing:
    """Where a database stands; names of migrations in their order."""

    applied: tuple[str, ...]
    pending: tuple[str, ...]
    unknown: tuple[str, ...]
    altered: tuple[str, ...]

    @property
    def current(self) -> bool:
        """Whether this program and this database belong together."""
        return not (self.pending or self.unknown or self.altered)

    def require_known(self) -> None:
        """Refuse a history that this program did not write."""
        if self.unknown:
            raise SchemaError(
                f"the database was migrated by a newer release ({', '.join(self.unknown)}); "
                "install that release, or restore the backup made before it"
            )
        if self.altered:
            raise SchemaError(
                f"{', '.join(self.altered)} was changed after it had been applied; "
                "put the file back and write a further migration"
            )


class History(migrations.Runner):
    """The migrations of one database."""

    def __init__(self, db: AnyDatabase, directory: Path = DIRECTORY) -> None:
        real = getattr(db, "obj", None) or db
        super().__init__(real, str(directory))
        if not on_postgresql(real):
            self.migrator = TriggerKeeper(real)

        class Applied(peewee.Model):
            name = peewee.TextField(unique=True)
            applied = Instant("", default=now)
            digest = Text("", max_length=64)

            class Meta:
                database = real
                table_name = self.table_name

        self.History = Applied

    def standing(self) -> Standing:
        """Files and database compared; changes nothing."""
        rows = self.status()
        digests = self._digests()
        return Standing(
            applied=tuple(row.name for row in rows if row.applied),
            pending=tuple(row.name for row in rows if row.path and not row.applied),
            unknown=tuple(row.name for row in rows if row.applied and not row.path),
            altered=tuple(
                row.name
                for row in rows
                if row.applied and row.path and digests[row.name] != file_digest(row.path)
            ),
        )

    def up(self, target: str | None = None, fake: bool = False) -> list[str]:
        """Apply what is pending, up to ``target``; a second server waits and then finds nothing."""
        with self._alone():
            self.standing().require_known()
            applied: list[str] = super().up(target, fake)
            return applied

    def down(self, target: str | None = None) -> list[str]:
        """Revert the last migration, or all back through ``target``."""
        with self._alone():
            self.standing().require_known()
            reverted: list[str] = super().down(target)
            return reverted

    def _run(self, name: str, module: ModuleType, direction: str, fake: bool = False) -> None:
        try:
            self._step(name, module, direction, fake)
        except peewee.IntegrityError as error:
            raise SchemaError(
                f"{name} {direction}: rows are there that the other shape has no place for, "
                f"and nothing was changed ({str(error).splitlines()[0]})"
            ) from error

    def _step(self, name: str, module: ModuleType, direction: str, fake: bool) -> None:
        with self.migrator.migration_context(getattr(module, "atomic", True)):
            if not fake:
                getattr(module, direction)(self.migrator, self.database)
            if direction == "up":
                digest = file_digest(Path(self.directory) / f"{name}.py")
                self.History.create(name=name, digest=digest)
            else:
                self.History.delete().where(self.History.name == name).execute()

    def _digests(self) -> dict[str, str]:
        if not self.History.table_exists():
            return {}
        return {row.name: row.digest for row in self.History.select()}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep other servers out. On SQLite all pending files are one transaction.

        Keys are not enforced meanwhile on SQLite, where a table is rebuilt by dropping it; they are
        counted before the commit. The switch has no effect once a transaction has begun.
        """
        db = self.database
        if on_postgresql(db):
            db.execute_sql("SELECT pg_advisory_lock(%s)", (LOCK,))
            try:
                yield
            finally:
                db.execute_sql("SELECT pg_advisory_unlock(%s)", (LOCK,))
            return
        enforced = bool(db.pragma("foreign_keys"))
        db.pragma("foreign_keys", 0)
        try:
            with db.atomic("IMMEDIATE"):
                yield
                broken = db.execute_sql("PRAGMA foreign_key_check").fetchall()
                if broken:
                    raise SchemaError(f"rows point to rows that are gone: {broken[:5]}")
        finally:
            db.pragma("foreign_keys", int(enforced))


class TriggerKeeper(migrate.SqliteMigrator):
    """peewee rebuilds a table of SQLite without its triggers; this puts them back."""

    @migrate.operation  # type: ignore[untyped-decorator]  # no types
    def _update_column(self, table: str, column: str, change: Any) -> list[Any]:
        triggers = self.database.execute_sql(
            "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        rebuild = super()._update_column(table, column, change)
        return [rebuild, *(peewee.SQL(sql) for (sql,) in triggers)]


def standing_of(db: AnyDatabase) -> Standing:
    """Where ``db`` stands."""
    return History(db).standing()


def file_digest(path: str | Path) -> str:
    """SHA-256 of a migration; line ends do not count, since a checkout may change them."""
    content = Path(path).read_bytes().replace(b"\r\n", b"\n")
    return hashlib.sha256(content).hexdigest()


__all__ = ["History", "Standing", "TriggerKeeper", "file_digest", "standing_of"]
