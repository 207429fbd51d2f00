"""A fact counted for a report: this period, the same period last year, the change."""

from __future__ import annotations

import datetime as dt
import hashlib
import inspect
import json
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from logistics.columns import trimmed
from logistics.queries.facts import FACTS, Fact, Figure, Period

TENTH = Decimal("0.1")
HUNDRED = Decimal(100)
MOST_CHANGE = Decimal(10) ** 9
LEAP_DAY = (2, 29)


class Counted(NamedTuple):
    """A fact with its figures of two periods and whether the report's claim holds."""

    fact: Fact
    figure: Figure
    previous: Figure
    holds: bool

    @property
    def change(self) -> Decimal | None:
        """Percent against the year before; None unless both are numbers, the earlier not 0."""
        new, old = _number(self.figure), _number(self.previous)
        if new is None or not old:
            return None
        percent = (HUNDRED * (new - old) / abs(old)).quantize(TENTH)
        return percent if abs(percent) < MOST_CHANGE else None


def count_facts(period: Period) -> list[Counted]:
    """All facts of the house over a period, in the order of the report."""
    ordered = sorted(FACTS, key=lambda fact: int(fact.requirement.removeprefix("R")))
    return [_count(fact, period) for fact in ordered]


def year_before(period: Period) -> Period:
    """The same days of the year before; 29 February becomes the 28th."""
    return Period(_year_back(period.first), _year_back(period.last))


def written(value: Decimal | int | str | dt.date | dt.time | None) -> str | None:
    """A figure's value as it is stored: digits without grouping, days and hours in ISO."""
    if isinstance(value, Decimal):
        return f"{trimmed(value):f}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return None if value is None else str(value)


def parts_of(figure: Figure) -> str:
    """The parts of a figure as JSON, empty without any."""
    parts = {name: written(value) for name, value in figure.parts.items()}
    return json.dumps(parts, ensure_ascii=False) if parts else ""


@cache
def version_of(fact: Fact) -> str:
    """Which code counted it: the module's name and the digest of its text."""
    module = inspect.getmodule(fact.compute)
    if module is None:
        return "?"
    digest = hashlib.sha256(inspect.getsource(module).encode()).hexdigest()
    return f"{module.__name__.rpartition('.')[2]}@{digest[:12]}"


def rows_address(fact: Fact, period: Period) -> str:
    """The filters of the fact's list with the period filled in."""
    return fact.filters.format(first=period.first, last=period.last)


def _count(fact: Fact, period: Period) -> Counted:
    figure = fact.compute(period)
    return Counted(fact, figure, fact.compute(year_before(period)), fact.holds(figure))


def _number(figure: Figure) -> Decimal | None:
    value = figure.value
    return Decimal(value) if isinstance(value, Decimal | int) else None


def _year_back(day: dt.date) -> dt.date:
    if (day.month, day.day) == LEAP_DAY:
        return dt.date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)
