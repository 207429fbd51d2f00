"""The audit entries of one row, as people read them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

import peewee

from admin_views import words
from admin_views.codes import verb_label
from logistics.columns import Choice, Exact, Instant, Reference
from logistics.database import Record
from logistics.permissions import area_of
from logistics.wording import _
from models import ALL_MODELS, AuditEntry

MOST_ENTRIES = 200
DIGESTED = _("not kept, only a digest of it")
Names = dict[tuple[type[Record], int], str]


def history_of(row: Record) -> list[dict[str, Any]]:
    """What happened to a row, the latest first."""
    entries = (
        AuditEntry.select()
        .where((AuditEntry.table == row._meta.table_name) & (AuditEntry.row_id == row.id))
        .order_by(AuditEntry.seq.desc())
        .limit(MOST_ENTRIES)
    )
    names: Names = {}
    return [
        {
            "at": entry.created_at,
            "who": entry.actor,
            "door": AuditEntry._meta.fields["door"].labels[entry.door],
            "verb": verb_label(entry.verb),
            "changes": changes_shown(type(row), entry.changes, names),
        }
        for entry in entries
    ]


def changes_shown(model: type[Record], text: str, names: Names) -> list[dict[str, Any]]:
    """The changed columns with their labels and both values."""
    shown = []
    for name, values in json.loads(text).items():
        field = model._meta.fields.get(name)
        before, after = (value_shown(field, value, names) for value in values)
        shown.append({"label": _label(model, name), "before": before, "after": after})
    return shown


def _label(model: type[Record], name: str) -> Any:
    """What people call a changed column.

    An operation may note with a row what it wrote to a balance or a ledger: such a name has its
    label, and nothing but its label, from another table of the area.
    """
    area = [other for other in ALL_MODELS if area_of(other) == area_of(model)]
    found = (other._meta.fields.get(name) for other in (model, *area))
    field = next(filter(None, found), None)
    return name if field is None else field.verbose_name


def value_shown(field: peewee.Field | None, value: Any, names: Names) -> Any:
    """A value of the audit as people read it; ``names`` keeps what rows are called."""
    if field is None or value in (None, ""):
        return value
    if field.name in field.model.PERSONAL:
        return DIGESTED
    if field.name in field.model.SECRET:
        return value  # the audit only names it
    if isinstance(field, Choice):
        return field.labels.get(value, value)
    if isinstance(field, Reference):
        key = (field.rel_model, value)
        if key not in names:
            row = field.rel_model.get_or_none(field.rel_model.id == value)
            names[key] = f"#{value}" if row is None else str(row)
        return names[key]
    if isinstance(field, Instant):
        return words.instant(dt.datetime.fromisoformat(value))
    if isinstance(field, Exact):
        return words.number(Decimal(value))
    return words.written(value) if isinstance(value, bool) else value
