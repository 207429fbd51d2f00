"""The lines of a document inside its form.

Inputs are named ``table-position-column``; each line carries its id and a box that removes it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from admin_views import forms
from logistics.database import Record
from logistics.operations.records import LineChange
from logistics.queries.structure import lines_of

MOST_LINES = 500
BLANK = "__n__"


class LineForms:
    """The editable lines of one table under one document."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model
        self.table = model._meta.table_name
        self.fields = forms.form_columns(model, without=(str(model.DOCUMENT),))
        self.form_class = forms.form_class(model, [field.name for field in self.fields])
        self.rows: list[dict[str, Any]] = []
        self.changes: list[LineChange] = []

    def show(self, document: Record | None) -> None:
        """Fill from the database; a new document begins with one line to write into."""
        if document is None or document.id is None:
            self._add(0, self._blank(), row_id=None)
            return
        key = self.model._meta.fields[str(self.model.DOCUMENT)]
        for row in self.model.select().where(key == document.id).order_by(self.model.id):
            values = forms.raw_values(self.fields, row)
            self._add(len(self.rows), values, row_id=row.id)

    def read(self, data: MultiDict[str, str], document: Record | None) -> None:
        """Fill from what was sent; ``changes`` then says what became of each line."""
        stored, blank = self._stored(document), self._blank()
        for position in self._positions(data):
            prefix = f"{self.table}-{position}-"
            values = {
                field.name: data.get(prefix + field.name, "").replace("\r\n", "\n")
                for field in self.fields
            }
            row_id = _number(data.get(prefix + "id", ""))
            remove = data.get(prefix + "remove") == "y"
            if row_id is None and (remove or not any(values.values()) or values == blank):
                continue
            self._add(position, values, row_id=row_id, remove=remove)
            shown = stored.get(row_id or 0, {})
            changed = forms.changed_values(self.fields, values, shown)
            self.changes.append(LineChange(changed, id=row_id, remove=remove))

    def attach_errors(self, by_position: Mapping[int, Mapping[str, Any]]) -> list[dict[str, str]]:
        """Problems beside the lines they belong to."""
        summary = []
        for position, errors in by_position.items():
            if position < len(self.rows):
                row = self.rows[position]
                found = forms.attach_errors(row["form"], errors)
                row["errors"] = [entry["text"] for entry in found]
                prefix = row["form"]._prefix
                summary += [{**entry, "id": prefix + entry["id"]} for entry in found]
        return summary

    def for_template(self, *, can_add: bool = True) -> dict[str, Any]:
        """What templates/table/form.html shows."""
        blank = self._bound(BLANK, self._blank())
        return {
            "label": self.model.LABEL_MANY,
            "prefix": self.table,
            "columns": [
                {
                    "label": field.verbose_name,
                    "unit": getattr(field, "unit", None),
                    "required": not field.null and field.default is None,
                    "numeric": blank[field.name].numeric,
                }
                for field in self.fields
            ],
            "rows": [
                {**row, "fields": [row["form"][field.name] for field in self.fields]}
                for row in self.rows
            ],
            "template_row": [blank[field.name] for field in self.fields],
            "can_add": can_add,
            "blank": BLANK,
        }

    def _add(
        self, position: int, values: Mapping[str, str], *, row_id: int | None, remove: bool = False
    ) -> None:
        self.rows.append(
            {
                "form": self._bound(str(position), values),
                "position": position,
                "id": row_id,
                "remove": remove,
                "errors": [],
            }
        )

    def _blank(self) -> dict[str, str]:
        """A line that nobody has written into."""
        return forms.defaults_of(self.fields, {})

    def _bound(self, position: str, values: Mapping[str, str]) -> Any:
        form = self.form_class(
            formdata=None, prefix=f"{self.table}-{position}-", meta={"csrf": False}
        )
        forms.fill(form, self.fields, values)
        forms.dress(form, self.fields)
        return form

    def _positions(self, data: MultiDict[str, str]) -> list[int]:
        pattern = re.compile(rf"{re.escape(self.table)}-(\d{{1,4}})-")
        found = {int(match[1]) for match in map(pattern.match, data) if match}
        return sorted(found)[:MOST_LINES]

    def _stored(self, document: Record | None) -> dict[int, dict[str, str]]:
        if document is None:
            return {}
        key = self.model._meta.fields[str(self.model.DOCUMENT)]
        rows = self.model.select().where(key == document.id)
        return {row.id: forms.raw_values(self.fields, row) for row in rows}


def line_forms(model: type[Record]) -> list[LineForms]:
    """The line tables of a document that a person may fill in."""
    return [
        LineForms(line)
        for line in lines_of(model)
        if "new" in line.PAGES and any(forms.form_columns(line, without=(str(line.DOCUMENT),)))
    ]


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
