"""What every answer carries and what no request may be (security.md V3, V4, V13, V14)."""

from __future__ import annotations

import os
import stat

import pytest
from flask import Flask, request
from peewee import SqliteDatabase

from admin_views import current, security
from app import create_app
from logistics.database import database

POLICY = {
    "default-src 'self'",
    "img-src 'self' data:",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


def text(answer):
    return answer.get_data(as_text=True)


def another_app(**config):
    """A house with other settings; the database at hand stays the same."""
    at_hand = database.obj
    app = create_app(
        {"TESTING": True, "SECRET_KEY": "k" * 32, "DATABASE": SqliteDatabase(None), **config}
    )
    database.initialize(at_hand)
    return app


def check_headers(answer):
    """V3.4.3 to V3.4.6."""
    assert set(answer.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/login", 200),
        ("/healthz", 200),
        ("/", 302),
        ("/admin/staff/", 302),
        ("/nothing/here", 404),
        ("/logout", 405),
        ("/static/houqin.css", 200),
        ("/bootstrap/static/css/bootstrap.min.css", 200),
        ("/static/../app.py", 404),
        ("/static/.git/HEAD", 404),
    ],
)
def test_every_kind_of_answer_carries_the_headers(client, cast, address, status):
    answer = client.get(address, buffered=True)
    assert answer.status_code == status
    check_headers(answer)


def test_a_page_too_large_is_refused_with_the_headers(client, cast):
    """MAX_CONTENT_LENGTH is None by default; V15.2.2."""
    for data in ({"username": "x" * 3_000_000}, b"x" * 3_000_000):
        answer = client.post("/login", data=data)
        assert answer.status_code == 413
        check_headers(answer)


def test_a_view_that_takes_files_may_be_sent_more(app, client, cast):
    @current.public
    @current.takes_files
    def take():
        return str(len(request.get_data()))

    house = Flask("house")
    house.add_url_rule("/take", view_func=take, methods=["POST"])
    house.add_url_rule("/plain", "plain", lambda: str(len(request.get_data())), methods=["POST"])
    house.config["MAX_CONTENT_LENGTH"] = security.LARGEST_REQUEST
    house.before_request(security.limit_size)
    browser = house.test_client()
    assert browser.post("/plain", data=b"x" * 3_000_000).status_code == 413
    assert browser.post("/take", data=b"x" * 3_000_000).status_code == 200
    assert browser.post("/take", data=b"x" * 12_000_000).status_code == 413


def test_a_fault_of_ours_shows_a_number_and_nothing_else(client, cast, monkeypatch):
    """V16.5.1."""

    def fail(*_arguments):
        raise RuntimeError("secret detail of the fault")

    monkeypatch.setattr("admin_views.login.access.any_account", fail)
    answer = client.get("/login")
    assert answer.status_code == 500
    check_headers(answer)
    assert "secret detail" not in text(answer)
    assert "Traceback" not in text(answer)


def test_pages_are_not_kept_by_browsers_but_files_are(client, cast, login):
    """V14.3.2."""
    login(client, "keeper")
    for address in ("/profile", "/admin/staff/", "/nothing", "/healthz"):
        assert client.get(address).headers["Cache-Control"] == "no-store"
    style = client.get("/static/houqin.css", buffered=True)
    assert "no-store" not in style.headers.get("Cache-Control", "")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT"])
def test_odd_methods_are_not_answered(client, cast, method):
    """V13.4.4."""
    assert client.open("/login", method=method).status_code == 405


# Cookies


def session_cookie(answer):
    """The Set-Cookie of the session, by attribute."""
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if "houqin=" in line]
    name, _equals, rest = line.partition("=")
    return name, {part.strip().partition("=")[0].lower(): part for part in rest.split(";")[1:]}


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, cast):
    """V3.3.2, V3.3.4."""
    name, attributes = session_cookie(client.get("/login"))
    assert name == "houqin"
    assert "httponly" in attributes
    assert attributes["samesite"].strip() == "SameSite=Lax"
    assert "domain" not in attributes


def test_under_https_the_cookie_is_bound_to_this_host_and_transport(client, cast):
    """V3.3.1, V3.4.1."""
    browser = another_app(HTTPS=True).test_client()
    answer = browser.get("/login", base_url="https://localhost")
    name, attributes = session_cookie(answer)
    assert name == "__Host-houqin"
    assert "secure" in attributes
    assert attributes["path"].strip() == "Path=/"
    assert "domain" not in attributes
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_without_https_nothing_is_promised_about_it(client, cast):
    assert "Strict-Transport-Security" not in client.get("/login").headers


# Hosts and proxies


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil", "a b"]
)
def test_a_foreign_host_name_is_refused(client, cast, host):
    answer = client.get("/login", headers={"Host": host})
    assert answer.status_code == 400
    check_headers(answer)


@pytest.mark.parametrize("host", ["localhost", "localhost:5000", "127.0.0.1:5000"])
def test_this_machine_is_known_by_its_own_names(client, cast, host):
    assert client.get("/login", headers={"Host": host}).status_code == 200


def test_a_server_answers_to_the_names_it_is_given(client, cast, monkeypatch):
    monkeypatch.setenv("HOUQIN_TRUSTED_HOSTS", "houqin.example.gov.cn,10.0.0.8")
    browser = another_app(HOST="0.0.0.0").test_client()  # noqa: S104
    assert browser.get("/login", headers={"Host": "houqin.example.gov.cn"}).status_code == 200
    assert browser.get("/login", headers={"Host": "localhost"}).status_code == 400


def seen_address(app, **headers):
    @app.before_request
    def show():
        return f"{request.remote_addr} {request.scheme}"

    return text(app.test_client().get("/healthz", headers=headers))


def test_forwarding_headers_count_only_behind_a_proxy_that_was_named(client, cast):
    """V4.1.3: else anybody could choose the address under which his failures are counted."""
    forged = {"X-Forwarded-For": "198.51.100.1, 203.0.113.5", "X-Forwarded-Proto": "https"}
    assert seen_address(another_app(), **forged) == "127.0.0.1 http"
    assert seen_address(another_app(PROXIES=1), **forged) == "203.0.113.5 https"


# The key


def test_a_key_is_made_once_and_kept_to_the_owner(tmp_path):
    app = Flask("house", instance_path=str(tmp_path / "instance"))
    key = security.kept_secret_key(app)
    assert len(key) == 64
    assert security.kept_secret_key(app) == key
    (kept,) = (tmp_path / "instance").iterdir()
    assert stat.S_IMODE(os.stat(kept).st_mode) == 0o600


def test_serving_others_takes_a_key_that_was_given(tmp_path):
    app = Flask("house", instance_path=str(tmp_path))
    app.config["HOST"] = "10.0.0.8"
    with pytest.raises(RuntimeError, match="HOUQIN_SECRET_KEY"):
        security.kept_secret_key(app)


def test_limits_come_from_the_environment(client, cast, monkeypatch):
    monkeypatch.setenv("HOUQIN_IDLE_MINUTES", "10")
    monkeypatch.setenv("HOUQIN_SESSION_HOURS", "8")
    monkeypatch.setenv("HOUQIN_PROOF_MINUTES", "5")
    limits = another_app().config["SESSION_LIMITS"]
    seconds = [span.total_seconds() for span in (limits.idle, limits.lifetime, limits.proof)]
    assert seconds == [600, 28800, 300]
