"""A filter's value as people read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from admin_views import words
from admin_views.codes import CODES
from admin_views.columns import ShownColumn
from admin_views.filters import RANGE, Filter
from logistics.columns import Choice, Reference
from logistics.periods import RELATIVE

if TYPE_CHECKING:
    from admin_views.addresses import Address
    from logistics.queries.views import RowKey

MOST_NAMES = 20
"""More rows than these in one filter are told by their numbers."""


def rows_spoken_of(address: Address) -> list[RowKey]:
    """The rows of other tables that the filters name, each once."""
    found = dict.fromkeys(
        (part.column.rel_model, key) for part in terms(address) for key in _keys(part)
    )
    return list(found)[:MOST_NAMES]


def terms(address: Address) -> Iterator[Filter]:
    """Every single condition of an address."""
    yield from address.filters
    if address.where is not None:
        yield from address.where.terms()


def told_value(part: Filter, address: Address) -> str:
    """The word of a choice, the name behind a key, yes or no; else what was typed."""
    column, value = part.column, part.value
    if isinstance(value, bool):
        return words.written(value)
    if part.operator == "within":
        return words.words(RELATIVE[value])
    if isinstance(column, Choice):
        values = value if isinstance(value, list) else [value]
        labels = [words.words(column.labels[each]) for each in values if each in column.labels]
        return ", ".join(labels) or part.text
    if isinstance(column, Reference):
        shown = ShownColumn(column.model, column.name)
        names = [shown.text(address.names.get((column.rel_model, key))) for key in _keys(part)]
        return ", ".join(name or str(key) for name, key in zip(names, _keys(part), strict=True))
    if column.name in CODES and part.operator in ("eq", "ne"):
        return str(CODES[column.name](part.text))
    if part.operator == "between":
        return part.text.replace(RANGE, " – ")
    return part.text


def _keys(part: Filter) -> list[int]:
    if not isinstance(part.column, Reference) or isinstance(part.value, bool):
        return []
    return part.value if isinstance(part.value, list) else [part.value]
