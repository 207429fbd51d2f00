"""Rows counted, added up and grouped by the database.

The finest groups come in one statement; subtotals and the total are put together from them, so that
a mean is the mean of the rows and not of the groups' means.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import peewee

from logistics import periods
from logistics.columns import Exact, Instant, Reference, average, total
from logistics.database import database, is_postgresql, now, office_zone
from logistics.queries.listing import Joined, full_title_path
from logistics.wording import Words, _

HOWS: dict[str, Words] = {
    "sum": _("Sum"),
    "average": _("Average"),
    "least": _("Least"),
    "most": _("Most"),
    "count": _("Filled in"),
}
ADDED = ("sum", "count", "average")
HUNDREDTH = Decimal("0.01")
ROWS = peewee.SQL("1")


@dataclass(frozen=True, eq=False)
class Measure:
    """What is reckoned of a column: its sum, mean, least, most, or how many rows have a value."""

    column: Any
    how: str

    @property
    def key(self) -> str:
        return f"{self.column.name}:{self.how}"

    def __eq__(self, other: object) -> bool:
        """By name: two columns compared make a condition in SQL, which is always true here."""
        return isinstance(other, Measure) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)

    def parts(self) -> list[Any]:
        """What is asked of the database; parts of several groups can be put together."""
        filled = peewee.fn.COUNT(self.column)
        if self.how == "count":
            return [filled]
        if self.how in ADDED:
            return [total(self.column), filled]
        return [(peewee.fn.MIN if self.how == "least" else peewee.fn.MAX)(self.column)]

    def figure(self) -> Any:
        """The figure in SQL, to order by."""
        helpers: dict[str, Any] = {"sum": total, "average": average, "count": peewee.fn.COUNT}
        helpers |= {"least": peewee.fn.MIN, "most": peewee.fn.MAX}
        return helpers[self.how](self.column)

    def read(self, parts: Sequence[Any]) -> list[Any]:
        """The parts as the database gives them out of a subquery, in the column's own unit."""
        if self.how == "count":
            return [int(parts[0])]
        if self.how in ADDED:
            return [self.column.python_value(int(parts[0])), int(parts[1])]
        return [None if parts[0] is None else self.column.python_value(parts[0])]

    def merged(self, one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
        """The parts of two groups as those of one."""
        if self.how in ADDED:
            return [first + second for first, second in zip(one, other, strict=True)]
        known = [value for value in (*one, *other) if value is not None]
        if not known:
            return [None]
        return [min(known) if self.how == "least" else max(known)]

    def value(self, parts: Sequence[Any]) -> Any:
        """The figure that the parts come to; None where no row has a value."""
        if self.how == "count":
            return parts[0]
        if self.how in ADDED and not parts[1]:
            return None
        if self.how == "average":
            step = self.column.step if isinstance(self.column, Exact) else HUNDREDTH
            return (Decimal(parts[0]) / parts[1]).quantize(step, ROUND_HALF_UP)
        return parts[0]


@dataclass(frozen=True)
class Key:
    """A column by which rows are grouped; a day or a moment by a step of the calendar."""

    column: peewee.Field
    step: str | None = None

    def expression(self) -> Any:
        """What the rows are grouped by."""
        if self.step == "day":
            return _local_day(self.column)
        if self.step is not None:
            return _stepped(_year_and_month(self.column), self.step)
        # SQLite would walk an index and fetch each row by itself, five times slower than a sort.
        return self.column if is_postgresql() else peewee.NodeList((peewee.SQL("+"), self.column))

    def read(self, value: Any) -> Any:
        """A value of the key as the database gives it out."""
        if value is None or self.step is not None or isinstance(self.column, Reference):
            return value
        return self.column.python_value(value)

    def period(self, value: Any) -> periods.Period:
        """The days that a value of a stepped key stands for."""
        if self.step == "day":
            day = value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value))
            return periods.Period(day, day)
        year, month = int(value), 1
        if self.step != "year":
            places = 100 if self.step == "month" else 10
            year, turn = divmod(int(value), places)
            month = (turn - 1) * periods.MONTHS[str(self.step)] + 1
        return periods.around(str(self.step), dt.date(year, month, 1))


class Rank(NamedTuple):
    """An order of groups by a measure, or by how many rows they have."""

    measure: Measure | None
    descending: bool


class Tally(NamedTuple):
    """One group: the values of its keys, what names each, its rows, and its measures' parts."""

    values: tuple[Any, ...]
    names: tuple[Any, ...]
    rows: int
    parts: list[list[Any]]


def measured(
    joined: Joined, conditions: Any, scope: Any, measures: Sequence[Measure]
) -> tuple[int, list[Any]]:
    """How many rows there are and what each measure comes to. One statement."""
    asked = [peewee.fn.COUNT(ROWS), *(part for one in measures for part in one.parts())]
    query = _filtered(joined, asked, conditions, scope)
    (found,) = query.tuples()
    count, *parts = found
    values = [one.value(own) for one, own in zip(measures, _apart(measures, parts), strict=True)]
    return int(count), values


def grouped(
    joined: Joined,
    conditions: Any,
    scope: Any,
    keys: Sequence[Key],
    measures: Sequence[Measure],
    *,
    rank: Rank | None,
    most: int,
) -> list[Tally]:
    """The finest groups, at most ``most``, in one statement.

    Without ``rank`` they come in the order of their keys.
    """
    asked = [key.expression().alias(f"key_{place}") for place, key in enumerate(keys)]
    asked.append(peewee.fn.COUNT(ROWS).alias("count_of_rows"))
    parts = [part for one in measures for part in one.parts()]
    asked += [part.alias(f"part_{place}") for place, part in enumerate(parts)]
    query = _filtered(joined, asked, conditions, scope)
    # By place: to PostgreSQL an expression with parameters is another one each time it is written.
    places = [peewee.SQL(str(place)) for place in range(1, len(keys) + 1)]
    query = query.group_by(*places).limit(most)
    if rank is None:
        query = query.order_by(*places)
    else:
        figure = rank.measure.figure() if rank.measure else peewee.fn.COUNT(ROWS)
        query = query.order_by(
            figure.desc(nulls="last") if rank.descending else figure.asc(nulls="last"), *places
        )
    found = query.alias("found")
    names = [_name_of(key, found, place) for place, key in enumerate(keys)]
    rows = peewee.Select([found], [peewee.SQL('"found".*'), *names]).bind(database).tuples()
    return [_tally(row, keys, measures) for row in rows]


def _name_of(key: Key, found: Any, place: int) -> Any:
    """The words that name a group of a key to another table: asked for each group, not each row."""
    value = getattr(found.c, f"key_{place}")
    if not isinstance(key.column, Reference):
        return value
    target = key.column.rel_model
    path = full_title_path(key.column.model, key.column.name).partition(".")[2]
    joined = Joined(target)
    named = joined.column(path)
    return joined.join(target.select(named)).where(target.id == value)


def together(tallies: Sequence[Tally], measures: Sequence[Measure]) -> Tally:
    """Several groups as one; its values and names are those of the first."""
    first, *rest = tallies
    count, parts = first.rows, first.parts
    for other in rest:
        count += other.rows
        parts = [
            one.merged(mine, theirs)
            for one, mine, theirs in zip(measures, parts, other.parts, strict=True)
        ]
    return Tally(first.values, first.names, count, parts)


def _filtered(joined: Joined, asked: list[Any], conditions: Any, scope: Any) -> Any:
    query = scope(joined.join(joined.model.select(*asked)))
    return query if conditions is None else query.where(conditions)


def _tally(row: tuple[Any, ...], keys: Sequence[Key], measures: Sequence[Measure]) -> Tally:
    width = len(keys)
    values = tuple(key.read(value) for key, value in zip(keys, row, strict=False))
    names = tuple(
        name if isinstance(key.column, Reference) else value
        for key, name, value in zip(keys, row[-width:], values, strict=True)
    )
    parts = _apart(measures, row[width + 1 : -width])
    read = [one.read(own) for one, own in zip(measures, parts, strict=True)]
    return Tally(values, names, int(row[width]), read)


def _apart(measures: Sequence[Measure], parts: Sequence[Any]) -> list[list[Any]]:
    own, place = [], 0
    for one in measures:
        width = len(one.parts())
        own.append(list(parts[place : place + width]))
        place += width
    return own


def _local(column: peewee.Field) -> tuple[Any, ...]:
    """The column's day on the office's clock, as the engine's date functions take it."""
    if not isinstance(column, Instant):
        return (column,)
    zone = office_zone()
    if is_postgresql():
        return (peewee.fn.timezone(zone.key, peewee.fn.timezone("UTC", column)),)
    # SQLite knows no zones; the office's has had no summer time since 1991.
    offset = now().astimezone(zone).utcoffset() or dt.timedelta()
    return column, f"{offset.total_seconds() / 60:+.0f} minutes"


def _local_day(column: peewee.Field) -> Any:
    if is_postgresql():
        return peewee.Cast(_local(column)[0], "date")
    return peewee.fn.date(*_local(column)).coerce(False)


def _year_and_month(column: peewee.Field) -> Any:
    """The year and the month as one number: 202606."""
    if is_postgresql():
        return peewee.Cast(peewee.fn.to_char(_local(column)[0], "YYYYMM"), "integer")
    return peewee.Cast(peewee.fn.strftime("%Y%m", *_local(column)), "integer")


def _stepped(year_and_month: Any, step: str) -> Any:
    """A number that names the month, the quarter, the half-year or the year."""
    if step == "month":
        return year_and_month
    year = year_and_month / 100
    if step == "year":
        return year
    months = periods.MONTHS[step]
    turn = (year_and_month - year * 100 + months - 1) / months
    return year * 10 + turn
