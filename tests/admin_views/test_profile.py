"""One's own password, language and theme, over HTTP (security.md V6)."""

from __future__ import annotations

import pytest

from logistics.operations import accounts, sessions
from logistics.operations.outcomes import Seen, only
from tests.cast import PASSWORD

NEW = "three unrelated herons"


def text(answer):
    return answer.get_data(as_text=True)


def enters(client, login="keeper", password=PASSWORD, **data):
    return client.post("/login", data={"username": login, "password": password, **data})


def is_in(client):
    return client.get("/profile").status_code == 200


def copy_of(client, app):
    """Another browser with a copy of the same cookie."""
    thief = app.test_client()
    thief.set_cookie("houqin", client.get_cookie("houqin").value)
    return thief


# Passwords


def changes_password(client, **data):
    given = {"current": PASSWORD, "new": NEW, "again": NEW, **data}
    return client.post("/password", data=given)


def test_a_first_password_must_be_changed_before_anything_else(client, cast):
    """V6.4.1."""
    seen = [Seen(cast.keeper_account.id)]
    outcome = only(accounts.reset_passwords(seen=seen, actor=cast.admin))
    first = outcome.words.params["password"]
    assert enters(client, password=first).status_code == 302
    for address in ("/", "/profile", "/admin/staff/"):
        assert client.get(address).location == "/password"
    assert client.post("/profile/end-sessions").location == "/password"
    assert changes_password(client, current=first).location == "/"
    assert is_in(client)


def test_changing_the_password_kills_copies_of_the_cookie(client, cast, login, app):
    login(client, "keeper")
    thief = copy_of(client, app)
    assert changes_password(client).status_code == 302
    assert is_in(client)
    assert not is_in(thief)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"current": "wrong"}, "not your present password"),
        ({"new": "Password123!", "again": "Password123!"}, "common or easy to guess"),
        ({"again": "something else"}, "two new passwords differ"),
    ],
)
def test_a_refused_password_says_why_and_shows_none(client, cast, login, data, message):
    login(client, "keeper")
    answer = changes_password(client, **data)
    assert answer.status_code == 422
    assert message in text(answer)
    assert NEW not in text(answer)
    assert PASSWORD not in text(answer)


def test_the_present_password_cannot_be_guessed_at(client, cast, login):
    login(client, "keeper")
    for _each in range(sessions.FAILURES_ALLOWED):
        assert changes_password(client, current="guess").status_code == 422
    assert changes_password(client).status_code == 429


# Preferences


def test_the_language_is_kept_with_the_account_and_the_browser(client, cast, login, app):
    login(client, "keeper")
    answer = client.post("/language/zh_Hans", data={"next": "/profile"})
    assert answer.location == "/profile"
    assert cast.keeper_account.language == "zh_Hans"
    assert '<html lang="zh-Hans"' in text(client.get("/profile"))
    elsewhere = login(app.test_client(), "keeper")
    assert '<html lang="zh-Hans"' in text(elsewhere.get("/profile"))


def test_a_visitor_chooses_the_language_of_the_door(client, cast):
    client.post("/language/zh_Hant", data={"next": "/login"})
    assert '<html lang="zh-Hant"' in text(client.get("/login"))
    client.post("/language/tlh", data={"next": "/login"})
    assert '<html lang="en"' in text(client.get("/login"))


def test_reading_an_address_never_changes_a_preference(client, cast, login):
    """V3.5.3."""
    login(client, "keeper")
    assert client.get("/language/zh_Hans").status_code == 405
    assert cast.keeper_account.language is None


def test_preferences_can_be_set_and_unset(client, cast, login):
    login(client, "keeper")
    client.post("/profile/preferences", data={"language": "zh_Hans", "theme": "dark"})
    assert client.get_cookie("theme").value == "dark"
    assert (cast.keeper_account.language, cast.keeper_account.theme) == ("zh_Hans", "dark")
    client.post("/profile/preferences", data={"language": "", "theme": ""})
    assert client.get_cookie("theme") is None
    assert (cast.keeper_account.language, cast.keeper_account.theme) == (None, None)


def test_a_preference_that_does_not_exist_is_refused(client, cast, login):
    login(client, "keeper")
    assert client.post("/profile/preferences", data={"theme": "purple"}).status_code == 422
    assert cast.keeper_account.theme is None
