"""``search``: the index of text search."""

from __future__ import annotations

import click

from commands.running import as_json, json_option, with_database
from logistics.auditing import transaction
from logistics.database import database
from logistics.schema.declared import search_of
from logistics.schema.searching import rebuild
from models import ALL_MODELS


@click.group("search")
def group() -> None:
    """The index of text search; every change keeps it, so that it needs no care."""


@group.command("rebuild")
@json_option
@with_database
def rebuild_index(json_wanted: bool) -> None:
    """Write the index anew from the rows: after damage to the database, or a copy made by hand."""
    searches = [*filter(None, map(search_of, ALL_MODELS))]
    with transaction():
        rebuild(database, searches)
    if json_wanted:
        as_json({"tables": len(searches)})
    else:
        click.echo(f"{len(searches)} tables indexed")
