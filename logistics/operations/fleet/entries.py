"""What people enter beside the rows, checked against the columns that it goes into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from logistics.database import Record
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation
from logistics.operations.validation import REQUIRED, clean_values
from logistics.permissions import Actor
from logistics.tables.people import Staff
from logistics.wording import Words, _


def cleaned(
    model: type[Record], values: Mapping[str, Any], *, needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """``values`` as the columns of ``model`` keep them; ``needed`` ones may not be empty."""
    found, errors = clean_values(model, values)
    for name in needed:
        if name not in errors and found[name] in (None, ""):
            errors[name] = [REQUIRED]
    if errors:
        raise InvalidRecord(errors)
    return found


def need_reason(text: str, words: Words, field: str) -> str:
    """A reason that says something, at most as long as its column."""
    if not text.strip():
        raise RuleViolation(words, field=field)
    return text.strip()[:200]


def staff_behind(actor: Actor) -> Staff:
    """The actor as a member of staff: only a person with a name signs for a vehicle."""
    if actor.staff_id is None:
        raise NotPermitted(_("Only a member of staff can do this; your account belongs to none."))
    return Staff.get_by_id(actor.staff_id)


__all__ = ["cleaned", "need_reason", "staff_behind"]
