"""Who is asking. Set by ``auth`` before every request, read by the views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, g, request
from werkzeug.exceptions import Unauthorized

from logistics.permissions import Actor

View = TypeVar("View", bound=Callable[..., Any])

PLAIN_FILES = ("static", ".static")
LARGEST_UPLOAD = 11 * 1024 * 1024
"""An attachment of 10 MiB and the form around it."""


def actor() -> Actor:
    """The person who is logged in."""
    found: Actor | None = getattr(g, "actor", None)
    if found is None:
        raise Unauthorized()
    return found


def public(view: View) -> View:
    """Mark a view that needs no log-in. Every other one does."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def takes_files(view: View) -> View:
    """Mark a view that is sent files, and so may be sent more than others."""
    view.largest_request = LARGEST_UPLOAD  # type: ignore[attr-defined]
    return view


def view_mark(name: str) -> Any:
    """A mark of the view that this request goes to; None without it."""
    return getattr(current_app.view_functions.get(request.endpoint or ""), name, None)


def without_database(view: View) -> View:
    """Mark a view that answers whatever the database does."""
    view.is_without_database = True  # type: ignore[attr-defined]
    return view


def is_plain_file() -> bool:
    """Whether a stylesheet, script or icon is asked for."""
    return (request.endpoint or "").endswith(PLAIN_FILES)


def needs_database() -> bool:
    """Whether this request may ask the database anything."""
    return not is_plain_file() and not view_mark("is_without_database")
