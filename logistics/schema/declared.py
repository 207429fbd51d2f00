"""From a table's declaration to its shape."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee

from logistics.database import Choice, Column, Day, NoOverlap, Record, Text
from logistics.schema import shapes
from logistics.schema.shapes import constraint_name

KINDS = {
    "VARCHAR": "text",
    "TEXT": "text",
    "INT": "integer",
    "BIGINT": "bigint",
    "BOOL": "boolean",
    "DATE": "date",
    "TIME": "time",
    "DATETIME": "datetime",
    "BLOB": "binary",
}


NAMES = ("name", "title")
"""Columns that hold what people call a thing, and so may type by its pinyin."""


class DeclarationError(Exception):
    """A table declares something that the databases could not keep."""


def shape_of(model: type[Record]) -> shapes.Table:
    """The shape that the database must give to ``model``."""
    fields = [field for field in model._meta.sorted_fields if field.name != "id"]
    return shapes.Table(
        name=model._meta.table_name,
        columns=tuple(_column(field) for field in fields),
        checks=tuple(
            [check for field in fields for check in _column_checks(model, field)]
            + [shapes.Check(rule.name, _one_line(rule.condition)) for rule in model.CHECKS]
        ),
        indexes=tuple(_indexes(model, fields)),
        exclusions=tuple(_exclusion(model, overlap) for overlap in model.NO_OVERLAP),
        append_only=model.APPEND_ONLY,
    )


def search_of(model: type[Record]) -> shapes.Search | None:
    """The text of its own by which a row of ``model`` is found; None without any."""
    fields = [model._meta.fields[path] for path in searched_paths(model) if "." not in path]
    if not fields:
        return None
    return shapes.Search(
        table=model._meta.table_name,
        columns=tuple(field.column_name for field in fields),
        names=tuple(field.column_name for field in fields if field.name in NAMES),
    )


def searched_paths(model: type[Record]) -> tuple[str, ...]:
    """The dotted paths to the texts that a search looks at: declared, or all short texts."""
    if model.SEARCH is not None:
        return model.SEARCH
    return tuple(
        field.name
        for field in model._meta.sorted_fields
        if isinstance(field, Text) and field.name not in model.SECRET
    )


def _column(field: Any) -> shapes.Column:
    reference = isinstance(field, peewee.ForeignKeyField)
    return shapes.Column(
        name=field.column_name,
        kind="integer" if reference else KINDS[field.field_type],
        null=field.null,
        default=_default(field),
        references=field.rel_model._meta.table_name if reference else None,
    )


def _default(field: Any) -> str | int | bool | None:
    """The default that the database keeps too; one that is computed stays with the program."""
    if field.default is None or callable(field.default):
        return None
    stored: str | int | bool = field.db_value(field.default)
    return stored


def _column_checks(model: type[Record], field: Any) -> list[shapes.Check]:
    """CHECKs of choices, length and bounds, each named after its column and its kind.

    A column named like a word of SQL fails here at once, and would in every rule written by hand.
    """
    column = field.column_name

    def check(kind: str, condition: str) -> shapes.Check:
        return shapes.Check(
            constraint_name(model._meta.table_name, column, kind), f"{column} {condition}"
        )

    if isinstance(field, Choice):
        codes = ", ".join(_literal(code) for code in field.labels)
        return [check("choice", f"IN ({codes})")]
    checks = []
    if isinstance(field, Text):
        checks.append(
            shapes.Check(
                constraint_name(model._meta.table_name, column, "length"),
                f"length({column}) <= {field.max_length}",
            )
        )
    if isinstance(field, Column):
        if field.minimum is not None:
            checks.append(check("minimum", f">= {_bound(field, field.minimum)}"))
        if field.maximum is not None:
            checks.append(check("maximum", f"<= {_bound(field, field.maximum)}"))
    return checks


def _bound(field: Any, value: Any) -> str:
    if not isinstance(value, int | Decimal):
        raise DeclarationError(f"{field}: a bound is a number; say others as a Rule")
    return str(int(field.db_value(value)))


def _one_line(condition: str) -> str:
    return " ".join(condition.split())


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _indexes(model: type[Record], fields: list[Any]) -> list[shapes.Index]:
    """Declared indexes, and one for each unique column and each key that none of them begins."""
    table = model._meta.table_name
    declared = [(names, True) for names in model.UNIQUE]
    declared += [((field.name,), True) for field in fields if field.unique]
    declared += [(names, False) for names in model.INDEXES]
    leading = {names[0] for names, _unique in declared}
    declared += [
        ((field.name,), False)
        for field in fields
        if (field.index and not field.unique and field.name not in leading)
    ]
    indexes = []
    for names, unique in declared:
        columns = tuple(_column_name(model, name) for name in names)
        kind = "key" if unique else "idx"
        indexes.append(shapes.Index(constraint_name(table, *columns, kind), columns, unique))
    return indexes


def _exclusion(model: type[Record], overlap: NoOverlap) -> shapes.Exclusion:
    starts, ends = (_column_name(model, name) for name in (overlap.starts, overlap.ends))
    ordered = any(starts in rule.condition and ends in rule.condition for rule in model.CHECKS)
    if starts != ends and not ordered:
        raise DeclarationError(
            f"{model.__name__}: {overlap.name} needs a Rule in CHECKS that keeps {ends} after "
            f"{starts}; without it PostgreSQL answers a range error instead of a refusal"
        )
    return shapes.Exclusion(
        name=overlap.name,
        keys=tuple(_column_name(model, name) for name in overlap.keys),
        starts=starts,
        ends=ends,
        where=_one_line(overlap.where),
        inclusive=isinstance(model._meta.fields[overlap.starts], Day),
    )


def _column_name(model: type[Record], name: str) -> str:
    try:
        return str(model._meta.combined[name].column_name)
    except KeyError:
        raise DeclarationError(f"{model.__name__} declares {name}, which is no column") from None
