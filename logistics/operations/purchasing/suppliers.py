"""Suppliers that may be dealt with, and those that may not."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today
from logistics.errors import RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.stock.numbers import require_reason
from logistics.operations.transitions import change, load
from logistics.permissions import Actor, require_verb
from logistics.tables.purchasing import Supplier
from logistics.wording import _


def blacklist_suppliers(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Bar suppliers from offers, awards and orders from now on; what is ordered stays ordered."""
    reason = require_reason(reason, _("Say why the supplier is blacklisted."))

    def bar(wanted: Seen) -> Supplier:
        supplier = load(Supplier, wanted)
        require_verb(actor, "blacklist_suppliers", supplier)
        if supplier.is_blacklisted:
            raise WrongState(_("%(supplier)s is already blacklisted.", supplier=str(supplier)))
        changes = {
            "is_blacklisted": True,
            "blacklist_reason": reason,
            "blacklisted_on": local_today(),
        }
        return change(supplier, changes, actor=actor, verb="blacklist_suppliers")

    return each(seen, bar, done=_("Put on the blacklist"), model=Supplier)


def reinstate_suppliers(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take suppliers off the blacklist; the audit keeps why they stood on it."""
    reason = require_reason(reason, _("Say why the supplier may be dealt with again."))

    def clear(wanted: Seen) -> Supplier:
        supplier = load(Supplier, wanted)
        require_verb(actor, "reinstate_suppliers", supplier)
        if not supplier.is_blacklisted:
            raise WrongState(_("%(supplier)s is not blacklisted.", supplier=str(supplier)))
        changes = {"is_blacklisted": False, "blacklist_reason": reason, "blacklisted_on": None}
        return change(supplier, changes, actor=actor, verb="reinstate_suppliers")

    return each(seen, clear, done=_("Reinstated"), model=Supplier)


def require_trustworthy(supplier: Supplier) -> None:
    """Refuse a supplier that is blacklisted or no longer in use."""
    if supplier.is_blacklisted:
        raise RuleViolation(
            _(
                "%(supplier)s is blacklisted: %(reason)s. Only the director can reinstate it.",
                supplier=supplier.name,
                reason=supplier.blacklist_reason,
            ),
            field="supplier",
        )
    if not supplier.is_active:
        raise RuleViolation(
            _("%(supplier)s is no longer in use.", supplier=supplier.name), field="supplier"
        )


__all__ = ["blacklist_suppliers", "reinstate_suppliers", "require_trustworthy"]
