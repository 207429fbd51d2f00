"""What was changed on a purchase request since somebody looked at it, from the audit entries."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from logistics.tables.purchasing import PurchaseRequest, PurchaseRequestLine, Quotation
from logistics.tables.system import AuditEntry

LINE_TABLE = PurchaseRequestLine._meta.table_name
QUOTATION_TABLE = Quotation._meta.table_name


@dataclass(frozen=True)
class Changes:
    """Who changed the request last and when, and the values of before.

    ``fields`` is by column of the request, ``lines`` by line id and column; both give the value of
    before as the audit keeps it. ``added`` and ``removed`` count lines and quotations.
    """

    who: str = ""
    at: dt.datetime | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    lines: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    new_lines: frozenset[int] = frozenset()
    removed_lines: int = 0
    new_quotations: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """How many places changed; sums that follow from lines are not counted again."""
        return (
            len(self.fields.keys() - {"amount", "estimate"})
            + len(self.lines)
            + len(self.new_lines)
            + self.removed_lines
            + len(self.new_quotations)
        )


SHOWN = ("amount", "estimate", "awarded", "purpose", "reason", "need_by", "off_plan_reason")


def changes_since(request: PurchaseRequest, moment: dt.datetime) -> Changes:
    """What others entered after ``moment``; of a value changed twice, the first one of before."""
    fields: dict[str, Any] = {}
    lines: dict[int, dict[str, Any]] = {}
    new_lines: set[int] = set()
    removed = 0
    new_quotations: set[int] = set()
    last: AuditEntry | None = None
    for entry, changes in _entries(request, moment):
        last = entry
        if entry.table == QUOTATION_TABLE:
            new_quotations.add(entry.row_id)
        elif entry.table == LINE_TABLE and entry.verb == "create":
            new_lines.add(entry.row_id)
        elif entry.table == LINE_TABLE and entry.verb == "delete":
            removed += entry.row_id not in new_lines
            new_lines.discard(entry.row_id)
            lines.pop(entry.row_id, None)
        else:
            target = fields if entry.table != LINE_TABLE else lines.setdefault(entry.row_id, {})
            for name, (before, _after) in changes.items():
                if entry.table == LINE_TABLE or name in SHOWN:
                    target.setdefault(name, before)
    return Changes(
        who=last.actor.partition(" (")[0] if last else "",
        at=last.created_at if last else None,
        fields=fields,
        lines={line: columns for line, columns in lines.items() if columns},
        new_lines=frozenset(new_lines),
        removed_lines=removed,
        new_quotations=frozenset(new_quotations),
    )


def _entries(
    request: PurchaseRequest, moment: dt.datetime
) -> list[tuple[AuditEntry, dict[str, Any]]]:
    """The entries about the request, its lines and its quotations, oldest first."""
    tables = [request._meta.table_name, LINE_TABLE, QUOTATION_TABLE]
    own_lines = {
        row.id for row in PurchaseRequestLine.select().where(PurchaseRequestLine.request == request)
    }
    own_quotations = {row.id for row in Quotation.select().where(Quotation.request == request)}
    query = AuditEntry.select().where(AuditEntry.created_at > moment, AuditEntry.table.in_(tables))
    found = []
    for entry in query.order_by(AuditEntry.seq):
        changes = json.loads(entry.changes)
        mine = {
            request._meta.table_name: entry.row_id == request.id,
            # A line that is gone still says in its last entry which request it was part of.
            LINE_TABLE: entry.row_id in own_lines or request.id in changes.get("request", ()),
            QUOTATION_TABLE: entry.row_id in own_quotations,
        }
        if mine[entry.table]:
            found.append((entry, changes))
    return found


__all__ = ["Changes", "changes_since"]
