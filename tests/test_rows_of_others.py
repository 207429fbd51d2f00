"""Rows of another site, unit or person, and columns that no form may touch (V8.2.2, V8.2.3).

The tables come from the declarations. In Flask-Admin a user whose list hides a site opens, changes
and deletes its rows by id (security.md section 0 item 1).
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from admin_views.forms import raw_values
from admin_views.table_view import TableView
from logistics.database import SHARED
from logistics.permissions import Actor, may, scope_of, visible
from logistics.queries.structure import editable_columns, lines_of
from tests.addresses import WHOLE_TABLE, Address, addresses, views
from tests.factories.anything import World
from tests.walking import ANSWERS, Asker, note, some


def scoped(app, engine) -> Iterator[TableView]:
    """The views of tables whose rows belong to a site, a unit or a person."""
    found = [view for view in views(app).values() if scope_of(view.model) != SHARED]
    return iter(some(found, engine))


def foreign(view: TableView, actor: Actor, elsewhere: World):
    """A row out of the actor's reach. That it is so, its table's declaration says."""
    row = elsewhere.row(view.model)
    assert not may(actor, "read", view.model, row), f"{view.table}: SCOPE reaches too far"
    return row


def test_the_row_of_another_site_is_not_there(
    app, client, cast, login, walker, elsewhere, engine, wrong, known_visitor
):
    """V8.2.2: by no page, no verb, not even beside rows of one's own."""
    intruder = Asker(login(client, "walker"), {"remove": "y", "comment": "x"})
    ids = {}
    for view in scoped(app, engine):
        ids[view.table] = str(foreign(view, walker, elsewhere).id)
    for address in addresses(app, ids, "GET", "POST"):
        if address.table not in ids or "id=" not in address.url:
            continue
        answer, wrote = intruder.ask(address)
        note(wrong, address, answer, {404, 405}, wrote)


def test_one_foreign_row_spoils_the_whole_choice(
    app, client, cast, login, walker, here, elsewhere, engine, wrong, known_visitor
):
    intruder = Asker(login(client, "walker"), {})
    for view in scoped(app, engine):
        other = foreign(view, walker, elsewhere)
        for verb in view.verbs:
            url = f"/admin/{view.table}/{verb.path}/?id={here.row(view.model).id},{other.id}"
            address = Address("POST", url, "", view)
            answer, wrote = intruder.ask(address)
            note(wrong, address, answer, {404}, wrote)


def test_lists_exports_and_look_ups_leave_foreign_rows_out(
    app, client, cast, login, walker, elsewhere, engine, wrong, known_visitor
):
    login(client, "walker")
    for view in scoped(app, engine):
        other = foreign(view, walker, elsewhere)
        base = f"/admin/{view.table}"
        if "list" in view.model.PAGES:
            page = client.get(f"{base}/?id__eq={other.id}").get_data(as_text=True)
            page += client.get(f"{base}/").get_data(as_text=True)
            if f'{base}/details/?id={other.id}"' in page:
                wrong.append(f"{base}/ shows a foreign row")
        if "export" in view.model.PAGES:
            rows = json.loads(client.get(f"{base}/export/json/").get_data())
            if other.id in [row["id"] for row in rows]:
                wrong.append(f"{base}/export/json/ holds a foreign row")
        for endpoint in WHOLE_TABLE:
            table, _dot, page = endpoint.partition(".")
            if table == view.table and str(other) in client.get(f"{base}/{page}/").text:
                wrong.append(f"{base}/{page}/ shows a foreign row")
        found = json.loads(client.get(f"{base}/lookup/?q=").get_data())["results"]
        if other.id in [row["id"] for row in found]:
            wrong.append(f"{base}/lookup/ offers a foreign row")


def test_no_row_can_be_put_where_one_may_not_write(
    app, client, cast, login, walker, elsewhere, engine, wrong, known_visitor
):
    """A forged key: the values of a foreign row, sent as a new one."""
    login(client, "walker")
    for view in scoped(app, engine):
        model = view.model
        if "new" not in model.PAGES:
            continue
        foreign(view, walker, elsewhere)
        before = out_of_reach(model, walker)
        columns = editable_columns(model)
        data = raw_values(columns, elsewhere.row(model))
        answer = client.post(f"/admin/{view.table}/new/", data=data)
        if answer.status_code not in ANSWERS | {422}:
            wrong.append(f"{view.table}/new answers {answer.status_code}")
        if out_of_reach(model, walker) != before:
            wrong.append(f"{view.table}: a row was written out of scope")


def out_of_reach(model, actor: Actor) -> int:
    return model.select().count() - visible(actor, model.select(), model).count()


# What forms may not touch


def test_owned_columns_cannot_be_forged(app, client, cast, login, here, engine, wrong):
    """V8.2.3, style.md 9: by a generated form an applicant approved his own request."""
    login(client, "admin")
    for view in some(views(app).values(), engine):
        model = view.model
        if "edit" not in model.PAGES or not model.OWNED:
            continue
        row = model.get_by_id(here.row(model).id)
        data = {
            **raw_values(editable_columns(model), row),
            **{name: forged(model._meta.fields[name]) for name in model.OWNED},
            "row_version": str(row.row_version),
        }
        client.post(f"/admin/{view.table}/edit/?id={row.id}", data=data)
        fresh = model.get_by_id(row.id)
        for name in model.OWNED:
            if fresh.__data__[name] != row.__data__[name]:
                wrong.append(f"{view.table}.{name} was forged")


def forged(field) -> str:
    """Something else than what an owned column holds."""
    labels = getattr(field, "labels", None)
    return list(labels)[-1] if labels else "1"


def test_lines_of_another_document_cannot_be_changed_or_taken_away(
    app, client, cast, login, here, elsewhere, engine, wrong
):
    """panel.md 2b row 3, CVE-2019-19118: a foreign line's id inside one's own form."""
    login(client, "admin")
    for view in some(views(app).values(), engine):
        document = here.row(view.model)
        for line in lines_of(view.model):
            if "edit" not in view.model.PAGES:
                continue
            other = elsewhere.row(line)
            before = line.get_by_id(other.id).__data__
            prefix = f"{line._meta.table_name}-0-"
            values = {name: forged(line._meta.fields[name]) for name in before}
            for more in ({}, {"remove": "y"}):
                data = {
                    **raw_values(editable_columns(view.model), document),
                    **{prefix + name: value for name, value in {**values, **more}.items()},
                    prefix + "id": str(other.id),
                    "row_version": str(document.row_version),
                }
                client.post(f"/admin/{view.table}/edit/?id={document.id}", data=data)
                if line.get_by_id(other.id).__data__ != before:
                    wrong.append(f"{view.table} changed a foreign {line._meta.table_name}")
