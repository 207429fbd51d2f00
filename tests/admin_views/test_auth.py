"""Logging in, staying in and getting out, over HTTP (security.md V3, V6, V7)."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import time_machine

from admin_views import proof
from admin_views.login import inside
from logistics.database import now
from logistics.operations import accounts, sessions
from logistics.operations.outcomes import Seen, only
from logistics.queries.structure import editable_columns
from models import Account, AuditEntry, LoginSession, Staff
from tests.cast import PASSWORD
from tests.statements import statements

NEW = "three unrelated herons"
IDLE = dt.timedelta(minutes=30)


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


# Logging in


def test_the_right_password_leads_to_the_start_page(client, cast):
    answer = enters(client)
    assert (answer.status_code, answer.location) == (302, "/")
    assert is_in(client)


def test_the_wrong_password_is_refused_and_the_name_kept(client, cast):
    answer = enters(client, password="wrong")
    assert answer.status_code == 401
    assert 'value="keeper"' in text(answer)
    assert "wrong" not in re.findall(r'value="([^"]*)"', text(answer))
    assert not is_in(client)


def test_too_many_failures_answer_429_and_say_when_to_come_back(client, cast):
    """V6.3.1; the counter is in the database, hence the same on every worker."""
    for _each in range(sessions.FAILURES_ALLOWED):
        assert enters(client, password="wrong").status_code == 401
    answer = enters(client)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert enters(client, "keeper2").status_code == 302


def test_the_page_after_log_in_is_the_one_that_was_asked_for(client, cast):
    answer = client.get("/admin/staff/?q=Kang&sort=-name")
    assert answer.status_code == 302
    page = client.get(answer.location)
    wanted = html.unescape(re.findall(r'name="next" value="([^"]+)"', text(page))[-1])
    assert enters(client, next=wanted).location == "/admin/staff/?q=Kang&sort=-name"


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "///evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x=1",
        "evil.example",
        "http://[",
        "",
        None,
    ],
)
def test_next_stays_within_the_site(app, target):
    with app.test_request_context():
        assert inside(target) == "/"
        assert inside("/admin/item/?q=a%20b&id=3") == "/admin/item/?q=a%20b&id=3"


def test_a_new_log_in_gets_a_new_session_and_drops_what_the_old_cookie_held(client, cast):
    """V7.2.4: no session fixation."""
    with client.session_transaction() as held:
        held["planted"] = "by somebody else"
    enters(client)
    with client.session_transaction() as held:
        assert "planted" not in held
        assert "csrf_token" not in held


def test_logging_in_again_ends_the_session_in_use(client, cast, login, app):
    login(client, "keeper")
    old = copy_of(client, app)
    enters(client, "keeper2")
    assert not is_in(old)
    assert is_in(client)


def test_a_person_who_is_in_is_not_asked_to_log_in(client, cast, login):
    login(client, "keeper")
    answer = client.get("/login?next=/profile")
    assert (answer.status_code, answer.location) == (302, "/profile")


def test_an_empty_house_says_how_to_make_the_first_account(client, db):
    page = text(client.get("/login"))
    assert "flask --app app account create" in page
    assert 'name="password"' not in page


# The gate


def test_a_visitor_is_led_to_the_log_in(client, cast):
    answer = client.get("/admin/staff/?q=paper")
    assert (answer.status_code, answer.location) == (302, "/login?next=/admin/staff/?q%3Dpaper")


def test_a_script_without_a_session_gets_a_status(client, cast):
    answer = client.get("/admin/staff/lookup/?q=a", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.is_json


def test_an_invented_cookie_opens_nothing(client, cast):
    with client.session_transaction() as held:
        held["_user_id"] = "1"
    answer = client.get("/profile")
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
    assert "Your session has ended" in text(client.get("/login"))


# Getting out


def test_logging_out_kills_copies_of_the_cookie(client, cast, login, app):
    """V7.4.1, V14.3.1."""
    login(client, "keeper")
    thief = copy_of(client, app)
    assert is_in(thief)
    answer = client.post("/logout")
    assert answer.status_code == 302
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert not is_in(client)
    assert not is_in(thief)


def test_logging_out_takes_a_post(client, cast, login):
    login(client, "keeper")
    assert client.get("/logout").status_code == 405
    assert is_in(client)


def test_an_unused_session_ends(client, cast):
    """V7.3.1."""
    with time_machine.travel(now(), tick=False) as clock:
        enters(client)
        clock.shift(IDLE - dt.timedelta(minutes=1))
        assert is_in(client)
        clock.shift(IDLE)
        assert not is_in(client)


def test_a_session_ends_after_its_lifetime_whatever_is_done(client, cast):
    """V7.3.2."""
    with time_machine.travel(now(), tick=False) as clock:
        enters(client)
        for _each in range(36):
            clock.shift(dt.timedelta(minutes=19))
            assert is_in(client)
        clock.shift(dt.timedelta(minutes=37))
        assert not is_in(client)


def test_a_disabled_account_is_out_with_its_next_click(client, cast, login):
    """V7.4.2."""
    login(client, "keeper")
    only(accounts.disable_accounts(seen=[Seen(cast.keeper_account.id)], actor=cast.admin))
    assert not is_in(client)


def test_ending_all_other_sessions_keeps_this_one(client, cast, login, app):
    """V7.4.3."""
    login(client, "keeper")
    elsewhere = login(app.test_client(), "keeper")
    page = text(client.get("/profile"))
    assert page.count('<th scope="row"') == 2
    assert client.post("/profile/end-sessions").status_code == 302
    assert is_in(client)
    assert not is_in(elsewhere)


# CSRF


def test_a_post_without_a_token_changes_nothing(client, cast, login):
    """V3.5.1."""
    login(client, "keeper")
    data = {"language": "zh_Hans", "note": "typed"}
    answer = client.post("/admin/staff/new/", data=data, token=False)
    assert answer.status_code == 400
    assert "typed" in text(answer)
    assert client.post("/profile/preferences", data=data, token=False).status_code == 400
    assert cast.keeper_account.language is None


def test_the_way_back_leads_to_the_page_of_the_form(client, cast, login):
    login(client, "keeper")
    came_from = {"Referer": "http://localhost/profile"}
    answer = client.post("/profile/preferences", headers=came_from, token=False)
    assert 'href="/profile"><svg' in text(answer)
    foreign = {"Referer": "http://evil.example/profile"}
    answer = client.post("/profile/preferences", headers=foreign, token=False)
    assert "evil" not in text(answer)
    assert 'href="/admin/staff/new/"' in text(client.post("/admin/staff/new/", token=False))


def test_a_token_of_another_session_is_refused(client, cast, login, app):
    login(client, "keeper")
    other = app.test_client()
    with other.session_transaction() as held:
        held["csrf_token"] = "of another session"
    answer = client.post("/logout", data={"csrf_token": other.token()}, token=False)
    assert answer.status_code == 400
    assert is_in(client)


def test_a_log_in_page_that_lay_open_for_too_long_is_shown_again(client, cast):
    data = {"username": "keeper", "password": PASSWORD}
    answer = client.post("/login", data=data, token=False)
    assert answer.status_code == 400
    assert "try once more" in text(answer)
    assert 'value="keeper"' in text(answer)
    assert PASSWORD not in text(answer)
    assert LoginSession.select().count() == 0


def test_the_token_lives_as_long_as_the_session(app):
    """Stock forms expire after 30 minutes without a word (security.md 1)."""
    lifetime = app.config["SESSION_LIMITS"].lifetime
    assert dt.timedelta(seconds=app.config["WTF_CSRF_TIME_LIMIT"]) == lifetime


def test_what_was_typed_into_a_dead_session_is_given_back(client, cast, login):
    login(client, "keeper")
    LoginSession.update(ended_at=now(), end_reason="ended").execute()
    data = {"purpose": "Forty chairs & a <table>", "secret_password": "hush", "row_version": "3"}
    answer = client.post("/admin/staff/new/", data=data)
    assert answer.status_code == 401
    assert "Forty chairs &amp; a &lt;table&gt;" in text(answer)
    assert "hush" not in text(answer)


# The password once more (V7.5.1)


def later(minutes):
    return time_machine.travel(now() + dt.timedelta(minutes=minutes), tick=False)


def test_a_sensitive_page_asks_for_the_password_once_it_was_given_long_ago(client, cast, login):
    login(client, "admin")
    page = f"/admin/account/edit/?id={cast.keeper_account.id}"
    assert client.get(page).status_code == 200
    with later(16):
        answer = client.get(page)
        assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/login/again")
        kept = html.unescape(
            re.findall(r'name="next" value="([^"]+)"', text(client.get(answer.location)))[-1]
        )
        wrong = client.post("/login/again", data={"next": kept, "password_again": "wrong"})
        assert wrong.status_code == 401
        assert client.get(page).status_code == 302
        right = client.post("/login/again", data={"next": kept, "password_again": PASSWORD})
        assert (right.status_code, right.location) == (302, page)
        assert client.get(page).status_code == 200
        assert AuditEntry.select().where(AuditEntry.verb == "prove_password").count() == 1
    with later(32):
        assert client.get(page).status_code == 302


def test_what_was_sent_waits_for_the_password_and_then_goes_on(client, cast, login):
    login(client, "admin")
    ids = f"{cast.keeper_account.id},{cast.staff_account.id}"
    address = f"/admin/account/disable/?id={ids}"
    seen = [f"{part}:{Account.get_by_id(int(part)).row_version}" for part in ids.split(",")]
    with later(16):
        asked = client.post(address, data={"seen": seen})
        assert asked.status_code == 401
        assert Account.get_by_id(cast.keeper_account.id).is_active
        page = text(asked)
        assert re.findall(r'name="seen" value="([^"]+)"', page) == seen
        assert f'action="{html.escape(address)}"' in page
        done = client.post(address, data={"seen": seen, "password_again": PASSWORD})
        assert done.status_code == 200
        assert not Account.get_by_id(cast.keeper_account.id).is_active
        assert not Account.get_by_id(cast.staff_account.id).is_active


def test_the_matrix_is_read_without_and_changed_only_with_the_password(client, cast, login):
    login(client, "admin")
    with later(16):
        assert client.get("/admin/rights/matrix/").status_code == 200
        answer = client.post("/admin/rights/matrix/", data={"area:fleet:read": "none"})
        assert answer.status_code == 401
        assert 'name="area:fleet:read" value="none"' in text(answer)
        assert client.post("/admin/rights/matrix/", token=False).status_code == 400
        assert client.post("/profile/end-sessions").status_code == 401
        assert client.get("/admin/staff/new/").status_code == 200


def test_the_account_of_a_person_is_changed_only_with_the_password(client, cast, login):
    """It decides who approves as the head of a unit."""
    login(client, "admin")
    staff, other = cast.guard_staff, cast.keeper_account
    page = f"/admin/staff/edit/?id={staff.id}"
    with later(16):
        form = sent_by(text(client.get(page)))
        assert client.post(page, data={**form, "rank": "Captain"}).status_code == 302
        form = sent_by(text(client.get(page)))
        asked = client.post(page, data={**form, "account": str(other.id)})
        assert asked.status_code == 401
        assert f'name="account" value="{other.id}"' in text(asked)
        cell = f"/admin/staff/cell/?id={staff.id}&column=account"
        assert client.post(cell, data={"account": ""}).status_code == 401
        bulk = {"write": "account", "account": ""}
        assert client.post("/admin/staff/bulk-edit/", data=bulk).status_code == 401
        assert client.get("/admin/staff/import/").status_code == 302
        assert Staff.get_by_id(staff.id).account_id == cast.guard_account.id


def sent_by(page: str) -> dict[str, str]:
    """The values that the form of a person sends, as they stand on the page."""
    fields = ("row_version", "form_key", *(column.name for column in editable_columns(Staff)))
    kept = {}
    for name in fields:
        found = re.search(rf'name="{name}"[^>]*?value="([^"]*)"', page)
        options = rf'(?s)<select[^>]*name="{name}".*?<option selected value="([^"]*)"'
        chosen = found or re.search(options, page)
        if chosen:
            kept[name] = chosen[1]
    return kept


def test_the_password_cannot_be_guessed_at_in_an_open_session(client, cast, login):
    login(client, "admin")
    for _each in range(sessions.FAILURES_ALLOWED):
        sessions.LoginAttempt.create(login="admin", address="127.0.0.1")
    answer = client.post("/login/again", data={"password_again": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60


def test_every_changing_page_of_a_sensitive_table_is_asked_for(app):
    """A page with another name on one of these tables must be judged, too."""
    harmless = {"attach", "details", "export", "file", "form", "history", "index", "lookup"}
    harmless |= {"arrange", "chart", "import_messages", "import_template"}
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert {name for name in proof.READ_AS_WELL if name in endpoints} == proof.READ_AS_WELL
    for table in proof.TABLES:
        pages = {name.split(".")[1] for name in endpoints if name.startswith(f"{table}.")}
        assert pages - harmless - {"static"} == set(proof.CHANGING_PAGES)


# The trace


def test_log_in_refusal_password_change_and_log_out_are_in_the_audit(client, cast):
    enters(client, password="wrong")
    enters(client)
    data = {"current": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/password", data=data).status_code == 302
    client.post("/logout")
    verbs = [entry.verb for entry in AuditEntry.select().order_by(AuditEntry.seq)]
    assert verbs[:2] == ["refuse_log_in", "log_in"]
    assert verbs.count("change_password") == 1
    assert verbs[-1] == "log_out"
    told = str([entry.__data__ for entry in AuditEntry.select()])
    assert PASSWORD not in told
    assert NEW not in told


def test_a_refused_access_is_in_the_log_on_one_line(client, cast, login, caplog):
    """V16.3.2, V16.4.1."""
    login(client, "keeper")
    assert client.get("/admin/rights/matrix/").status_code == 403
    assert client.post("/admin/account/delete/?id=1").status_code == 403
    assert "refused: GET '/admin/rights/matrix/' to keeper" in caplog.text
    assert "refused: POST '/admin/account/delete/' to keeper" in caplog.text


def test_who_asks_costs_two_statements(client, cast, login):
    """decisions 28."""
    login(client, "keeper")
    with statements() as asked:
        client.get("/password")
    about = [sql for sql in asked if "login_session" in sql or "role_grant" in sql]
    assert len(about) == 2
    assert all(sql.startswith("SELECT") for sql in asked)


def test_no_account_means_no_default_account(client, db):
    """V6.3.2."""
    for login, password in (("admin", "admin"), ("root", "root"), ("admin", "")):
        assert enters(client, login, password).status_code == 401
    assert Account.select().count() == 0
