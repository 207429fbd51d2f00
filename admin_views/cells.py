"""One cell of a list edited in place, by the same operation as the form.

``static/cells.js`` asks for the cell's input and sends it back; without it the pencil of the row
leads to the form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import peewee
from flask import jsonify, render_template, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed

from admin_views import forms, words
from admin_views.columns import ShownColumn
from logistics import permissions
from logistics.columns import Binary
from logistics.database import Record
from logistics.errors import InvalidRecord, RuleViolation, StaleRecord
from logistics.operations.outcomes import Seen
from logistics.operations.records import change_record, guard_editable
from logistics.permissions import Actor
from logistics.queries.listing import Joined
from logistics.queries.structure import editable_columns
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 422
STALE = 409


def cell_columns(model: type[Record]) -> list[str]:
    """The columns whose cells may be edited in a list, so far as the declaration says.

    What needs more than a line to type has its form.
    """
    if "edit" not in model.PAGES:
        return []
    return [
        field.name
        for field in editable_columns(model)
        if field.name not in model.SECRET
        and field.name != model.DOCUMENT
        and not isinstance(field, Binary)
        and (not isinstance(field, peewee.TextField) or isinstance(field, peewee.CharField))
    ]


def answer_cell(view: TableView, row: Any, actor: Actor) -> Any:
    """GET gives the input with the present value; POST saves it and gives the cell anew."""
    if "edit" not in view.model.PAGES:
        raise MethodNotAllowed()
    permissions.require(actor, "edit", view.model, row)
    name = request.args.get("column", "")
    if name not in cell_columns(view.model):
        raise BadRequest(words.words(_("This column is kept by the system.")))
    field = view.model._meta.fields[name]
    if request.method != "POST":
        guard_editable(row)
        return _editor(view, field, row)
    try:
        saved = change_record(
            view.model,
            Seen(row.id, view.seen_version()),
            forms.changed_values([field], {name: _typed(field)}, forms.raw_values([field], row)),
            actor=actor,
        )
    except RuleViolation as refusal:
        return _refused(refusal, view.model, name, row.id)
    return jsonify(cell=_shown(view.model, name, saved.id), version=saved.row_version)


def _typed(field: peewee.Field) -> str:
    text = request.form.get(field.name, "")
    if isinstance(field, peewee.BooleanField):
        return "y" if text else ""
    return text


def _editor(view: TableView, field: peewee.Field, row: Any) -> str:
    made = forms.form_class(view.model, [field.name])
    form: Any = made(formdata=None)
    forms.fill(form, [field], forms.raw_values([field], row))
    form.row_version.data = str(row.row_version)
    forms.dress(form, [field])
    bound = form[field.name]
    bound.id = f"cell-{field.name}"
    return render_template(
        "table/cell.html",
        form=form,
        field=bound,
        label=_("%(column)s of %(row)s", column=field.verbose_name, row=str(row)),
        action=view.address_of("cell", row, column=field.name),
    )


def _refused(refusal: RuleViolation, model: type[Record], name: str, row_id: int) -> Any:
    """The rule's words; where somebody else was faster, also what the cell says by now."""
    told = refusal.words
    if isinstance(refusal, InvalidRecord):
        problems = refusal.errors.get(name) or next(iter(refusal.errors.values()))
        told = problems[0]
    if isinstance(refusal, StaleRecord):
        return jsonify(message=words.words(told), cell=_shown(model, name, row_id)), STALE
    return jsonify(message=words.words(told)), REFUSED


def _shown(model: type[Record], name: str, row_id: int) -> str:
    """The cell as the list shows it."""
    column = ShownColumn(model, name)
    joined = Joined(model)
    selected = joined.column(column.path)
    query = joined.join(model.select(selected)).where(model.id == row_id)
    found = list(query.tuples())
    return str(column.cell(found[0][0])) if found else ""
