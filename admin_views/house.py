"""The face put together: every blueprint, every table, and what the frame of a page shows."""

from __future__ import annotations

from typing import Any

from flask import Flask, g, request, url_for
from flask_admin import Admin
from flask_bootstrap import Bootstrap5

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

AREAS_WITH_PAGES = (
    stock,
    duty,
    conduct,
    assets,
    costs,
    targets,
    care,
    reporting,
    canteen,
    mail,
    energy,
    meetings,
)


def init_app(app: Flask) -> None:
    """Languages, errors, headers and log-in first: every page that follows stands behind them."""
    app.url_rule_class = LateRule
    Bootstrap5(app)
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    words.init_app(app)
    errors.init_app(app)
    security.init_app(app)
    auth.init_app(app)
    for page in (home, health, inbox, rights, *AREAS_WITH_PAGES):
        app.register_blueprint(page.blueprint)
    _add_tables(app)
    app.context_processor(layout)


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
