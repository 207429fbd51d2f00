"""What a personal calendar address shows."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import NamedTuple

from logistics.database import now
from logistics.queries.duty.standing import published_duties
from logistics.tables.base import Account
from logistics.tables.duty import CalendarAddress, DutyAssignment
from logistics.tables.people import Staff

SHOWN_PAST = dt.timedelta(days=92)


class Feed(NamedTuple):
    """A person's published duties of the last three months and all to come."""

    staff: Staff
    duties: list[DutyAssignment]


def token_hash(token: str) -> str:
    """What is kept of a secret. It is long and random, so that a plain SHA-256 hides it."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_of(token: str) -> Feed | None:
    """The duties behind a secret; None when it is wrong, revoked, or its person has left."""
    open_address = (CalendarAddress.token_hash == token_hash(token)) & (
        CalendarAddress.revoked_at.is_null()
    )
    staff = (
        Staff.select(Staff, Account)
        .join(CalendarAddress)
        .switch(Staff)
        .join(Account)
        .where(open_address & Account.is_active & Staff.left_on.is_null())
        .first()
    )
    if staff is None:
        return None
    own = (DutyAssignment.staff == staff.id) & (DutyAssignment.ends_at > now() - SHOWN_PAST)
    return Feed(staff, list(published_duties().where(own).order_by(DutyAssignment.starts_at)))


def open_address_of(staff_id: int) -> CalendarAddress | None:
    """The address that a person has open."""
    own = (CalendarAddress.staff == staff_id) & CalendarAddress.revoked_at.is_null()
    address: CalendarAddress | None = CalendarAddress.get_or_none(own)
    return address
