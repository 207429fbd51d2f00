"""Logging in and out, and the language in which the door speaks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import UserMixin, login_user, logout_user

from admin_views import current, words
from logistics.operations import accounts, sessions
from logistics.operations.sessions import LogInRefused, Opened, TooManyAttempts
from logistics.queries import access
from logistics.wording import Words, _
from models import Account, LoginSession, Staff

YEAR = 365 * 24 * 3600

blueprint = Blueprint("auth", __name__)


class Visitor(UserMixin):
    """Somebody with an open session."""

    def __init__(self, token: str, login_session: LoginSession, person: Staff | None) -> None:
        self.token = token
        self.session = login_session
        self.account: Account = login_session.account
        self.person = person

    def get_id(self) -> str:
        return self.token


@blueprint.route("/login", methods=("GET", "POST"))
@current.public
def login() -> Any:
    """The page of the log-in; in a new house, how to make the first account."""
    if request.method == "POST":
        return _try_to_log_in()
    if getattr(g, "visitor", None):
        return redirect(inside(request.args.get("next")))
    if not access.any_account():
        return render_template("system/first_run.html")
    return log_in_page()


def _try_to_log_in() -> Any:
    try:
        opened = sessions.log_in(
            login=request.form.get("username", ""),
            password=request.form.get("password", ""),
            address=request.remote_addr or "",
            device=request.user_agent.string,
        )
    except TooManyAttempts as refusal:
        answer = current_app.make_response(log_in_page(refusal.words))
        answer.status_code = 429
        answer.headers["Retry-After"] = str(max(1, int(refusal.wait.total_seconds())))
        return answer
    except LogInRefused as refusal:
        return log_in_page(refusal.words), 401
    if visitor := getattr(g, "visitor", None):
        sessions.log_out(session=visitor.session, actor=g.actor)
    enter(opened)
    return remember_preferences(redirect(inside(request.form.get("next"))), opened.account)


def log_in_page(error: Words | None = None) -> str:
    """The page with what was typed but the password."""
    return render_template(
        "login.html",
        username=request.form.get("username", "")[:80],
        next=request.form.get("next") or request.args.get("next", ""),
        error=error,
    )


def enter(opened: Opened) -> None:
    """Give the browser the new session, and nothing that the old cookie held."""
    session.clear()
    login_user(Visitor(opened.token, opened.session, None), force=True)


@blueprint.post("/logout")
def logout() -> Any:
    """End this session and have the browser forget what it was shown."""
    sessions.log_out(session=g.visitor.session, actor=g.actor)
    logout_user()
    session.clear()
    flash(words.words(_("You are logged out.")), "ok")
    answer = redirect(url_for("auth.login"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.post("/language/<code>")
@current.public
def choose_language(code: str) -> Any:
    """Speak this language from now on: to the account, and to this browser."""
    if code not in words.LANGUAGES:
        code = "en"
    if getattr(g, "actor", None):
        accounts.choose_preferences(actor=g.actor, language=code)
    answer = redirect(inside(request.form.get("next")))
    set_preference(answer, "language", code)
    return answer


def remember_preferences(answer: Any, account: Account) -> Any:
    """The account's own choices hold on every device that it logs in from."""
    for name in ("language", "theme"):
        if value := getattr(account, name):
            set_preference(answer, name, value)
    return answer


def set_preference(answer: Response | Any, name: str, value: str | None) -> None:
    """Keep a choice in this browser; None forgets it."""
    if value is None:
        answer.delete_cookie(name)
        return
    answer.set_cookie(name, value, max_age=YEAR, samesite="Lax", secure=current_app.config["HTTPS"])


def inside(target: str | None) -> str:
    """``target`` if it is an address of this site, else the start page."""
    text = target or ""
    plain = text.isprintable() and "\\" not in text
    try:
        parts = urlsplit(text)
    except ValueError:
        return url_for("home.index")
    foreign = parts.scheme or parts.netloc or not text.startswith("/") or text.startswith("//")
    return url_for("home.index") if foreign or not plain else text
