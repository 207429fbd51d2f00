"""``account``: the first people of a house, forgotten passwords, accounts that must be closed."""

from __future__ import annotations

import click

from commands.running import as_json, json_option, with_database
from logistics.auditing import transaction
from logistics.errors import NotFound
from logistics.operations import accounts
from logistics.operations.outcomes import Seen, only
from logistics.operations.roles import appoint
from logistics.permissions import SYSTEM
from logistics.wording import _
from models import Account


@click.group("account")
def group() -> None:
    """Make an account, give it a new password, disable it."""


@group.command()
@click.argument("login")
@click.option("--name", help="The person's name; the log-in name without it.")
@click.option("--role", "roles", multiple=True, metavar="CODE", help="A role; may be repeated.")
@json_option
@with_database
def create(login: str, name: str | None, roles: tuple[str, ...], json_wanted: bool) -> None:
    """Make the account LOGIN and print its password for the first log-in."""
    with transaction():
        account, password = accounts.create_account(login=login, name=name or login, actor=SYSTEM)
        appoint(account=account, roles=roles)
    _tell(account, password, json_wanted)


@group.command("reset-password")
@click.argument("login")
@json_option
@with_database
def reset_password(login: str, json_wanted: bool) -> None:
    """Give LOGIN a new password for the next log-in, print it and end its sessions."""
    account = _account(login)
    outcome = only(accounts.reset_passwords(seen=[Seen(account.id)], actor=SYSTEM))
    _tell(account, outcome.words.params["password"], json_wanted)


@group.command()
@click.argument("login")
@with_database
def disable(login: str) -> None:
    """Let nobody log in as LOGIN any more, and end its sessions."""
    account = _account(login)
    only(accounts.disable_accounts(seen=[Seen(account.id)], actor=SYSTEM))
    click.echo(f"{account.login} is disabled.")


def _account(login: str) -> Account:
    account = Account.get_or_none(Account.login == login)
    if account is None:
        raise NotFound(_("There is no account “%(login)s”.", login=login))
    return account


def _tell(account: Account, password: str, json_wanted: bool) -> None:
    if json_wanted:
        as_json({"login": account.login, "password": password})
        return
    click.echo(f"{account.login}: {password}")
    click.echo("This password is shown only now and must be changed at the first log-in.")
