"""Logging in, and how long a session lives (security.md V6.3 and V7)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from argon2 import PasswordHasher, extract_parameters

from logistics import passwords
from logistics.errors import NotPermitted
from logistics.operations import accounts, sessions
from logistics.operations.outcomes import Seen, only
from logistics.operations.sessions import Limits, LogInRefused, Opened, TooManyAttempts, log_in
from logistics.queries import access
from models import Account, AuditEntry, LoginAttempt, LoginSession
from tests.cast import PASSWORD
from tests.factories.system import make_account

HASHER = passwords.HASHER  # before the fixtures put a cheap one in its place
HERE = "192.0.2.7"
START = dt.datetime(2026, 6, 12, 8, 0, tzinfo=dt.UTC)


def enter(login="keeper", password=PASSWORD, address=HERE) -> Opened:
    return log_in(login=login, password=password, address=address, device="test")


def fail(times, login="keeper", address=HERE):
    for _time in range(times):
        with pytest.raises(LogInRefused):
            enter(login, "wrong", address)


def is_open(opened: Opened) -> bool:
    return access.session_behind(opened.token) is not None


def last_audit() -> AuditEntry:
    return AuditEntry.select().order_by(AuditEntry.seq.desc()).get()


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


# Logging in


def test_logging_in_opens_a_session_whose_token_is_kept_only_as_a_hash(cast):
    opened = enter()
    row = LoginSession.get_by_id(opened.session.id)
    assert len(opened.token) >= 43
    assert opened.token not in str(row.__data__)
    assert row.address == HERE
    assert is_open(opened)
    assert (last_audit().verb, last_audit().account_id) == ("log_in", opened.account.id)


def test_the_name_is_taken_in_any_case_and_with_blanks_around(cast):
    assert enter(" Keeper ").account.login == "keeper"


@pytest.mark.parametrize("login", ["nobody-at-all", "", "keeper\x00", "x" * 5000, "' or 1=1 --"])
def test_an_unknown_name_is_answered_like_a_wrong_password(cast, login):
    with pytest.raises(LogInRefused) as unknown:
        enter(login, "wrong")
    with pytest.raises(LogInRefused) as known:
        enter("keeper", "wrong")
    assert unknown.value.words.filled() == known.value.words.filled()


def test_an_unknown_name_costs_one_full_check_of_a_password_like_a_known_one(cast, monkeypatch):
    """Django CVE-2025-13473, CVE-2024-39329: names must not be told apart by the clock.

    A clock would tell more of the machine than of us: what is compared is the work, which is one
    check against a hash of the same parameters.
    """
    checked = []

    class Watched:
        def verify(self, stored: str, password: str) -> bool:
            checked.append(extract_parameters(stored))
            return bool(quick.verify(stored, password))

        def __getattr__(self, name: str) -> object:
            return getattr(quick, name)

    quick = passwords.HASHER
    passwords._decoy.cache_clear()
    monkeypatch.setattr(passwords, "HASHER", Watched())
    for login in ("keeper", "nobody-at-all"):
        with pytest.raises(LogInRefused):
            enter(login, "wrong", address=login)
    passwords._decoy.cache_clear()
    known, unknown = checked
    assert known == unknown


def test_an_unknown_name_is_not_written_down_since_it_may_be_a_password(cast):
    fail(1, login="hunter2-is-my-password")
    assert "hunter2" not in LoginAttempt.get().login
    assert "hunter2" not in str(last_audit().__data__)
    assert last_audit().verb == "refuse_log_in"


def test_a_disabled_account_is_answered_like_a_wrong_password(cast):
    Account.update(is_active=False).where(Account.login == "keeper").execute()
    with pytest.raises(LogInRefused, match="Name or password is wrong"):
        enter()


def test_an_account_without_a_password_cannot_log_in(cast):
    make_account(login="fresh")
    with pytest.raises(LogInRefused):
        enter("fresh", "")


def test_a_hash_made_with_weaker_parameters_is_renewed_at_the_next_log_in(cast, monkeypatch):
    monkeypatch.setattr(
        passwords, "HASHER", PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    )
    assert passwords.outdated(cast.keeper_account.password_hash)
    enter()
    assert not passwords.outdated(cast.keeper_account.password_hash)
    enter()


def test_successful_log_ins_count_against_no_limit(cast):
    for _each in range(sessions.FAILURES_ALLOWED + 2):
        enter()
    assert LoginAttempt.select().count() == 0


def test_after_the_allowed_failures_even_the_right_password_waits(cast, frozen):
    """V6.3.1: counted in the database, hence over all workers."""
    fail(sessions.FAILURES_ALLOWED)
    with pytest.raises(TooManyAttempts) as refusal:
        enter()
    assert refusal.value.wait == sessions.FAILURE_WINDOW
    assert last_audit().verb == "refuse_log_in"
    frozen.shift(sessions.FAILURE_WINDOW + dt.timedelta(seconds=1))
    assert is_open(enter())


def test_the_failures_of_one_name_or_address_hold_up_nobody_else(cast, frozen):
    fail(sessions.FAILURES_ALLOWED)
    assert is_open(enter("keeper2"))
    assert is_open(enter("keeper", address="198.51.100.9"))


def test_unknown_names_are_limited_in_the_same_way(cast, frozen):
    fail(sessions.FAILURES_ALLOWED, login="nobody-at-all")
    with pytest.raises(TooManyAttempts):
        enter("nobody-at-all", "wrong")


def test_attempts_past_the_limit_do_not_flood_the_audit(cast, frozen):
    fail(sessions.FAILURES_ALLOWED)
    for _each in range(5):
        with pytest.raises(TooManyAttempts):
            enter()
    refusals = AuditEntry.select().where(AuditEntry.verb == "refuse_log_in").count()
    assert refusals == sessions.FAILURES_ALLOWED + 1


def test_a_first_password_expires(cast, frozen):
    """V6.4.1."""
    seen = Seen(cast.keeper_account.id)
    outcome = only(accounts.reset_passwords(seen=[seen], actor=cast.admin))
    password = outcome.words.params["password"]
    assert enter(password=password).account.must_change_password
    frozen.shift(sessions.FIRST_PASSWORD_LIVES + dt.timedelta(minutes=1))
    with pytest.raises(LogInRefused, match="expired"):
        enter(password=password)


# Sessions


def test_a_copied_cookie_is_dead_after_logging_out(cast):
    """V7.4.1: a signed cookie alone would go on working."""
    opened = enter()
    sessions.log_out(session=opened.session, actor=cast.keeper)
    assert not is_open(opened)
    assert LoginSession.get_by_id(opened.session.id).end_reason == "logout"
    assert last_audit().verb == "log_out"


def test_a_session_ends_when_it_is_not_used(cast, frozen):
    """V7.3.1."""
    opened = enter()
    frozen.shift(dt.timedelta(minutes=29))
    session, _staff = access.session_behind(opened.token)
    assert sessions.touch_session(session, Limits())
    frozen.shift(dt.timedelta(minutes=29))
    session, _staff = access.session_behind(opened.token)
    assert sessions.touch_session(session, Limits())
    frozen.shift(dt.timedelta(minutes=30))
    session, _staff = access.session_behind(opened.token)
    assert not sessions.touch_session(session, Limits())
    assert LoginSession.get_by_id(session.id).end_reason == "idle"
    assert not is_open(opened)


def test_a_session_in_constant_use_still_ends(cast, frozen):
    """V7.3.2."""
    opened = enter()
    for _minutes in range(0, 720, 20):
        session, _staff = access.session_behind(opened.token)
        assert sessions.touch_session(session, Limits())
        frozen.shift(dt.timedelta(minutes=20))
    session, _staff = access.session_behind(opened.token)
    assert not sessions.touch_session(session, Limits())
    assert LoginSession.get_by_id(session.id).end_reason == "expired"


def test_the_time_of_last_use_is_written_at_most_once_a_minute(cast, frozen):
    """decisions 20."""
    opened = enter()
    frozen.shift(dt.timedelta(seconds=59))
    sessions.touch_session(access.session_behind(opened.token)[0], Limits())
    assert LoginSession.get_by_id(opened.session.id).last_seen_at == START
    frozen.shift(dt.timedelta(seconds=1))
    sessions.touch_session(access.session_behind(opened.token)[0], Limits())
    assert LoginSession.get_by_id(opened.session.id).last_seen_at == START + dt.timedelta(minutes=1)


def test_one_can_end_ones_other_sessions(cast):
    """V7.4.3."""
    here, there = enter(), enter()
    assert sessions.end_other_sessions(session=here.session, actor=cast.keeper) == 1
    assert is_open(here)
    assert not is_open(there)
    assert [session.id for session in access.sessions_of(here.account.id)] == [here.session.id]


def test_an_administrator_ends_all_sessions_of_an_account(cast):
    """V7.4.5."""
    opened = enter()
    seen = [Seen(opened.account.id)]
    assert only(accounts.end_account_sessions(seen=seen, actor=cast.admin)).done
    assert not is_open(opened)


def test_who_may_not_manage_accounts_ends_nobodys_sessions(cast):
    with pytest.raises(NotPermitted):
        accounts.end_account_sessions(seen=[Seen(cast.admin_account.id)], actor=cast.director)
