"""create_app: puts the house together. No rules here, and no work at import."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from logistics.database import connect, database

ROOT = Path(__file__).resolve().parent


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application, with settings from the environment unless ``config`` gives them."""
    with _collector_at_rest():
        # Loaded in here, since the collector is to rest meanwhile: they are most of a start.
        import commands
        from admin_views import current, house

        app = Flask(__name__, instance_path=str(ROOT / "instance"))
        app.config.update(settings())
        app.config.update(config or {})
        _use_database(app, current.needs_database)
        house.init_app(app)
        commands.init_app(app)
    return app


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Loading makes a million objects that all stay: to look through them for garbage, time and
    again, took two fifths of a start. Afterwards they are set aside, so that no request pays for
    them either."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # the first application of a process is the one it serves
            gc.freeze()
        if was_at_work:
            gc.enable()


def settings() -> dict[str, Any]:
    """The settings that the environment gives."""
    default = f"sqlite:///{ROOT / 'instance' / 'houqin.db'}"
    url = os.environ.get("DATABASE_URL") or default
    return {
        "DATABASE_URL": url,
        "DEMO_ALLOWED": url == default or os.environ.get("HOUQIN_DEMO") == "1",
        "SECRET_KEY": os.environ.get("HOUQIN_SECRET_KEY"),
        "HOST": os.environ.get("HOUQIN_HOST", "127.0.0.1"),
        "PORT": int(os.environ.get("HOUQIN_PORT", "5000")),
        "DEFAULT_LOCALE": os.environ.get("HOUQIN_LOCALE", ""),
        "BOOTSTRAP_SERVE_LOCAL": True,
    }


def _use_database(app: Flask, is_needed: Callable[[], bool]) -> None:
    """One connection a request that needs it, opened before it and given back after it.

    Tests hand over a database that is already open; it stays open.
    """
    given = app.config.get("DATABASE")
    database.initialize(given or connect(app.config["DATABASE_URL"]))

    @app.before_request
    def open_database() -> None:
        if is_needed():
            database.connect(reuse_if_open=True)

    @app.teardown_request
    def close_database(_error: BaseException | None) -> None:
        if given is None and not database.is_closed():
            database.close()
