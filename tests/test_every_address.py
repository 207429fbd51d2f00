"""Every address × method × role: who gets in, who is refused, and what is left unchanged.

The addresses come from the application's own map and the tables from the declarations, so that a
new table or page is walked without a line here. The whole walk runs on SQLite, a sample on
PostgreSQL (decisions.md 30). Flask-Admin's own views are open to anybody, take forms without a
token and scope nothing but their list (panel.md 2b rows 19-21 and 23, security.md section 0).
"""

from __future__ import annotations

import re

import pytest

from admin_views import current
from admin_views.table_view import DECLARED_PAGES, PAGE_OF_VIEW, TableView
from logistics.permissions import Actor, may, may_verb
from tests.addresses import FILES, WHOLE_TABLE, Address, addresses, verb_at, views
from tests.cast import PEOPLE
from tests.factories.anything import World
from tests.walking import ANSWERS, Asker, ids_of, note, some

PUBLIC = {
    "auth.login": "where people log in",
    "auth.choose_language": "the door speaks the visitor's language",
    "health.healthz": "asked by whatever watches the process",
    "health.readyz": "asked by whatever sends visitors here",
    "duty.feed": "asked by a calendar program, with a secret of its own in the address",
}
TITLE = re.compile(r"<title>\s*[^\s·]")
DRAWN_FOR = ("admin", "deputy", "guard")
PEOPLE_BY_ROLES = {person.roles: login for login, person in reversed(PEOPLE.items())}


# Visitors


def test_nothing_else_is_open_to_visitors(app):
    """V8.3.1: what no menu names is refused all the same."""
    with app.test_request_context():
        found = {
            endpoint
            for endpoint, view in app.view_functions.items()
            if getattr(view, "is_public", False)
        }
    assert found == set(PUBLIC)


def test_a_visitor_is_refused_everywhere_and_changes_nothing(app, client, cast, engine, wrong):
    ids = dict.fromkeys(views(app), "1")
    visitor = Asker(client, {})
    for address in some(addresses(app, ids, "GET", "HEAD", "POST"), engine):
        if address.endpoint in PUBLIC:
            continue
        answer, wrote = visitor.ask(address)
        led_to_log_in = answer.status_code == 302 and answer.location.startswith("/login")
        note(wrong, address, answer, {302} if led_to_log_in else {401}, wrote)


def test_a_form_without_a_token_changes_nothing(
    app, client, cast, login, here, engine, wrong, known_visitor
):
    """V3.5.1."""
    forger = Asker(login(client, "admin"), {"name": "changed", "q": "x"}, token=False)
    for address in some(addresses(app, ids_of(here), "POST"), engine):
        answer, wrote = forger.ask(address)
        note(wrong, address, answer, {400}, wrote)


# Roles


@pytest.mark.parametrize("name", PEOPLE_BY_ROLES.values())
def test_reading_opens_what_the_role_may_read_and_changes_nothing(
    app, client, cast, login, here, engine, wrong, name, known_visitor, request
):
    """V8.2.1, V3.5.3: no address fails, none writes, and the rights alone decide what opens.

    Lists, forms and records are drawn for those who see the most and the least, the page of a verb
    for whoever holds it; the other pages end at their template. What lists show of others' rows is
    asked in test_rows_of_others. The few for whom all is drawn also ask for the pages that a table
    does not have, which are refused before anybody's rights are looked at.
    """
    is_drawn = name in DRAWN_FOR
    if not is_drawn:
        request.getfixturevalue("undrawn")
    actor = getattr(cast, name)
    reader = Asker(login(client, name))
    for address in some(addresses(app, ids_of(here), "GET"), engine):
        if not is_drawn and is_missing(address):
            continue
        answer, wrote = reader.ask(address)
        note(wrong, address, answer, expected(address, actor, here), wrote)
        if answer.mimetype == "text/html" and answer.status_code == 200 and answer.text:
            told = '<html lang="en"' in answer.text and TITLE.search(answer.text)
            wrong.extend([] if told else [f"{address.url} lacks its language or its title"])


def is_missing(address: Address) -> bool:
    """Whether the table declares that it has no such page."""
    view = address.view
    if view is None or type(view).check_access is not TableView.check_access:
        return False
    page = PAGE_OF_VIEW.get(address.page, address.page)
    return page in DECLARED_PAGES and page not in view.model.PAGES


def expected(address: Address, actor: Actor, world: World) -> set[int]:
    """The statuses that the actor's rights leave open for reading an address."""
    view = address.view
    if view is None or type(view).check_access is not TableView.check_access:
        return ANSWERS
    model = view.model
    row = world.row(model)
    page = PAGE_OF_VIEW.get(address.page, address.page)
    if is_missing(address):
        return {405}
    if not may(actor, "read", model):
        return {403}
    if page == "attach" and "edit" not in model.PAGES:
        return {405}
    if address.page == "chart":
        return {400}
    if page in ("list", "lookup") or address.endpoint in WHOLE_TABLE:
        return {200}
    if page in ("new", "export"):
        return {200} if may(actor, {"new": "create"}.get(page, page), model) else {403}
    if address.page == "bulk_edit":
        found = {200} if may(actor, "read", model, row) else {404}
        return found if may(actor, "edit", model) else {403}
    if page == "import":
        return {200, 404} if may(actor, page, model) else {403}
    if page == "verb" and not may_verb(actor, verb_at(address).name):
        return {403}
    if not may(actor, "read", model, row):
        return {404}
    if page in ("edit", "delete"):
        return {200, 302, 409} if may(actor, page, model, row) else {403, 404}
    if page in ("details", "history"):
        return {200}
    return ANSWERS


def test_files_need_no_log_in_and_pages_do(app):
    """The list of what counts as a file is short, since it is not guarded."""
    files = {rule.endpoint for rule in app.url_map.iter_rules() if rule.endpoint.endswith(FILES)}
    assert files == {"static", "bootstrap.static", "admin.static"}
    assert current.PLAIN_FILES == FILES
