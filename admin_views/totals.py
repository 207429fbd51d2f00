"""Figures under the columns of a list: ``totals=amount:sum,amount:average,supplier:count``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import peewee

from admin_views import words
from admin_views.columns import ShownColumn
from logistics.columns import Exact
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.queries.grouping import HOWS, Measure, measured
from logistics.queries.listing import Joined
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.listing import Listing

MOST_MEASURES = 12


def hows_of(column: peewee.Field) -> tuple[str, ...]:
    """What can be reckoned of a column."""
    if isinstance(column, peewee.ForeignKeyField | peewee.AutoField):
        return ("count",)
    if isinstance(column, Exact | peewee.IntegerField):
        return ("sum", "average", "least", "most", "count")
    if isinstance(column, peewee.DateField | peewee.DateTimeField):
        return ("least", "most", "count")
    return ("count",)


def read_totals(model: type[Record], text: str) -> list[Measure]:
    """Read ``totals=``; raises Problem for what is unknown or makes no sense."""
    measures: list[Measure] = []
    for part in text.split(","):
        measure = read_measure(model, part.strip())
        if measure not in measures:
            measures.append(measure)
    if len(measures) > MOST_MEASURES:
        raise Problem(_("At most %(most)s figures at once.", most=MOST_MEASURES))
    return measures


def read_measure(model: type[Record], text: str) -> Measure:
    """Read ``column:how``."""
    name, _colon, how = text.partition(":")
    column = model._meta.fields.get(name)
    if column is None or name in model.SECRET:
        raise Problem(_("There is no column “%(name)s” to reckon with.", name=name[:60]))
    if how not in hows_of(column):
        raise Problem(
            _(
                "Of “%(label)s” there is no figure “%(how)s”.",
                label=column.verbose_name,
                how=how[:20],
            )
        )
    return Measure(column, how)


def figures_of(listing: Listing) -> tuple[int, list[Any]]:
    """How many rows the address finds and what its measures come to, over all of them."""
    joined = Joined(listing.model)
    conditions = listing.conditions(joined)
    return measured(joined, conditions, listing.scoped, listing.address.totals)


def feet(
    listing: Listing, measures: list[Measure], values: list[Any]
) -> dict[str, list[dict[str, Any]]]:
    """The figures under each shown column, by its name; those of hidden ones under the first."""
    names = [column.name for column in listing.columns]
    found: dict[str, list[dict[str, Any]]] = {}
    for measure, value in zip(measures, values, strict=True):
        is_shown = measure.column.name in names
        found.setdefault(measure.column.name if is_shown else names[0], []).append(
            {
                "how": HOWS[measure.how] if is_shown else label_of(measure),
                "text": shown(listing.model, measure, value),
            }
        )
    return found


def label_of(measure: Measure) -> Words:
    """What a measure is called in the head of a table."""
    return _("%(column)s, %(how)s", column=measure.column.verbose_name, how=HOWS[measure.how])


def shown(model: type[Record], measure: Measure, value: Any) -> Any:
    """A figure as its column writes it."""
    if value is None:
        return words.DASH
    if measure.how == "count":
        return words.number(value)
    if isinstance(value, Decimal) and not isinstance(measure.column, Exact):
        return words.number(value)
    return ShownColumn(model, measure.column.name).cell(value)
