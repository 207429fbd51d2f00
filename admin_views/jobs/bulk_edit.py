"""The same values into many rows: choose columns, see what would change, do it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import peewee
from flask import redirect, request
from flask_admin import expose

from admin_views import current, forms
from admin_views.jobs.choosing import Chosen, chosen_rows, is_unchanged
from admin_views.jobs.many import CHANGED
from admin_views.jobs.starting import address_of, pairs, start
from logistics import permissions
from logistics.auditing import snapshot
from logistics.errors import InvalidRecord, RuleViolation
from logistics.operations.importing.rows import Undo, undone
from logistics.operations.importing.values import shown
from logistics.operations.jobs import open_job
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record
from logistics.permissions import Actor
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 422
PREVIEWED = 50
NO_COLUMN = _("Tick at least one column that is to be written.")


class BulkEditPages:
    """The page that writes columns of many rows, mixed into ``TableView``."""

    @expose("/bulk-edit/", methods=("GET", "POST"))
    def bulk_edit(self: TableView) -> Any:
        """GET asks for the columns; POST shows what would change, and then does it."""
        actor = current.actor()
        permissions.require(actor, "edit", self.model)
        chosen = chosen_rows(self, actor)
        asked = Asked(self)
        if request.method != "POST":
            return _page(self, chosen, asked)
        if not asked.names:
            return _page(self, chosen, asked, NO_COLUMN), REFUSED
        if not is_unchanged(chosen):
            return _page(self, chosen, asked, CHANGED), 409
        # What is written is what was shown: other values are shown first.
        if request.form.get("do") != "write" or request.form.get("shown") != asked.mark:
            return _page(self, chosen, asked, preview=_preview(self, chosen, asked, actor))
        job = open_job(
            "bulk_edit",
            table=self.table,
            verb="edit",
            actor=actor,
            arguments={"rows": pairs(chosen.seen), "values": asked.values},
            total=len(chosen.seen),
        )
        return redirect(address_of(start(job, rows=len(chosen.seen))))


class Asked:
    """The columns that were ticked, and the values typed for them."""

    def __init__(self, view: TableView) -> None:
        self.fields = bulk_columns(view)
        made = forms.form_class(view.model, [field.name for field in self.fields])
        is_sent = request.method == "POST"
        self.form: Any = made(formdata=request.form if is_sent else None)
        ticked = set(request.form.getlist("write"))
        self.names = [field.name for field in self.fields if field.name in ticked]
        if not is_sent:
            forms.fill(self.form, self.fields, {})
        typed = forms.typed(self.form, self.fields)
        self.values = {
            field.name: forms.as_value(field, typed[field.name])
            for field in self.fields
            if field.name in ticked
        }

    @property
    def mark(self) -> str:
        """What tells whether these are the values whose effect was shown."""
        return hashlib.sha256(json.dumps(self.values, sort_keys=True).encode()).hexdigest()


def bulk_columns(view: TableView) -> list[peewee.Field]:
    """The columns that can be the same in many rows."""
    return [
        field
        for field in forms.form_columns(view.model)
        if not field.unique and field.name not in view.model.SECRET
    ]


def bulk_edit_action(view: TableView, actor: Actor) -> dict[str, Any] | None:
    """The button of the list, for whoever may edit."""
    if "edit" not in view.model.PAGES or not permissions.may(actor, "edit", view.model):
        return None
    url = view.address_of("bulk_edit")
    return {"label": _("Edit together"), "url": url, "icon": "pencil-square", "danger": False}


def _preview(view: TableView, chosen: Chosen, asked: Asked, actor: Actor) -> list[dict[str, Any]]:
    """What would become of the first rows: tried by the rules of a form, and taken back."""
    rows: list[dict[str, Any]] = []
    with undone():
        for one in chosen.seen[:PREVIEWED]:
            rows.append(_tried(view, one, asked, actor))
        raise Undo
    return rows


def _tried(view: TableView, one: Seen, asked: Asked, actor: Actor) -> dict[str, Any]:
    row = view.model.get_by_id(one.id)
    before = snapshot(row)
    facts: dict[str, Any] = {"label": str(row), "url": view.address_of("details", row)}
    try:
        with undone():
            after = change_record(view.model, one, asked.values, actor=actor.through("bulk"))
            facts["changes"] = _differences(asked.fields, asked.names, before, after)
            raise Undo
    except InvalidRecord as refusal:
        labels = {field.name: field.verbose_name for field in asked.fields}
        facts["refusals"] = [
            (labels.get(name, name), problems[0]) for name, problems in refusal.errors.items()
        ]
    except RuleViolation as refusal:
        facts["refusals"] = [("", refusal.words)]
    return facts


def _differences(
    fields: Sequence[peewee.Field], names: Sequence[str], before: Any, after: Any
) -> list[tuple[Any, Any, Any]]:
    return [
        (
            field.verbose_name,
            shown(field, before[field.name]),
            shown(field, after.__data__[field.name]),
        )
        for field in fields
        if field.name in names and before[field.name] != after.__data__[field.name]
    ]


def _page(
    view: TableView,
    chosen: Chosen,
    asked: Asked,
    refusal: Words | None = None,
    preview: list[dict[str, Any]] | None = None,
) -> str:
    forms.dress(asked.form, asked.fields, required=False)
    return str(
        view.render(
            "table/bulk_edit.html",
            view=view.facts(),
            title=_("Edit together"),
            count=len(chosen.seen),
            mark=chosen.mark,
            fields=[(asked.form[field.name], field.name in asked.names) for field in asked.fields],
            names=asked.names,
            form=asked.form,
            refusal=refusal,
            preview=preview,
            shown=asked.mark if preview is not None else "",
            refused=sum("refusals" in row for row in preview or ()),
            cancel_url=view.address_of("index"),
            crumbs=view.crumbs(_("Edit together")),
        )
    )
