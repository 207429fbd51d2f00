"""The rows of a list as HTML. A list has hundreds of cells: a template costs more than their data.

What is the same for all cells of a column is put together once a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from admin_views import words
from admin_views.columns import EMPTY, ShownColumn
from logistics.wording import _

SLACK = frozenset({"purpose", "subject", "title", "content", "summary", "reason", "name"})
"""Columns that take the width that the others leave: the first of these in a list does."""

LINKED = ("doc_no", "name", "title", "code")
"""Columns that may lead to the record, best first."""

ON_A_PHONE = 7
STATE = "c-state"
"""The part of a row that a phone shows wherever it stands."""

LONG = 20


@dataclass(frozen=True)
class Ways:
    """What a row leads to: the addresses without the id at their end, and who may edit it."""

    details: str
    edit: str | None
    editable_in: Sequence[str]
    can_choose: bool


@dataclass(frozen=True)
class Place:
    """A column as its cells need it."""

    column: ShownColumn
    opening: str
    """The tag up to its class, which is left open."""

    label: str
    closing: str
    is_slack: bool
    is_late: bool


def body_rows(
    columns: Sequence[ShownColumn], rows: Sequence[tuple[Any, ...]], ways: Ways, icons: str
) -> Markup:
    """The rows (id, state, values) with their links; ``icons`` is the address of the icons."""
    places = _places(columns)
    naming = _naming(columns)
    parts: list[str] = []
    frame = _Frame(ways, icons)
    for row_id, status, *values in rows:
        linked = next((at for at in naming if values[at]), 0)
        title = str(escape(columns[linked].text(values[linked]) or f"#{row_id}"))
        parts.append(frame.opening(row_id, title, status))
        url = f"{frame.details}{row_id}"
        for at, place in enumerate(places):
            parts.append(_cell(place, values[at], url if at == linked else None, row_id))
        parts.append(frame.closing(row_id, title, status))
    return Markup("".join(parts))  # noqa: S704 - every part was escaped


def _places(columns: Sequence[ShownColumn]) -> list[Place]:
    slack = next((c.name for c in columns if not c.numeric and c.name in SLACK), None)
    places = []
    for at, column in enumerate(columns):
        tag = "th" if at == 0 else "td"
        css = column.css + (" num" if column.numeric else "")
        if column.name == slack and at and not column.width:
            css += " c-name"
        places.append(
            Place(
                column=column,
                opening=f'<{tag}{" scope=row" if at == 0 else ""} class="{css}',
                label=f' data-label="{escape(words.words(column.label))}"',
                closing=f"</{tag}>",
                is_slack=column.name == slack,
                is_late=at >= ON_A_PHONE and column.css != STATE,
            )
        )
    return places


def _cell(place: Place, value: Any, url: str | None, row_id: int) -> str:
    shown = place.column.cell(value)
    is_empty = shown is EMPTY
    html = str(escape(shown))
    text = "—" if is_empty else html if "<" not in html else str(escape(Markup(html).striptags()))  # noqa: S704
    css = ""
    if url is not None:
        css = " c-first"
        html = f'<a href="{url}">{html or f"#{row_id}"}</a>'
    if (place.is_late and url is None) or (text == "—" and place.is_slack):
        css += " c-wide-only"
    title = f' title="{text}"' if len(text) > LONG else ""
    return f'{place.opening}{css}"{place.label}{title}>{html}{place.closing}'


def _naming(columns: Sequence[ShownColumn]) -> list[int]:
    """The columns that may lead to the record, best first."""
    names = [column.name for column in columns]
    return [names.index(name) for name in LINKED if name in names]


class _Frame:
    """What stands before and after the cells of a row."""

    def __init__(self, ways: Ways, icons: str) -> None:
        self.ways = ways
        self.details = str(escape(ways.details))
        self.edit = str(escape(ways.edit)) if ways.edit else None
        open_, edit, choose = (
            str(escape(words.words(word))) for word in (_("Open"), _("Edit"), _("Choose"))
        )
        self.choose = choose
        self.words = {"eye": open_, "pencil": edit}
        self.icons = {
            name: f'<svg class="ic" aria-hidden="true"><use href="{escape(icons)}#{name}"/></svg>'
            for name in self.words
        }

    def opening(self, row_id: int, title: str, status: str) -> str:
        row = f' data-row="{row_id}"' if self._may_edit(status) else ""
        if not self.ways.can_choose:
            return f"<tr{row}>"
        return (
            f'<tr class="has-check"{row}><td class="c-check"><input class="form-check-input" '
            f'type="checkbox" name="id" value="{row_id}" data-row-check '
            f'aria-label="{self.choose} {title}"></td>'
        )

    def closing(self, row_id: int, title: str, status: str) -> str:
        acts = self._act(f"{self.details}{row_id}", "eye", title)
        if self._may_edit(status):
            acts += self._act(f"{self.edit}{row_id}", "pencil", title)
        return f'<td class="c-acts"><span class="acts">{acts}</span></td></tr>\n'

    def _may_edit(self, status: str) -> bool:
        states = self.ways.editable_in
        return self.edit is not None and (not states or status in states)

    def _act(self, url: str, icon: str, title: str) -> str:
        word = self.words[icon]
        return (
            f'<a class="btn btn-quiet btn-xs btn-square" href="{url}" '
            f'aria-label="{word} {title}" title="{word}">{self.icons[icon]}</a>'
        )
