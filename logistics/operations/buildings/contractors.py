"""Contractors that may be dealt with, and those that may not."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today
from logistics.errors import WrongState
from logistics.operations.buildings.common import permitted, said
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change
from logistics.permissions import Actor, require_verb
from logistics.tables.buildings import Contractor
from logistics.wording import _


def blacklist_contractors(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Bar contractors from surveys, offers and contracts from now on; what runs goes on (R45)."""
    require_verb(actor, "blacklist_contractors")
    reason = said(reason, _("Say why the contractor is blacklisted."), "reason")

    def bar(row: Seen) -> Contractor:
        contractor = permitted(Contractor, row, "blacklist_contractors", actor)
        if contractor.is_blacklisted:
            raise WrongState(_("%(row)s is already blacklisted.", row=str(contractor)))
        changes = {
            "is_blacklisted": True,
            "blacklist_reason": reason,
            "blacklisted_on": local_today(),
        }
        return change(contractor, changes, actor=actor, verb="blacklist_contractors")

    return each(seen, bar, done=_("Put on the blacklist"), model=Contractor)


def reinstate_contractors(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Take contractors off the blacklist; the audit keeps why they stood on it."""
    require_verb(actor, "reinstate_contractors")
    reason = said(reason, _("Say why the contractor may be dealt with again."), "reason")

    def clear(row: Seen) -> Contractor:
        contractor = permitted(Contractor, row, "reinstate_contractors", actor)
        if not contractor.is_blacklisted:
            raise WrongState(_("%(row)s is not blacklisted.", row=str(contractor)))
        changes = {"is_blacklisted": False, "blacklist_reason": reason, "blacklisted_on": None}
        return change(contractor, changes, actor=actor, verb="reinstate_contractors")

    return each(seen, clear, done=_("Reinstated"), model=Contractor)
