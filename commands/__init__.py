"""The command line: ``flask --app app …``. Groups of commands, one module each.

A command asks nothing of the web. It ends with 0 when done, 1 when a rule refused (the rule's words
on standard error) and 2 on wrong usage; ``--json`` prints one JSON object.
"""

from __future__ import annotations

from flask import Flask

from commands import (
    accounts,
    assessment,
    backup,
    check,
    copying,
    daily,
    demo,
    expected,
    migrate,
    purchase,
    search,
    supplies,
    tables,
    worker,
)

COMMANDS = (
    migrate.group,
    accounts.group,
    demo.group,
    expected.group,
    tables.group,
    purchase.group,
    supplies.group,
    search.group,
    assessment.group,
    backup.backup,
    backup.restore,
    copying.copy,
    check.check,
    daily.daily,
    worker.worker,
)


def init_app(app: Flask) -> None:
    """Give the application its commands."""
    for command in COMMANDS:
        app.cli.add_command(command)
