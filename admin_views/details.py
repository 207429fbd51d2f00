"""The page of one record: its facts, its lines, what may be done with it, what refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from admin_views import words
from admin_views.addresses import Address
from admin_views.columns import TONES, ShownColumn, own_columns, shown_columns
from admin_views.listing import Listing
from logistics import permissions
from logistics.columns import Choice, Money, Price
from logistics.database import Record
from logistics.permissions import Actor
from logistics.queries.files import attachments_of
from logistics.queries.structure import document_of, lines_of, referring, tables_by_name
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

MOST_LINES = 200
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
            "lines": [self._lines(line) for line in lines_of(self.model)],
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
                for endpoint, label in self.view.print_endpoints
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
        declared = [name for _title, names in self.model.FORM for name in names]
        groups = [(title, names) for title, names in self.model.FORM]
        told = (*declared, "status")
        rest = tuple(name for name in own_columns(self.model) if name not in told)
        if rest:
            groups.append((_("Further facts") if groups else self.model.LABEL, rest))
        return [
            {"title": title, "rows": [self._fact(name) for name in names if name != "status"]}
            for title, names in groups
        ]

    def _fact(self, name: str) -> tuple[Words | str, Any]:
        column = ShownColumn(self.model, name)
        if column.is_key:
            return column.label, self._link(name)
        value = self.row.__data__.get(name)
        cell = column.cell(value)
        if column.unit is not None and value is not None:
            cell = f"{cell} {words.words(column.unit)}"
        return column.label, cell

    def _link(self, name: str) -> Any:
        target = getattr(self.row, name)
        if target is None:
            return words.DASH
        model = type(target)
        if not permissions.may(self.actor, "read", model):
            return words.words(str(target))
        return {
            "text": words.words(str(target)),
            "url": url_for(f"{model._meta.table_name}.details", id=target.id),
        }

    def _lines(self, line: type[Record]) -> dict[str, Any]:
        names = [name for name in (line.LIST or own_columns(line)) if name != line.DOCUMENT]
        columns = shown_columns(line, names)
        address = Address(sort=[("id", False)])
        key = line._meta.fields[str(line.DOCUMENT)]
        query = Listing(line, columns, address, self.actor).query()
        rows = list(query.where(key == self.row.id).limit(MOST_LINES))
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
                [column.cell(value) for column, value in zip(columns, row[2:], strict=True)]
                for row in rows
            ],
            "sums": sums if any(value is not None for value in sums) and rows else None,
        }

    def _related(self) -> list[dict[str, Any]]:
        """The record that this one rests on, and where rows of other tables refer to it."""
        own = lines_of(self.model)
        columns = [
            (field, model)
            for field, model in self.model._meta.backrefs.items()
            if field.name not in RELATED_SKIPS
            and not (model in own and field.name == model.DOCUMENT)
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
