"""Who is behind a session, and which sessions and failed log-ins count."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import peewee

from logistics.database import now
from logistics.statements import Kept
from logistics.tables.base import Account
from logistics.tables.people import Staff
from logistics.tables.system import LoginAttempt, LoginSession, Notice


def digest(token: str) -> str:
    """What the database keeps of a session's token: from it no cookie can be made."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def session_behind(token: str) -> tuple[LoginSession, Staff | None] | None:
    """The session that a token belongs to, its ``account`` loaded, and the account's person.

    The session also says how many notices are ``unread``, so that no page asks for that again.
    One statement. None when there is no such session, it has ended, or the account is disabled.
    """
    row = next(iter(SESSION.rows(digest(token))), None)
    return None if row is None else (row, getattr(row.account, "person", None))


def _session_query() -> Any:
    unread = Notice.select(peewee.fn.COUNT(Notice.id)).where(
        Notice.account == Account.id, Notice.read_at.is_null()
    )
    return (
        LoginSession.select(LoginSession, Account, Staff, unread.alias("unread"))
        .join(Account)
        .join(Staff, peewee.JOIN.LEFT_OUTER, on=(Staff.account == Account.id), attr="person")
        .where(
            LoginSession.token_hash == "",
            LoginSession.ended_at.is_null(),
            Account.is_active,
        )
    )


SESSION = Kept(LoginSession, _session_query)


def sessions_of(account_id: int) -> list[LoginSession]:
    """The account's open sessions, the one used last first."""
    return list(
        LoginSession.select()
        .where(LoginSession.account == account_id, LoginSession.ended_at.is_null())
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )


def failed_attempts(name: str, address: str, window: dt.timedelta) -> list[dt.datetime]:
    """When log-ins under this name from this address failed within the window, oldest first."""
    query = (
        LoginAttempt.select(LoginAttempt.created_at)
        .where(
            LoginAttempt.login == name,
            LoginAttempt.address == address,
            LoginAttempt.created_at > now() - window,
        )
        .order_by(LoginAttempt.created_at)
    )
    return [attempt.created_at for attempt in query]


def any_account() -> bool:
    """Whether anybody could ever log in: false in a new house."""
    return bool(Account.select(Account.id).exists())
