"""The page of one record: its facts, its lines, what may be done with it, what refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for
from markupsafe import Markup

from admin_views import words
from admin_views.addresses import Address
from admin_views.codes import CODES
from admin_views.columns import TONES, ShownColumn, own_columns, shown_columns
from admin_views.listing import Listing
from logistics import permissions
from logistics.columns import Choice, LongText, Money, Price
from logistics.database import Record
from logistics.permissions import Actor
from logistics.queries.files import attachments_of
from logistics.queries.structure import document_of, lines_of, referring, tables_by_name
from logistics.wording import Words, _
from models import Account

if TYPE_CHECKING:
    from admin_views.table_view import TableView

MOST_LINES = 200
SHORT_TEXT = 40
"""Characters of a long text that still stand beside other facts."""
RELATED_SKIPS = ("created_by", "updated_by")


class Details:
    """What templates/table/details.html shows of a row."""

    def __init__(self, view: TableView, row: Record, actor: Actor) -> None:
        self.view = view
        self.row = row
        self.model = view.model
        self.actor = actor

    def context(self) -> dict[str, Any]:
        """Everything the template names."""
        row = self.row
        return {
            "view": self.view.facts(),
            "row": row,
            "title": str(row),
            "badge": self._badge(),
            "doc_no": getattr(row, "doc_no", None),
            "lead": self._lead(),
            "actions": self._actions(),
            "groups": self._groups(),
            "lines": [
                self._lines(line, key)
                for line, key in (
                    *((line, str(line.DOCUMENT)) for line in lines_of(self.model)),
                    *self.view.shows,
                )
                if line.DOCUMENT or permissions.may(self.actor, "read", line)
            ],
            "timeline": self._timeline(),
            "steps": list(self.view.steps(row)),
            "attachments": [
                {"name": file.name, "size": file.size, "url": self._file_url(file)}
                for file in attachments_of(row)
            ],
            "attach_url": self._attach_url(),
            "related": self._related(),
            "history_url": self._page("history"),
            "print_urls": [
                (label, self.view.address_of(endpoint, row))
                for endpoint, label in self.view.printed(self.row, self.actor)
            ]
            + [
                (form.label, self.view.address_of("form", self.row, form=form.name))
                for form in self.view.prints
                if form.shown_for(self.row)
            ],
            "crumbs": self.view.crumbs(str(row)),
        }

    def _page(self, name: str) -> str | None:
        return self.view.address_of(name, self.row) if name in self.model.PAGES else None

    def _file_url(self, attachment: Record) -> str:
        return self.view.address_of("file", self.row, file=attachment.id)

    def _attach_url(self) -> str | None:
        """Files may be attached while the record itself may be edited."""
        in_state = not self.model.EDITABLE_IN or self.row.status in self.model.EDITABLE_IN
        may_edit = in_state and "edit" in self.model.PAGES and "doc_no" in self.model._meta.fields
        if may_edit and permissions.may(self.actor, "edit", self.model, self.row):
            return self.view.address_of("attach", self.row)
        return None

    def _badge(self) -> dict[str, Any] | None:
        field = self.model._meta.fields.get("status")
        if not isinstance(field, Choice) or self.row.status is None:
            return None
        tone = field.tones.get(self.row.status) or TONES.get(self.row.status, "neutral")
        return {"text": field.labels[self.row.status], "tone": tone}

    def _lead(self) -> list[tuple[Words | str, str]]:
        """Who made it and when; what a reader asks first of any record."""
        row = self.row
        lead: list[tuple[Words | str, str]] = [(_("Created"), words.instant(row.created_at))]
        creator = getattr(row, "created_by", None)
        if creator is not None:
            lead.append((_("by"), creator.name))
        if row.updated_at != row.created_at:
            lead.append((_("Changed"), words.instant(row.updated_at)))
        return lead

    def _actions(self) -> list[dict[str, Any]]:
        row, actor = self.row, self.actor
        actions = [
            {**page._asdict(), "primary": False, "danger": False}
            for page in self.view.pages(row, actor)
        ]
        actions += [
            {
                "label": verb.label,
                "url": url_for(f"{self.view.table}.verb", tail=verb.path, id=row.id),
                "icon": verb.icon,
                "primary": verb.primary,
                "danger": verb.danger,
            }
            for verb in self.view.verbs
            if verb.shown_for(row) and permissions.may_verb(actor, verb.name, row)
        ]
        for page, label, icon, allowed, danger in (
            ("edit", _("Edit"), "pencil", self.model.EDITABLE_IN, False),
            ("delete", _("Delete"), "trash", self.model.DELETABLE_IN, True),
        ):
            in_state = (not allowed or row.status in allowed) and self._documents_open()
            if (
                in_state
                and page in self.model.PAGES
                and permissions.may(actor, page, self.model, row)
            ):
                actions.append(
                    {
                        "label": label,
                        "url": self.view.address_of(page, row),
                        "icon": icon,
                        "primary": False,
                        "danger": danger,
                    }
                )
        return actions

    def _groups(self) -> list[dict[str, Any]]:
        """The facts as the form groups them, then what operations have written so far.

        What no operation has written yet is left out; the number stands above already.
        """
        groups = [(title, names) for title, names in self.model.FORM]
        told = {name for _title, names in groups for name in names}
        rest = tuple(name for name in own_columns(self.model) if name not in (*told, "status"))
        if groups:
            values = self.row.__data__
            written = [n for n in rest if n != "doc_no" and values.get(n) not in (None, "")]
            groups += [(_("Further facts"), tuple(written))] if written else []
        elif rest:
            groups.append((self.model.LABEL, rest))
        return [
            {"title": title, "rows": [self._fact(name) for name in names if name != "status"]}
            for title, names in groups
        ]

    def _fact(self, name: str) -> tuple[Any, ...]:
        """Label and value, and whether it takes the whole width, as a long text does."""
        column = ShownColumn(self.model, name)
        if column.is_key:
            return column.label, self._link(name)
        value = self.row.__data__.get(name)
        if isinstance(column.field, LongText) and value and name not in CODES:
            told = words.translate(value) if column.worded else value
            return column.label, told, len(told) > SHORT_TEXT or "\n" in told
        cell = column.cell(value)
        if column.unit is not None and value is not None:
            cell = f"{cell} {words.words(column.unit)}"
        return column.label, cell

    def _link(self, name: str) -> Any:
        target = getattr(self.row, name)
        if target is None:
            return words.DASH
        model = type(target)
        told = target.name if isinstance(target, Account) else words.words(str(target))
        if not permissions.may(self.actor, "read", model):
            return told
        return {
            "text": told,
            "url": url_for(f"{model._meta.table_name}.details", id=target.id),
        }

    def _lines(self, line: type[Record], key_name: str) -> dict[str, Any]:
        names = [name for name in (line.LIST or own_columns(line)) if name != key_name]
        columns = shown_columns(line, names)
        address = Address(sort=[("id", False)])
        key = line._meta.fields[key_name]
        query = Listing(line, columns, address, self.actor).query()
        rows = list(query.where(key == self.row.id).limit(MOST_LINES + 1))
        has_more, rows = len(rows) > MOST_LINES, rows[:MOST_LINES]
        sums = [
            sum((row[place] or 0 for row in rows), start=0)
            if isinstance(column.field, Money) and not isinstance(column.field, Price)
            else None
            for place, column in enumerate(columns, start=2)
        ]
        return {
            "label": line.LABEL_MANY,
            "columns": columns,
            "rows": [
                self._linked(
                    line,
                    row[0],
                    [column.cell(value) for column, value in zip(columns, row[2:], strict=True)],
                )
                for row in rows
            ],
            "sums": None if has_more or all(value is None for value in sums) else sums,
            "more_url": self._all_of(line, key_name) if has_more else None,
        }

    def _linked(self, line: type[Record], row_id: int, cells: list[Any]) -> list[Any]:
        """The cells of a line; the first leads to the page of the line itself."""
        if "details" in line.PAGES and permissions.may(self.actor, "read", line):
            url = url_for(f"{line._meta.table_name}.details", id=row_id)
            cells[0] = Markup('<a href="{}">{}</a>').format(url, cells[0])
        return cells

    def _all_of(self, line: type[Record], key_name: str) -> str:
        """The list of a document's lines."""
        return url_for(f"{line._meta.table_name}.index", **{f"{key_name}__eq": self.row.id})

    def _related(self) -> list[dict[str, Any]]:
        """The record that this one rests on, and where rows of other tables refer to it."""
        own = lines_of(self.model)
        columns = [
            (field, model)
            for field, model in self.model._meta.backrefs.items()
            if field.name not in RELATED_SKIPS
            and not (model in own and field.name == model.DOCUMENT)
            and (model, field.name) not in self.view.shows
            and "list" in model.PAGES
            and permissions.may(self.actor, "read", model)
        ]
        return self._behind() + [
            {
                "label": model.LABEL_MANY,
                "column": field.verbose_name,
                "url": url_for(
                    f"{model._meta.table_name}.index", **{f"{field.name}__eq": self.row.id}
                ),
            }
            for field, model in referring(self.row, columns)
        ]

    def _behind(self) -> list[dict[str, Any]]:
        """The record that a row names by table and number."""
        kind, key = getattr(self.row, "doc_type", None), getattr(self.row, "doc_id", None)
        model: Any = tables_by_name().get(kind) if kind and key else None
        target = model.get_or_none(model.id == key) if model is not None else None
        if target is None or "details" not in model.PAGES:
            return []
        if not permissions.may(self.actor, "read", model, target):
            return []
        url = url_for(f"{kind}.details", id=key)
        return [{"label": model.LABEL, "column": str(target), "url": url}]

    def _documents_open(self) -> bool:
        """Whether the documents above a line are in a state in which they are edited."""
        document = document_of(self.row)
        while document is not None:
            if document.EDITABLE_IN and document.status not in document.EDITABLE_IN:
                return False
            document = document_of(document)
        return True

    def _timeline(self) -> list[dict[str, Any]]:
        """Steps of approval; a view of a document with approval gives them."""
        return list(self.view.timeline(self.row))
