"""Messages in a person's inbox."""

from __future__ import annotations

from typing import NamedTuple

from logistics.notices import read_params
from logistics.permissions import Actor
from logistics.tables.system import Notice
from logistics.wording import Words

SHOWN = 100


class Message(NamedTuple):
    """One message as its reader sees it."""

    id: int
    words: Words
    link: str
    at: object
    unread: bool


def messages_for(actor: Actor) -> list[Message]:
    """The latest messages, the newest first."""
    rows = (
        Notice.select()
        .where(Notice.account == actor.account_id)
        .order_by(Notice.id.desc())
        .limit(SHOWN)
    )
    return [
        Message(
            row.id,
            Words(row.message, read_params(row.params)),
            row.link,
            row.created_at,
            row.read_at is None,
        )
        for row in rows
    ]
