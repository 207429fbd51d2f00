"""What of meetings waits for a person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views import words
from admin_views.waiting import Wait, waiting_by_state
from logistics import permissions
from logistics.database import local_day, local_today, now
from logistics.operations.meetings.planning import REGISTRABLE
from logistics.permissions import Actor
from logistics.queries.meetings.rooms import coming_bookings
from logistics.wording import _
from models import Booking, Reception

WAITS = (
    Wait(
        Booking,
        "requested",
        "approve_bookings",
        "easel",
        _("Rooms to be given"),
        lambda actor: Booking.requester != actor.staff_id,
    ),
    Wait(
        Reception,
        "submitted",
        "approve_receptions",
        "cup-hot",
        _("Receptions to be decided"),
        lambda actor: Reception.requester != actor.staff_id,
    ),
    Wait(Reception, "approved", "settle_receptions", "cup-hot", _("Receptions to be settled")),
)


def waiting_in_meetings(actor: Actor) -> Iterator[dict[str, Any]]:
    """The meetings that one serves today, then what one's duty asks for."""
    if actor.staff_id is not None:
        for row in coming_bookings(actor.staff_id):
            serves_today = row.attendant_id == actor.staff_id
            if serves_today and local_day(row.starts_at) == local_today():
                yield {
                    "kind": _("Meeting to be served"),
                    "icon": "easel",
                    "title": str(row),
                    "wait": words.instant(row.starts_at),
                    "url": url_for("booking.details", id=row.id),
                }
    yield from waiting_by_state(WAITS, actor)
    yield from _unregistered(actor)


def _unregistered(actor: Actor) -> Iterator[dict[str, Any]]:
    """Meetings whose time is over and of which nobody has said what became of them."""
    if not permissions.may_verb(actor, "register_meetings"):
        return
    over = Booking.select().where(Booking.status.in_(REGISTRABLE) & (Booking.ends_at <= now()))
    if count := permissions.within_verb(actor, over, Booking, "register_meetings").count():
        yield {
            "kind": Booking.LABEL_MANY,
            "icon": "journal-check",
            "title": _("%(what)s: %(count)s", what=_("To be entered as held"), count=count),
            "url": url_for(
                "booking.index",
                status__in=",".join(REGISTRABLE),
                ends_at__le=local_today(),
                sort="starts_at",
            ),
        }
