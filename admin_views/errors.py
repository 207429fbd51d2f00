"""What a person sees when something is refused or fails."""

from __future__ import annotations

import logging
import secrets
from typing import Any

import peewee
from flask import Flask, Response, current_app, g, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException

from admin_views import words
from logistics import errors
from logistics.wording import Words, _

log = logging.getLogger("houqin")

TITLES: dict[int, Words] = {
    400: _("This address cannot be understood"),
    401: _("Please log in"),
    403: _("Not permitted"),
    404: _("Not found"),
    405: _("This page does not exist for this table"),
    409: _("Not possible now"),
    413: _("Too large"),
    429: _("Too many attempts"),
    500: _("Something went wrong"),
    503: _("The database cannot be reached"),
}
TEXTS: dict[int, Words] = {
    400: _("A part of the address is wrong. Go back and choose again."),
    403: _("Your roles do not allow this. Ask an administrator if you need it."),
    404: _("There is no such page or record, or it is not yours to see."),
    405: _("Rows of this table are written by the system only."),
    413: _("What you sent is larger than allowed."),
    500: _("Nothing was changed. Tell the administrator this number: %(reference)s"),
    503: _("Nothing was changed. Try again in a moment."),
}
ANSWERS = ("text/html", "text/plain")
STATUS_OF: tuple[tuple[type[errors.RuleViolation], int], ...] = (
    (errors.NotFound, 404),
    (errors.NotPermitted, 403),
    (errors.InvalidRecord, 422),
    (errors.RuleViolation, 409),
)


def init_app(app: Flask) -> None:
    """Give every kind of failure its page."""
    app.register_error_handler(errors.RuleViolation, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(peewee.OperationalError, unreachable)
    app.register_error_handler(peewee.InterfaceError, unreachable)
    app.register_error_handler(Exception, failed)


def refused(refusal: errors.RuleViolation) -> Any:
    """A rule said no outside a form."""
    status = next(code for kind, code in STATUS_OF if isinstance(refusal, kind))
    return _page(status, refusal.words)


def http_error(error: HTTPException) -> Any:
    """An error that has a status of its own."""
    status = error.code or 500
    if status == 401:
        return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
    if status < 400:
        return error
    own_words = error.description if type(error).description != error.description else None
    return _page(status, own_words or TEXTS.get(status, _("The request was refused.")))


def unreachable(error: Exception) -> Any:
    """The database is away: nothing was done, and that is said.

    Without it nobody is known, and the page of the failure may not ask who is there: Flask-Login
    would look for him once more.
    """
    log.error("database unreachable: %s (%s)", error, error.__context__)
    g.actor = g.account = None
    g._login_user = current_app.login_manager.anonymous_user()  # type: ignore[attr-defined]
    return _page(503, TEXTS[503])


def failed(error: Exception) -> Any:
    """A fault of ours: logged under a number that the person can tell."""
    reference = secrets.token_hex(4)
    log.exception("fault %s", reference)
    return _page(500, Words(TEXTS[500], {"reference": reference}))


def _page(status: int, text: Any) -> Any:
    """The page of a failure; a program that asks for plain text gets the sentence alone."""
    if request.accept_mimetypes.best_match(ANSWERS) == "text/plain":
        return Response(words.words(text), status, mimetype="text/plain")
    title = TITLES.get(status, TITLES[409])
    return (
        render_template(
            "error.html",
            status=status,
            title=words.words(title),
            text=words.words(text),
            crumbs=[(words.words(title), None)],
        ),
        status,
    )
