"""Which columns a list shows, in which order and how wide: ``columns=doc_no,purpose:32,amount``."""

from __future__ import annotations

from typing import Any, NamedTuple

from admin_views.columns import ShownColumn, shown_columns
from logistics.database import Record
from logistics.operations.validation import Problem
from logistics.queries.structure import column_at
from logistics.wording import Words, _

WIDTHS: dict[int, Words] = {
    8: _("narrow"),
    16: _("medium"),
    24: _("wide"),
    40: _("very wide"),
}
"""Widths in ems: each is a class of the stylesheet, since the policy allows no style in a page."""


class Placed(NamedTuple):
    """A column that the address names; without a width it takes what its words need."""

    name: str
    width: int | None


def read_columns(model: type[Record], text: str) -> list[Placed]:
    """Read ``columns=``; raises Problem for what is unknown, secret or named twice."""
    placed: list[Placed] = []
    for part in text.split(","):
        name, _colon, width = part.strip().partition(":")
        known = name in model._meta.fields or name in model.LIST
        if not known or name in model.SECRET:
            raise Problem(_("There is no column “%(name)s” to show.", name=name[:60]))
        if name in [other.name for other in placed]:
            raise Problem(_("“%(name)s” is given more than once.", name=name))
        if width and width not in map(str, WIDTHS):
            raise Problem(_("“%(value)s” is not a number that is possible here.", value=width[:40]))
        placed.append(Placed(name, int(width) if width else None))
    return placed


def placed_columns(model: type[Record], placed: list[Placed]) -> list[ShownColumn]:
    """The columns of the address, or those that the table declares."""
    columns = shown_columns(model, [column.name for column in placed])
    widths = {column.name: column.width for column in placed if column.width}
    for column in columns:
        column.width = widths.get(column.name)
    return columns


def arrangement(model: type[Record], shown: list[ShownColumn]) -> list[dict[str, Any]]:
    """All columns that may be shown, those that are first: for the dialog."""
    names = [column.name for column in shown]
    rest = [
        field.name
        for field in model._meta.sorted_fields
        if field.name not in names
        and field.name not in model.SECRET
        and field.name not in ("id", "row_version")
    ]
    widths = {column.name: column.width for column in shown}
    return [
        {
            "name": name,
            "label": column_at(model, name).verbose_name,
            "shown": name in names,
            "width": widths.get(name),
        }
        for name in (*names, *rest)
    ]
