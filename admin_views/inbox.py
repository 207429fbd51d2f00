"""The inbox: what the house told this person."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from admin_views import current, words
from logistics.operations.inbox import mark_read
from logistics.queries.inbox import messages_for
from logistics.wording import _

blueprint = Blueprint("inbox", __name__, url_prefix="/notices")


@blueprint.get("/")
def index() -> Any:
    """The person's own messages."""
    return render_template(
        "inbox.html",
        messages_in=messages_for(current.actor()),
        crumbs=[(words.words(_("Notices")), None)],
    )


@blueprint.post("/read")
def read() -> Any:
    """Everything up to the newest message that was shown is read."""
    text = request.form.get("up_to", "")
    if text.isdigit() and len(text) < 10:
        mark_read(actor=current.actor(), up_to=int(text))
    return redirect(url_for("inbox.index"))
