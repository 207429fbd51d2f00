"""create_app: puts the house together. No rules here, and no work at import."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for
from flask_admin import Admin
from flask_bootstrap import Bootstrap5

import commands
from admin_views import (
    assets,
    auth,
    canteen,
    care,
    conduct,
    costs,
    duty,
    energy,
    errors,
    health,
    home,
    inbox,
    mail,
    meetings,
    menu,
    reporting,
    rights,
    security,
    stock,
    targets,
    words,
)
from admin_views.registry import REGISTRY
from admin_views.reserved import require_free_names
from admin_views.routing import LateRule
from logistics.database import connect, database

ROOT = Path(__file__).resolve().parent


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """The application, with settings from the environment unless ``config`` gives them."""
    app = Flask(__name__, instance_path=str(ROOT / "instance"))
    app.url_rule_class = LateRule
    app.config.update(settings())
    app.config.update(config or {})
    _use_database(app)
    Bootstrap5(app)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    words.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    auth.init_app(app)
    app.register_blueprint(home.blueprint)
    app.register_blueprint(health.blueprint)
    app.register_blueprint(inbox.blueprint)
    app.register_blueprint(rights.blueprint)
    app.register_blueprint(stock.blueprint)
    app.register_blueprint(duty.blueprint)
    app.register_blueprint(conduct.blueprint)
    app.register_blueprint(assets.blueprint)
    app.register_blueprint(costs.blueprint)
    app.register_blueprint(targets.blueprint)
    app.register_blueprint(care.blueprint)
    app.register_blueprint(reporting.blueprint)
    app.register_blueprint(canteen.blueprint)
    app.register_blueprint(mail.blueprint)
    app.register_blueprint(energy.blueprint)
    app.register_blueprint(meetings.blueprint)
    _add_tables(app)
    app.context_processor(layout)
    commands.init_app(app)
    return app


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


def _use_database(app: Flask) -> None:
    """One connection a request, opened before it and given back after it.

    Tests hand over a database that is already open; it stays open.
    """
    given = app.config.get("DATABASE")
    database.initialize(given or connect(app.config["DATABASE_URL"]))

    @app.before_request
    def open_database() -> None:
        if request.endpoint not in ("static", "bootstrap.static", "healthz"):
            database.connect(reuse_if_open=True)

    @app.teardown_request
    def close_database(_error: BaseException | None) -> None:
        if given is None and not database.is_closed():
            database.close()


def _add_tables(app: Flask) -> None:
    require_free_names(table.model for table in REGISTRY)
    admin = Admin(app, name="Houqin", url="/admin", index_view=home.AdminIndex())
    views = app.extensions["table_views"] = {}
    for table in REGISTRY:
        view = table.view(table.model, icon=table.icon, verbs=table.verbs, prints=table.prints)
        views[view.table] = view
        admin.add_view(view)


def layout() -> dict[str, Any]:
    """What every page's frame shows."""
    actor = getattr(g, "actor", None)
    language = words.language()
    return {
        "lang": words.HTML_LANG[language],
        "chosen_theme": request.cookies.get("theme") if request else None,
        "languages": [
            (code, label, url_for("auth.choose_language", code=code), code == language)
            for code, label in words.LANGUAGES.items()
        ],
        "menu": menu.menu_of(actor) if actor else [],
        "person": {
            "name": actor.name,
            "initial": actor.name[:1],
            "url": url_for("auth.profile"),
            "password_url": url_for("auth.password"),
        }
        if actor
        else None,
        "unread": getattr(g, "unread", 0),
        "notices_url": url_for("inbox.index"),
    }
