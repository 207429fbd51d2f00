"""The mail of one's own unit: what waits, what came, and a letter that is not for us."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from admin_views import current, words
from logistics import permissions
from logistics.database import now
from logistics.errors import RuleViolation
from logistics.operations.mail.correcting import report_by_number
from logistics.queries.mail.rounds import mail_of_unit
from logistics.tables.mail import AT_HAND
from logistics.verbs import AREAS
from logistics.wording import _
from models import MailItem, Unit

blueprint = Blueprint("mail_page", __name__)
TITLE = _("Mail of my unit")
SHOWN = dt.timedelta(days=14)


@blueprint.get("/mail")
def mine() -> Any:
    """What lies in the compartment of the unit, and what it got in the last two weeks."""
    return _page()


@blueprint.post("/mail/not-ours")
def not_ours() -> Any:
    """Report by its number an item that came to us and is for somebody else."""
    actor = current.actor()
    permissions.require_verb(actor, "report_misdeliveries")
    try:
        outcome = report_by_number(
            doc_no=request.form.get("doc_no", ""),
            note=request.form.get("note", ""),
            actor=actor,
        )
    except RuleViolation as refusal:
        return _page(refusal), 409
    flash(words.words(_("%(row)s: %(what)s", row=outcome.label, what=outcome.words)), "ok")
    return redirect(url_for("mail_page.mine"))


def _page(refusal: RuleViolation | None = None) -> Any:
    actor = current.actor()
    permissions.require_verb(actor, "sign_mail")
    unit = Unit.get_or_none(Unit.id == actor.unit_id)
    items = mail_of_unit(unit.id, now() - SHOWN) if unit is not None else []
    waiting = [item for item in items if item.status in AT_HAND]
    fields = MailItem._meta.fields
    return render_template(
        "mail/mine.html",
        title=TITLE,
        unit=unit,
        waiting=waiting,
        got=[item for item in items if item.status not in AT_HAND],
        kinds=fields["kind"].labels,
        states=fields["status"].labels,
        tones=fields["status"].tones,
        sign_url=url_for(
            "mail_item.verb", tail="sign", id=",".join(str(item.id) for item in waiting)
        ),
        refusal=refusal.words if refusal is not None else None,
        typed=request.form,
        crumbs=[(words.words(AREAS["mail"]), None), (words.words(TITLE), None)],
    )
