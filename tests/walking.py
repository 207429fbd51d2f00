"""What the walks through all addresses share: filled worlds, a narrow actor, what was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from flask import request
from flask.testing import EnvironBuilder
from flask_admin import BaseView
from werkzeug.test import TestResponse, run_wsgi_app
from werkzeug.urls import iri_to_uri

from admin_views import auth, list_page
from admin_views.addresses import Address as ListAddress
from admin_views.table_view import TableView
from logistics import permissions
from logistics.permissions import Actor, load_actor
from logistics.queries import access
from logistics.verbs import ACTIONS, AREAS, VERBS
from models import Account, AccountRole, Role, RoleGrant, Staff
from tests import databases
from tests.addresses import Address
from tests.client import Client
from tests.factories.anything import KnownWorld, World
from tests.statements import statements
from tests.worlds import people_of, worlds_in

EVERY = {"sqlite": 1, "postgresql": 19}
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
TOUCH = 'UPDATE "login_session" SET "last_seen_at"'
ANSWERS = {200, 302, 400, 403, 404, 405, 409}


@pytest.fixture
def here(engine, cast) -> World:
    """A row of every table at the Committee's site, in one unit, of one person."""
    return KnownWorld(worlds_in(databases.folder(), engine)["here"], **people_of("here", cast))


@pytest.fixture
def elsewhere(engine, cast) -> World:
    """A row of every table at Sishui, in another unit, of other people."""
    return KnownWorld(
        worlds_in(databases.folder(), engine)["elsewhere"], **people_of("elsewhere", cast)
    )


@pytest.fixture
def known_visitor(monkeypatch) -> None:
    """Who is there and what he may do is asked of the database once: the walk is long, and that it
    is asked for every page is tested with the sessions and the rights."""
    monkeypatch.setattr(access, "session_behind", cache(access.session_behind))
    actors: dict[int, Actor] = {}

    def actor_from(account: Account, staff: Staff | None, *, door: str) -> Actor:
        if account.id not in actors:
            actors[account.id] = permissions.actor_from(account, staff, door=door)
        return actors[account.id]

    monkeypatch.setattr(auth, "actor_from", actor_from)


@pytest.fixture
def undrawn(monkeypatch) -> None:
    """Lists end before their rows are asked for, other pages at their template; the pages of verbs
    are drawn, since few people hold each."""
    draw = BaseView.render

    def render(view: BaseView, template: str, /, **data: Any) -> str:
        is_verb = "tail" in (request.view_args or {})
        return str(draw(view, template, **data)) if is_verb else ""

    monkeypatch.setattr(BaseView, "render", render)
    monkeypatch.setattr(list_page, "list_page", understood)


def understood(view: TableView, address: ListAddress, actor: Actor, _views: object) -> str:
    """A list without its rows: whether its address means something is found out all the same."""
    view.listing(address, actor)
    return ""


def ids_of(world: KnownWorld) -> dict[str, str]:
    return {table: str(row_id) for table, row_id in world.ids.items()}


@pytest.fixture
def wrong() -> Iterator[list[str]]:
    """What a walk found amiss; told at its end, so that one finding does not hide the others."""
    found: list[str] = []
    yield found
    assert not found, f"{len(found)} findings:\n" + "\n".join(found[:40])


@pytest.fixture(params=["own_site", "own_unit", "own"])
def walker(request, cast, here) -> Actor:
    """Somebody who may do everything, within one scope."""
    role = Role.create(name="Walker")
    rights = [("area", area, action) for area in AREAS for action in ACTIONS]
    rights += [("verb", verb, "") for verb in VERBS]
    RoleGrant.insert_many(
        [
            {"role": role, "kind": kind, "name": name, "action": action, "scope": request.param}
            for kind, name, action in rights
        ]
    ).execute()
    account = Account.create(login="walker", name="Walker", must_change_password=False)
    here.make(Staff, account=account, staff_no="walker", name="Walker")
    AccountRole.create(account=account, role=role, status="confirmed")
    return load_actor(account)


def some(found, engine):
    """All on SQLite, a sample on PostgreSQL."""
    return list(found)[:: EVERY[engine]]


class Asker:
    """Asks addresses as one client, a hundred thousand of them: a test client takes longer to put
    a request together than the house to refuse it.

    Each is sent the same ``data`` and, unless ``token`` is false, the token of its session.
    A refusal is asked for as plain text: drawing its page ten thousand times shows nothing more.
    """

    def __init__(
        self, client: Client, data: Mapping[str, str] | None = None, *, token: bool = True
    ) -> None:
        headers = {"Accept": "text/plain"}
        if data is not None and token:
            headers["X-CSRFToken"] = client.token()
        self.app = client.application
        method = "GET" if data is None else "POST"
        builder = EnvironBuilder(self.app, method=method, data=data, headers=headers)
        self.environ = builder.get_environ()
        self.body = self.environ["wsgi.input"].read()
        client._add_cookies_to_wsgi(self.environ)

    def ask(self, address: Address) -> tuple[TestResponse, list[str]]:
        """The answer and what it wrote."""
        path, _mark, query = address.url.partition("?")
        environ = {
            **self.environ,
            "REQUEST_METHOD": address.method,
            "PATH_INFO": path,
            "QUERY_STRING": iri_to_uri(query),
            "wsgi.input": BytesIO(self.body),
        }
        with statements() as asked:
            parts = run_wsgi_app(self.app, environ, buffered=True)
        return TestResponse(*parts, request=None), written(asked)


def written(asked):
    """What was written, but the time of the session's last use."""
    return [sql for sql in asked if sql.startswith(WRITES) and not sql.startswith(TOUCH)]


def note(wrong, address, answer, statuses, wrote):
    """Remember an answer that is none of ``statuses``, and whatever was written."""
    told = f"{address.method} {address.url}"
    if answer.status_code not in statuses:
        wrong.append(f"{told} answers {answer.status_code}, not {sorted(statuses)}")
    wrong.extend(f"{told} writes {sql[:60]}" for sql in wrote)
