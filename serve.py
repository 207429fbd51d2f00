"""Brings the database up to date, loads the demonstration where it may, and serves.

``script/server`` calls it. ``--debug`` serves with Werkzeug, which reloads on every change.
"""

from __future__ import annotations

import argparse
import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from waitress import serve
from werkzeug.serving import is_running_from_reloader

from app import create_app
from commands.demo import load_with_bar
from commands.migrate import bring_up_to_date
from commands.running import open_database
from logistics.queries.access import any_account
from logistics.schema import SchemaError

if TYPE_CHECKING:
    from logistics.demo import Loaded

THREADS = 8
CONNECTIONS = 500
"""Slow clients hold a connection and no thread; see docs/decisions/0001-wsgi-server.md."""

BREATH = 3
"""Seconds before a worker that died is started again."""

GRACE = 30
"""Seconds in which the worker may finish the portion at hand."""

PATIENCE = 60
"""Seconds after which a connection without a byte is closed."""

LARGEST_BODY = 32 * 1024 * 1024
"""What is buffered at most of one request; the application's own limits are narrower."""


def main() -> None:
    """Prepare and serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--debug", action="store_true", help="serve with Werkzeug and reload")
    options = parser.parse_args()
    app = create_app()
    if not is_running_from_reloader():
        try:
            prepare(app)
        except SchemaError as error:
            sys.exit(str(error))
    try:
        with worker_beside(app):
            listen(app, debug=options.debug)
    except OSError as error:
        sys.exit(f"Port {app.config['PORT']} cannot be used ({error.strerror}); set HOUQIN_PORT.")


@contextmanager
def worker_beside(app: Flask) -> Iterator[None]:
    """A worker for the background in a process of its own, which ends with this one.

    ``HOUQIN_WORKER=0`` leaves it out, for hosts where ``flask --app app worker`` runs by itself.
    """
    if os.environ.get("HOUQIN_WORKER") == "0" or is_running_from_reloader():
        yield
        return
    stopping = threading.Event()
    keeper = threading.Thread(target=_keep_worker, args=(app, stopping))
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _keep_worker(app: Flask, stopping: threading.Event) -> None:
    """Start the worker, and again whenever it dies, until it is to stop."""
    command = [sys.executable, "-m", "flask", "--app", "app", "worker"]
    command += ["--follow", str(os.getpid())]
    while not stopping.is_set():
        process = subprocess.Popen(command, cwd=app.root_path, stdout=subprocess.DEVNULL)
        while process.poll() is None and not stopping.wait(0.5):
            pass
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        stopping.wait(BREATH)


def listen(app: Flask, *, debug: bool) -> None:
    """Answer requests until interrupted."""
    if debug:
        app.run(app.config["HOST"], app.config["PORT"], debug=True)
        return
    settle()
    serve(
        app,
        host=app.config["HOST"],
        port=app.config["PORT"],
        threads=THREADS,
        connection_limit=CONNECTIONS,
        channel_timeout=PATIENCE,
        max_request_body_size=LARGEST_BODY,
        # Behind a proxy the application itself reads these headers, as many hops as it was told.
        clear_untrusted_proxy_headers=not app.config["PROXIES"],
        ident=None,
    )


def settle() -> None:
    """Let the garbage collector look no more at what is loaded by now: it stays to the end.

    To look through 400,000 objects took 0.27 s, now and then in the midst of a request.
    """
    gc.collect()
    gc.freeze()


def prepare(app: Flask) -> None:
    """Migrate, load the demonstration into an empty house that may have it, say where to go."""
    with open_database():
        for name in bring_up_to_date():
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


if __name__ == "__main__":
    main()
