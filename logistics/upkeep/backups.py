"""Backups that were read back before they are called backups, and restoring from them.

A copy of the file misses what stands in the write-ahead log, or tears it; SQLite writes its copy
itself. PostgreSQL's own ``pg_dump`` and ``pg_restore`` do the rest and have to be installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import peewee

from logistics.auditing import verify_chain
from logistics.database import database
from logistics.errors import RuleViolation
from logistics.schema.building import on_postgresql
from logistics.schema.history import History, Standing
from logistics.wording import Words, _

SQLITE_HEADER = b"SQLite format 3\x00"
DUMP_HEADER = b"PGDMP"
CHUNK = 1024 * 1024


def back_up(file: Path) -> str:
    """Write the whole database to ``file``, consistent while others write; gives its SHA-256.

    Refused when the file exists, or when what was written does not read back whole.
    """
    if file.exists():
        raise RuleViolation(_("%(file)s exists; a backup overwrites nothing.", file=str(file)))
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        if on_postgresql(database):
            _run("pg_dump", "--format=custom", f"--file={part}", f"--dbname={address()}")
            _run("pg_restore", "--list", str(part))
        else:
            database.execute_sql("VACUUM INTO ?", (str(part),))
            _require_whole(part)
        digest = _digest(part)
        _write_through(part)
        part.rename(file)
        _write_through(file.parent)
    finally:
        part.unlink(missing_ok=True)
    return digest


def restore(file: Path) -> None:
    """Put the database into the state of ``file``; what was in it before is gone.

    Refused for a file that is no whole backup of this kind of database, or of a newer release. A
    backup of an older release is migrated. Nobody else may be using the database.
    """
    if on_postgresql(database):
        _require_header(file, DUMP_HEADER)
        _require_known(_migrations_in_dump(file))
        flags = ("--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction")
        _run("pg_restore", *flags, f"--dbname={address()}", str(file))
    else:
        _require_header(file, SQLITE_HEADER)
        _require_whole(file)
        with _looking_at(file):
            _require_known(list(History(database).applied()))
        with sqlite3.connect(file) as source:
            source.backup(database.connection())
        source.close()
    History(database).up()
    broken = verify_chain()
    if broken is not None:
        raise RuleViolation(_("The audit chain of the backup breaks at %(seq)s.", seq=broken))


def address() -> str:
    """The address of the database in use, as it was given."""
    return str(database.obj.database)


def _require_header(file: Path, header: bytes) -> None:
    with file.open("rb") as content:
        if content.read(len(header)) != header:
            raise RuleViolation(
                _("%(file)s is no backup of this kind of database.", file=str(file))
            )


def _require_whole(file: Path) -> None:
    """Refuse a file that SQLite finds damaged, or whose audit chain is broken."""
    with _looking_at(file):
        try:
            faults = database.execute_sql("PRAGMA integrity_check").fetchall()
            orphans = database.execute_sql("PRAGMA foreign_key_check").fetchall()
        except peewee.DatabaseError as error:
            raise RuleViolation(_damaged(file, str(error))) from error
        if faults != [("ok",)] or orphans:
            raise RuleViolation(_damaged(file, str(faults[0][0])))
        broken = verify_chain() if database.table_exists("audit_entry") else None
        if broken is not None:
            raise RuleViolation(_damaged(file, f"audit {broken}"))


def _require_known(applied: list[str]) -> None:
    """Refuse the migrations of a newer release before anything is replaced."""
    ours = {migration.name for migration in History(database).migrations()}
    unknown = tuple(name for name in applied if name not in ours)
    Standing(applied=(), pending=(), unknown=unknown, altered=()).require_known()


def _migrations_in_dump(file: Path) -> list[str]:
    rows = _run("pg_restore", "--data-only", "--table=schema_migration", "--file=-", str(file))
    return [line.split("\t")[1] for line in rows.splitlines() if "\t" in line]


def _damaged(file: Path, detail: str) -> Words:
    return _("%(file)s is damaged: %(detail)s", file=str(file), detail=detail)


@contextmanager
def _looking_at(file: Path) -> Iterator[None]:
    """Point the tables at another SQLite file for a while."""
    ours = database.obj
    other = peewee.SqliteDatabase(str(file), pragmas={"query_only": 1})
    database.initialize(other)
    try:
        with other.connection_context():
            yield
    finally:
        database.initialize(ours)


def _run(program: str, *arguments: str) -> str:
    path = shutil.which(program)
    if path is None:
        newest = max(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), default=None)
        if newest is None:
            raise RuleViolation(_("%(program)s is not installed here.", program=program))
        path = str(newest)
    done = subprocess.run([path, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        words = done.stderr.strip().splitlines()
        raise RuleViolation(
            _("%(program)s failed: %(error)s", program=program, error=words[-1] if words else "?")
        )
    return done.stdout


def _digest(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _write_through(path: Path) -> None:
    """Have a file, or the names in a folder, reach the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
