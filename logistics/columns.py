"""Columns that carry their own label, help, unit and bounds.

Amounts and quantities are scaled integers in the database and ``Decimal`` in Python: SQLite would
keep a decimal as a binary float. peewee does not know the scale inside an aggregate or a product,
so sums and means of such columns go through ``total`` and ``average``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import peewee

from logistics.selecting import alias_in
from logistics.wording import Words

NUL = "\x00"


class Column:
    """What every column declares beside its type. ``label`` always comes first."""

    read_as_stored = False
    """Whether the drivers of both databases give the value as it is in Python."""

    def __init__(
        self,
        label: Words | str = "",
        *args: Any,
        help: Words | None = None,
        unit: Words | None = None,
        minimum: Any = None,
        maximum: Any = None,
        **options: Any,
    ) -> None:
        self.unit = unit
        self.minimum = minimum
        self.maximum = maximum
        options.setdefault("verbose_name", label)
        options.setdefault("help_text", help)
        super().__init__(*args, **options)

    def __sql__(self, ctx: Any) -> Any:
        """The column's name, and outside lists of values the alias of its table before it.

        The same that peewee writes; see selecting.py for why it is written here.
        """
        field: Any = self
        if ctx.scope == peewee.SCOPE_VALUES:
            return ctx.literal(f'"{field.column_name}"')
        return ctx.literal(f'"{alias_in(ctx, field.model)}"."{field.column_name}"')


def _clean(text: Any) -> Any:
    """NUL ends a string in PostgreSQL and is refused there; refuse it on SQLite as well."""
    if isinstance(text, str) and NUL in text:
        raise ValueError("a text may not contain the character NUL")
    return text


class Key(Column, peewee.AutoField):
    """The number of a row, given by the database and never changed."""

    read_as_stored = True


class Text(Column, peewee.CharField):
    """One line of text of at most ``max_length`` characters.

    ``worded``: the house itself wrote it in English at first; a face shows that in its language.
    """

    read_as_stored = True

    def __init__(
        self,
        label: Words | str = "",
        max_length: int = 120,
        *,
        worded: bool = False,
        **options: Any,
    ) -> None:
        self.worded = worded
        super().__init__(label, max_length=max_length, **options)

    def adapt(self, value: Any) -> Any:
        return _clean(super().adapt(value))

    def python_value(self, value: Any) -> Any:
        """As the driver gives it: what is stored was cleaned on its way in."""
        return value


class LongText(Column, peewee.TextField):
    """Text of several lines."""

    read_as_stored = True

    def adapt(self, value: Any) -> Any:
        return _clean(super().adapt(value))

    def python_value(self, value: Any) -> Any:
        return value


class Choice(Text):
    """One of a few codes. ``options`` maps code to label, ``tones`` code to the badge's tone."""

    def __init__(
        self,
        label: Words | str,
        choices: Mapping[str, Words],
        *,
        tones: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        self.labels = dict(choices)
        self.tones = dict(tones or {})
        options.setdefault("max_length", 24)
        super().__init__(label, choices=list(choices.items()), **options)


class Flag(Column, peewee.BooleanField):
    """Yes or no; never unknown."""

    def __init__(self, label: Words | str = "", **options: Any) -> None:
        options.setdefault("default", False)
        super().__init__(label, **options)


class Whole(Column, peewee.IntegerField):
    """A whole number."""

    read_as_stored = True


class Exact(Column, peewee.BigIntegerField):
    """A decimal number with a fixed number of places, stored as an integer of its last place."""

    def __init__(self, label: Words | str = "", scale: int = 2, **options: Any) -> None:
        self.scale = scale
        self.step = Decimal(1).scaleb(-scale)
        super().__init__(label, **options)

    def db_value(self, value: Any) -> int | None:
        if value is None:
            return None
        number = Decimal(value) if not isinstance(value, float) else Decimal(repr(value))
        if not number.is_finite():
            raise ValueError("not a finite number")
        whole = number.scaleb(self.scale)
        if whole != whole.to_integral_value():
            raise ValueError(f"more than {self.scale} decimal places")
        return int(whole)

    def python_value(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        return Decimal(value).scaleb(-self.scale).quantize(self.step)

    def adapt(self, value: Any) -> Any:
        return value


class Money(Exact):
    """An amount in yuan, exact to the fen."""


class Price(Money):
    """A price or a limit, in yuan: not added up under a list."""


class Quantity(Exact):
    """A quantity in the item's own unit, exact to a thousandth."""

    def __init__(self, label: Words | str = "", **options: Any) -> None:
        super().__init__(label, scale=3, **options)


class Percent(Exact):
    """A share in percent, exact to a hundredth."""


class Score(Exact):
    """Points, exact to a hundredth."""


class Day(Column, peewee.DateField):
    """A calendar day in the office's zone."""


class Clock(Column, peewee.TimeField):
    """A time of day in the office's zone."""


class Instant(Column, peewee.DateTimeField):
    """A moment. Aware in Python, stored in UTC without a zone on both engines."""

    def db_value(self, value: Any) -> Any:
        if value is None or not isinstance(value, dt.datetime):
            return value
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        moment = value.astimezone(dt.UTC).replace(tzinfo=None)
        # One text form of one length, so that SQLite compares moments as it compares texts.
        return moment.isoformat(sep=" ", timespec="microseconds")

    def python_value(self, value: Any) -> Any:
        if value is None:
            return None
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment


class ReferenceAccessor(peewee.ForeignKeyAccessor):
    """Reads the row that a key leads to with a statement that is put together once."""

    def get_rel_instance(self, instance: peewee.Model) -> Any:
        key = instance.__data__.get(self.name)
        if key is not None and self.name not in instance.__rel__:
            instance.__rel__[self.name] = self.rel_model.get_by_id(key)
        return super().get_rel_instance(instance)


class Reference(Column, peewee.ForeignKeyField):
    """A key to another table. The row it points to cannot be deleted while it does."""

    accessor_class = ReferenceAccessor
    read_as_stored = True

    def __init__(self, model: Any, label: Words | str = "", **options: Any) -> None:
        options.setdefault("on_delete", "RESTRICT")
        options.setdefault("backref", "+")
        peewee_options = {"model": model}
        super().__init__(label, **peewee_options, **options)


class Binary(Column, peewee.BlobField):
    """Bytes, of an attachment for instance."""


class DocNo(Text):
    """A document's number; empty until the document is submitted."""

    def __init__(self, label: Words | str, *, prefix: str, **options: Any) -> None:
        self.prefix = prefix
        super().__init__(label, max_length=24, null=True, unique=True, **options)


def total(column: Exact | Whole) -> Any:
    """``SUM`` of an exact column as a Decimal in its own unit, of a count; zero without rows."""
    summed = peewee.fn.COALESCE(peewee.fn.SUM(column), 0)
    return summed.python_value(lambda value: column.python_value(int(value)))


def running(column: Exact, *, over: Sequence[Any], by: Sequence[Any]) -> Any:
    """``SUM`` of an exact column up to each row, within ``over`` and in the order ``by``.

    It is scaled as the column is: add it to columns of the same scale, and read the result through
    ``read_scaled``.
    """
    return peewee.fn.SUM(column).over(partition_by=list(over), order_by=list(by))


def read_scaled(column: Exact, expression: Any) -> Any:
    """An expression over columns scaled as ``column`` is, read as a Decimal in its unit."""
    return expression.converter(lambda value: column.python_value(int(value)))


def average(column: Exact) -> Any:
    """``AVG`` of an exact column as a Decimal, unrounded; None without rows."""

    def scale_down(value: Any) -> Decimal | None:
        return None if value is None else Decimal(str(value)).scaleb(-column.scale)

    # peewee gives the results of AVG out unconverted unless told otherwise.
    return peewee.fn.AVG(column).coerce().python_value(scale_down)


def trimmed(number: Decimal) -> Decimal:
    """``number`` without the zeros at its end, as people write a quantity: 3, not 3.000."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()


def scaled(column: Exact, value: Decimal | int) -> int:
    """``value`` as the integer that ``column`` stores, for a guard written by hand."""
    stored = column.db_value(value)
    if stored is None:
        raise ValueError("a guard needs a number")
    return stored
