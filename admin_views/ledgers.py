"""Registers on paper: the rows of a month, a year or a place, printed from any one of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from admin_views import current, words
from admin_views.columns import ShownColumn
from admin_views.papers import Sign, said, signed
from admin_views.printing import PrintedForm
from logistics import permissions
from logistics.calendar import month_days
from logistics.columns import Instant, Money
from logistics.database import Record, local_day, office_zone
from logistics.wording import Words, _

WIDE_FROM = 7
"""So many columns need the sheet across."""
TEMPLATE = "papers/ledger.html"


class Days(NamedTuple):
    """The days that a register covers."""

    first: dt.date
    last: dt.date


def whole_day(day: dt.date) -> Days:
    """The day itself."""
    return Days(day, day)


def whole_month(day: dt.date) -> Days:
    """The month that holds ``day``."""
    return Days(*month_days(day))


def whole_year(day: dt.date) -> Days:
    """The year that holds ``day``."""
    return Days(dt.date(day.year, 1, 1), dt.date(day.year, 12, 31))


def ledger(
    name: str,
    label: Words,
    columns: Sequence[str],
    *,
    model: type[Record] | None = None,
    day: str | None = None,
    span: Callable[[dt.date], Days] = whole_month,
    same: Sequence[str] = (),
    where: Callable[[], Any] | None = None,
    totals: Sequence[str] = (),
    signs: Sequence[Sign] = (),
    when: Callable[[Any], bool] | None = None,
) -> PrintedForm:
    """A register with ``label`` as its title and on its button.

    It lists the rows in the ``span`` of the row's own ``day`` that agree with it in the columns
    ``same``, as far as the reader may see them. With ``model`` it lists that table's rows instead,
    whose one column ``same`` names the row itself. ``totals`` are added up below.
    """

    def rows_of(row: Any, days: Days | None) -> list[Any]:
        table = model or type(row)
        query = table.select()
        for column in same:
            agrees = row.id if model is not None else row.__data__[column]
            query = query.where(table._meta.fields[column] == agrees)
        if where is not None:
            query = query.where(where())
        order = table.id
        if day is not None and days is not None:
            order = table._meta.fields[day]
            query = query.where(order.between(*_bounds(order, days)))
        elif "code" in table._meta.fields or "staff_no" in table._meta.fields:
            order = table._meta.fields.get("code") or table._meta.fields["staff_no"]
        query = query.order_by(order, table.id)
        return list(permissions.visible(current.actor(), query, table))

    def context(row: Any) -> dict[str, Any]:
        table = model or type(row)
        days = span(_day_of(row, day)) if day is not None and model is None else None
        rows = rows_of(row, days)
        shown = [ShownColumn(table, column) for column in columns]
        return page(
            label,
            [_column(column, place) for place, column in enumerate(shown)],
            [[said(each, column) for column in columns] for each in rows],
            total=_total(rows, columns, totals),
            head=[str(row)] if model is not None else [said(row, column) for column in same],
            days=days,
            signatures=[signed(row, sign) for sign in signs],
        )

    def shown_for(row: Any) -> bool:
        known = day is None or model is not None or getattr(row, day) is not None
        return known and (when is None or when(row))

    return PrintedForm(name, label, TEMPLATE, context, shown_for)


def page(
    label: Words,
    columns: Sequence[Mapping[str, Any]],
    rows: Sequence[Sequence[Any]],
    *,
    total: Sequence[Any] = (),
    head: Sequence[str] = (),
    days: Days | None = None,
    signatures: Sequence[tuple[Words | str, str]] = (),
) -> dict[str, Any]:
    """The data of templates/papers/ledger.html."""
    return {
        "form_title": label,
        "columns": columns,
        "rows": rows,
        "total": total,
        "head": head,
        "days": days,
        "signatures": signatures,
        "across": len(columns) >= WIDE_FROM,
    }


def number_column(label: Words) -> dict[str, Any]:
    """A column of figures in a register that is put together by hand."""
    return {"label": label, "numeric": True}


def name_column(label: Words) -> dict[str, Any]:
    """The column that says what the row is."""
    return {"label": label, "name": True}


def _column(column: ShownColumn, place: int) -> dict[str, Any]:
    label = words.words(column.label)
    if column.unit is not None:
        label = f"{label} ({words.words(column.unit)})"
    return {"label": label, "numeric": column.numeric, "name": place == 0}


def _total(rows: Sequence[Any], columns: Sequence[str], totals: Sequence[str]) -> list[Any]:
    if not totals:
        return []
    return [_("Total"), *(_sum(rows, name) if name in totals else "" for name in columns[1:])]


def _sum(rows: Sequence[Any], name: str) -> str:
    whole = sum((Decimal(getattr(row, name) or 0) for row in rows), Decimal(0))
    is_money = rows and isinstance(rows[0]._meta.fields[name], Money)
    return words.money(whole) if is_money else words.quantity(whole)


def _day_of(row: Any, name: str) -> dt.date:
    value = getattr(row, name)
    return local_day(value) if isinstance(value, dt.datetime) else value


def _bounds(column: Any, days: Days) -> tuple[Any, Any]:
    """The first and the last value of ``days`` in a column of days or of moments."""
    if not isinstance(column, Instant):
        return days
    midnight = dt.time(tzinfo=office_zone())
    after = dt.datetime.combine(days.last + dt.timedelta(days=1), midnight)
    return dt.datetime.combine(days.first, midnight), after - dt.timedelta(microseconds=1)
