"""What a list is opened with: the saved views that a person finds there, and names to show."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import peewee

from logistics.database import Record, database, is_postgresql
from logistics.permissions import Actor
from logistics.queries.listing import Joined, title_path
from logistics.queries.structure import column_at
from logistics.tables.system import Role, SavedView

COLUMNS = 6
RowKey = tuple[type[Record], int]


class ViewOnList(NamedTuple):
    """A saved view as its list names it; ``is_first``: the list opens with it for the actor."""

    id: int
    name: str
    query: str
    is_own: bool
    is_default: bool
    is_first: bool


class Opening(NamedTuple):
    """The views on a list, and the names of the rows that its filters speak of."""

    views: list[ViewOnList]
    names: dict[RowKey, Any]


def opening_of(table: str, actor: Actor, keys: Sequence[RowKey] = ()) -> Opening:
    """The actor's own views of a table, those shared with his roles, and the names of ``keys``.

    One statement for all of it: every list asks.
    """
    roles = sorted(actor.roles) or [""]
    if not keys:
        statement = _without_names(is_postgresql(), len(roles))
        found = database.execute_sql(statement, (table, actor.account_id, *roles)).fetchall()
        return Opening(_views([row for row in found if row[0] is not None], actor), {})
    names = [_name_of(model, key).alias(f"name_{place}") for place, (model, key) in enumerate(keys)]
    query = _query(table, actor.account_id, roles, names)
    rows: list[Any] = list(query.bind(database).tuples())
    return Opening(
        _views([row[:COLUMNS] for row in rows if row[0] is not None], actor),
        dict(zip(keys, rows[0][COLUMNS:], strict=True)),
    )


def _query(table: str, account_id: int | None, roles: Sequence[str], names: Sequence[Any]) -> Any:
    view = SavedView.alias("view")
    own_roles = Role.select(Role.id).where(Role.code.in_(list(roles)))
    mine = (view.owner == account_id) | view.role.in_(own_roles)
    # One row at least, so that the names come where there is no view.
    one = peewee.Select(columns=[peewee.SQL("1").alias("row")]).alias("one")
    source = peewee.Join(one, view, peewee.JOIN.LEFT_OUTER, (view.table == table) & mine)
    columns = (view.id, view.name, view.query, view.owner, view.is_default, view.is_role_default)
    return peewee.Select([source], [*columns, *names]).order_by(view.name, view.id)


@cache
def _without_names(_postgresql: bool, roles: int) -> str:
    """The statement for an actor of so many roles, put together once: every list asks it.

    It takes the table, the account and the codes of the roles, in this order.
    """
    statement, _values = _query("", 0, [""] * roles, []).bind(database).sql()
    return str(statement)


def _views(rows: Sequence[Any], actor: Actor) -> list[ViewOnList]:
    own_first = any(owner == actor.account_id and first for _i, _n, _q, owner, first, _r in rows)
    views = []
    for view_id, name, query, owner, is_default, is_role_default in rows:
        is_own = owner == actor.account_id
        is_first = bool((is_own and is_default) or (is_role_default and not own_first))
        views.append(ViewOnList(view_id, name, query, is_own, bool(is_default), is_first))
    return views


def _name_of(model: type[Record], key: int) -> Any:
    """What names a row where another refers to it, as a subquery."""
    path = title_path(model)
    column = column_at(model, path)
    while isinstance(column, peewee.ForeignKeyField):
        step = title_path(column.rel_model)
        path, column = f"{path}.{step}", column_at(column.rel_model, step)
    joined = Joined(model)
    named = joined.column(path)
    return joined.join(model.select(named)).where(model.id == key)
