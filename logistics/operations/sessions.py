"""Logging in and out.

A session is a row; the browser holds a random token of which only the hash is kept here, so a
copied cookie dies with the row. Failed log-ins are rows too, counted over all workers. One name
from one address may fail a few times; nobody else is held up by it, and an unknown name is treated,
counted and timed like a known one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from logistics import passwords
from logistics.auditing import note, transaction
from logistics.database import now
from logistics.errors import RuleViolation
from logistics.permissions import Actor
from logistics.queries.access import digest, failed_attempts
from logistics.tables.base import Account
from logistics.tables.system import LoginAttempt, LoginSession
from logistics.wording import Words, _

FAILURES_ALLOWED = 10
FAILURE_WINDOW = dt.timedelta(minutes=15)
KEEP_FAILURES = dt.timedelta(days=1)
FIRST_PASSWORD_LIVES = dt.timedelta(days=7)
TOUCH_EVERY = dt.timedelta(minutes=1)

NOBODY = Actor(account_id=None, login="-", name="—")
"""Whoever stands at the door and has not shown who he is."""


@dataclass(frozen=True)
class Limits:
    """How long a session lives, unused and altogether, and how long its password is proof."""

    idle: dt.timedelta = dt.timedelta(minutes=30)
    lifetime: dt.timedelta = dt.timedelta(hours=12)
    proof: dt.timedelta = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Opened:
    """A new session and the token that the browser gets; the token is nowhere else."""

    token: str
    session: LoginSession
    account: Account


class LogInRefused(RuleViolation):
    """Name and password do not belong together, or the account may not be used."""


class TooManyAttempts(RuleViolation):
    """Too many failures under this name from this address; ``wait`` until the next one counts."""

    def __init__(self, wait: dt.timedelta) -> None:
        self.wait = wait
        minutes = max(1, -(-int(wait.total_seconds()) // 60))
        super().__init__(
            _("Too many failed log-ins. Try again in %(minutes)s minutes.", minutes=minutes)
        )


def log_in(*, login: str, password: str, address: str, device: str) -> Opened:
    """Open a session for whoever knows the password.

    Raises LogInRefused with one message for every cause that a stranger could learn from, and
    TooManyAttempts once the allowed failures are used up, with the right password as well.
    """
    name, address = login.strip().lower(), address[:45]
    account = None if "\x00" in name else Account.get_or_none(Account.login == name)
    prove(account, name, password, address)
    assert account is not None
    if first_password_expired(account):
        raise LogInRefused(_("Your first password has expired. Ask an administrator for another."))
    with transaction():
        # A second factor belongs here: a session that is opened, but that only the page of the
        # second factor accepts (see ``pending_step`` in admin_views/auth.py).
        return open_session(account, address=address, device=device)


def prove(account: Account | None, name: str, password: str, address: str) -> None:
    """Refuse unless ``password`` is the active account's own; failures are counted and audited."""
    key = name if account else _disguised(name)
    _refuse_when_used_up(account, key, address)
    stored = account.password_hash if account and account.is_active else ""
    if passwords.matches(stored, password):
        # Others may have used up the failures while this password was being checked.
        _refuse_when_used_up(account, key, address)
        if passwords.outdated(stored):
            Account.update(password_hash=passwords.hashed(password)).where(
                Account.id == account, Account.password_hash == stored
            ).execute()
        return
    with transaction():
        _count_failure(account, key, address, "password")
    left = FAILURES_ALLOWED - len(failed_attempts(key, address, FAILURE_WINDOW))
    if left < 0:
        raise TooManyAttempts(FAILURE_WINDOW)
    raise LogInRefused(wrong_password(left))


def wrong_password(left: int) -> Words:
    """What somebody is told who did not know name and password."""
    if left == 0:
        return _("Name or password is wrong. That was the last attempt for now.")
    return _("Name or password is wrong. Attempts left: %(left)s", left=left)


def first_password_expired(account: Account) -> bool:
    """Whether a password given out by an administrator has lain unused for too long."""
    given = account.password_changed_at
    return bool(
        account.must_change_password and given is not None and given < now() - FIRST_PASSWORD_LIVES
    )


def open_session(account: Account, *, address: str, device: str) -> Opened:
    """A new session with a token of 256 random bits; inside a transaction."""
    token, moment = secrets.token_urlsafe(32), now()
    session = LoginSession.create(
        account=account,
        token_hash=digest(token),
        created_at=moment,
        last_seen_at=moment,
        address=address,
        device=device[:200].replace("\x00", ""),
    )
    Account.update(last_login_at=moment).where(Account.id == account.id).execute()
    actor = Actor(account_id=account.id, login=account.login, name=account.name)
    _note(actor, "log_in", session, address=address)
    return Opened(token, session, account)


def proved(session: LoginSession, limits: Limits) -> bool:
    """Whether the password was given in this session not too long ago for a sensitive change."""
    given: dt.datetime = session.proved_at or session.created_at
    return now() - given < limits.proof


def prove_again(*, session: LoginSession, password: str, address: str, actor: Actor) -> None:
    """The actor's own password once more, in the session that he is using (V7.5.1).

    Refused, counted and limited as at the log-in: LogInRefused, TooManyAttempts.
    """
    account = session.account
    prove(account, account.login, password, address[:45])
    with transaction():
        if _write(session, proved_at=now()):
            _note(actor, "prove_password", session, address=address[:45])


def log_out(*, session: LoginSession, actor: Actor) -> None:
    """End the actor's own session; a copy of its cookie ends with it."""
    with transaction():
        _end([session], "logout", actor, verb="log_out")


def end_sessions(*, account_id: int, reason: str, actor: Actor, keep: int | None = None) -> int:
    """End the account's open sessions but the one to ``keep``; how many there were.

    Called by the operations that have settled the right to it, inside their transaction.
    """
    query = LoginSession.select().where(
        LoginSession.account == account_id, LoginSession.ended_at.is_null()
    )
    sessions = list(query if keep is None else query.where(LoginSession.id != keep))
    _end(sessions, reason, actor, verb="end_sessions")
    return len(sessions)


def end_other_sessions(*, session: LoginSession, actor: Actor) -> int:
    """End all of the actor's own sessions but the one he is using; how many there were."""
    with transaction():
        return end_sessions(
            account_id=session.account_id, reason="ended", actor=actor, keep=session.id
        )


def touch_session(session: LoginSession, limits: Limits) -> bool:
    """Whether the session may still be used; notes, at most once a minute, that it was.

    A session past its limits is ended here. Neither is a change that the audit tells of: the row
    itself holds when and why it ended.
    """
    moment = now()
    over = _over(session, limits, moment)
    if over:
        _write(session, ended_at=moment, end_reason=over)
        return False
    if moment - session.last_seen_at >= TOUCH_EVERY:
        _write(session, last_seen_at=moment)
    return True


def _over(session: LoginSession, limits: Limits, moment: dt.datetime) -> str | None:
    if moment - session.created_at >= limits.lifetime:
        return "expired"
    if moment - session.last_seen_at >= limits.idle:
        return "idle"
    return None


def _write(session: LoginSession, **columns: object) -> bool:
    """Write to a session while it is open: its end stays as it was first written."""
    query = LoginSession.update(**columns).where(
        LoginSession.id == session.id, LoginSession.ended_at.is_null()
    )
    return bool(query.execute())


def _end(sessions: Sequence[LoginSession], reason: str, actor: Actor, *, verb: str) -> None:
    for session in sessions:
        if _write(session, ended_at=now(), end_reason=reason):
            _note(actor, verb, session, reason=reason)


def _note(actor: Actor, verb: str, session: LoginSession, **told: str) -> None:
    note(
        actor,
        verb,
        table="login_session",
        row_id=session.id,
        row_label=str(session),
        changes={name: [None, value] for name, value in told.items()},
    )


def _refuse_when_used_up(account: Account | None, key: str, address: str) -> None:
    failures = failed_attempts(key, address, FAILURE_WINDOW)
    if len(failures) < FAILURES_ALLOWED:
        return
    if len(failures) == FAILURES_ALLOWED:
        # The first attempt past the limit is told; those after it would only flood the audit.
        with transaction():
            _count_failure(account, key, address, "too many")
    raise TooManyAttempts(failures[-FAILURES_ALLOWED] + FAILURE_WINDOW - now())


def _count_failure(account: Account | None, key: str, address: str, reason: str) -> None:
    LoginAttempt.delete().where(LoginAttempt.created_at < now() - KEEP_FAILURES).execute()
    LoginAttempt.create(login=key, address=address)
    note(
        NOBODY,
        "refuse_log_in",
        table="account",
        row_id=account.id if account else None,
        row_label=str(account) if account else "",
        changes={"address": [None, address], "reason": [None, reason]},
    )


def _disguised(name: str) -> str:
    """An unknown name as it is kept: it may be a password typed into the wrong field."""
    return "?" + hashlib.sha256(name.encode(errors="surrogatepass")).hexdigest()[:24]
