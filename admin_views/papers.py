"""Forms on paper that only name what they show: facts, lines and signatures of a record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from admin_views import words
from admin_views.columns import MONTH, ShownColumn
from admin_views.printing import PrintedForm
from logistics.columns import Day, LongText, Quantity, Text
from logistics.database import Record, local_day
from logistics.wording import Words
from models import Account, Staff

Sign = Words | str | tuple[Words, str]
WIDE_TEXT = 80
"""A text that may be longer takes a row of its own."""


def paper(
    name: str,
    label: Words,
    facts: Sequence[str],
    *,
    lines: Sequence[tuple[type[Record], str, Sequence[str]]] = (),
    signs: Sequence[Sign] = (),
    when: Callable[[Any], bool] | None = None,
    with_seal: bool = False,
) -> PrintedForm:
    """A form with ``label`` as its title and on its button.

    ``facts`` are columns of the record. ``lines`` are [(table, the column that refers to the
    record, columns shown)]. ``signs`` are the lines for signatures: a column that says who has
    decided already, perhaps under other words, or words for a line that is signed by hand.
    """

    def context(row: Any) -> dict[str, Any]:
        return {
            "form_title": label,
            "facts": [_fact(row, column) for column in facts],
            "sheets": [_sheet(row, *line) for line in lines],
            "signatures": [signed(row, sign) for sign in signs],
            "number": getattr(row, "doc_no", None),
            "made_on": local_day(row.created_at),
            "with_seal": with_seal,
        }

    return PrintedForm(name, label, "papers/record.html", context, when)


def _fact(row: Record, name: str) -> tuple[Any, ...]:
    column = ShownColumn(type(row), name)
    field = column.field
    wide = isinstance(field, LongText) or (
        isinstance(field, Text) and (field.max_length or 0) > WIDE_TEXT
    )
    told = said(row, name)
    if column.unit is not None and told:
        told = f"{told} {words.words(column.unit)}"
    return (column.label, told, "wide") if wide else (column.label, told)


def signed(row: Record, sign: Sign) -> tuple[Words | str, str]:
    """A line for a signature: its label, and who has signed."""
    if isinstance(sign, Words):
        return sign, ""
    if isinstance(sign, tuple):
        return sign[0], said(row, sign[1])
    return ShownColumn(type(row), sign).label, said(row, sign)


def said(row: Record, name: str) -> str:
    """The value of a column in words, also of one that a key leads to; of a person the name."""
    column = ShownColumn(type(row), name)
    *keys, last = name.split(".")
    holder: Any = row
    for key in keys:
        holder = getattr(holder, key)
        if holder is None:
            return ""
    value = getattr(holder, last) if column.is_key else holder.__data__.get(last)
    if value is not None and isinstance(column.field, Quantity):
        return words.quantity(value)
    if value is not None and last == MONTH and isinstance(column.field, Day):
        return words.month(value)
    if isinstance(value, Staff | Account):
        return value.name
    return words.words(str(value)) if isinstance(value, Record) else column.text(value)


def _sheet(row: Record, line: type[Record], key: str, names: Sequence[str]) -> dict[str, Any]:
    columns = [ShownColumn(line, name) for name in names]
    rows = line.select().where(line._meta.fields[key] == row.id).order_by(line.id)
    return {
        "label": line.LABEL_MANY,
        "columns": [
            {"label": column.label, "numeric": column.numeric, "name": place == 0}
            for place, column in enumerate(columns)
        ],
        "rows": [[said(each, name) for name in names] for each in rows],
    }
