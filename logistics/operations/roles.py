"""Roles of persons: proposed by one, given or withdrawn once another has confirmed.

Nobody confirms what he proposed himself, nor a role of his own.
"""

from __future__ import annotations

from collections.abc import Sequence

from logistics.auditing import record, snapshot, transaction
from logistics.errors import Conflict, NotFound, NotPermitted, StaleRecord, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.rights import guard_proposer, insert, tell_confirmers
from logistics.operations.sessions import end_sessions
from logistics.operations.transitions import change, load
from logistics.permissions import SYSTEM, Actor, require_verb
from logistics.tables.base import Account
from logistics.tables.system import AccountRole, Role
from logistics.wording import _


def propose_roles(*, seen: Sequence[Seen], role: int, actor: Actor) -> list[Outcome]:
    """Propose that the accounts get a role."""
    require_verb(actor, "propose_rights")

    def propose(row: Seen) -> AccountRole:
        account, wanted = load(Account, row), load(Role, Seen(role))
        if AccountRole.get_or_none(account=account, role=wanted):
            raise Conflict(
                _(
                    "%(account)s has the role “%(role)s” already, or it is proposed.",
                    account=str(account),
                    role=str(wanted),
                )
            )
        tell_confirmers(
            _(
                "%(who)s proposes the role “%(role)s” for %(account)s.",
                who=actor.name,
                role=str(wanted),
                account=str(account),
            ),
            actor,
        )
        held = AccountRole(account=account, role=wanted, proposed_by=actor.account_id)
        return insert(held, actor, "propose_roles")

    with explained(AccountRole):
        return each(seen, propose, done=_("Proposed."), model=Account)


def withdraw_roles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Propose that persons lose a role; one that was only proposed is taken back at once."""
    require_verb(actor, "propose_rights")

    def withdraw(row: Seen) -> AccountRole:
        held = load(AccountRole, row)
        if held.status == "proposed":
            return _remove(held, actor, "withdraw_roles")
        if held.status == "withdrawing":
            raise WrongState(_("The withdrawal of this role is proposed already."))
        tell_confirmers(
            _("%(who)s proposes to withdraw a role: %(held)s", who=actor.name, held=str(held)),
            actor,
        )
        changes = {"status": "withdrawing", "proposed_by": actor.account_id}
        return change(held, changes, actor=actor, verb="withdraw_roles")

    return each(seen, withdraw, done=_("Withdrawal proposed."), model=AccountRole)


def confirm_roles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give or take the roles as proposed. The persons' sessions end: they log in anew."""
    require_verb(actor, "confirm_rights")

    def confirm(row: Seen) -> AccountRole:
        held = _proposed_role(row)
        guard_proposer(held.proposed_by_id, actor)
        if held.account_id == actor.account_id:
            raise NotPermitted(_("Nobody confirms a role of his own."))
        if held.status == "withdrawing":
            _remove(held, actor, "confirm_roles")
        else:
            changes = {"status": "confirmed", "confirmed_by": actor.account_id}
            change(held, changes, actor=actor, verb="confirm_roles")
            notify(held.account, _("You now have the role “%(role)s”.", role=str(held.role)))
        end_sessions(account_id=held.account_id, reason="rights", actor=actor)
        return held

    return each(seen, confirm, done=_("In force."), model=AccountRole)


def refuse_roles(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Leave things as they were before the proposal."""
    require_verb(actor, "confirm_rights")

    def refuse(row: Seen) -> AccountRole:
        held = _proposed_role(row)
        if held.status == "proposed":
            return _remove(held, actor, "refuse_roles")
        changes = {"status": "confirmed", "proposed_by": None}
        return change(held, changes, actor=actor, verb="refuse_roles")

    return each(seen, refuse, done=_("Refused."), model=AccountRole)


def appoint(*, account: Account, roles: Sequence[str]) -> None:
    """Give roles without a proposal: the operator at the command line, who has nobody above him.

    Raises NotFound naming the role that does not exist.
    """
    with transaction():
        for code in roles:
            role = Role.get_or_none(Role.code == code)
            if role is None:
                raise NotFound(_("There is no role “%(code)s”.", code=code))
            if not AccountRole.get_or_none(account=account, role=role):
                insert(
                    AccountRole(account=account, role=role, status="confirmed"), SYSTEM, "appoint"
                )


def _proposed_role(row: Seen) -> AccountRole:
    held = load(AccountRole, row)
    if held.status == "confirmed":
        raise WrongState(_("Nothing is proposed for this role any more."))
    return held


def _remove(held: AccountRole, actor: Actor, verb: str) -> AccountRole:
    """Delete the row that was read; StaleRecord when somebody else was faster."""
    deleted = (
        AccountRole.delete()
        .where(AccountRole.id == held.id, AccountRole.row_version == held.row_version)
        .execute()
    )
    if deleted != 1:
        raise StaleRecord(
            _("Somebody else has just changed %(row)s. Look at it again first.", row=str(held))
        )
    record(actor, verb, held, before=snapshot(held), after={})
    return held
