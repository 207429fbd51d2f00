"""Passwords and accounts (security.md V6)."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from logistics import passwords
from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations import accounts, sessions
from logistics.operations.outcomes import Seen, only
from logistics.operations.sessions import LogInRefused, Opened, TooManyAttempts, log_in
from logistics.permissions import SYSTEM, load_actor
from logistics.queries import access
from models import AuditEntry
from tests.cast import PASSWORD
from tests.factories.system import give_role, make_account

HASHER = passwords.HASHER  # before the fixtures put a cheap one in its place
NEW = "three unrelated herons"
LONG = "Every third Wednesday two drivers carry paper, soap, tea and batteries to both sites."
HERE = "192.0.2.7"
START = dt.datetime(2026, 6, 12, 8, 0, tzinfo=dt.UTC)


def enter(login="keeper", password=PASSWORD) -> Opened:
    return log_in(login=login, password=password, address=HERE, device="test")


def is_open(opened: Opened) -> bool:
    return access.session_behind(opened.token) is not None


@pytest.fixture
def frozen():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


# Passwords


def test_a_hash_is_argon2id_at_least_as_hard_as_asvs_asks():
    """ASVS 5.0 appendix C, V11.4.2: argon2id with m >= 46 MiB, t >= 1, p >= 1."""
    assert HASHER.hash("something").startswith("$argon2id$v=19$m=49152,t=2,p=1$")


def test_the_same_characters_from_another_keyboard_are_the_same_password():
    assert passwords.matches(passwords.hashed("Ｃａｆé"), "Cafe\N{COMBINING ACUTE ACCENT}")


def test_no_password_matches_an_account_without_one():
    """An empty stored hash must not match an empty password (Flask-HTTPAuth CVE-2026-34531)."""
    assert not passwords.matches("", "")
    assert not passwords.matches("not a hash", "x")


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "1234567890",
        "qwertyuiop",
        "Password123!",
        "aaaaaaaaaaaa",
        "woaini1314",
        "keeper-kang",
        "houqin2026",
        "x" * 129,
    ],
)
def test_a_common_or_short_password_may_not_be_chosen(password):
    """V6.2.1, V6.2.4, V6.2.9: the list is zxcvbn's 30,000 most common passwords."""
    assert passwords.weaknesses(password, known=("keeper", "Keeper Kang"))


@pytest.mark.parametrize("password", [NEW, LONG, "后勤中心每周三采购办公用品", "x7#Kq2!mVz"])
def test_any_long_and_unusual_password_may_be_chosen(password):
    """V6.2.5: no rules of composition; V6.2.8: at least 64 characters, none cut off."""
    assert not passwords.weaknesses(password)


def test_a_one_time_password_is_strong_and_never_the_same():
    given = {passwords.one_time_password() for _each in range(50)}
    assert len(given) == 50
    assert not any(passwords.weaknesses(password) for password in given)


# Changing one's password


def change(cast, **values):
    given = {"current": PASSWORD, "new": NEW, "again": NEW, **values}
    return accounts.change_password(
        account_id=cast.keeper_account.id, address=HERE, device="test", actor=cast.keeper, **given
    )


def test_changing_the_password_ends_every_session_and_opens_a_new_one(cast):
    """V7.4.2: a copy of the cookie in use dies too."""
    here, there = enter(), enter()
    renewed = change(cast)
    assert not is_open(here)
    assert not is_open(there)
    assert is_open(renewed)
    assert is_open(enter(password=NEW))
    with pytest.raises(LogInRefused):
        enter()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"current": "not this"}, "current"),
        ({"new": "1234567890", "again": "1234567890"}, "new"),
        ({"new": PASSWORD, "again": PASSWORD}, "new"),
        ({"again": NEW + "!"}, "again"),
    ],
)
def test_a_password_that_may_not_be_chosen_is_refused_beside_its_field(cast, values, field):
    """V6.2.3: the old password is asked for."""
    with pytest.raises(InvalidRecord) as refusal:
        change(cast, **values)
    assert list(refusal.value.errors) == [field]
    assert passwords.matches(cast.keeper_account.password_hash, PASSWORD)


def test_the_old_password_cannot_be_guessed_through_a_borrowed_session(cast, frozen):
    for _each in range(sessions.FAILURES_ALLOWED):
        with pytest.raises(InvalidRecord):
            change(cast, current="guess")
    with pytest.raises(TooManyAttempts):
        change(cast)


# Accounts


def test_a_new_account_gets_a_password_that_must_be_changed(cast):
    account, password = accounts.create_account(login="newcomer", name="Ning", actor=cast.admin)
    assert enter("newcomer", password).account.must_change_password
    assert password not in str([row.__data__ for row in AuditEntry.select()])
    assert account.password_hash not in str([row.__data__ for row in AuditEntry.select()])


@pytest.mark.parametrize("login", ["New Comer", "Ning", "-x", "宁", ""])
def test_a_log_in_name_is_small_letters_digits_and_marks(cast, login):
    with pytest.raises(InvalidRecord) as refusal:
        accounts.create_account(login=login, name="Ning", actor=cast.admin)
    assert "login" in refusal.value.errors


def test_a_log_in_name_is_given_once(cast):
    with pytest.raises((Conflict, InvalidRecord)):
        accounts.create_account(login="keeper", name="Another", actor=cast.admin)


def test_only_who_manages_accounts_makes_one(cast):
    with pytest.raises(NotPermitted):
        accounts.create_account(login="friend", name="Friend", actor=cast.director)


def test_a_new_password_from_the_administrator_ends_the_sessions(cast):
    opened = enter()
    outcome = only(accounts.reset_passwords(seen=[Seen(opened.account.id)], actor=cast.admin))
    assert not is_open(opened)
    assert is_open(enter(password=outcome.words.params["password"]))


def test_an_administrator_gives_no_password_to_whoever_confirms_rights(cast):
    """Else he could confirm his own rights in the director's name (decisions 26)."""
    seen = [Seen(cast.director_account.id), Seen(cast.keeper_account.id)]
    director, keeper = accounts.reset_passwords(seen=seen, actor=cast.admin)
    assert isinstance(director.refusal, NotPermitted)
    assert keeper.done
    assert is_open(enter("director"))
    assert only(accounts.reset_passwords(seen=seen[:1], actor=SYSTEM)).done


def test_another_who_confirms_rights_gives_the_director_a_password(cast):
    account = make_account(login="second")
    give_role(account, "director")
    give_role(account, "sysadmin")
    seen = [Seen(cast.director_account.id)]
    assert only(accounts.reset_passwords(seen=seen, actor=load_actor(account))).done


def test_a_disabled_account_is_out_at_once_and_its_old_cookie_stays_dead(cast):
    """V7.4.2."""
    opened = enter()
    seen = [Seen(opened.account.id)]
    assert only(accounts.disable_accounts(seen=seen, actor=cast.admin)).done
    assert not is_open(opened)
    assert isinstance(accounts.disable_accounts(seen=seen, actor=cast.admin)[0].refusal, WrongState)
    assert only(accounts.enable_accounts(seen=seen, actor=cast.admin)).done
    assert not is_open(opened)
    assert is_open(enter())
    assert isinstance(accounts.enable_accounts(seen=seen, actor=cast.admin)[0].refusal, WrongState)


def test_nobody_disables_his_own_account(cast):
    with pytest.raises(NotPermitted):
        only(accounts.disable_accounts(seen=[Seen(cast.admin_account.id)], actor=cast.admin))


def test_an_account_that_was_changed_meanwhile_is_not_disabled(cast):
    seen = Seen(cast.keeper_account.id, row_version=99)
    with pytest.raises(RuleViolation, match="changed after you opened it"):
        only(accounts.disable_accounts(seen=[seen], actor=cast.admin))


def test_language_and_theme_are_ones_own_choice(cast):
    accounts.choose_preferences(actor=cast.keeper, language="zh_Hant", theme="dark")
    assert (cast.keeper_account.language, cast.keeper_account.theme) == ("zh_Hant", "dark")
    accounts.choose_preferences(actor=cast.keeper, theme=None)
    assert (cast.keeper_account.language, cast.keeper_account.theme) == ("zh_Hant", None)
    with pytest.raises(InvalidRecord):
        accounts.choose_preferences(actor=cast.keeper, language="tlh")


def test_only_the_house_itself_gives_a_password_that_need_not_be_changed(cast):
    with pytest.raises(NotPermitted):
        accounts.set_password(account=cast.keeper_account, password=NEW, actor=cast.admin)
    accounts.set_password(account=cast.keeper_account, password=NEW, actor=SYSTEM)
    assert not enter(password=NEW).account.must_change_password


def test_whether_anybody_could_log_in_is_known(db):
    assert not access.any_account()
    make_account()
    assert access.any_account()
