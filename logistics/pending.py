"""Audit entries of one transaction, which wait for its end.

Of work on very many rows those that are settled wait in a file: they are certain to be appended
when the transaction is, and need no memory until then.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

Entry = dict[str, Any]


class Pending:
    """The entries in the order in which they were noted; a savepoint that fails takes its own."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._savepoints = 0
        self._file: Any = None

    def add(self, entry: Entry) -> None:
        """Note one entry."""
        self._entries.append(entry)

    def begin(self) -> int:
        """A savepoint begins: the place to go back to when it fails."""
        self._savepoints += 1
        return len(self._entries)

    def end(self, place: int, *, failed: bool) -> None:
        """A savepoint ends; when it failed, what was noted since ``place`` is forgotten."""
        self._savepoints -= 1
        if failed:
            del self._entries[place:]

    def settle(self) -> None:
        """Put away what only the end of the whole transaction can still take back."""
        if self._savepoints or not self._entries:
            return
        if self._file is None:
            self._file = TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115  closed by close()
        kept = [{**entry, "created_at": entry["created_at"].isoformat()} for entry in self._entries]
        self._file.write(json.dumps(kept) + "\n")
        self._entries.clear()

    def parts(self) -> Iterator[list[Entry]]:
        """All entries, those that were put away first."""
        if self._file is not None:
            self._file.seek(0)
            for line in self._file:
                yield [
                    {**entry, "created_at": dt.datetime.fromisoformat(entry["created_at"])}
                    for entry in json.loads(line)
                ]
        if self._entries:
            yield self._entries

    def close(self) -> None:
        """Give the file back."""
        if self._file is not None:
            self._file.close()
