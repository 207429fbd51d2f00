"""``backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path

import click

from commands.running import as_json, json_option, with_database
from logistics.auditing import note, transaction
from logistics.permissions import SYSTEM
from logistics.upkeep import backups


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@json_option
@with_database
def backup(file: Path, json_wanted: bool) -> None:
    """Write the whole database to FILE, while the house is in use, and read it back."""
    digest = backups.back_up(file)
    with transaction():
        note(SYSTEM, "backup", changes={"file": [None, file.name], "sha256": [None, digest]})
    if json_wanted:
        as_json({"file": str(file), "bytes": file.stat().st_size, "sha256": digest})
    else:
        click.echo(f"{file}: {file.stat().st_size} bytes, sha256 {digest}")


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.confirmation_option(prompt="This replaces everything in the database. Go on?")
@with_database
def restore(file: Path) -> None:
    """Put the database into the state of FILE. Stop the servers first."""
    backups.restore(file)
    with transaction():
        note(SYSTEM, "restore", changes={"file": [None, file.name]})
    click.echo(f"Restored from {file}; the audit chain is whole.")
