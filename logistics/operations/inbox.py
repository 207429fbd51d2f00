"""What a person does with the messages in his inbox."""

from __future__ import annotations

from logistics.auditing import transaction
from logistics.database import now
from logistics.permissions import Actor
from logistics.tables.system import Notice


def mark_read(*, actor: Actor, up_to: int) -> int:
    """Mark the actor's own messages as read, up to the one that he saw last; gives their count.

    Reading a message changes nothing in the house and leaves no audit entry.
    """
    with transaction():
        own = (Notice.account == actor.account_id) & Notice.read_at.is_null() & (Notice.id <= up_to)
        return int(Notice.update(read_at=now(), updated_at=now()).where(own).execute())
