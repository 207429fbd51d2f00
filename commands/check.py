"""``check``: settings, schema, ledgers against balances, links, audit chain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import click
from flask import current_app

from commands.running import as_json, json_option, with_database
from logistics.auditing import verify_chain
from logistics.database import database, is_postgresql
from logistics.operations.assessment import scheme_faults
from logistics.queries import soundness
from logistics.queries.stock import stock_problems
from logistics.schema import SchemaError
from logistics.schema.catalogue import differences
from logistics.schema.history import standing_of
from models import ALL_MODELS

SHORTEST_KEY = 32
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@click.command("check")
@json_option
@with_database
def check(json_wanted: bool) -> None:
    """Ask whether the house is set up safely and agrees with itself; 1 if anything is wrong."""
    report = {name: [_sentence(line) for line in ask()] for name, ask in CHECKS.items()}
    if json_wanted:
        as_json(report)
    else:
        for name, lines in report.items():
            click.echo(f"{name}: {'ok' if not lines else ''}".rstrip())
            for line in lines:
                click.echo(f"  {line}")
    if any(report.values()):
        raise SystemExit(1)


def settings() -> Iterator[str]:
    """What should not stay so where others than this machine are served."""
    config = current_app.config
    served = config["HOST"] not in LOOPBACK
    if current_app.debug:
        yield "debug is on"
    if len(config["SECRET_KEY"] or "") < SHORTEST_KEY:
        yield f"HOUQIN_SECRET_KEY has fewer than {SHORTEST_KEY} characters"
    if served and not config["HTTPS"]:
        yield "HOUQIN_HTTPS is not 1: cookies travel without encryption"
    if served and not config["TRUSTED_HOSTS"]:
        yield "HOUQIN_TRUSTED_HOSTS is empty: any host name is believed"
    yield from _postgresql_settings() if is_postgresql() else _sqlite_settings()


def _sqlite_settings() -> Iterator[str]:
    wanted = {"foreign_keys": 1, "recursive_triggers": 1, "synchronous": 2}
    for name, value in wanted.items():
        if database.pragma(name) != value:
            yield f"SQLite's {name} is {database.pragma(name)}, not {value}"


def _postgresql_settings() -> Iterator[str]:
    query = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    if database.execute_sql(query).fetchone() == (True,):
        yield "the database role is a superuser, who can switch the ledgers' triggers off"
    for name in ("fsync", "full_page_writes"):
        if database.execute_sql(f"SHOW {name}").fetchone() != ("on",):
            yield f"PostgreSQL's {name} is off: a power cut loses data"


def schema() -> Iterator[str]:
    """History and shape of the database."""
    standing = standing_of(database)
    for kind in ("pending", "unknown", "altered"):
        for name in getattr(standing, kind):
            yield f"migration {name} is {kind}"
    try:
        yield from differences(database, ALL_MODELS)
    except SchemaError as error:
        yield str(error)


def audit_chain() -> Iterator[str]:
    """The hash chain over all audit entries."""
    broken = verify_chain()
    if broken is not None:
        yield f"the chain breaks at entry {broken}"


CHECKS: dict[str, Callable[[], Iterable[str]]] = {
    "settings": settings,
    "schema": schema,
    "audit chain": audit_chain,
    "links": soundness.broken_links,
    "numbers": soundness.number_faults,
    "budget": soundness.budget_problems,
    "stock": stock_problems,
    "assessment schemes": scheme_faults,
}


def _sentence(line: str) -> str:
    filled = getattr(line, "filled", None)
    return filled() if filled else line
