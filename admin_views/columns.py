"""How a column of a table is shown: its label, what must be selected for it, and its cell."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import peewee
from flask import request, url_for
from markupsafe import Markup, escape

from admin_views import words
from admin_views.codes import CODES
from logistics.columns import Choice, Exact, Money, Quantity, Text
from logistics.database import Record
from logistics.queries.listing import beside_path, full_title_path
from logistics.queries.structure import KEPT_BY_THE_HOUSE, column_at
from logistics.wording import Words

FIRST_COLUMNS = 8
MONTH = "month"
"""A day of this name stands for its month."""
TONES = {
    "draft": "neutral",
    "submitted": "info",
    "approved": "ok",
    "returned": "warn",
    "rejected": "bad",
    "cancelled": "neutral",
    "closed": "ok",
    "published": "ok",
    "confirmed": "ok",
    "void": "neutral",
}
MARKS = {
    "neutral": "dash-circle",
    "info": "circle-half",
    "work": "gear",
    "ok": "check-lg",
    "warn": "exclamation-triangle",
    "bad": "x-lg",
}
BADGE = Markup(
    '<span class="hq-badge is-{tone}"><svg class="ic" aria-hidden="true">'
    '<use href="{icons}#{mark}"/></svg>{text}</span>'
)
EMPTY = Markup('<span class="hq-none">—</span>')


class ShownColumn:
    """One column of one table as lists, details and exports show it.

    A dotted name is a column of the row that a key leads to; lists are not sorted by it.
    """

    def __init__(self, model: type[Record], name: str) -> None:
        self.model = model
        self.field: peewee.Field = column_at(model, name)
        self.name = name
        self.label: Words | str = self.field.verbose_name or name
        self.unit: Words | None = getattr(self.field, "unit", None)
        self.is_key = isinstance(self.field, peewee.ForeignKeyField)
        self.path = full_title_path(model, name) if self.is_key else name
        self.beside = beside_path(model, name) if self.is_key else None
        self.numeric = isinstance(
            self.field, Exact | peewee.IntegerField | peewee.DateField | peewee.DateTimeField
        ) and not isinstance(self.field, peewee.AutoField)
        self.width: int | None = None
        self.shown = shown = column_at(model, self.path)
        self.worded = _is_worded(shown)
        self.told = shown if self.worded or isinstance(shown, Choice) else self.field
        self.cell: Callable[[Any], Any] = _cell_of(self.told)

    @property
    def is_own(self) -> bool:
        """Whether it is a column of the table itself."""
        return "." not in self.name

    @property
    def css(self) -> str:
        """Its part in the row: the stylesheet gives each part its place, on a phone as well."""
        return f"{self._part} w-{self.width}".strip() if self.width else self._part

    @property
    def _part(self) -> str:
        if isinstance(self.field, Choice):
            return "c-state" if self.name == "status" else "nowrap"
        if isinstance(self.field, Money):
            return "c-amount"
        if self.numeric:
            return "nowrap"
        return "c-cut" if isinstance(self.field, Text | peewee.TextField) else ""

    def text(self, value: Any) -> str:
        """The value as plain text in the page's language."""
        if value is None or value == "":
            return ""
        if isinstance(self.told, Choice):
            return words.words(self.told.labels.get(value, value))
        if self.name in CODES and isinstance(value, str):
            return CODES[self.name](value)
        return words.translate(value) if self.worded else str(words.written(value))


def shown_columns(model: type[Record], names: Sequence[str] = ()) -> list[ShownColumn]:
    """The columns of the list, as declared or the first of the table's own."""
    names = names or model.LIST or own_columns(model)[:FIRST_COLUMNS]
    return [ShownColumn(model, name) for name in names if name not in model.SECRET]


def own_columns(model: type[Record]) -> tuple[str, ...]:
    """The table's columns without those that every table has and those that nobody may see."""
    return tuple(
        name
        for name in model._meta.sorted_field_names
        if name not in KEPT_BY_THE_HOUSE and name not in model.SECRET
    )


def badge(field: Choice, value: str) -> Markup:
    """A state as a word and a mark on a coloured ground."""
    return _badge(field, value, words.language(), request.root_path)


@functools.lru_cache(maxsize=4096)
def _badge(field: Choice, value: str, _language: str, _root: str) -> Markup:
    tone = field.tones.get(value) or TONES.get(value, "neutral")
    return BADGE.format(
        tone=tone,
        icons=icons_url(),
        mark=MARKS[tone],
        text=words.words(field.labels.get(value, value)),
    )


def icons_url() -> str:
    """The address of the icons that the installed Bootstrap-Flask ships."""
    return url_for("bootstrap.static", filename="icons/bootstrap-icons.svg")


def _cell_of(field: peewee.Field) -> Callable[[Any], Any]:
    if isinstance(field, Choice):
        shown = badge if field.name == "status" or field.tones else _word
        return lambda value: EMPTY if value is None else shown(field, value)
    for kind, writer in (
        (Money, words.money),
        (Quantity, words.quantity),
        (Exact, words.number),
    ):
        if isinstance(field, kind):
            return writer
    if isinstance(field, peewee.DateField) and field.name == "month":
        return lambda value: EMPTY if value is None else words.month(value)
    if isinstance(field, Text | peewee.TextField):
        told = CODES.get(field.name) or (words.translate if _is_worded(field) else str)
        return lambda value: EMPTY if value in (None, "") else escape(told(value)[:200])
    if field.name == MONTH and isinstance(field, peewee.DateField):
        return lambda value: EMPTY if value is None else f"{value:%Y-%m}"
    return lambda value: EMPTY if value is None else words.written(value)


def _is_worded(field: peewee.Field) -> bool:
    return bool(getattr(field, "worded", False))


def _word(field: Choice, value: str) -> str:
    return words.words(field.labels.get(value, value))
