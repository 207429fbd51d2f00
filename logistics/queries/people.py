"""People by their place: who heads a unit, who stands behind an account."""

from __future__ import annotations

import datetime as dt

from logistics.database import local_today
from logistics.tables.base import Account
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff, StaffPost


def head_of(unit: Unit, day: dt.date | None = None) -> Staff | None:
    """Who heads the unit on ``day`` (today): the holder of its post, not the one who backs it."""
    day = day or local_today()
    found: Staff | None = (
        Staff.select()
        .join(StaffPost, on=(StaffPost.staff == Staff.id))
        .where(
            (StaffPost.heads_unit == unit.id)
            & ~StaffPost.is_backup
            & (StaffPost.starts_on <= day)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= day))
            & (Staff.left_on.is_null() | (Staff.left_on >= day))
        )
        .order_by(StaffPost.starts_on.desc(), StaffPost.id)
        .first()
    )
    return found


def staff_of(account: Account) -> Staff | None:
    """The member of staff who uses the account; None for accounts of the house itself."""
    found: Staff | None = Staff.get_or_none(Staff.account == account.id)
    return found
