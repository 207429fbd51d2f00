"""``copy-to``: the whole house into an empty database of the other kind."""

from __future__ import annotations

import click

from commands.running import as_json, json_option, progress_bar, with_database
from logistics.upkeep.copying import copy_to
from models import ALL_MODELS


@click.command("copy-to")
@click.argument("url")
@json_option
@with_database
def copy(url: str, json_wanted: bool) -> None:
    """Copy everything to URL, an empty database; ids and the audit chain are verified there."""
    with progress_bar(unit="rows") as bar:

        def told(table: str, rows: int) -> None:
            bar.set_description(table)
            bar.update(rows)

        rows = copy_to(url, ALL_MODELS, told)
    if json_wanted:
        as_json({"tables": len(ALL_MODELS), "rows": rows})
    else:
        click.echo(f"{rows} rows of {len(ALL_MODELS)} tables copied and compared.")
