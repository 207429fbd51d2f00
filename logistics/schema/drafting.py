"""Writes migrations: the shapes that the tables declare against those that the last files left.

Every file is frozen. It carries the shapes it needs as data and never imports a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from playhouse.migrations import Migration

from logistics.database import Record
from logistics.schema.building import SchemaError
from logistics.schema.declared import search_of, shape_of
from logistics.schema.history import DIRECTORY
from logistics.schema.rendering import Plan, render
from logistics.schema.shapes import Search, Table


def draft(name: str, models: Sequence[type[Record]], directory: Path = DIRECTORY) -> Path:
    """Write the migration from the last files to ``models``; without a difference an empty one."""
    slug = re.sub(r"\W+", "_", name.strip().lower()).strip("_")
    if not slug:
        raise SchemaError("a migration needs a name of letters and digits")
    files = Migration.load_directory(str(directory))
    number = max((file.idx for file in files), default=0) + 1
    plan = plan_of(recorded_shapes(directory), [shape_of(model) for model in models])
    plan = with_search(plan, recorded_searches(directory), [*filter(None, map(search_of, models))])
    path = directory / f"{number:04}_{slug}.py"
    path.write_text(render(f"{number:04} {name}", plan), encoding="utf-8")
    return path


def recorded_shapes(directory: Path = DIRECTORY) -> dict[str, Table]:
    """The tables as the migrations leave them, in the order in which they were made."""
    shapes: dict[str, Table] = {}
    for file in Migration.load_directory(str(directory)):
        module = file.load()
        for table in module.TABLES:
            shapes[table.name] = table
        for table in module.REMOVED:
            del shapes[table.name]
    return shapes


def plan_of(recorded: dict[str, Table], declared: Sequence[Table]) -> Plan:
    """The way from one set of shapes to another."""
    names = {table.name for table in declared}
    return Plan(
        made=tuple(table for table in declared if table.name not in recorded),
        changed=tuple(
            (recorded[table.name], table)
            for table in declared
            if table.name in recorded and recorded[table.name] != table
        ),
        removed=tuple(table for name, table in recorded.items() if name not in names),
    )


def recorded_searches(directory: Path = DIRECTORY) -> dict[str, Search]:
    """What the migrations leave indexed for text search, by table."""
    searches: dict[str, Search] = {}
    for file in Migration.load_directory(str(directory)):
        module = file.load()
        for search in getattr(module, "UNSEARCHED", ()):
            del searches[search.table]
        for search in getattr(module, "SEARCHED", ()):
            searches[search.table] = search
    return searches


def with_search(plan: Plan, recorded: dict[str, Search], declared: Sequence[Search]) -> Plan:
    """``plan`` with the steps that bring what is indexed to what is declared."""
    wanted = {search.table: search for search in declared}
    return replace(
        plan,
        searched=tuple(search for search in declared if recorded.get(search.table) != search),
        unsearched=tuple(
            search for search in recorded.values() if wanted.get(search.table) != search
        ),
    )
