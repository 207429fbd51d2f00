"""Document numbers: prefix, day, number of the day. No gap and no double."""

from __future__ import annotations

import datetime as dt

from logistics.database import local_today, now
from logistics.tables.system import DocumentCounter


def take_number(prefix: str, day: dt.date | None = None) -> str:
    """The next number, ``PR-20260612-003``.

    The counter's row is taken in the caller's transaction: whoever comes next waits for its end,
    and a rollback gives the number back.
    """
    day = day or local_today()
    last = (
        DocumentCounter.insert(prefix=prefix, day=day, last=1)
        .on_conflict(
            conflict_target=(DocumentCounter.prefix, DocumentCounter.day),
            update={
                DocumentCounter.last: DocumentCounter.last + 1,
                DocumentCounter.updated_at: now(),
            },
        )
        .returning(DocumentCounter.last)
        .tuples()
        .execute()
    )
    (number,) = next(iter(last))
    return f"{prefix}-{day:%Y%m%d}-{number:03d}"
