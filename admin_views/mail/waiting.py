"""What of the mail waits for a person, as lines of his start page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import local_today, now, office_zone
from logistics.permissions import Actor
from logistics.tables.mail import AT_HAND
from logistics.wording import _
from models import DeliveryRound, MailItem


def _begun(_actor: Actor) -> Any:
    midnight = dt.datetime.combine(local_today(), dt.time(), office_zone())
    return (DeliveryRound.starts_at >= midnight) & (DeliveryRound.starts_at <= now())


WAITS = (
    Wait(
        DeliveryRound,
        "planned",
        "finish_delivery_rounds",
        "signpost-2",
        _("Rounds of today to be finished"),
        _begun,
    ),
    Wait(MailItem, "received", "sort_mail", "envelope", _("Mail to be sorted")),
    Wait(MailItem, "misdelivered", "recover_mail", "envelope", _("Mail to be recovered")),
)


def waiting_in_mail(actor: Actor) -> Iterator[dict[str, Any]]:
    """The mail room's own work, and the mail that one's unit has to sign for."""
    yield from waiting_by_state(WAITS, actor)
    if actor.unit_id is not None and permissions.may_verb(actor, "sign_mail"):
        ready = MailItem.select().where(
            (MailItem.to_unit == actor.unit_id) & MailItem.status.in_(AT_HAND)
        )
        count = ready.count()
        if count:
            yield {
                "kind": MailItem.LABEL_MANY,
                "icon": "envelope",
                "title": _("Mail to be signed for: %(count)s", count=count),
                "url": url_for("mail_page.mine"),
            }
