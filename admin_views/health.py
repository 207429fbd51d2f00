"""Whether the process lives, and whether its database is there and up to date."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from admin_views import current
from logistics.database import database
from logistics.schema.history import standing_of

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@current.public
@current.without_database
def healthz() -> Any:
    """The process answers; nothing else is asked."""
    return {"status": "ok"}


@blueprint.get("/readyz")
@current.public
def readyz() -> Any:
    """The database is reachable and has every migration of this release."""
    pending = standing_of(database).pending
    status = "ok" if not pending else "not migrated"
    return {"status": status, "pending": pending}, 200 if not pending else 503
