"""What a declaration says about the values of a row, checked before they reach the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

import peewee

from logistics.columns import Choice, Exact, Reference, Text
from logistics.database import Record, office_zone
from logistics.statements import has_row
from logistics.wording import Words, _

REQUIRED = _("Fill this in.")
Errors = dict[str, list[Words]]


def clean_values(model: type[Record], values: Mapping[str, Any]) -> tuple[dict[str, Any], Errors]:
    """``values`` as the columns keep them, and the problems by column name."""
    cleaned: dict[str, Any] = {}
    errors: Errors = {}
    for name, value in values.items():
        field = model._meta.fields[name]
        try:
            cleaned[name] = clean_value(field, value)
        except Problem as problem:
            errors[name] = [problem.words]
    return cleaned, errors


class Problem(Exception):
    """Why a value does not fit its column."""

    def __init__(self, words: Words) -> None:
        super().__init__(words.filled())
        self.words = words


def clean_value(field: Any, value: Any) -> Any:
    """One value as its column keeps it; raises ``Problem``."""
    if isinstance(value, str) and not isinstance(field, peewee.TextField):
        value = value.strip()
    if value is None or value == "":
        return _empty(field)
    if isinstance(field, Reference):
        return _key(field, value)
    for kind, convert in CONVERTERS:
        if isinstance(field, kind):
            return _bounded(field, convert(field, value))
    return value


def _empty(field: Any) -> Any:
    if field.null:
        return None
    if isinstance(field, Text | peewee.TextField) and not isinstance(field, Choice):
        if field.default is None:
            raise Problem(REQUIRED)
        return ""
    raise Problem(REQUIRED)


def _key(field: Reference, value: Any) -> int:
    number = getattr(value, "id", value)
    try:
        key = int(number)
    except (TypeError, ValueError):
        raise Problem(_("Choose one from the list.")) from None
    target = field.rel_model
    if not 0 < key < 2**31 or not has_row(target, key):
        raise Problem(_("Choose one from the list."))
    return key


def _text(field: Any, value: Any) -> str:
    text = str(value)
    if "\x00" in text:
        raise Problem(_("A text may not contain control characters."))
    longest = getattr(field, "max_length", None)
    if longest and len(text) > longest:
        raise Problem(_("At most %(length)s characters.", length=longest))
    return text


def _choice(field: Choice, value: Any) -> str:
    if value not in field.labels:
        raise Problem(_("Choose one from the list."))
    return str(value)


def _exact(field: Exact, value: Any) -> Decimal:
    try:
        number = Decimal(str(value).replace(",", ""))
    except InvalidOperation:
        raise Problem(_("Give a number.")) from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12:
        raise Problem(_("Give a number of at most 12 digits."))
    if number != number.quantize(field.step):
        raise Problem(_("At most %(places)s decimal places.", places=field.scale))
    return number.quantize(field.step)


def _whole(_field: Any, value: Any) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise Problem(_("Give a whole number.")) from None
    if not -(2**31) <= number < 2**31:
        raise Problem(_("This number is too large."))
    return number


def _flag(_field: Any, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    known = {
        "1": True,
        "true": True,
        "yes": True,
        "0": False,
        "false": False,
        "no": False,
    }
    if str(value).lower() not in known:
        raise Problem(_("Answer yes or no."))
    return known[str(value).lower()]


def _day(_field: Any, value: Any) -> dt.date:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise Problem(_("Give a date such as 2026-06-30.")) from None


def _moment(_field: Any, value: Any) -> dt.datetime:
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value))
    except ValueError:
        raise Problem(_("Give a date and time such as 2026-06-30 17:00.")) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=office_zone())
    return moment.astimezone(dt.UTC)


def _clock(_field: Any, value: Any) -> dt.time:
    if isinstance(value, dt.time):
        return value
    try:
        return dt.time.fromisoformat(str(value))
    except ValueError:
        raise Problem(_("Give a time such as 17:00.")) from None


def _bounded(field: Any, value: Any) -> Any:
    if getattr(field, "minimum", None) is not None and value < field.minimum:
        raise Problem(_("At least %(least)s.", least=field.minimum))
    if getattr(field, "maximum", None) is not None and value > field.maximum:
        raise Problem(_("At most %(most)s.", most=field.maximum))
    return value


CONVERTERS: list[tuple[type, Callable[[Any, Any], Any]]] = [
    (Choice, _choice),
    (Exact, _exact),
    (peewee.BooleanField, _flag),
    (peewee.IntegerField, _whole),
    (peewee.DateTimeField, _moment),
    (peewee.DateField, _day),
    (peewee.TimeField, _clock),
    (peewee.CharField, _text),
    (peewee.TextField, _text),
]
