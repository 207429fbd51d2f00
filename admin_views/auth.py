"""The gate: who asks, and who may pass.

Flask-Login keeps the token of a row of ``login_session`` in the signed cookie; the row decides.
Whatever is not marked public needs a log-in, whichever view it is.
"""

from __future__ import annotations

import logging
from typing import Any

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    g,
    jsonify,
    redirect,
    request,
    session,
    url_for,
)
from flask_login import LoginManager, current_user
from flask_wtf.csrf import CSRFError

from admin_views import current, words
from admin_views.login import Visitor
from admin_views.profile import blueprint
from admin_views.proof import ask_again
from admin_views.security import csrf
from admin_views.unsent import csrf_failed, kept_page
from logistics.operations import sessions
from logistics.permissions import actor_from
from logistics.queries import access
from logistics.wording import _

SESSION_ENDED = _("Your session has ended. Please log in again.")
OPEN_WHILE_A_STEP_IS_PENDING = ("auth.logout", "auth.choose_language")

log = logging.getLogger("houqin")
manager = LoginManager()
# The session's row knows address and device; binding the cookie to them would log out a phone
# that changes its network.
manager.session_protection = None


def init_app(app: Flask) -> None:
    """Find out before every request who asks, and turn away who may not pass."""
    manager.init_app(app)
    manager.user_loader(load_visitor)
    app.register_blueprint(blueprint)
    app.register_error_handler(CSRFError, csrf_failed)
    app.before_request(identify)
    app.before_request(admit)
    app.after_request(tell_refusal)


def load_visitor(token: str) -> Visitor | None:
    """The visitor with this token, if his session may still be used."""
    found = access.session_behind(token)
    if found is None or not sessions.touch_session(found[0], current_app.config["SESSION_LIMITS"]):
        return None
    return Visitor(token, *found)


def identify() -> None:
    """Two statements: the session with its account and person, and the rights."""
    if not current.needs_database() or not session.get("_user_id"):
        return
    visitor = current_user._get_current_object()
    if not visitor.is_authenticated:
        session.clear()
        g.session_ended = True
        return
    g.visitor = visitor
    g.account = visitor.account
    g.unread = visitor.session.unread
    g.actor = actor_from(visitor.account, visitor.person, door="page")


def admit() -> Any:
    """Let pass, lead to the log-in, or to what the visitor must do first; then check the token.

    Last, a sensitive change takes a password that was given not long ago.
    """
    endpoint = request.endpoint
    if endpoint is None or current.is_plain_file():
        return None
    visitor = getattr(g, "visitor", None)
    if visitor is None and not current.view_mark("is_public"):
        return ask_to_log_in()
    step = pending_step(visitor) if visitor else None
    if step and endpoint not in (step, *OPEN_WHILE_A_STEP_IS_PENDING):
        return redirect(url_for(step))
    if current_app.config["WTF_CSRF_ENABLED"]:
        csrf.protect()
    return ask_again(visitor) if visitor else None


def tell_refusal(response: Response) -> Response:
    """Note in the log who was refused what; the address is quoted, since a visitor wrote it."""
    if response.status_code == 403 and getattr(g, "actor", None):
        log.warning("refused: %s %r to %s", request.method, request.path, g.actor.login)
    return response


def pending_step(visitor: Visitor) -> str | None:
    """The page that a visitor must finish before any other; None when all is done.

    The place of a second factor: a session that has not shown it yet leads to its page from here.
    """
    return "auth.password" if visitor.account.must_change_password else None


def ask_to_log_in() -> Any:
    """The answer to somebody who is not logged in: for people a page, for scripts a status."""
    words_for = SESSION_ENDED if getattr(g, "session_ended", False) else None
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=words.words(words_for or _("Please log in"))), 401
    if request.method not in ("GET", "HEAD"):
        return kept_page(words_for or _("You are not logged in; nothing was done."), 401)
    if words_for:
        flash(words.words(words_for), "info")
    return redirect(url_for("auth.login", next=request.full_path.rstrip("?")))
