"""The password once more, before who may get in and who may do what is changed (V7.5.1).

A session that somebody left open must not be enough to make accounts or rights. What is sensitive
is declared here, and asked for at the gate: page, bulk action and verb pass through the same place.
"""

from __future__ import annotations

from typing import Any

from flask import current_app, g, redirect, render_template, request, url_for

from admin_views.login import Visitor, blueprint, inside
from logistics.operations import sessions
from logistics.operations.sessions import LogInRefused, TooManyAttempts
from logistics.wording import Words
from models import ALL_MODELS

TABLES = ("account", "account_role", "role", "role_grant", "staff_post")
"""Whole tables. A post assignment says who heads a unit, and so who approves for it."""
COLUMNS = {"staff": "account"}
"""Single columns: under which account somebody approves as the head that he is."""
CHANGING_PAGES = (
    "new",
    "edit",
    "delete",
    "verb",
    "cell",
    "bulk_edit",
    "import_start",
    "import_file",
)
CHANGES = frozenset(f"{table}.{page}" for table in TABLES for page in CHANGING_PAGES) | {
    f"{table}.{page}" for table in COLUMNS for page in ("import_start", "import_file")
}
"""Pages whose purpose is a change: the password is asked for before anything is typed."""
READ_AS_WELL = frozenset({"rights.matrix", "rights.proposals", "auth.end_other_sessions"})
"""Pages that are read by many: only what they send is sensitive."""

FIELD = "password_again"
READING = ("GET", "HEAD")
LONGEST_ID = 10


def ask_again(visitor: Visitor) -> Any:
    """None when the request may go on; else the way to the password, or its page.

    A form that was sent is not lost: the page carries it and sends it on with the password. The
    request's own token has been checked before.
    """
    reading = request.method in READING
    sensitive = request.endpoint in CHANGES or (
        not reading and (request.endpoint in READ_AS_WELL or _touches_column())
    )
    limits = current_app.config["SESSION_LIMITS"]
    if not sensitive or sessions.proved(visitor.session, limits):
        return None
    if reading:
        return redirect(url_for("auth.again", next=request.full_path.rstrip("?")))
    if FIELD not in request.form:
        return _page(), 401
    return _refusal()


def _touches_column() -> bool:
    """Whether what is sent writes another value into one of the ``COLUMNS``."""
    table, _dot, page = (request.endpoint or "").partition(".")
    column = COLUMNS.get(table)
    if column is None:
        return False
    if page == "bulk_edit":
        return column in request.form.getlist("write")
    if page == "cell":
        return request.args.get("column") == column
    if page not in ("new", "edit"):
        return False
    return request.form.get(column, "").strip() != _held(table, column, request.args.get("id", ""))


def _held(table: str, column: str, row_id: str) -> str:
    """What the column holds now, as a form sends it; nothing of a row that is not there."""
    model = next(model for model in ALL_MODELS if model._meta.table_name == table)
    known = row_id.isascii() and row_id.isdigit() and len(row_id) < LONGEST_ID
    row = model.get_or_none(model.id == int(row_id)) if known else None
    value = None if row is None else row.__data__[column]
    return "" if value is None else str(value)


@blueprint.route("/login/again", methods=("GET", "POST"))
def again() -> Any:
    """Ask for the password and go on to the page that needs it."""
    if request.method != "POST":
        return _page()
    return _refusal() or redirect(inside(request.form.get("next")))


def _refusal() -> Any:
    """The page once more when the password is not right; None when it is."""
    try:
        sessions.prove_again(
            session=g.visitor.session,
            password=request.form.get(FIELD, ""),
            address=request.remote_addr or "",
            actor=g.actor,
        )
    except TooManyAttempts as refusal:
        wait = max(1, int(refusal.wait.total_seconds()))
        return _page(refusal.words), 429, {"Retry-After": str(wait)}
    except LogInRefused as refusal:
        return _page(refusal.words), 401
    return None


def _page(error: Words | None = None) -> str:
    """The page with what had been sent, each field as it was, but the password."""
    kept = [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in ("csrf_token", FIELD)
    ]
    if request.method != "POST":
        kept = [("next", inside(request.args.get("next")))]
    return render_template(
        "system/again.html",
        field=FIELD,
        kept=kept,
        sends_on=request.endpoint != "auth.again",
        action=request.full_path.rstrip("?"),
        account=g.account,
        minutes=int(current_app.config["SESSION_LIMITS"].proof.total_seconds() // 60),
        error=error,
    )
