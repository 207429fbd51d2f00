"""What a piece of code asks the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from logistics.database import database

SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are sent while the block runs, but those of savepoints."""
    heard: list[str] = []

    def listen(event: Any) -> None:
        if not event.sql.startswith(SAVEPOINTS):
            heard.append(event.sql)

    hooks = database.obj.query_hooks
    hooks.append(listen)
    try:
        yield heard
    finally:
        hooks.remove(listen)
