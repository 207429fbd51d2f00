"""What all commands share: the connection, refusals, JSON and progress."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click
import peewee
from flask.cli import with_appcontext
from tqdm import tqdm

from logistics.database import database
from logistics.errors import NotFound, RuleViolation
from logistics.permissions import load_actor
from logistics.schema import SchemaError
from logistics.wording import _
from models import Account


@contextmanager
def open_database() -> Iterator[None]:
    """The database open; one that was open before stays so."""
    opened = database.connect(reuse_if_open=True)
    try:
        yield
    finally:
        if opened:
            database.close()


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command with the application and its database; what a rule refuses ends it with 1."""

    @functools.wraps(command)
    def connected(*arguments: Any, **options: Any) -> Any:
        try:
            with open_database():
                return command(*arguments, **options)
        except RuleViolation as refusal:
            refuse(refusal.words.filled())
        except SchemaError as error:
            refuse(str(error))
        except (peewee.OperationalError, peewee.InterfaceError) as error:
            refuse(f"the database does not answer: {error}")

    return with_appcontext(connected)


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command ``--as LOGIN``; it acts as that person, with no more than his rights."""

    @click.option("--as", "login", required=True, metavar="LOGIN", help="Who does it.")
    @with_database
    @functools.wraps(command)
    def as_somebody(*arguments: Any, login: str, **options: Any) -> Any:
        account = Account.get_or_none(Account.login == login)
        if account is None or not account.is_active:
            raise NotFound(_("There is no active account “%(login)s”.", login=login))
        return command(*arguments, actor=load_actor(account, door="command"), **options)

    return as_somebody


def refuse(message: str) -> NoReturn:
    """End with 1 and the reason on standard error."""
    click.echo(message, err=True)
    raise SystemExit(1)


def as_json(value: Any) -> None:
    """Print one JSON value."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def progress_bar(label: str = "", unit: str = "it") -> Any:
    """A bar on standard error, shown only while a person looks on."""
    return tqdm(desc=label, unit=unit, disable=not sys.stderr.isatty(), leave=False)


json_option = click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
