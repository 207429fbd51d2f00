"""The database is away: a page says so, on both engines, and the process is not taken for dead."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from logistics.database import database


@pytest.fixture(params=["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/none"])
def visitor(request) -> Iterator[FlaskClient]:
    """A browser that was logged in before the database went away."""
    before = database.obj
    client = create_app({"SECRET_KEY": "away", "DATABASE_URL": request.param}).test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "a token"
    yield client
    database.initialize(before)


@pytest.mark.parametrize("address", ["/", "/admin/site/", "/login", "/readyz", "/nowhere"])
def test_a_page_says_that_the_database_cannot_be_reached(visitor, address):
    answer = visitor.get(address, headers={"Accept-Language": "zh-CN"})
    assert answer.status_code == 503
    assert "数据库" in answer.text


def test_what_needs_no_database_is_served(visitor):
    assert visitor.get("/healthz").json == {"status": "ok"}
    assert visitor.get("/static/houqin.css", buffered=True).status_code == 200
