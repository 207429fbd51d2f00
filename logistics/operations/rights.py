"""Rights of roles: proposed by one person, put into force by another.

Whatever is changed here is first a proposal. It counts once somebody who may confirm rights has
agreed to it, and nobody confirms what he proposed himself, so that no one person can give himself
a power. A right is never deleted, only set to “none”: a row that is missing is a default that has
not been seeded yet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from logistics.auditing import record, transaction
from logistics.errors import InvalidRecord, NotPermitted, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load
from logistics.permissions import Actor, require_verb
from logistics.queries.rights import Right, holders_of, rights_of
from logistics.queries.structure import tables_by_name
from logistics.tables.system import AccountRole, Role, RoleGrant
from logistics.tables.system.access import SCOPES
from logistics.verbs import ACTIONS, AREAS, ROLES, VERBS, default_rights
from logistics.wording import Words, _

Row = TypeVar("Row", RoleGrant, AccountRole)


def scopes_for(kind: str) -> tuple[str, ...]:
    """The scopes that can be given to an area, a table or a verb."""
    return tuple(scope for scope in SCOPES if scope != "area" or kind == "table")


def propose_rights(*, role_id: int, scopes: Mapping[Right, str], actor: Actor) -> list[RoleGrant]:
    """Propose scopes for a role's rights; the rows whose proposal changed.

    A scope that is in force already takes an open proposal back. Raises InvalidRecord for a right
    that the house does not have.
    """
    require_verb(actor, "propose_rights")
    for right, scope in scopes.items():
        _check_right(right, scope)
    with transaction():
        role = load(Role, Seen(role_id))
        existing = rights_of(role.id)
        rows = [
            _propose(role, right, scope, existing.get(right), actor)
            for right, scope in scopes.items()
        ]
        changed = [row for row in rows if row is not None]
        if any(row.proposed_scope for row in changed):
            tell_confirmers(
                _("%(who)s proposes other rights for “%(role)s”.", who=actor.name, role=str(role)),
                actor,
            )
    return changed


def confirm_rights(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Put proposed rights of roles into force (R83)."""
    require_verb(actor, "confirm_rights")

    def confirm(row: Seen) -> RoleGrant:
        grant = _proposed_grant(row)
        guard_proposer(grant.proposed_by_id, actor)
        changes = {
            "scope": grant.proposed_scope,
            "proposed_scope": None,
            "confirmed_by": actor.account_id,
        }
        return change(grant, changes, actor=actor, verb="confirm_rights")

    return each(seen, confirm, done=_("In force."), model=RoleGrant)


def refuse_rights(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Drop proposed rights of roles; what is in force stays."""
    require_verb(actor, "confirm_rights")

    def refuse(row: Seen) -> RoleGrant:
        changes = {"proposed_scope": None, "proposed_by": None}
        return change(_proposed_grant(row), changes, actor=actor, verb="refuse_rights")

    return each(seen, refuse, done=_("Refused."), model=RoleGrant)


def seed_rights() -> None:
    """Write the roles and default rights that the house does not have yet (R83).

    Run after every migration: a new release brings its new rights, and nothing that was decided
    here is touched.
    """
    with transaction():
        Role.insert_many(
            {"code": code, "name": str(words)} for code, words in ROLES.items()
        ).on_conflict_ignore().execute()
        ids = {role.code: role.id for role in Role.select()}
        RoleGrant.insert_many(
            {"role": ids[role], "kind": kind, "name": name, "action": action, "scope": scope}
            for (role, kind, name, action), scope in default_rights().items()
        ).on_conflict_ignore().execute()


def guard_proposer(proposed_by: int | None, actor: Actor) -> None:
    """Refuse whoever made the proposal himself."""
    if proposed_by is not None and proposed_by == actor.account_id:
        raise NotPermitted(_("Nobody confirms what he proposed himself."))


def tell_confirmers(words: Words, actor: Actor) -> None:
    """Let everybody else who may confirm know that something waits."""
    for account in holders_of("confirm_rights"):
        if account.id != actor.account_id:
            notify(account, words, link="/admin/rights/proposals/")


def insert(row: Row, actor: Actor, verb: str) -> Row:
    """Write a new row under the verb that brought it about."""
    row.created_by = row.updated_by = actor.account_id
    row.save(force_insert=True)
    record(actor, verb, row)
    return row


def _check_right(right: Right, scope: str) -> None:
    names: dict[str, Collection[str]] = {
        "area": AREAS,
        "table": tables_by_name(),
        "verb": VERBS,
    }
    actions = ("",) if right.kind == "verb" else tuple(ACTIONS)
    known = right.name in names.get(right.kind, ()) and right.action in actions
    if not known or scope not in scopes_for(right.kind):
        raise InvalidRecord({"scope": [_("There is no such right in this house.")]})


def _propose(
    role: Role, right: Right, scope: str, grant: RoleGrant | None, actor: Actor
) -> RoleGrant | None:
    """The row that now carries the proposal, or None when nothing changed."""
    unset = "area" if right.kind == "table" else "none"
    in_force = grant.scope if grant else unset
    proposed = None if scope == in_force else scope
    if grant is None:
        if proposed is None:
            return None
        return insert(
            RoleGrant(
                role=role,
                **right._asdict(),
                scope=unset,
                proposed_scope=proposed,
                proposed_by=actor.account_id,
            ),
            actor,
            "propose_rights",
        )
    if grant.proposed_scope == proposed:
        return None
    changes = {
        "proposed_scope": proposed,
        "proposed_by": None if proposed is None else actor.account_id,
    }
    return change(grant, changes, actor=actor, verb="propose_rights")


def _proposed_grant(row: Seen) -> RoleGrant:
    grant = load(RoleGrant, row)
    if grant.proposed_scope is None:
        raise WrongState(_("Nothing is proposed for this right any more."))
    return grant
