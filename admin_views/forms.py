"""Forms made from the declaration of a table.

wtf-peewee walks the columns; the fields it is given keep what was typed as it was typed. What the
values mean and whether they fit is decided in one place, ``logistics.operations.records``, whose
answers come back to the fields: a form checks nothing of its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import peewee
from flask import url_for
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtfpeewee.orm import FieldInfo, ModelConverter, model_form

from admin_views import words
from admin_views.codes import table_label
from logistics.columns import Choice, Exact, Money, Reference, trimmed
from logistics.database import Record, office_zone
from logistics.permissions import Actor, scope_of, scopes_of
from logistics.queries.rules.register import transaction_types
from logistics.queries.structure import editable_columns
from logistics.wording import Words
from models import Staff

WIDE_FROM = 100


class DeclaredForm(FlaskForm):
    """The base of every generated form: CSRF, the version of the row that was shown, and the key
    by which a new record that is sent twice is made once."""

    # Without a label WTForms makes one, for which it reads a catalogue of its own in every request.
    row_version = HiddenField("")
    form_key = HiddenField("")


class DeclaredConverter(ModelConverter):
    """Fields for our columns; each carries its unit, its look-up and its original text."""

    def convert(self, model: Any, field: peewee.Field, field_args: Any) -> FieldInfo:
        kwargs = {"label": field.verbose_name, "description": field.help_text or ""}
        if isinstance(field, Choice):
            options = [SelectChoice(code, words.words(text)) for code, text in field.labels.items()]
            if field.null or field.default is None:
                options.insert(0, SelectChoice("", words.DASH))
            return FieldInfo(
                field.name, SelectField(choices=options, validate_choice=False, **kwargs)
            )
        if field.name == "doc_type":
            return FieldInfo(
                field.name, SelectField(choices=_documents(), validate_choice=False, **kwargs)
            )
        if isinstance(field, peewee.BooleanField):
            return FieldInfo(field.name, BooleanField(**kwargs))
        if isinstance(field, peewee.TextField):
            return FieldInfo(field.name, TextAreaField(**kwargs))
        return FieldInfo(field.name, StringField(**kwargs))


def _documents() -> list[SelectChoice]:
    """The kinds of documents, by what they are called."""
    named = [(name, words.words(table_label(name))) for name in transaction_types()]
    options = [SelectChoice(*each) for each in sorted(named, key=lambda each: each[1])]
    return [SelectChoice("", words.DASH), *options]


def form_class(model: type[Record], names: Iterable[str]) -> type[DeclaredForm]:
    """The form of a table with the given columns. Made anew in the language of the page."""
    made: type[DeclaredForm] = model_form(
        model, base_class=DeclaredForm, only=list(names), converter=DeclaredConverter()
    )
    return made


def form_columns(model: type[Record], *, without: Sequence[str] = ()) -> list[peewee.Field]:
    """The columns of a table's form, in order of its groups."""
    editable = {field.name: field for field in editable_columns(model)}
    order = [name for _title, names in model.FORM for name in names if name in editable]
    order += [name for name in editable if name not in order]
    return [editable[name] for name in order if name not in without]


def form_groups(model: type[Record]) -> list[tuple[Words | str, tuple[str, ...]]]:
    """The groups of the form: as declared, then whatever no group names."""
    editable = [field.name for field in editable_columns(model)]
    groups: list[tuple[Words | str, tuple[str, ...]]] = []
    placed: set[str] = set()
    for title, names in model.FORM:
        kept = tuple(name for name in names if name in editable)
        placed.update(kept)
        if kept:
            groups.append((title, kept))
    rest = tuple(name for name in editable if name not in placed)
    if rest:
        groups.append((model.LABEL if not groups else Words("Other"), rest))
    return groups


def raw(field: peewee.Field, value: Any) -> str:
    """A value as its input shows it, and as it comes back when nobody touched it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "y" if value else ""
    if isinstance(value, Record):
        return str(value.id)
    if isinstance(field, Exact):
        exact = Decimal(value)
        return f"{exact if isinstance(field, Money) else trimmed(exact):f}"
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(office_zone()):%Y-%m-%dT%H:%M}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return str(value)


def raw_values(fields: Iterable[peewee.Field], row: Record) -> dict[str, str]:
    """The row as its form shows it."""
    return {field.name: raw(field, row.__data__.get(field.name)) for field in fields}


def defaults_of(fields: Iterable[peewee.Field], given: Mapping[str, str]) -> dict[str, str]:
    """What a new form starts with: the columns' defaults and what the address gives."""
    values = {}
    for field in fields:
        default = field.default() if callable(field.default) else field.default
        values[field.name] = given.get(field.name) or raw(field, default)
    return values


def own_place(model: type[Record], actor: Actor) -> dict[str, str]:
    """Who writes a new record; and its site, unit and owner for whoever may create only his own."""
    scopes, scope = scopes_of(actor, "create", model), scope_of(model)
    place = {model.AUTHOR: actor.staff_id}
    if "all" not in scopes:
        place |= {scope.site: actor.site_id, scope.unit: actor.unit_id}
    owner = model._meta.fields.get(scope.owner or "")
    if not {"all", "own_site"} & set(scopes) and getattr(owner, "rel_model", None) is Staff:
        place[scope.owner] = actor.staff_id
    return {name: str(key) for name, key in place.items() if name and key and "." not in name}


def typed(form: Any, fields: Iterable[peewee.Field]) -> dict[str, str]:
    """What was typed, by column, as text."""
    values = {}
    for field in fields:
        bound = form[field.name]
        if isinstance(bound, BooleanField):
            values[field.name] = "y" if bound.data else ""
        else:
            values[field.name] = (bound.data or "").replace("\r\n", "\n")
    return values


def changed_values(
    fields: Iterable[peewee.Field], typed_values: Mapping[str, str], shown: Mapping[str, str]
) -> dict[str, Any]:
    """The columns whose text differs from what was shown, as values for the operation."""
    return {
        field.name: as_value(field, typed_values[field.name])
        for field in fields
        if typed_values[field.name] != shown.get(field.name, "").replace("\r\n", "\n")
    }


def as_value(field: peewee.Field, text: str) -> Any:
    """Typed text as the operation takes it: a box is ticked or not, all else stays text."""
    return text == "y" if isinstance(field, peewee.BooleanField) else text


def fill(form: Any, fields: Iterable[peewee.Field], values: Mapping[str, str]) -> None:
    """Show ``values`` in the form."""
    for field in fields:
        bound = form[field.name]
        text = values.get(field.name, "")
        bound.data = text == "y" if isinstance(bound, BooleanField) else text


def dress(form: Any, fields: Sequence[peewee.Field], *, required: bool = True) -> None:
    """Give each bound field what its template needs beside WTForms' own attributes."""
    names = _reference_names(form, fields)
    for field in fields:
        bound: Field = form[field.name]
        bound.unit = getattr(field, "unit", None)
        bound.input_type = _input_type(field)
        bound.multiline = isinstance(field, peewee.TextField)
        bound.wide = bound.multiline or getattr(field, "max_length", 0) > WIDE_FROM
        bound.numeric = isinstance(field, Exact | peewee.IntegerField)
        bound.changed = False
        bound.lookup = None
        bound.max_length = getattr(field, "max_length", None)
        if required and not field.null and field.default is None:
            bound.flags.required = True
        if isinstance(field, Reference):
            bound.lookup = {
                "url": url_for(f"{field.rel_model._meta.table_name}.lookup"),
                "text": names.get(field.name, ""),
                "value": bound.data or "",
                "create_url": None,
            }


def _reference_names(form: Any, fields: Sequence[peewee.Field]) -> dict[str, str]:
    names = {}
    for field in fields:
        text = form[field.name].data
        if isinstance(field, Reference) and text and str(text).isdigit() and len(text) < 10:
            row = field.rel_model.get_or_none(field.rel_model.id == int(text))
            names[field.name] = words.words(str(row)) if row is not None else ""
    return names


def _input_type(field: peewee.Field) -> str:
    for kind, name in (
        (peewee.BooleanField, "checkbox"),
        (peewee.DateTimeField, "datetime-local"),
        (peewee.DateField, "date"),
        (peewee.TimeField, "time"),
    ):
        if isinstance(field, kind):
            return name
    return "text"


def attach_errors(form: Any, errors: Mapping[str, Sequence[Words]]) -> list[dict[str, str]]:
    """Put the operation's problems beside their fields; gives the summary for the top."""
    summary = []
    for name, problems in errors.items():
        texts = [words.words(problem) for problem in problems]
        bound = form._fields.get(name)
        if bound is not None:
            bound.errors = [*bound.errors, *texts]
        label = words.words(bound.label.text) if bound is not None else name
        summary.append({"id": name, "label": label, "text": texts[0]})
    return summary
