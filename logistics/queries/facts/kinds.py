"""What a fact of the report is made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from logistics.database import office_zone
from logistics.wording import Words

HUNDRED, TENTH = Decimal(100), Decimal("0.1")


@dataclass(frozen=True)
class Period:
    """A span of days, both included."""

    first: dt.date
    last: dt.date

    @property
    def begins_at(self) -> dt.datetime:
        """Midnight at the office before the first day."""
        return dt.datetime.combine(self.first, dt.time(), office_zone())

    @property
    def ends_at(self) -> dt.datetime:
        """Midnight at the office after the last day."""
        after = self.last + dt.timedelta(days=1)
        return dt.datetime.combine(after, dt.time(), office_zone())

    def has_day(self, column: Any) -> Any:
        """The condition that a column of days lies in the span."""
        return column.between(self.first, self.last)

    def has_moment(self, column: Any) -> Any:
        """The condition that a column of instants lies in the span."""
        return (column >= self.begins_at) & (column < self.ends_at)


@dataclass(frozen=True)
class Figure:
    """A value with the number of records that it was counted from.

    ``value`` is None where there are no records: no data is not zero. ``parts`` splits it, by
    office area for instance.
    """

    value: Decimal | int | str | dt.date | dt.time | None
    n: int
    parts: Mapping[str, Decimal | int | str] = field(default_factory=dict)

    @property
    def number(self) -> Decimal | None:
        """The value as a number; None without records and for texts, days and hours."""
        return Decimal(self.value) if isinstance(self.value, Decimal | int) else None


Holds = Callable[[Figure], bool]


def share(part: int, whole: int, parts: Mapping[str, Decimal | int | str] | None = None) -> Figure:
    """``part`` of ``whole`` in percent to a tenth, counted from ``whole`` records."""
    value = (HUNDRED * part / whole).quantize(TENTH) if whole else None
    return Figure(value, whole, parts or {})


def exactly(value: Decimal | int) -> Holds:
    """Just this value, counted from at least one record."""
    return lambda figure: figure.n > 0 and figure.number == value


def at_least(least: Decimal | int) -> Holds:
    """This value or more."""
    return lambda figure: figure.number is not None and figure.number >= least


def some_but_not_all(figure: Figure) -> bool:
    """That it happens, though in fewer than half of the records."""
    return figure.number is not None and 0 < 2 * figure.number < figure.n


@dataclass(frozen=True)
class Fact:
    """One statement of the report.

    ``requirement`` is its number in the domain file (``R36``), ``key`` its own short name,
    ``table`` the table whose rows stand behind it and ``filters`` the part of that list's address
    that shows just these (``{first}`` and ``{last}`` are filled with the period). ``holds`` says
    whether a figure bears out what the report claims.
    """

    requirement: str
    key: str
    label: Words
    table: str
    compute: Callable[[Period], Figure]
    holds: Holds
    unit: Words | None = None
    filters: str = ""
