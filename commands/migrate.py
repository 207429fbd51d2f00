"""``migrate``: bring the database to the shape that the tables declare."""

from __future__ import annotations

from collections.abc import Callable

import click
from playhouse.migrations import MigrationError

from commands.running import as_json, json_option, refuse, with_database
from logistics.database import database
from logistics.operations.approvals import seed_approval_rules
from logistics.operations.rights import seed_rights
from logistics.permissions import SYSTEM
from logistics.schema import SchemaError
from logistics.schema.catalogue import differences
from logistics.schema.drafting import draft
from logistics.schema.history import History, standing_of
from models import ALL_MODELS


@click.group("migrate")
def group() -> None:
    """Bring the database to the shape that the tables declare."""


@group.command()
@click.argument("target", required=False)
@with_database
def up(target: str | None) -> None:
    """Apply what is pending, up to TARGET; a house at its latest gets the rights it lacks."""
    _say("applied", _try(lambda: bring_up_to_date(target)))


@group.command()
@click.argument("target", required=False)
@click.confirmation_option(prompt="This takes columns or whole tables away. Go on?")
@with_database
def down(target: str | None) -> None:
    """Revert the last migration, or all back through TARGET."""
    _say("reverted", _try(lambda: History(database).down(target)))


@group.command()
@json_option
@with_database
def status(json_wanted: bool) -> None:
    """Say what is applied and what is pending; 1 unless database and program belong together."""
    standing = standing_of(database)
    if json_wanted:
        as_json({**vars(standing), "current": standing.current})
    else:
        for kind in ("applied", "pending", "unknown", "altered"):
            _say(kind, getattr(standing, kind), nothing="")
    if not standing.current:
        raise SystemExit(1)


@group.command()
@json_option
@with_database
def check(json_wanted: bool) -> None:
    """Compare the database with the declarations: columns, rules, keys, indexes, triggers."""
    found = differences(database, ALL_MODELS)
    if json_wanted:
        as_json({"differences": found})
    else:
        click.echo("\n".join(found) or "The database keeps what the tables declare.")
    if found:
        raise SystemExit(1)


@group.command()
@click.argument("name")
def new(name: str) -> None:
    """Write the migration from the last one to what the tables declare now; needs no database."""
    try:
        click.echo(str(draft(name, ALL_MODELS)))
    except SchemaError as error:
        refuse(str(error))


def bring_up_to_date(target: str | None = None) -> list[str]:
    """Apply what is pending and, once nothing is, write what a new house begins with.

    That is the roles and rights of this release, and the default approval matrix.
    """
    history = History(database)
    applied = history.up(target)
    if history.standing().current:
        seed_rights()
        seed_approval_rules(actor=SYSTEM)
    return applied


def _try(work: Callable[[], list[str]]) -> list[str]:
    try:
        return work()
    except MigrationError as error:
        refuse(str(error))


def _say(what: str, names: tuple[str, ...] | list[str], nothing: str = "Nothing to do.") -> None:
    for name in names:
        click.echo(f"{what}: {name}")
    if not names and nothing:
        click.echo(nothing)
