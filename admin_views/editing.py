"""The page that creates or edits one record with its lines."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, request

from admin_views import forms, words
from admin_views.lines import LineForms, line_forms
from logistics.database import Record
from logistics.errors import InvalidRecord, RuleViolation, StaleRecord
from logistics.operations.once import once
from logistics.operations.outcomes import Seen
from logistics.operations.records import InvalidLines, change_record, create_record
from logistics.permissions import Actor
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

REFUSED = 422
STALE = 409


class Editing:
    """One answer of the form: shown, saved, refused with its problems, or found to be stale."""

    def __init__(self, view: TableView, row: Record | None, actor: Actor) -> None:
        self.view = view
        self.row = row
        self.actor = actor
        self.model = view.model
        self.fields = forms.form_columns(self.model)
        made = forms.form_class(self.model, [field.name for field in self.fields])
        # Only fields of the form: a file sent in place of a text is nothing typed.
        self.form: Any = made(formdata=request.form if request.method == "POST" else None)
        self.lines: list[LineForms] = line_forms(self.model)
        self.summary: list[dict[str, str]] = []
        self.conflicts: list[dict[str, Any]] = []

    def answer(self) -> Any:
        """GET shows the form, POST saves it."""
        if request.method != "POST":
            return self._shown()
        typed = forms.typed(self.form, self.fields)
        for part in self.lines:
            part.read(request.form, self.row)
        try:
            saved = self._save(typed)
        except StaleRecord as refusal:
            return self._stale(typed, refusal)
        except RuleViolation as refusal:
            self._attach(refusal)
            return self._page(), REFUSED
        flash(words.words(_("%(row)s was saved.", row=str(saved))), "ok")
        if "continue" in request.form:
            return redirect(self.view.address_of("edit", saved))
        return redirect(self.view.address_of("details", saved))

    def _shown(self) -> Any:
        if self.row is None:
            place = {
                name: str(value)
                for name, value in self.view.defaults(self.actor).items()
                if value is not None
            }
            values = forms.defaults_of(self.fields, {**place, **request.args})
            self.form.form_key.data = secrets.token_urlsafe(16)
        else:
            values = forms.raw_values(self.fields, self.row)
            self.form.row_version.data = str(self.row.row_version)
        forms.fill(self.form, self.fields, values)
        for part in self.lines:
            part.show(self.row)
        return self._page()

    def _save(self, typed: dict[str, str]) -> Record:
        lines = {part.model: part.changes for part in self.lines if part.changes}
        if self.row is None:
            shown = forms.defaults_of(self.fields, {})
            values = {
                field.name: forms.as_value(field, typed[field.name])
                for field in self.fields
                if typed[field.name] or shown[field.name]
            }
            return once(
                self.form.form_key.data or "",
                self.model,
                lambda: create_record(self.model, values, actor=self.actor, lines=lines),
                actor=self.actor,
            )
        changes = forms.changed_values(self.fields, typed, forms.raw_values(self.fields, self.row))
        seen = Seen(self.row.id, self.view.seen_version())
        return change_record(self.model, seen, changes, actor=self.actor, lines=lines)

    def _attach(self, refusal: RuleViolation) -> None:
        if isinstance(refusal, InvalidLines):
            for part in self.lines:
                self.summary += part.attach_errors(
                    {
                        position: errors
                        for (model, position), errors in refusal.by_line.items()
                        if model is part.model
                    }
                )
        elif isinstance(refusal, InvalidRecord):
            self.summary += forms.attach_errors(self.form, refusal.errors)
        elif refusal.field:
            self.summary += forms.attach_errors(self.form, {refusal.field: [refusal.words]})
        else:
            self.summary.append({"id": "", "label": "", "text": words.words(refusal.words)})

    def _stale(self, typed: dict[str, str], refusal: StaleRecord) -> Any:
        """Both values side by side; what was typed stays typed, and saving again decides."""
        row = self.model.get_or_none(self.model.id == self.row.id) if self.row else None
        if row is None:
            raise refusal
        theirs = forms.raw_values(self.fields, row)
        for field in self.fields:
            if theirs[field.name] != typed[field.name]:
                self.conflicts.append(
                    {
                        "field_name": field.name,
                        "label": field.verbose_name,
                        "theirs": theirs[field.name],
                        "yours": typed[field.name],
                        "theirs_shown": _shown_text(field, theirs[field.name]),
                        "yours_shown": _shown_text(field, typed[field.name]),
                    }
                )
        self.form.row_version.data = str(row.row_version)
        self.row = row
        return self._page(), STALE

    def _page(self) -> str:
        forms.dress(self.form, self.fields)
        in_conflict = {conflict["field_name"] for conflict in self.conflicts}
        for field in self.fields:
            self.form[field.name].changed = field.name in in_conflict
        row = self.row
        title = (
            words.words(_("New: %(table)s", table=self.model.LABEL)) if row is None else str(row)
        )
        trail: list[Any] = []
        if row is not None:
            trail.append((str(row), self.view.address_of("details", row)))
        trail.append(_("New") if row is None else _("Edit"))
        cancel = self.view.address_of("index") if row is None else trail[0][1]
        return self.view.render(
            "table/form.html",
            view=self.view.facts(),
            title=title,
            row=row,
            is_new=row is None,
            form=self.form,
            form_groups=[
                {"title": group, "help": None, "fields": [self.form[name] for name in names]}
                for group, names in forms.form_groups(self.model)
            ],
            lines=[part.for_template() for part in self.lines],
            errors=self.summary,
            conflicts=self.conflicts,
            cancel_url=cancel,
            crumbs=self.view.crumbs(*trail),
        )


def _shown_text(field: Any, text: str) -> str:
    """A raw text as people read it: the word of a choice, the name behind a key."""
    labels = getattr(field, "labels", None)
    if labels:
        return words.words(labels.get(text, text))
    target = getattr(field, "rel_model", None)
    if target is not None and text.isdigit() and len(text) < 10:
        row = target.get_or_none(target.id == int(text))
        return str(row) if row is not None else text
    return text
