"""One unit of work: a transaction that leaves its trace.

Every changed row gives one audit entry. The entries wait until the outermost transaction ends and
are then appended to the hash chain together, as its last statements: appending after every row
would hold the chain's head for the whole work and deadlock writers with each other.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from typing import Any

from logistics import notices
from logistics.database import Record, database, lock, now
from logistics.inserting import insert_rows
from logistics.pending import Pending
from logistics.permissions import Actor
from logistics.tables.system import AuditEntry, AuditHead

GENESIS = "0" * 64
HASHED = (
    "seq",
    "created_at",
    "account",
    "actor",
    "door",
    "verb",
    "table",
    "row_id",
    "row_label",
    "changes",
)
UNTOLD = frozenset({"id", "created_at", "created_by", "updated_at", "updated_by", "row_version"})
FEW = 100
COLUMNS = (*HASHED, "previous_hash", "entry_hash")

_entries: ContextVar[Pending | None] = ContextVar("audit_entries", default=None)


@contextmanager
def transaction() -> Iterator[None]:
    """All or nothing, with the audit entries and notices of what was done.

    Inside another it is a savepoint: if it fails, its entries and notices go with it.
    """
    entries = _entries.get()
    if entries is not None:
        place, told = entries.begin(), notices.mark()
        try:
            with database.atomic():
                yield
        except BaseException:
            entries.end(place, failed=True)
            notices.forget_since(told)
            raise
        entries.end(place, failed=False)
        return
    entries = Pending()
    token, inbox = _entries.set(entries), notices.collect()
    try:
        with database.atomic():
            yield
            notices.deliver()
            _append(entries)
    finally:
        entries.close()
        notices.restore(inbox)
        _entries.reset(token)


def settle() -> None:
    """Say, in the midst of work on very many rows, that what was noted so far needs no memory.

    Without effect inside a savepoint, which may still take its entries back.
    """
    entries = _entries.get()
    if entries is not None:
        entries.settle()


def snapshot(row: Record) -> dict[str, Any]:
    """The row's values by column, to be compared after a change."""
    return dict(row.__data__)


def record(
    actor: Actor,
    verb: str,
    row: Record,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note what ``actor`` did to ``row``.

    ``before`` is a snapshot, None for a new row. ``after`` is the row's own values unless given;
    an empty one says that the row is gone. Only columns that differ are kept.
    """
    values = row.__data__ if after is None else after
    note(
        actor,
        verb,
        table=row._meta.table_name,
        row_id=row.id,
        row_label=str(row)[:200],
        changes=changes_between(type(row), before or {}, values),
    )


def note(
    actor: Actor,
    verb: str,
    *,
    table: str = "",
    row_id: int | None = None,
    row_label: str = "",
    changes: Mapping[str, Any] | None = None,
) -> None:
    """Note an act by its parts; for what is no change of one row, and for set-wise work."""
    entries = _entries.get()
    if entries is None:
        raise RuntimeError("audit entries belong inside auditing.transaction()")
    entries.add(
        {
            "created_at": now(),
            "account": actor.account_id,
            "actor": _who(actor),
            "door": actor.door,
            "verb": verb,
            "table": table,
            "row_id": row_id,
            "row_label": row_label,
            "changes": json.dumps(changes or {}, ensure_ascii=False, sort_keys=True),
        }
    )


def changes_between(
    model: type[Record], before: Mapping[str, Any], after: Mapping[str, Any]
) -> dict[str, list[Any]]:
    """``{column: [before, after]}`` of the columns that differ, fit for JSON.

    A secret column is only named. A personal one stands as a salted digest, so that the row can be
    purged later while the chain stays whole.
    """
    changes: dict[str, list[Any]] = {}
    for name in model._meta.sorted_field_names:
        old, new = before.get(name), after.get(name)
        if name in UNTOLD or old == new:
            continue
        if name in model.SECRET:
            changes[name] = [None if old is None else "…", None if new is None else "…"]
        elif name in model.PERSONAL:
            changes[name] = [_digest(old), _digest(new)]
        else:
            changes[name] = [_plain(old), _plain(new)]
    return changes


def entry_hash(entry: Mapping[str, Any], previous: str) -> str:
    """SHA-256 over every business column of an entry and the hash before it."""
    body = [_plain(entry[name]) for name in HASHED]
    text = json.dumps([previous, *body], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify_chain() -> int | None:
    """The number of the first entry that breaks the chain, or None when it is whole."""
    previous, expected = GENESIS, 0
    for row in AuditEntry.select().order_by(AuditEntry.seq).iterator():
        expected += 1
        values = {**row.__data__}
        if row.seq != expected or row.previous_hash != previous:
            return expected
        if row.entry_hash != entry_hash(values, previous):
            return expected
        previous = row.entry_hash
    head = AuditHead.get_or_none()
    whole = head is None if expected == 0 else head is not None and head.entry_hash == previous
    return None if whole else expected + 1


def _append(pending: Pending) -> None:
    parts = pending.parts()
    entries = next(parts, None)
    if entries is None:
        return
    head = lock(AuditHead.select()).first()
    if head is None:
        AuditHead.insert(id=1, seq=0, entry_hash=GENESIS).on_conflict_ignore().execute()
        head = lock(AuditHead.select()).get()
    seq, previous = head.seq, head.entry_hash
    while entries is not None:
        for entry in entries:
            seq += 1
            entry.update(seq=seq, previous_hash=previous)
            previous = entry["entry_hash"] = entry_hash(entry, previous)
        _insert(entries)
        entries = next(parts, None)
    AuditHead.update(seq=seq, entry_hash=previous, updated_at=now()).where(
        AuditHead.id == head.id
    ).execute()


def _insert(entries: list[dict[str, Any]]) -> None:
    if len(entries) <= FEW:
        AuditEntry.insert_many(entries).execute()
        return
    # Whoever else writes waits for the head of the chain meanwhile.
    rows = ([entry[name] for name in COLUMNS] for entry in entries)
    insert_rows(AuditEntry, COLUMNS, rows, constants=[("updated_at", now()), ("row_version", 1)])


def _who(actor: Actor) -> str:
    name = f"{actor.name} ({actor.login})"
    if actor.door == "command":
        name += f" · {_os_user()}"
    return name[:120]


@cache
def _os_user() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return "?"


def _digest(value: Any) -> str | None:
    if value in (None, ""):
        return None
    salt = os.urandom(8).hex()
    return f"{salt}:{hashlib.sha256(f'{salt}{value}'.encode()).hexdigest()}"


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return hashlib.sha256(bytes(value)).hexdigest()
    return value
