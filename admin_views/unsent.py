"""A form that could not be accepted at all: nothing is done, and what was typed is given back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request
from flask_wtf.csrf import CSRFError

from admin_views import words
from admin_views.login import inside, log_in_page
from logistics.wording import Words, _

MOST_KEPT, LONGEST_KEPT = 100, 2000
NOT_KEPT = ("csrf_token", "row_version", "seen", "form_key", "next")
EXPIRED = _("This page had lain open for too long and nothing was done.")
LOG_IN_EXPIRED = _("The page had lain open for too long. Please try once more.")


def csrf_failed(error: CSRFError) -> Any:
    """A form without a valid token: nothing was done, and what was typed is given back."""
    if request.endpoint == "auth.login":
        return log_in_page(LOG_IN_EXPIRED), 400
    return kept_page(EXPIRED, 400)


def kept_page(text: Words, status: int) -> Any:
    """A page with what had been typed, to be copied into a fresh form.

    It is not offered for sending again: that would let a foreign page prepare it.
    """
    page = render_template(
        "system/kept.html",
        text=words.words(text),
        typed=_typed(),
        again_url=_form_page(),
        crumbs=[(words.words(_("Not sent")), None)],
    )
    return page, status


def _form_page() -> str:
    """The page on which the form stands: the same address, or the one that it was sent from."""
    if request.url_rule is not None and "GET" in (request.url_rule.methods or ()):
        return request.full_path.rstrip("?")
    came_from = urlsplit(request.referrer or "")
    return inside(came_from.path) if came_from.netloc == request.host else inside(None)


def _typed() -> list[tuple[str, str]]:
    """The fields as they were typed; nothing of log-in and password pages."""
    if (request.endpoint or "").startswith("auth."):
        return []
    return [
        (name, value[:LONGEST_KEPT])
        for name, value in list(request.form.items(multi=True))[:MOST_KEPT]
        if value and name not in NOT_KEPT and "password" not in name
    ]
