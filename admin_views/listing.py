"""The page of a list: one statement for its rows, one for their bounded count and sums."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from admin_views.addresses import Address
from admin_views.columns import ShownColumn
from logistics import permissions
from logistics.columns import Money, Price
from logistics.database import Record
from logistics.permissions import Actor
from logistics.queries.listing import Joined, counted, ordered, searched

COUNT_CAP = 10_000


@dataclass(frozen=True)
class Page:
    """The rows of one page: id, state and the raw values of the shown columns."""

    rows: list[tuple[Any, ...]]
    count: int
    capped: bool
    sums: list[tuple[ShownColumn, Any, Any]]
    has_older: bool


class Listing:
    """The rows of a table that an actor sees under an address."""

    def __init__(
        self,
        model: type[Record],
        columns: list[ShownColumn],
        address: Address,
        actor: Actor,
        action: str = "read",
    ) -> None:
        self.model = model
        self.columns = columns
        self.address = address
        self.actor = actor
        self.action = action

    def page(self) -> Page:
        """The rows of the address's page, with count and sums."""
        size = self.address.page_size
        rows = list(self.query().limit(size + 1).offset((self.address.page - 1) * size))
        money = [
            column
            for column in self.columns
            if column.is_own
            and isinstance(column.field, Money)
            and not isinstance(column.field, Price)
        ]
        joined = Joined(self.model)
        count, totals = counted(
            joined,
            self._conditions(joined),
            self._scoped,
            cap=COUNT_CAP,
            sums=[column.field for column in money],
        )
        capped = count > COUNT_CAP
        positions = {column.name: place for place, column in enumerate(self.columns, start=2)}
        sums = [
            (
                column,
                sum((row[positions[column.name]] or 0 for row in rows[:size]), start=type(total)()),
                None if capped else total,
            )
            for column, total in zip(money, totals, strict=True)
        ]
        return Page(rows[:size], min(count, COUNT_CAP), capped, sums, len(rows) > size)

    def query(self) -> Any:
        """All rows as tuples: id, state (or None), then the shown columns."""
        joined = Joined(self.model)
        status = self.model._meta.fields.get("status")
        selected = [self.model.id, status if status is not None else self.model.id]
        selected += [_selected(joined, column) for column in self.columns]
        conditions = self._conditions(joined)
        order = ordered(joined, self.address.sort)
        query = self._scoped(joined.join(self.model.select(*selected)))
        if conditions is not None:
            query = query.where(conditions)
        return query.order_by(*order).tuples()

    def all_rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row, read as it is needed; nothing is asked before the first one is."""
        yield from self.query().iterator()

    def _scoped(self, query: Any) -> Any:
        return permissions.visible(self.actor, query, self.model, self.action)

    def _conditions(self, joined: Joined) -> Any:
        parts = [part.condition() for part in self.address.filters]
        found = searched(joined, self.address.q)
        if found is not None:
            parts.append(found)
        return functools.reduce(operator.and_, parts) if parts else None


def _selected(joined: Joined, column: ShownColumn) -> Any:
    """What a column shows of a row: a value, or the words that name another row."""
    title = joined.column(column.path)
    if column.beside is None:
        return title
    return title.concat(" ").concat(joined.column(column.beside))
