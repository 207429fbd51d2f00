"""What the operations of buildings share: values made clean, rows that may be worked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from logistics.database import Record
from logistics.errors import InvalidRecord, RuleViolation
from logistics.operations.outcomes import Seen
from logistics.operations.transitions import load
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.tables.buildings import Contractor
from logistics.wording import Words, _

Row = TypeVar("Row", bound=Record)


def permitted(model: type[Row], seen: Seen, verb: str, actor: Actor) -> Row:
    """The row as it was seen, for which the actor holds ``verb``."""
    row = load(model, seen)
    require_verb(actor, verb, row)
    return row


def cleaned(model: type[Record], values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` as the table's columns keep them; InvalidRecord names what is wrong."""
    kept, errors = clean_values(model, values)
    if errors:
        raise InvalidRecord(errors)
    return kept


def said(text: str, words: Words, field: str) -> str:
    """A text that says something."""
    if not text.strip():
        raise RuleViolation(words, field=field)
    return text.strip()


def require_trustworthy(contractor: Contractor) -> None:
    """Refuse a contractor that is blacklisted or no longer in use."""
    if contractor.is_blacklisted:
        raise RuleViolation(
            _(
                "%(contractor)s is blacklisted: %(reason)s. Only the director can reinstate it.",
                contractor=contractor.name,
                reason=contractor.blacklist_reason,
            ),
            field="contractor",
        )
    if not contractor.is_active:
        raise RuleViolation(
            _("%(contractor)s is no longer in use.", contractor=contractor.name),
            field="contractor",
        )


def contractor_of(contractor_id: Any) -> Contractor:
    """The contractor that a form names, if it may be dealt with."""
    contractor = Contractor.get_or_none(Contractor.id == contractor_id)
    if contractor is None:
        raise RuleViolation(_("Choose one from the list."), field="contractor")
    require_trustworthy(contractor)
    return contractor
