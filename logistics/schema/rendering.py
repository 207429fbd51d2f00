"""Writes a migration's text: shapes as data, then the way there and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from logistics.schema.building import SchemaError
from logistics.schema.shapes import Column, Search, Table

ZERO = {
    # What rows that are there take in a column that is needed and has no default.
    "text": "''",
    "integer": "0",
    "bigint": "0",
    "boolean": "FALSE",
    "date": "CURRENT_DATE",
    "time": "'00:00:00'",
    "datetime": "CURRENT_TIMESTAMP",
    "binary": "''",
}


BY_NAME = ("null", "default", "references", "unique", "where", "inclusive", "names")


@dataclass(frozen=True)
class Plan:
    """What a migration has to do: tables by what happens to them."""

    made: tuple[Table, ...] = ()
    changed: tuple[tuple[Table, Table], ...] = ()
    removed: tuple[Table, ...] = ()
    searched: tuple[Search, ...] = ()
    unsearched: tuple[Search, ...] = ()
    """Searches as they were, of tables whose texts are indexed otherwise from now on."""


def render(title: str, plan: Plan) -> str:
    """The text of the file."""
    shapes = [_shape(_constant(table), table) for table in (*plan.made, *plan.removed)]
    for before, after in plan.changed:
        shapes += [_shape(f"{_constant(after)}_BEFORE", before), _shape(_constant(after), after)]
    left = [*plan.made, *(after for _before, after in plan.changed)]
    shapes.append(f"TABLES = {_tuple(left)}\nREMOVED = {_tuple(plan.removed)}")
    for name, searches in (("SEARCHED", plan.searched), ("UNSEARCHED", plan.unsearched)):
        if searches:
            shapes.append(
                "\n".join([f"{name} = (", *(f"    {_literal(s)}," for s in searches), ")"])
            )
    functions = [_function("up", _up(plan)), _function("down", _down(plan))]
    heading = _heading(title, "\n".join([*shapes, *functions]))
    return "\n\n\n".join(["\n\n".join([heading, *shapes]), *functions]) + "\n"


def _heading(title: str, body: str) -> str:
    """Docstring and the imports that the body needs."""
    steps = [name for name in ("create", "drop") if f"    {name}(" in body]
    shapes = [
        name
        for name in ("Check", "Column", "Exclusion", "Index", "Search", "Table")
        if f"{name}(" in body
    ]
    lines = [f'"""{title}.\n\nFrozen as it was written: no table of today is looked at.\n"""\n']
    if steps:
        lines.append(f"from logistics.schema.building import {', '.join(steps)}")
    if "    reshape(" in body:
        lines.append("from logistics.schema.reshaping import reshape")
    steps = [name for name in ("index_text", "unindex_text") if f"    {name}(" in body]
    if steps:
        lines.append(f"from logistics.schema.searching import {', '.join(steps)}")
    if shapes:
        lines.append(f"from logistics.schema.shapes import {', '.join(shapes)}")
    return "\n".join(lines)


def _up(plan: Plan) -> list[str]:
    lines = ["unindex_text(db, *UNSEARCHED)"] if plan.unsearched else []
    lines += [f"create(db, {_made(plan)})"] if plan.made else []
    for before, after in plan.changed:
        name, fill = _constant(after), _fill(before, after, back=False)
        lines.append(f"reshape(db, {name}_BEFORE, {name}{fill})")
    lines += ["drop(db, *REMOVED)"] if plan.removed else []
    return [*lines, "index_text(db, *SEARCHED)"] if plan.searched else lines


def _down(plan: Plan) -> list[str]:
    lines = ["unindex_text(db, *SEARCHED)"] if plan.searched else []
    lines += ["create(db, *REMOVED)"] if plan.removed else []
    for before, after in reversed(plan.changed):
        name, fill = _constant(after), _fill(after, before, back=True)
        lines.append(f"reshape(db, {name}, {name}_BEFORE{fill})")
    lines += [f"drop(db, {_made(plan)})"] if plan.made else []
    return [*lines, "index_text(db, *UNSEARCHED)"] if plan.unsearched else lines


def _made(plan: Plan) -> str:
    return _names(plan.made) if plan.changed else "*TABLES"


def _fill(before: Table, after: Table, *, back: bool) -> str:
    """The argument ``fill``: expressions for needed columns that the rows have no value for."""
    there = {column.name: column for column in before.columns}
    filled = {}
    for column in after.columns:
        had = there.get(column.name)
        if column.null or (had is not None and not had.null):
            continue
        if had is not None or column.default is None:
            filled[column.name] = _zero(after, column, back=back)
    items = ", ".join(f"{_text(name)}: {_text(value)}" for name, value in filled.items())
    return f", fill={{{items}}}" if items else ""


def _zero(table: Table, column: Column, *, back: bool) -> str:
    if column.default is not None:
        return (
            f"'{column.default}'" if isinstance(column.default, str) else str(int(column.default))
        )
    if column.references is None:
        return ZERO[column.kind]
    if back:
        return "NULL"  # rows lost their key on the way up; on the way down they must be gone
    raise SchemaError(
        f"{table.name}.{column.name} is a needed key and the rows there are have none: declare it "
        "with null=True, fill it, and make it needed in a further migration"
    )


def _shape(name: str, table: Table) -> str:
    lines = [f"{name} = Table(", f"    {_text(table.name)},", *_parts("", table.columns)]
    for kind in ("checks", "indexes", "exclusions"):
        if parts := getattr(table, kind):
            lines += _parts(f"{kind}=", parts)
    if table.append_only:
        lines.append("    append_only=True,")
    return "\n".join([*lines, ")"])


def _parts(keyword: str, parts: Sequence[Any]) -> list[str]:
    return [f"    {keyword}(", *(f"        {_literal(part)}," for part in parts), "    ),"]


def _literal(part: Any) -> str:
    """A shape's part as a call: what has no default by position, the rest by name."""
    words = []
    for position, field in enumerate(fields(part)):
        value = getattr(part, field.name)
        if position and value == field.default:
            continue
        written = _text(value) if isinstance(value, str) else _tuple_or_plain(value)
        by_name = field.name in BY_NAME
        words.append(f"{field.name}={written}" if by_name else written)
    return f"{type(part).__name__}({', '.join(words)})"


def _tuple_or_plain(value: Any) -> str:
    if not isinstance(value, tuple):
        return repr(value)
    return "(" + ", ".join(_text(item) for item in value) + ("," if len(value) == 1 else "") + ")"


def _text(value: str) -> str:
    """A string literal, in double quotes."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _function(name: str, lines: list[str]) -> str:
    body = "\n".join(f"    {line}" for line in lines or ["pass"])
    return f"def {name}(migrator, db):\n{body}"


def _constant(table: Table) -> str:
    return table.name.upper()


def _names(tables: Sequence[Table]) -> str:
    return ", ".join(_constant(table) for table in tables)


def _tuple(tables: Sequence[Table]) -> str:
    """The constants as a tuple, one a line where there are many."""
    if len(tables) < 4:
        return f"({_names(tables)}{',' if len(tables) == 1 else ''})"
    return "(\n" + "".join(f"    {_constant(table)},\n" for table in tables) + ")"
