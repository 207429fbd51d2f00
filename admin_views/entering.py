"""Parts of process pages: tables in which people enter figures, and their fields.

A page describes its table as data, and templates/purchasing/lines.html draws it: an input keeps
what was typed when the operation refuses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from flask import request, url_for
from wtforms import Field, SelectField

from admin_views import words
from logistics.database import Record, trimmed
from logistics.errors import RuleViolation
from logistics.operations.validation import Problem, clean_value
from logistics.wording import Words, _
from models import PurchaseOrderLine

Cell = Mapping[str, Any]


class LookupField(Field):
    """A key to another table as a look-up; ``data`` is the id, None when empty."""

    def __init__(self, label: Words, model: type[Record], **options: Any) -> None:
        super().__init__(label, **options)
        self.model = model

    @property
    def lookup(self) -> dict[str, Any]:
        """What the macro ``lookup`` needs."""
        return lookup_of(self.model, self.data)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        self.data = id_of(valuelist[0]) if valuelist else None


class WordsField(SelectField):
    """A choice whose labels are written in the language of the page."""

    def __init__(self, label: Words, choices: Mapping[str, Words], **options: Any) -> None:
        super().__init__(
            label,
            choices=lambda: [(code, words.words(text)) for code, text in choices.items()],
            validate_choice=False,
            **options,
        )


def id_of(text: str) -> int | None:
    """An id as an input sends it."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def lookup_of(model: type[Record], value: Any) -> dict[str, Any]:
    """A look-up's address, and the row that it holds."""
    row = model.get_or_none(model.id == value) if value else None
    return {
        "url": url_for(f"{model._meta.table_name}.lookup"),
        "value": row.id if row else "",
        "text": str(row) if row else "",
    }


def text_cell(text: Any, *, sub: Any = None) -> Cell:
    """Words that stand in a table."""
    return {"text": text, "sub": sub}


def figure(value: Decimal | None, *, sub: Any = None, tone: str = "") -> Cell:
    """A quantity that stands in a table."""
    shown = words.DASH if value is None else words.quantity(value)
    return {"text": shown, "sub": sub, "numeric": True, "tone": tone}


def amount(value: Decimal | None, *, tone: str = "") -> Cell:
    """An amount that stands in a table."""
    shown = words.DASH if value is None else words.money(value)
    return {"text": shown, "numeric": True, "tone": tone}


def number_input(name: str, value: Decimal | None, label: Words) -> Cell:
    """An input for a number; what was sent stays as it was typed."""
    shown = "" if value is None else f"{trimmed(value):f}"
    return {"input": name, "value": sent(name, shown), "label": label, "numeric": True}


def money_input(name: str, value: Decimal | None, label: Words) -> Cell:
    """An input for an amount, shown with its fen."""
    shown = "" if value is None else f"{value:.2f}"
    return {"input": name, "value": sent(name, shown), "label": label, "numeric": True}


def text_input(name: str, value: str, label: Words, *, most: int = 200) -> Cell:
    """An input for a remark."""
    return {"input": name, "value": sent(name, value), "label": label, "most": most}


def lookup_input(name: str, model: type[Record], value: Any, label: Words) -> Cell:
    """A look-up in a table."""
    given = id_of(request.form.get(name, "")) if name in request.form else value
    return {"lookup": lookup_of(model, given), "name": name, "label": label}


def sent(name: str, value: str) -> str:
    """What was typed into an input, else what it shows at first."""
    return request.form.get(name, value) if request.method == "POST" else value


def numbers(prefix: str, names: Mapping[int, str]) -> dict[int, Decimal]:
    """The figures of ``prefix-id`` inputs by id; an empty one is left out.

    ``names`` says what each stands for, so that a refusal can name it.
    """
    found = {}
    for key, name in names.items():
        text = request.form.get(f"{prefix}-{key}", "").strip()
        if text:
            found[key] = number(text, name)
    return found


def number(text: str, name: str) -> Decimal:
    """A figure as somebody typed it, refused in words that name where."""
    try:
        return Decimal(clean_value(PurchaseOrderLine.quantity, text))
    except Problem as problem:
        raise RuleViolation(_("%(name)s: %(problem)s", name=name, problem=problem.words)) from None


def texts(prefix: str, keys: Sequence[int]) -> dict[int, str]:
    """The remarks of ``prefix-id`` inputs by id; an empty one is left out."""
    found = {key: request.form.get(f"{prefix}-{key}", "").strip() for key in keys}
    return {key: text for key, text in found.items() if text}


def value_of(form: Any, name: str, problem: Words) -> Any:
    """What a field holds; refused when it holds nothing that it understands."""
    if form[name].data is None:
        raise RuleViolation(problem, field=name)
    return form[name].data


def day_of(form: Any, name: str) -> dt.date:
    """The day that a field holds."""
    day: dt.date = value_of(form, name, _("Give a date such as 2026-06-30."))
    return day


def plain(*names: str) -> Callable[[Any, Sequence[Any]], dict[str, Any]]:
    """The arguments of an operation whose form may be left partly empty."""

    def collect(form: Any, _rows: Sequence[Any]) -> dict[str, Any]:
        return {name: form[name].data or "" for name in names}

    return collect


__all__ = [
    "Cell",
    "LookupField",
    "WordsField",
    "amount",
    "day_of",
    "figure",
    "id_of",
    "lookup_input",
    "lookup_of",
    "money_input",
    "number",
    "number_input",
    "numbers",
    "plain",
    "sent",
    "text_cell",
    "text_input",
    "texts",
    "value_of",
]
