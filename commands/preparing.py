"""Makes a house ready to be served: its tables, and the demonstration where it may be loaded."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from commands.demo import load_with_bar
from commands.migrate import bring_up_to_date
from commands.running import open_database
from logistics.queries.access import any_account
from logistics.schema import SchemaError

if TYPE_CHECKING:
    from logistics.demo import Loaded


def prepare(app: Flask) -> None:
    """Migrate, load the demonstration into an empty house that may have it, say where to go."""
    with open_database():
        try:
            migrated = bring_up_to_date()
        except SchemaError as error:
            sys.exit(str(error))
        for name in migrated:
            print(f"Migrated: {name}")
        empty = not any_account()
        if empty and app.config["DEMO_ALLOWED"]:
            empty = not load_demonstration_into(app)
    print(f"\nHouqin serves on http://{app.config['HOST']}:{app.config['PORT']}")
    note = demonstration_note(app)
    if empty:
        print("There is no account yet: flask --app app account create")
    elif app.config["DEMO_ALLOWED"] and note.exists():
        print(note.read_text("utf-8"))
    sys.stdout.flush()


def load_demonstration_into(app: Flask) -> bool:
    """Load it unless the database holds records already; whether it was loaded."""
    from logistics.demo import is_empty  # only a new house pays for its modules

    if not is_empty():
        return False
    print("Loading the demonstration office; this takes a minute …", flush=True)
    remember(app, load_with_bar())
    return True


def remember(app: Flask, loaded: Loaded) -> None:
    """Keep how to get in for the next start: the database has only the password's hash."""
    note = demonstration_note(app)
    note.parent.mkdir(parents=True, exist_ok=True)
    note.touch(mode=0o600)
    note.write_text(
        f"Accounts of the demonstration: {', '.join(loaded.logins)}\n"
        f"Password of each: {loaded.password}\n",
        "utf-8",
    )


def demonstration_note(app: Flask) -> Path:
    """The file in ``instance/`` with the accounts of the demonstration."""
    return Path(app.instance_path) / "demonstration.txt"
