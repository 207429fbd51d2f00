"""Messages collected in an operation and delivered with it.

They are rows of the recipient's inbox, written as the last statements of the outermost
transaction: what is rolled back was never told to anybody.
"""

from __future__ import annotations

import datetime as dt
import json
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from logistics.database import now
from logistics.tables.people import Staff
from logistics.tables.system import Notice
from logistics.wording import Words

_pending: ContextVar[list[dict[str, Any]] | None] = ContextVar("pending_notices", default=None)


def notify(to: Any, words: Words, *, link: str = "") -> None:
    """Tell a staff member or an account something once the work in hand is done.

    Staff without an account have no inbox; nothing is sent to them.
    """
    account_id = to.account_id if isinstance(to, Staff) else to.id
    pending = _pending.get()
    if pending is None:
        raise RuntimeError("notify() belongs inside auditing.transaction()")
    if account_id is not None:
        kept = {name: _told(value) for name, value in words.params.items()}
        params = json.dumps(kept, default=_plain, ensure_ascii=False)
        pending.append(
            {
                "account": account_id,
                "message": str(words),
                "params": params,
                "link": link,
                "created_at": now(),
                "updated_at": now(),
            }
        )


def collect() -> Any:
    """Begin to collect; gives the token for ``restore``."""
    return _pending.set([])


def restore(token: Any) -> None:
    """End collecting."""
    _pending.reset(token)


def mark() -> int:
    """How many messages wait, so that a failed part can be taken back to here."""
    return len(_pending.get() or ())


def forget_since(position: int) -> None:
    """Drop the messages of a part that failed."""
    pending = _pending.get()
    if pending is not None:
        del pending[position:]


def deliver() -> None:
    """Write the waiting messages into their inboxes."""
    pending = _pending.get()
    if pending:
        Notice.insert_many(pending).execute()


def _told(value: Any) -> Any:
    """Words among the parameters stay words, so that each reader has them in his language."""
    if not isinstance(value, Words):
        return value
    params = {name: _told(each) for name, each in value.params.items()}
    return {"words": [str(value), params]}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, dt.date):
        return {"day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"number": str(value)}
    raise TypeError(f"{type(value).__name__} cannot stand in a notice")


def read_params(text: str) -> dict[str, Any]:
    """The parameters of a notice as the values they were."""
    return {name: _value(value) for name, value in json.loads(text).items()}


def _value(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    kind, written = next(iter(value.items()))
    if kind == "words":
        text, params = written
        return Words(text, {name: _value(each) for name, each in params.items()})
    readers: dict[str, Any] = {
        "instant": dt.datetime.fromisoformat,
        "day": dt.date.fromisoformat,
        "number": Decimal,
    }
    return readers[kind](written)
