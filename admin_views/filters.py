"""Typed filters of a list, named ``column__operator`` in the address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import peewee

from logistics import periods
from logistics.columns import Choice, Exact, Instant, Reference
from logistics.database import Record, local_today, office_zone
from logistics.operations.validation import Problem, clean_value
from logistics.wording import Words, _

SEPARATOR = "__"
RANGE = " to "
DAY = dt.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1900, 2200

OPERATORS: dict[str, Words] = {
    "contains": _("contains"),
    "eq": _("is"),
    "ne": _("is not"),
    "in": _("is one of"),
    "ge": _("at least"),
    "gt": _("more than"),
    "le": _("at most"),
    "lt": _("less than"),
    "between": _("between"),
    "within": _("falls in"),
    "empty": _("is empty"),
}
COMPARISONS = ("eq", "ne", "ge", "gt", "le", "lt", "between")
BY_KIND: dict[str, tuple[str, ...]] = {
    "text": ("contains", "eq", "ne"),
    "number": COMPARISONS,
    "date": (*COMPARISONS, "within"),
    "time": COMPARISONS,
    "choice": ("eq", "ne", "in"),
    "reference": ("eq", "ne", "in"),
    "flag": ("eq",),
    "none": (),
}
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: (column != value) | column.is_null(),
    "ge": lambda column, value: column >= value,
    "gt": lambda column, value: column > value,
    "le": lambda column, value: column <= value,
    "lt": lambda column, value: column < value,
    "between": lambda column, value: column.between(*value),
    "in": lambda column, value: column.in_(value),
    "contains": lambda column, value: column.contains(value),
    "empty": lambda column, value: column.is_null(value),
}


@dataclass(frozen=True)
class Filter:
    """One condition: the column, the operator, the value as typed and as compared."""

    name: str
    column: peewee.Field
    operator: str
    text: str
    value: Any

    @property
    def key(self) -> str:
        return f"{self.name}{SEPARATOR}{self.operator}"

    def condition(self) -> Any:
        """The condition in SQL."""
        operator, value = self.operator, self.value
        if operator == "within":
            operator, value = "between", periods.relative(value, local_today())
        if isinstance(self.column, Instant) and operator != "empty":
            return _instant_condition(self.column, operator, value)
        return COMPARE[operator](self.column, value)


def kind_of(column: peewee.Field) -> str:
    """The kind of filter that a column takes."""
    kinds: tuple[tuple[str, Any], ...] = (
        ("choice", Choice),
        ("reference", Reference),
        ("flag", peewee.BooleanField),
        ("number", (Exact, peewee.IntegerField)),
        ("date", (peewee.DateTimeField, peewee.DateField)),
        ("time", peewee.TimeField),
        ("text", (peewee.CharField, peewee.TextField)),
    )
    return next((kind for kind, types in kinds if isinstance(column, types)), "none")


def operators_of(column: peewee.Field) -> tuple[str, ...]:
    """The operators that a column takes."""
    return BY_KIND[kind_of(column)] + (("empty",) if column.null else ())


def parse_filter(model: type[Record], key: str, text: str) -> Filter:
    """Read ``column__operator=text``; raises Problem naming what is unknown."""
    name, _separator, operator = key.partition(SEPARATOR)
    column = model._meta.fields.get(name)
    if column is None or name in model.SECRET:
        raise Problem(_("There is no column “%(name)s” to filter by.", name=name[:60]))
    if operator not in operators_of(column):
        raise Problem(
            _(
                "“%(label)s” cannot be filtered by “%(operator)s”.",
                label=column.verbose_name,
                operator=operator[:20],
            )
        )
    try:
        value = _parse_value(column, operator, text)
    except Problem as problem:
        raise Problem(
            _(
                "Filter “%(label)s”: %(problem)s",
                label=column.verbose_name,
                problem=problem.words,
            )
        ) from None
    return Filter(name, column, operator, text, value)


def _parse_value(column: peewee.Field, operator: str, text: str) -> Any:
    if operator == "empty":
        if text not in ("0", "1"):
            raise Problem(_("Answer yes or no."))
        return text == "1"
    if operator == "within":
        if text not in periods.RELATIVE:
            raise Problem(_("Choose one from the list."))
        return text
    if operator == "between":
        first, separator, last = text.partition(RANGE)
        if not separator:
            raise Problem(_("Give two values: first to last."))
        return _one(column, first), _one(column, last)
    if operator == "in":
        return [_one(column, part) for part in text.split(",")]
    return _one(column, text)


def _one(column: peewee.Field, text: str) -> Any:
    text = text.strip()
    if not text:
        raise Problem(_("Give a value."))
    if isinstance(column, Instant):
        return _as_day(text)
    if isinstance(column, Reference):
        return _as_key(text)
    if isinstance(column, peewee.CharField | peewee.TextField) and not isinstance(column, Choice):
        return text
    return clean_value(_unbounded(column), text)


def _unbounded(column: peewee.Field) -> peewee.Field:
    """A filter may name a value that no row can have; only its type must fit."""
    if getattr(column, "minimum", None) is None and getattr(column, "maximum", None) is None:
        return column
    free = column.clone()
    free.minimum = free.maximum = None
    return free


def _as_key(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem(_("Choose one from the list."))
    return int(text)


def _as_day(text: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Problem(_("Give a date such as 2026-06-30.")) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Problem(_("Give a date such as 2026-06-30."))
    return day


def _instant_condition(column: peewee.Field, operator: str, value: Any) -> Any:
    """Days of the office compared with moments: from midnight to before the next midnight."""

    def midnight(day: dt.date) -> dt.datetime:
        return dt.datetime.combine(day, dt.time(), office_zone())

    if operator == "between":
        return (column >= midnight(value[0])) & (column < midnight(value[1] + DAY))
    bounds = {
        "eq": lambda day: (column >= midnight(day)) & (column < midnight(day + DAY)),
        "ne": lambda day: (column < midnight(day)) | (column >= midnight(day + DAY)),
        "ge": lambda day: column >= midnight(day),
        "gt": lambda day: column >= midnight(day + DAY),
        "le": lambda day: column < midnight(day + DAY),
        "lt": lambda day: column < midnight(day),
    }
    return bounds[operator](value)
