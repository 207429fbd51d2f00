"""``demo load``: the demonstration office into an empty database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click
from flask import current_app

from commands.running import as_json, json_option, progress_bar, refuse, with_database

if TYPE_CHECKING:
    from logistics.demo import Loaded

# The demonstration is loaded once in the life of a house: no other start pays for its modules.


@click.group("demo")
def group() -> None:
    """The demonstration office."""


@group.command()
@click.option("--if-empty", is_flag=True, help="Do nothing when the database holds records.")
@json_option
@with_database
def load(if_empty: bool, json_wanted: bool) -> None:
    """Load the half-year of the report and the days around today.

    The password of all its accounts is HOUQIN_DEMO_PASSWORD, or a random one that is printed.
    """
    if not current_app.config["DEMO_ALLOWED"]:
        refuse("This is not the default database; set HOUQIN_DEMO=1 to load the demonstration.")
    from logistics.demo import is_empty

    if if_empty and not is_empty():
        return
    loaded = load_with_bar()
    if json_wanted:
        as_json({"accounts": loaded.logins, "password": loaded.password, "entries": loaded.entries})
        return
    click.echo(f"Accounts: {', '.join(loaded.logins)}")
    click.echo(f"Password of each: {loaded.password}")


def load_with_bar() -> Loaded:
    """Load it, with a bar while a person looks on."""
    from logistics.demo import load_demonstration

    with progress_bar("Demonstration") as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        return load_demonstration(
            password=os.environ.get("HOUQIN_DEMO_PASSWORD", ""), progress=show
        )
