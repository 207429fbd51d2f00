"""Who may do what to which row.

An actor carries the confirmed rights of all his roles. A right names an area, a table (which
overrides its area) or a verb, and a scope: all rows, those of his site, of his unit, or his own.
A scope is a condition in SQL, so that list, look-up, export and single row obey the same one.
"""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import peewee

from logistics.database import Record, Scope, database
from logistics.errors import NotFound, NotPermitted
from logistics.tables.base import Account
from logistics.tables.people import Staff
from logistics.tables.system import AccountRole, Role, RoleGrant
from logistics.verbs import VERBS
from logistics.wording import _

Model = type[Record]
NOWHERE = peewee.SQL("1 = 0")
MOST_KINDS_OF_PEOPLE = 64
"""Sets of roles whose rights are kept at hand."""


class Grants(dict[tuple[str, str, str], dict[str, str]]):
    """From (kind, name, action) to the scope that each role gives.

    One that is the same for many people is one object: what is drawn for it, as the menu, is kept
    under it.
    """

    __hash__ = object.__hash__  # type: ignore[assignment]  # it is never changed
    __eq__ = object.__eq__


@dataclass(frozen=True)
class Actor:
    """Somebody who acts, through one door of the house.

    ``grants`` says what each of his roles gives him.
    """

    account_id: int | None
    login: str
    name: str
    staff_id: int | None = None
    site_id: int | None = None
    unit_id: int | None = None
    roles: frozenset[str] = frozenset()
    door: str = "page"
    grants: Mapping[tuple[str, str, str], Mapping[str, str]] = field(
        default_factory=Grants, repr=False
    )
    unlimited: bool = False

    def through(self, door: str) -> Actor:
        """The same person at another door."""
        return replace(self, door=door)


SYSTEM = Actor(account_id=None, login="system", name="Houqin", door="command", unlimited=True)
"""The house itself: loads the first rows, migrates, generates what is due."""


def load_actor(account: Account, *, door: str = "page") -> Actor:
    """The account with its place and confirmed rights; two statements."""
    staff = Staff.get_or_none(Staff.account == account)
    return actor_from(account, staff, door=door)


def actor_from(account: Account, staff: Staff | None, *, door: str) -> Actor:
    """An actor for an account whose person is already known; one statement for the rights."""
    roles, grants = _granted(tuple(database.execute_sql(*_rights_of(account)).fetchall()))
    return Actor(
        account_id=account.id,
        login=account.login,
        name=account.name,
        staff_id=staff.id if staff else None,
        site_id=staff.site_id if staff else None,
        unit_id=staff.unit_id if staff else None,
        roles=roles,
        door=door,
        grants=grants,
    )


@functools.lru_cache(MOST_KINDS_OF_PEOPLE)
def _granted(rows: tuple[tuple[str, str, str, str, str], ...]) -> tuple[frozenset[str], Grants]:
    """The roles in the rows of rights, and their grants.

    Every page asks, a role has more than a hundred rights, and many people have the same: what the
    rows of the driver mean is worked out once.
    """
    grants: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for code, kind, name, action, scope in rows:
        if kind is not None and scope != "area":
            grants[kind, name, action][code] = scope
    return frozenset(row[0] for row in rows), Grants(grants)


def _rights_of(account: Account) -> tuple[str, list[Any]]:
    """The statement for the confirmed rights of an account and its values."""
    return _rights_statement(database.param), [account.id, "proposed"]


@functools.cache
def _rights_statement(_mark: str) -> str:
    """Put together once an engine: every page asks it."""
    query = (
        Role.select(Role.code, RoleGrant.kind, RoleGrant.name, RoleGrant.action, RoleGrant.scope)
        .join(AccountRole, on=(AccountRole.role == Role.id))
        .switch(Role)
        .join(RoleGrant, peewee.JOIN.LEFT_OUTER, on=(RoleGrant.role == Role.id))
        .where(AccountRole.account == 0, AccountRole.status != "proposed")
    )
    return str(query.sql()[0])


def area_of(model: Model) -> str:
    """The area that a table belongs to: the name of its module under ``logistics.tables``."""
    name = model.__module__.removeprefix("logistics.tables.").split(".")[0]
    return "system" if name == "base" else name


def scopes_of(actor: Actor, action: str, model: Model) -> frozenset[str]:
    """The scopes in which the actor may do ``action`` to rows of ``model``.

    What a role says about the table stands in place of what the same role says about its area;
    what several roles give adds up.
    """
    if actor.unlimited:
        return frozenset({"all"})
    by_role = {
        **actor.grants.get(("area", area_of(model), action), {}),
        **actor.grants.get(("table", model._meta.table_name, action), {}),
    }
    return frozenset(by_role.values()) - {"none"}


def may(actor: Actor, action: str, model: Model, row: Any = None) -> bool:
    """Whether the actor may read, create, edit, delete, export or import (this row of) a table."""
    if not scopes_of(actor, action, model):
        return False
    return row is None or within(actor, row, model, scopes_of(actor, action, model))


def require(actor: Actor, action: str, model: Model, row: Any = None) -> None:
    """Refuse unless ``may``. A row that the actor may not even read is not there for him."""
    if may(actor, action, model, row):
        return
    if row is not None and action != "read" and not may(actor, "read", model, row):
        raise NotFound(_("There is no such record."))
    raise NotPermitted(_("Your roles do not allow this here."))


def may_verb(actor: Actor, verb: str, row: Any = None) -> bool:
    """Whether the actor holds a verb, and, given a row, holds it for that row."""
    if verb not in VERBS:
        raise KeyError(f"{verb} is not declared in logistics.verbs")
    if actor.unlimited:
        return True
    scopes = frozenset(actor.grants.get(("verb", verb, ""), {}).values()) - {"none"}
    if not scopes or row is None:
        return bool(scopes)
    return within(actor, row, type(row), scopes)


def require_verb(actor: Actor, verb: str, row: Any = None) -> None:
    """Refuse unless ``may_verb``."""
    if not may_verb(actor, verb, row):
        raise NotPermitted(
            _(
                "Your roles do not include the right “%(verb)s” here.",
                verb=VERBS[verb].label,
            )
        )


def visible(actor: Actor, query: Any, model: Model, action: str = "read") -> Any:
    """``query`` over ``model`` narrowed to the rows that the actor may do ``action`` to."""
    scopes = scopes_of(actor, action, model)
    if "all" in scopes:
        return query
    return query.where(_condition(actor, model, scopes))


def within_verb(actor: Actor, query: Any, model: Model, verb: str) -> Any:
    """``query`` over ``model`` narrowed to the rows for which the actor holds ``verb``."""
    scopes = frozenset(actor.grants.get(("verb", verb, ""), {}).values()) - {"none"}
    if actor.unlimited or "all" in scopes:
        return query
    return query.where(_condition(actor, model, scopes))


def within(actor: Actor, row: Any, model: Model, scopes: frozenset[str]) -> bool:
    """Whether a row lies in one of the scopes; a row not saved yet is judged by its values."""
    if "all" in scopes or actor.unlimited:
        return True
    if row.id is None:
        return any(_holds(actor, row, path, value) for path, value in _paths(actor, model, scopes))
    query = model.select(model.id).where((model.id == row.id) & _condition(actor, model, scopes))
    return bool(query.exists())


def scope_of(model: Model) -> Scope:
    """A table's scope; a line stands in the scope of its document."""
    if model.SCOPE is not None:
        return model.SCOPE
    if model.DOCUMENT is None:
        raise TypeError(f"{model.__name__} declares neither SCOPE nor DOCUMENT")
    document = model._meta.fields[model.DOCUMENT].rel_model
    return scope_of(document).under(model.DOCUMENT)


def _condition(actor: Actor, model: Model, scopes: frozenset[str]) -> Any:
    if scopes and scope_of(model) == Scope():
        return peewee.SQL("1 = 1")
    conditions = [_along(model, path, value) for path, value in _paths(actor, model, scopes)]
    return functools.reduce(operator.or_, conditions) if conditions else NOWHERE


def _paths(actor: Actor, model: Model, scopes: frozenset[str]) -> list[tuple[str, int | None]]:
    """The path and the value it must reach, for each scope; a wider scope falls to a narrower."""
    declared = scope_of(model)
    places = (
        ("own_site", declared.site, actor.site_id),
        ("own_unit", declared.unit, actor.unit_id),
        ("own", declared.owner, None),
    )
    names = [name for name, _path, _value in places]
    found: list[tuple[str, int | None]] = []
    for scope in scopes & set(names):
        for name, path, value in places[names.index(scope) :]:
            if path is not None:
                found.append((path, _own(actor, model, path) if name == "own" else value))
                break
    if scopes & set(names):
        found += [(path, _own(actor, model, path)) for path in declared.also]
    return [(path, value) for path, value in found if value is not None]


def _own(actor: Actor, model: Model, path: str) -> int | None:
    """The staff member or the account, whichever the owner's path ends in."""
    target = model
    for name in path.split("."):
        if name == "id":
            break
        target = target._meta.fields[name].rel_model
    return actor.staff_id if target is Staff else actor.account_id


def _along(model: Model, path: str, value: int | None) -> Any:
    head, _dot, rest = path.partition(".")
    column = getattr(model, head)
    if not rest:
        return column == value
    target = column.rel_model
    return column.in_(target.select(target.id).where(_along(target, rest, value)))


def _holds(actor: Actor, row: Any, path: str, value: int | None) -> bool:
    *steps, last = path.split(".")
    for step in steps:
        row = getattr(row, step)
        if row is None:
            return False
    found = getattr(row, last)
    return bool(getattr(found, "id", found) == value)
