"""The page of a list: its rows, their bounded count and their sums."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from admin_views.addresses import Address
from admin_views.columns import ShownColumn
from admin_views.totals import figures_of
from logistics import permissions
from logistics.columns import Money, Price
from logistics.database import Record, streamed
from logistics.operations.outcomes import Seen
from logistics.permissions import Actor
from logistics.queries.listing import Joined, counted, ordered
from logistics.queries.paging import bound, can_follow, follows, page_ids, whole, written_key
from logistics.queries.searching import FEW_ROWS, search

COUNT_CAP = 2_000
"""Rows that are counted and summed up: a filter by three columns reads ten times as many."""

WINDOW = 4_000
"""Rows among which a page of a common word is looked for first."""


@dataclass(frozen=True)
class Page:
    """The rows of one page: id, state and the raw values of the shown columns."""

    rows: list[tuple[Any, ...]]
    count: int
    capped: bool
    sums: list[tuple[ShownColumn, Any, Any]]
    has_older: bool
    figures: list[Any] = field(default_factory=list)
    next_key: str | None = None
    """The place of the last row, if the next page can begin after it."""


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
        address, found = self.address, search(self.model, self.address.q)
        condition = found.condition() if found else None
        is_common = found is not None and found.rows is None
        window = self._window() if is_common and not address.conditions() else None
        rows = self._page_rows(condition, window)
        if window is not None and len(rows) <= address.page_size:
            rows = self._page_rows(condition)
        older, key = self._next(rows)
        shown = [row[: 2 + len(self.columns)] for row in rows[: address.page_size]]
        if address.totals:
            count, figures = figures_of(self)
            return Page(shown, count, False, [], older, figures, key)
        cap = COUNT_CAP if found is None else min(COUNT_CAP, FEW_ROWS)
        count, totals = self._totals(condition, window, cap=cap)
        capped = count > cap or (window is not None and count > 0)
        positions = {column.name: place for place, column in enumerate(self.columns, start=2)}
        sums = [
            (
                column,
                sum((row[positions[column.name]] or 0 for row in shown), start=Decimal()),
                None if capped else total,
            )
            for column, total in zip(self._summed(), totals, strict=True)
        ]
        return Page(shown, min(count, cap), capped, sums, older, [], key)

    def sums(self, most: int) -> list[tuple[ShownColumn, Any]]:
        """What the amounts of the rows come to, of ``most`` at the most; one statement."""
        found = search(self.model, self.address.q)
        _count, totals = self._totals(found.condition() if found else None, cap=most)
        return list(zip(self._summed(), totals, strict=True))

    def _next(self, rows: Sequence[tuple[Any, ...]]) -> tuple[bool, str | None]:
        """Whether rows follow those of the page, and the place after which the next page begins."""
        address = self.address
        if len(rows) <= address.page_size:
            return False, None
        if not can_follow(self.model, address.sort):
            return True, None
        last = rows[address.page_size - 1]
        return True, written_key(self.model, address.sort, last[2 + len(self.columns) :])

    def _page_rows(self, *conditions: Any) -> list[tuple[Any, ...]]:
        """The rows of the page and the first of the next one, each with its place at its end."""
        address = self.address
        offset = 0 if address.after else (address.page - 1) * address.page_size
        ids = page_ids(
            self.model,
            lambda query: self._narrow(query, *conditions),
            address.sort,
            limit=address.page_size + 1,
            offset=offset,
        )
        joined = Joined(self.model)
        place = [joined.column(name) for name, _ in whole(self.model, address.sort)]
        selected = self._selected(joined)
        order = ordered(joined, address.sort)
        query = joined.join(self.model.select(*selected, *place)).where(self.model.id.in_(ids))
        return list(query.order_by(*order).tuples())

    def _narrow(self, query: Any, *conditions: Any) -> Any:
        """``query`` over the rows of the list that come after the address's place."""
        address = self.address
        parts = address.conditions()
        parts += [condition for condition in conditions if condition is not None]
        if address.after:
            parts.append(follows(self.model, address.sort, address.after))
        return self.scoped(query).where(*parts) if parts else self.scoped(query)

    def _window(self) -> Any | None:
        """The condition that a row is among the next few thousand of the list.

        Where many rows bear a word the next ones do: the page is found among them without asking
        for all that bear it.
        """
        return bound(self.model, self._narrow, self.address.sort, after=WINDOW)

    def _totals(self, *conditions: Any, cap: int) -> tuple[int, list[Any]]:
        """How many rows there are, up to ``cap``, and the sums of their amounts; one statement."""
        joined, summed = Joined(self.model), [column.field for column in self._summed()]
        return counted(joined, self._all(conditions), self.scoped, cap=cap, sums=summed)

    def _all(self, conditions: Sequence[Any]) -> Any:
        parts = self.address.conditions()
        parts += [condition for condition in conditions if condition is not None]
        return functools.reduce(operator.and_, parts) if parts else None

    def _summed(self) -> list[ShownColumn]:
        """The columns whose sums stand under the list."""
        return [
            column
            for column in self.columns
            if column.is_own
            and isinstance(column.field, Money)
            and not isinstance(column.field, Price)
        ]

    def _selected(self, joined: Joined) -> list[Any]:
        status = self.model._meta.fields.get("status")
        selected = [self.model.id, status if status is not None else self.model.id]
        return selected + [_selected(joined, column) for column in self.columns]

    def query(self) -> Any:
        """All rows as tuples: id, state (or None), then the shown columns."""
        joined = Joined(self.model)
        selected = self._selected(joined)
        conditions = self.conditions(joined)
        order = ordered(joined, self.address.sort)
        query = self.scoped(joined.join(self.model.select(*selected)))
        if conditions is not None:
            query = query.where(conditions)
        return query.order_by(*order).tuples()

    def seen_rows(self, most: int) -> list[Seen]:
        """At most so many rows with the versions that they have now, in the list's order."""
        joined = Joined(self.model)
        conditions = self.conditions(joined)
        order = ordered(joined, self.address.sort)
        query = self.scoped(joined.join(self.model.select(self.model.id, self.model.row_version)))
        if conditions is not None:
            query = query.where(conditions)
        return [Seen(*row) for row in query.order_by(*order).limit(most).tuples()]

    def all_rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row, read as it is needed; nothing is asked before the first one is."""
        yield from self.query().iterator()

    def raw_rows(self) -> Iterator[tuple[Any, ...]]:
        """Every row with its values as the driver gives them."""
        yield from streamed(self.query())

    def scoped(self, query: Any) -> Any:
        return permissions.visible(self.actor, query, self.model, self.action)

    def conditions(self, joined: Joined) -> Any:
        """What the address asks of its rows, words included; None when it asks nothing."""
        found = search(self.model, self.address.q)
        return self._all([found.condition()] if found else [])


def _selected(joined: Joined, column: ShownColumn) -> Any:
    """What a column shows of a row: a value, or the words that name another row."""
    title = joined.column(column.path)
    if column.beside is None:
        return title
    return title.concat(" ").concat(joined.column(column.beside))
