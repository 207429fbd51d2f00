"""Delegations count once the absent person has confirmed them, and until he ends them."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.approvals import Delegation
from logistics.wording import _


def confirm_delegations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Let the delegates decide on the days named. Only the absent person himself may say so."""
    require_verb(actor, "confirm_delegations")

    def confirm(row: Seen) -> Delegation:
        delegation = _own(row, actor)
        if delegation.ends_on < local_today():
            raise RuleViolation(_("These days are over."), field="ends_on")
        if delegation.delegate.account_id is None:
            raise RuleViolation(
                _("%(name)s has no account to decide with.", name=delegation.delegate.name),
                field="delegate",
            )
        with explained(Delegation):
            return move(
                Delegation,
                row,
                to="confirmed",
                out_of=("draft",),
                actor=actor,
                verb="confirm_delegations",
            )

    return each(seen, confirm, done=_("Confirmed."), model=Delegation)


def end_delegations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take the decisions back from the delegates, at once."""
    require_verb(actor, "end_delegations")

    def end(row: Seen) -> Delegation:
        _own(row, actor)
        return move(
            Delegation, row, to="ended", out_of=("confirmed",), actor=actor, verb="end_delegations"
        )

    return each(seen, end, done=_("Ended."), model=Delegation)


def _own(seen: Seen, actor: Actor) -> Delegation:
    delegation = load(Delegation, seen)
    if delegation.delegator_id != actor.staff_id:
        raise NotPermitted(_("Only the absent person can confirm or end a delegation."))
    return delegation
