"""One page of a long list, whichever it is: only the ids of its rows are looked for in the order.

What a row shows is joined to these few ids afterwards, so that the rows before the page are skipped
in an index. A page that follows another begins after its last row and skips nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import peewee

from logistics.database import Record, is_postgresql
from logistics.queries.listing import Joined, full_title_path, ordered
from logistics.queries.structure import column_at

Model = type[Record]
Sort = Sequence[tuple[str, bool]]
Narrow = Callable[[Any], Any]
"""Narrows a query to the rows of the list."""


def whole(model: Model, sort: Sort) -> Sort:
    """``sort`` with the id last, which makes it a total order."""
    if sort and sort[-1][0] == "id":
        return sort
    return [*sort, ("id", bool(sort) and sort[-1][1])]


def can_follow(model: Model, sort: Sort) -> bool:
    """Whether a row's place in this order is told by its own values, in one direction."""
    fields = [model._meta.fields[name] for name, _descending in sort]
    plain = all(
        not field.null and not isinstance(field, peewee.ForeignKeyField) for field in fields
    )
    return plain and len({descending for _name, descending in whole(model, sort)}) == 1


def follows(model: Model, sort: Sort, key: Sequence[Any]) -> Any:
    """The condition that a row comes after the one with these values, in the order of ``sort``."""
    fields = [model._meta.fields[name] for name, _descending in whole(model, sort)]
    values = [
        peewee.Value(value, converter=field.db_value)
        for field, value in zip(fields, key, strict=True)
    ]
    place, last = peewee.Tuple(*fields), peewee.Tuple(*values)
    descending = whole(model, sort)[0][1]
    # The first column by itself as well: it is what an index finds the place by.
    if descending:
        return (fields[0] <= values[0]) & (place < last)
    return (fields[0] >= values[0]) & (place > last)


def page_ids(model: Model, narrow: Narrow, sort: Sort, *, limit: int, offset: int) -> Any:
    """The query for the ids of one page."""
    first = _first_key(model, sort)
    if first is not None:
        query, order = _by_name(model, first, sort)
    else:
        joined = Joined(model)
        order = ordered(joined, sort)
        query = joined.join(model.select(model.id))
    return narrow(query).order_by(*order).limit(limit).offset(offset)


def bound(model: Model, narrow: Narrow, sort: Sort, *, after: int) -> Any | None:
    """The condition that a row stands among the first ``after`` rows of the list; one statement.

    None when there are no more, or when the order is not that of a column of the table's own.
    """
    if not sort:
        return None
    column = model._meta.fields[sort[0][0]]
    if column.null or isinstance(column, peewee.ForeignKeyField):
        return None
    order = ordered(Joined(model), sort)
    query = narrow(model.select(column)).order_by(*order).limit(1).offset(after)
    last = query.tuples().first()
    if last is None:
        return None
    return column >= last[0] if sort[0][1] else column <= last[0]


def written_key(model: Model, sort: Sort, values: Sequence[Any]) -> str:
    """The values that tell a row's place, as an address carries them."""
    fields = [model._meta.fields[name] for name, _descending in whole(model, sort)]
    plain = [field.db_value(value) for field, value in zip(fields, values, strict=True)]
    return json.dumps(plain, default=str, ensure_ascii=False, separators=(",", ":"))


def read_key(model: Model, sort: Sort, text: str) -> list[Any] | None:
    """The values in an address, or None when they are not such."""
    if not can_follow(model, sort):
        return None
    fields = [model._meta.fields[name] for name, _descending in whole(model, sort)]
    try:
        values = json.loads(text)
        if not isinstance(values, list) or len(values) != len(fields):
            return None
        return [_read(field, value) for field, value in zip(fields, values, strict=True)]
    except (ValueError, TypeError, ArithmeticError, RecursionError):
        return None


def _read(field: peewee.Field, value: Any) -> Any:
    if not isinstance(value, str | int) or isinstance(value, str) and "\x00" in value:
        raise ValueError("not a value of a column")
    if isinstance(value, int) and abs(value) >= 2**63:
        raise ValueError("too large for any column")
    found = field.python_value(value)
    if field.db_value(found) in (None, "") and value != "":
        raise ValueError("not a value of this column")
    return found


def _first_key(model: Model, sort: Sort) -> Any | None:
    """The key that the list is ordered by first, if every row has one and it names one column."""
    if not sort:
        return None
    name, _descending = sort[0]
    field: Any = model._meta.fields[name]
    if not isinstance(field, peewee.ForeignKeyField) or field.null or field.rel_model is model:
        return None
    return field if full_title_path(model, name).count(".") == 1 else None


def _by_name(model: Model, key: Any, sort: Sort) -> tuple[Any, list[Any]]:
    """Ids in the order of the names that a key leads to: names first, then the rows of each.

    Left to itself SQLite reads all rows and sorts them.
    """
    path = full_title_path(model, key.name)
    target = key.rel_model.alias()
    name = getattr(target, column_at(model, path).name)
    joined = Joined(model)
    order = [name.desc() if sort[0][1] else name.asc(), *ordered(joined, sort)[1:]]
    if is_postgresql():
        query = model.select(model.id).join_from(model, target, on=key == target.id)
        return joined.join(query, without=key.name), order
    query = (
        model.select(model.id)
        .from_(peewee.Join(target, model, peewee.JOIN.CROSS))
        .where(key == target.id)
    )
    return joined.join(query, without=key.name), order
