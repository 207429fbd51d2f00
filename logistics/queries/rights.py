"""What each role may do, who holds a verb, and what is proposed."""

from __future__ import annotations

from typing import NamedTuple

from logistics.tables.base import Account
from logistics.tables.system import AccountRole, Role, RoleGrant


class Right(NamedTuple):
    """What a scope is given for: an action in an area or on a table, or a verb."""

    kind: str
    name: str
    action: str = ""


def all_roles() -> list[Role]:
    """The roles of the house in the order in which they came."""
    return list(Role.select().order_by(Role.id))


def role_names(account_id: int) -> list[str]:
    """The names of the roles that the account has now."""
    query = (
        Role.select(Role.name)
        .join(AccountRole, on=(AccountRole.role == Role.id))
        .where(AccountRole.account == account_id, AccountRole.status != "proposed")
        .order_by(Role.id)
    )
    return [role.name for role in query]


def rights_of(role_id: int) -> dict[Right, RoleGrant]:
    """Everything that is said about a role, in force or proposed."""
    grants = RoleGrant.select().where(RoleGrant.role == role_id)
    return {Right(grant.kind, grant.name, grant.action): grant for grant in grants}


def proposed_rights() -> list[RoleGrant]:
    """The rights of roles that wait for confirmation, role by role; the proposer is loaded."""
    query = (
        RoleGrant.select(RoleGrant, Role, Account)
        .join(Role)
        .join_from(RoleGrant, Account, on=(RoleGrant.proposed_by == Account.id))
        .where(RoleGrant.proposed_scope.is_null(False))
        .order_by(Role.id, RoleGrant.kind, RoleGrant.name, RoleGrant.id)
    )
    return list(query)


def proposed_roles() -> list[AccountRole]:
    """The persons' roles, to be given or withdrawn, that wait for confirmation."""
    proposer = Account.alias()
    query = (
        AccountRole.select(AccountRole, Account, Role, proposer)
        .join(Account, on=(AccountRole.account == Account.id))
        .join_from(AccountRole, Role)
        .join_from(AccountRole, proposer, on=(AccountRole.proposed_by == proposer.id))
        .where(AccountRole.status != "confirmed")
        .order_by(Account.login, Role.id)
    )
    return list(query)


def role_holders(role: str) -> list[Account]:
    """The accounts in use that have a role, by its name."""
    query = (
        Account.select()
        .join(AccountRole, on=(AccountRole.account == Account.id))
        .join(Role, on=(Role.id == AccountRole.role))
        .where(Role.name == role, AccountRole.status != "proposed", Account.is_active)
        .distinct()
        .order_by(Account.id)
    )
    return list(query)


def holders_of(verb: str) -> list[Account]:
    """The accounts that hold a verb in any scope."""
    query = (
        Account.select()
        .join(AccountRole, on=(AccountRole.account == Account.id))
        .join(RoleGrant, on=(RoleGrant.role == AccountRole.role))
        .where(
            RoleGrant.kind == "verb",
            RoleGrant.name == verb,
            RoleGrant.scope != "none",
            AccountRole.status != "proposed",
            Account.is_active,
        )
        .distinct()
        .order_by(Account.id)
    )
    return list(query)
