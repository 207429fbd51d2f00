"""Addresses that mean nothing: answered with a message, never with a fault (security.md 1)."""

from __future__ import annotations

import pytest

from tests.addresses import Address, addresses, views
from tests.walking import Asker, note, some

ANYWHERE = ("abc", "9" * 23, "1&id=2", "%00")
ON_DETAILS = ("", "-1", "0", "1,", "1%00", "1;2", "１", "1.0")


@pytest.mark.parametrize("text", ANYWHERE + ON_DETAILS)
def test_an_id_that_is_none_is_answered_without_a_fault(
    app, client, cast, login, engine, wrong, text, known_visitor
):
    """panel.md 2b row 10, V15.3.7: 500 on one database or the other."""
    visitor = Asker(login(client, "admin"))
    for address in some(addresses(app, dict.fromkeys(views(app), text), "GET"), engine):
        if "id=" in address.url and (text in ANYWHERE or address.page == "details"):
            answer, wrote = visitor.ask(address)
            note(wrong, address, answer, {400, 403, 404, 405}, wrote)


@pytest.mark.parametrize(
    "query",
    [
        "page=99999999999999999999",
        "page=-1",
        "sort=nothing",
        "sort=password_hash",
        "nothing__eq=1",
        "id__between=1",
        "q=%00",
        "page_size=1000000",
        "q=a&q=b",
        "created_at__ge=yesterday",
    ],
)
def test_a_list_answers_what_it_cannot_understand_with_400(
    app, client, cast, login, engine, wrong, query, known_visitor, undrawn
):
    """interface.md: a message on the page and status 400, never 500."""
    visitor = Asker(login(client, "admin"))
    for view in some(views(app).values(), engine):
        if "list" in view.model.PAGES:
            address = Address("GET", f"/admin/{view.table}/?{query}", "", view)
            answer, wrote = visitor.ask(address)
            note(wrong, address, answer, {400}, wrote)
