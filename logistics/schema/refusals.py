"""From what the database refuses to what a person is told."""

from __future__ import annotations

import re

import peewee

from logistics.database import Choice, Record
from logistics.errors import Conflict, InvalidRecord, RuleViolation
from logistics.schema.declared import shape_of
from logistics.schema.shapes import constraint_name
from logistics.wording import Words, _

SQLITE_COLUMNS = re.compile(r"^(UNIQUE|NOT NULL) constraint failed: (.+)$")
SQLITE_CHECK = re.compile(r"^CHECK constraint failed: (.+)$")


def explain_integrity_error(error: peewee.DatabaseError, model: type[Record]) -> RuleViolation:
    """The refusal behind ``error``, met while writing a row of ``model``.

    A declared rule answers in its own words; a column's bound, choice, length or uniqueness names
    the column. What cannot be told apart (SQLite names no foreign key) says what it can be.
    """
    name, columns = _what_failed(error, model)
    for rule in model.CHECKS:
        if rule.name == name:
            return RuleViolation(rule.words)
    for overlap in model.NO_OVERLAP:
        if overlap.name == name:
            return Conflict(overlap.words)
    if name.endswith("_append_only"):
        return Conflict(_("This is a record of what happened; it is corrected by a new entry."))
    if name == "NOT NULL":
        return _invalid(model, columns[0], _("This is needed."))
    if name == "UNIQUE":
        return _double(model, columns)
    for field in model._meta.sorted_fields:
        for kind, words in _column_words(field).items():
            if name == constraint_name(model._meta.table_name, field.column_name, kind):
                return _invalid(model, field.column_name, words)
    return Conflict(
        _("Another record still refers to this one, or one that it refers to is no longer there.")
    )


def _what_failed(error: peewee.DatabaseError, model: type[Record]) -> tuple[str, tuple[str, ...]]:
    """The constraint's name, or its kind with the columns where only these are known."""
    diagnosis = getattr(getattr(error, "orig", None), "diag", None)
    if diagnosis is None:
        return _sqlite_failure(str(error.args[-1]) if error.args else "")
    if diagnosis.constraint_name is None and diagnosis.column_name:
        return "NOT NULL", (diagnosis.column_name,)
    name = diagnosis.constraint_name or ""
    for index in shape_of(model).indexes:
        if index.unique and index.name == name:
            return "UNIQUE", index.columns
    return name, ()


def _sqlite_failure(message: str) -> tuple[str, tuple[str, ...]]:
    if match := SQLITE_COLUMNS.match(message):
        return match[1], tuple(name.rpartition(".")[2] for name in match[2].split(", "))
    if match := SQLITE_CHECK.match(message):
        return match[1], ()
    return message, ()


def _invalid(model: type[Record], column: str, words: Words) -> InvalidRecord:
    return InvalidRecord({model._meta.columns[column].name: [words]})


def _double(model: type[Record], columns: tuple[str, ...]) -> RuleViolation:
    fields = [model._meta.columns[column] for column in columns]
    words = _("There is already such a record.")
    if len(fields) == 1:
        words = _("This is already taken.")
    return Conflict(words, field=fields[-1].name)


def _column_words(field: object) -> dict[str, Words]:
    """The words for each CHECK that a column's declaration makes."""
    words = {}
    if isinstance(field, Choice):
        words["choice"] = _("Not one of the choices.")
    if limit := getattr(field, "max_length", None):
        words["length"] = _("At most %(limit)s characters.", limit=limit)
    if (least := getattr(field, "minimum", None)) is not None:
        words["minimum"] = _("At least %(limit)s.", limit=least)
    if (most := getattr(field, "maximum", None)) is not None:
        words["maximum"] = _("At most %(limit)s.", limit=most)
    return words
