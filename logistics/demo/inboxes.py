"""The inboxes of the demonstration: what was told long ago has been read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import peewee

from logistics.database import at, now
from logistics.demo.office import Office
from logistics.operations.inbox import mark_read
from logistics.tables.base import Account
from logistics.tables.system import Notice

NEW = dt.timedelta(days=7)


def read_what_is_old(office: Office) -> None:
    """Only the messages of the last week are unread, as on the desk of somebody who works here."""
    long_ago = now() - NEW
    newest: Any = (
        Notice.select(Account.login, peewee.fn.MAX(Notice.id))
        .join(Account)
        .where(Notice.created_at < long_ago)
        .group_by(Account.login)
        .tuples()
    )
    with at(long_ago):
        for login, up_to in list(newest):
            mark_read(actor=office.actor(login), up_to=up_to)
