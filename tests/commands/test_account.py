"""``account``: the first people of a house, and help when nobody can log in."""

from __future__ import annotations

import json

import pytest

from logistics.operations.sessions import LogInRefused, log_in
from logistics.permissions import load_actor
from logistics.queries import access
from models import Account, AuditEntry
from tests.cast import PASSWORD


def run(app, *arguments):
    done = app.test_cli_runner().invoke(args=["account", *arguments])
    return done.exit_code, done.stdout, done.stderr


def enter(login, password):
    return log_in(login=login, password=password, address="192.0.2.1", device="test")


def test_the_first_account_of_a_house_gets_a_printed_password_and_its_roles(app, cast):
    """interface.md: ``account create``; V6.3.2: no default password."""
    status, out, _err = run(
        app, "create", "boss", "--name", "Bao", "--role", "director", "--role", "staff"
    )
    assert status == 0
    password = out.splitlines()[0].removeprefix("boss: ")
    account = enter("boss", password).account
    assert account.must_change_password
    assert account.name == "Bao"
    assert load_actor(account).roles == {"director", "staff"}
    entry = AuditEntry.select().where(AuditEntry.verb == "appoint").first()
    assert entry.door == "command"
    assert password not in str([row.__data__ for row in AuditEntry.select()])


def test_json_is_one_object(app, cast):
    status, out, _err = run(app, "create", "clerk", "--json")
    assert status == 0
    told = json.loads(out)
    assert told["login"] == "clerk"
    assert enter("clerk", told["password"])


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("create", "keeper"), "keeper"),
        (("create", "Not A Name"), "Small letters"),
        (("create", "gardener", "--role", "emperor"), "no role “emperor”"),
        (("reset-password", "nobody"), "no account “nobody”"),
        (("disable", "nobody"), "no account “nobody”"),
    ],
)
def test_what_a_rule_refuses_ends_with_1_and_leaves_nothing(app, cast, arguments, reason):
    before = Account.select().count()
    status, out, err = run(app, *arguments)
    assert (status, out) == (1, "")
    assert reason in err or "already" in err
    assert Account.select().count() == before


def test_wrong_usage_ends_with_2(app, cast):
    assert run(app, "create")[0] == 2
    assert run(app, "vanish", "keeper")[0] == 2


def test_a_forgotten_password_is_replaced_even_the_directors(app, cast):
    """The page refuses that to an administrator; the operator has nobody above him."""
    opened = enter("director", PASSWORD)
    status, out, _err = run(app, "reset-password", "director")
    assert status == 0
    assert access.session_behind(opened.token) is None
    assert enter("director", out.splitlines()[0].removeprefix("director: "))


def test_a_disabled_account_is_out(app, cast):
    opened = enter("keeper", PASSWORD)
    assert run(app, "disable", "keeper")[0] == 0
    assert access.session_behind(opened.token) is None
    with pytest.raises(LogInRefused):
        enter("keeper", PASSWORD)
    assert run(app, "disable", "keeper")[0] == 1
