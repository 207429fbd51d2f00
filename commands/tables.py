"""``table``: list the tables, export one, import into one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask import current_app
from werkzeug.datastructures import MultiDict

from admin_views import exporting
from admin_views.addresses import read_address
from admin_views.columns import ShownColumn
from admin_views.importing.mapping import map_head, meanings, unknown_heads
from admin_views.listing import Listing
from admin_views.registry import REGISTRY
from commands.running import as_json, json_option, refuse, with_database
from logistics import permissions
from logistics.database import Record
from logistics.operations.importing import import_rows
from logistics.operations.importing.files import Sheet
from logistics.operations.importing.uploads import mapped_rows
from logistics.permissions import SYSTEM


@click.group("table")
def group() -> None:
    """Tables: list, export, import."""


@group.command("list")
@json_option
def list_tables(json_wanted: bool) -> None:
    """The tables of the house with their areas."""
    tables = [
        {
            "name": table.model._meta.table_name,
            "area": permissions.area_of(table.model),
            "label": str(table.model.LABEL_MANY),
        }
        for table in REGISTRY
    ]
    if json_wanted:
        as_json(tables)
        return
    for table in tables:
        click.echo(f"{table['name']:<28}{table['area']:<16}{table['label']}")


@group.command("export")
@click.argument("name", metavar="TABLE")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "json"]), required=True)
@with_database
def export_table(name: str, kind: str) -> None:
    """Write every column of TABLE to standard output."""
    model = _table(name)
    columns = [
        ShownColumn(model, column)
        for column in model._meta.sorted_field_names
        if column not in model.SECRET
    ]
    if kind == "json":
        for column in columns:
            column.path = column.name
    rows = Listing(model, columns, read_address(model, MultiDict()), SYSTEM).all_rows()
    writers: dict[str, Any] = {
        "csv": exporting.csv_pieces,
        "xlsx": exporting.xlsx_pieces,
        "json": exporting.json_pieces,
    }
    out = click.get_binary_stream("stdout")
    with current_app.test_request_context():
        for piece in writers[kind](columns, rows):
            out.write(piece.encode() if isinstance(piece, str) else piece)


@group.command("import")
@click.argument("name", metavar="TABLE")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--upsert-by",
    metavar="COLUMN",
    help="Change the row that this column finds; several that are unique together: unit,year.",
)
@json_option
@with_database
def import_table(
    name: str, file: Path, dry_run: bool, upsert_by: str | None, json_wanted: bool
) -> None:
    """Read rows from FILE (CSV, XLSX or JSON by its ending) into TABLE; all or nothing."""
    model = _table(name)
    done = import_rows(
        model,
        read_rows(model, file),
        actor=SYSTEM,
        upsert_by=upsert_by,
        dry_run=dry_run,
        meanings=meanings,
    )
    if json_wanted:
        as_json(
            {
                "created": done.created,
                "changed": done.changed,
                "unchanged": done.unchanged,
                "errors": [
                    {"row": error.row, "column": error.column, "message": error.words.filled()}
                    for error in done.errors
                ],
            }
        )
    else:
        click.echo(f"{done.created} created, {done.changed} changed, {done.unchanged} unchanged")
    if done.errors:
        refuse("\n".join(f"row {e.row}, {e.column}: {e.words.filled()}" for e in done.errors))


def read_rows(model: type[Record], file: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, each value under the column that its head names in any language."""
    if file.suffix.lower() not in (".csv", ".xlsx", ".json"):
        raise click.UsageError("FILE ends in .csv, .xlsx or .json")
    sheet = Sheet(file.name, file.read_bytes(), largest=None)
    mapped = map_head(model, sheet.head)
    unknown = unknown_heads(sheet.head, mapped)
    if unknown:
        refuse(f"{model._meta.table_name} has no column: {', '.join(unknown)}")
    return (cells for _number, cells in mapped_rows(sheet, mapped))


def _table(name: str) -> type[Record]:
    for table in REGISTRY:
        if table.model._meta.table_name == name:
            return table.model
    raise click.UsageError(f"There is no table “{name}”; see “table list”.")
