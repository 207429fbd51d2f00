"""The floor: one raw statement with the best indexes and a minimal template on bare WSGI.

No log-in, rights, count, audit or translation. It reads the house's own tables and indexes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import os
import sqlite3
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from jinja2 import Environment

from logistics import grams

URL = os.environ["HOUSE_URL"]
PAGE = Environment(autoescape=True).from_string(
    "<!doctype html><title>stock</title><table>{% for row in rows %}<tr>"
    "{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>"
)
SELECTED = """
SELECT t.id, t.moved_on, w.name, i.name, t.kind, t.quantity, t.value, u.name, a.name
FROM ({ids}) AS p JOIN stock_movement t ON t.id = p.id JOIN warehouse w ON w.id = t.warehouse_id
JOIN item i ON i.id = t.item_id LEFT JOIN unit u ON u.id = t.unit_id
LEFT JOIN account a ON a.id = t.created_by_id ORDER BY {order}
"""
NEWEST = "t.moved_on DESC, t.id DESC"
MATCHED = {
    True: f"SELECT rowid - {grams.first_row('stock_movement')} AS id FROM search_pairs "
    "WHERE search_pairs MATCH ?",
    False: "SELECT id FROM stock_movement WHERE search_pairs(COALESCE(note, ''), '') "
    "@@ CAST(? AS tsquery)",
}
local = threading.local()


def on_sqlite() -> bool:
    return URL.startswith("sqlite")


def connection() -> Any:
    """This thread's own, kept."""
    if getattr(local, "url", None) != URL:
        local.url = URL
        if on_sqlite():
            local.connection = sqlite3.connect(URL.removeprefix("sqlite:///"), isolation_level=None)
            # The triggers of the house's text search call it.
            local.connection.create_function("search_tokens", 3, grams.tokens, deterministic=True)
        else:
            local.connection = psycopg.connect(URL, autocommit=True, prepare_threshold=None)
    return local.connection


def use(url: str) -> None:
    """Ask another database from now on."""
    global URL
    URL = url


def ask(text: str, *values: Any) -> Any:
    return connection().execute(text if on_sqlite() else text.replace("?", "%s"), values)


def ids_of(query: dict[str, str]) -> tuple[str, str, list[Any]]:
    """The statement for the ids of a page, their order, and its values."""
    if "after" in query:
        day, row = query["after"].split(",")
        where = "t.moved_on <= ? AND (t.moved_on, t.id) < (?, ?)"
        return _page(where), NEWEST, [day, day, int(row)]
    if "page" in query:
        return _page("TRUE", int(query["page"]) * 50), NEWEST, []
    if "common" in query:
        return _page("t.note LIKE ?"), NEWEST, [f"%{query['common']}%"]
    if "rare" in query:
        word = query["rare"]
        match = (
            grams.match_of("stock_movement", word, with_initials=False)
            if on_sqlite()
            else grams.query_of(word, with_initials=False)
        )
        # PostgreSQL must not be led to read the newest rows until it has met these few.
        among = "IN ({})" if on_sqlite() else "= ANY (ARRAY({}))"
        return _page(f"t.id {among.format(MATCHED[on_sqlite()])}"), NEWEST, [match]
    if "filter" in query:
        where = "t.warehouse_id = 1 AND t.kind = 'issue' AND t.moved_on BETWEEN ? AND ?"
        return _page(where), NEWEST, query["filter"].split(",")
    if "sort" in query:
        join = (
            "item i CROSS JOIN stock_movement t" if on_sqlite() else "item i JOIN stock_movement t"
        )
        on = "WHERE" if on_sqlite() else "ON"
        ids = f"SELECT t.id FROM {join} {on} t.item_id = i.id ORDER BY i.name, t.id LIMIT 50"
        return ids, "i.name, t.id", []
    return _page("TRUE"), NEWEST, []


def _page(where: str, offset: int = 0) -> str:
    return (
        f"SELECT t.id FROM stock_movement t WHERE {where} ORDER BY {NEWEST} "
        f"LIMIT 50 OFFSET {offset}"
    )


def rows(query: dict[str, str]) -> list[Any]:
    """The rows of a page: id first."""
    ids, order, values = ids_of(query)
    return ask(SELECTED.format(ids=ids, order=order), *values).fetchall()


def export(limit: int) -> Iterator[bytes]:
    """Movements as CSV, read as they are sent."""
    ids = f"SELECT t.id FROM stock_movement t ORDER BY {NEWEST} LIMIT {limit}"
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    cursor = connection().cursor() if on_sqlite() else connection().cursor("export", withhold=True)
    cursor.execute(SELECTED.format(ids=ids, order=NEWEST))
    while part := cursor.fetchmany(500):
        writer.writerows(part)
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def create(form: dict[str, str]) -> None:
    """One row; a commit of its own."""
    moment = dt.datetime.now(dt.UTC).replace(tzinfo=None).isoformat(sep=" ")
    ask(
        "INSERT INTO purchase_request (purpose, unit_id, site_id, requester_id, status, "
        "created_at, updated_at, row_version) VALUES (?, ?, ?, ?, 'draft', ?, ?, 1)",
        form["purpose"], int(form["unit"]), int(form["site"]), int(form["requester"]),
        moment, moment,
    )  # fmt: skip


def app(environ: dict[str, Any], start_response: Any) -> Any:
    if environ["REQUEST_METHOD"] == "POST":
        sent = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        create(dict(parse_qsl(sent)))
        start_response("302 Found", [("Location", "/"), ("Content-Length", "0")])
        return [b""]
    query = dict(parse_qsl(environ["QUERY_STRING"]))
    if "export" in query:
        start_response("200 OK", [("Content-Type", "text/csv")])
        return export(int(query["export"]))
    if "lookup" in query:
        found = ask("SELECT id, name FROM staff WHERE name LIKE ? LIMIT 20", f"%{query['lookup']}%")
        body = json.dumps(found.fetchall(), ensure_ascii=False).encode()
    else:
        body = PAGE.render(rows=rows(query)).encode()
    start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
