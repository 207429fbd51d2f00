"""Personal calendar addresses. Their secret is shown once; only its hash is kept."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from logistics.auditing import transaction
from logistics.database import now
from logistics.errors import NotPermitted, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.feed import token_hash
from logistics.tables.duty import CalendarAddress
from logistics.wording import _

TOKEN_BYTES = 32


def open_calendar_addresses(*, actor: Actor) -> str:
    """Make a new address for the actor, end the one before, and give its secret, once."""
    require_verb(actor, "open_calendar_addresses")
    if actor.staff_id is None:
        raise NotPermitted(_("Your account belongs to no staff member; there is no duty to show."))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction():
        for address in _open_addresses(actor.staff_id):
            change(address, {"revoked_at": now()}, actor=actor, verb="open_calendar_addresses")
        address = CalendarAddress(staff=actor.staff_id, token_hash=token_hash(token))
        add(address, actor=actor, verb="open_calendar_addresses")
    return token


def close_calendar_addresses(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """End addresses of one's own; a calendar program gets nothing from them any more."""
    require_verb(actor, "close_calendar_addresses")

    def close(row: Seen) -> CalendarAddress:
        address = load(CalendarAddress, row)
        require_verb(actor, "close_calendar_addresses", address)
        if address.revoked_at is not None:
            raise WrongState(_("This address has ended already."))
        return change(address, {"revoked_at": now()}, actor=actor, verb="close_calendar_addresses")

    return each(seen, close, done=_("Ended."), model=CalendarAddress)


def _open_addresses(staff_id: int) -> list[CalendarAddress]:
    own = (CalendarAddress.staff == staff_id) & CalendarAddress.revoked_at.is_null()
    return list(CalendarAddress.select().where(own))
