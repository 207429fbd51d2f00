"""Every address of the house, from the map that the application itself goes by."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any, NamedTuple

from flask import Flask

from admin_views.importing.pages import IMPORT_PAGES
from admin_views.table_view import TableView

FILES = ("static", ".static")
WITHOUT_ROW = ("index", "new", "export", "lookup", "arrange", "chart", *IMPORT_PAGES)
WHOLE_TABLE = ("budget_line.execution", "budget_line.print_execution", "saved_view.counts")
"""Pages of a table that are about all of its rows."""
PARTS = {"kind": "csv", "code": "en", "token": "unknown"}
"""What stands in for the variable parts of an address; a verb's tail comes from its table."""


class Address(NamedTuple):
    """One address with one method. ``view`` and ``page`` are set where it is a table's."""

    method: str
    url: str
    endpoint: str
    view: TableView | None = None
    page: str = ""

    @property
    def table(self) -> str:
        return self.view.table if self.view else ""


def views(app: Flask) -> dict[str, TableView]:
    """The view of every table, by the table's name."""
    (admin,) = app.extensions["admin"]
    return {view.table: view for view in admin._views if isinstance(view, TableView)}


def addresses(app: Flask, ids: dict[str, str], *methods: str) -> Iterator[Address]:
    """All addresses that take one of the methods, but files; ``ids`` names a row for each table."""
    tables = views(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.endswith(FILES):
            continue
        name, _dot, page = rule.endpoint.partition(".")
        view = tables.get(name)
        for method in methods:
            if method not in (rule.methods or ()):
                continue
            row_id = None if rule.endpoint in WHOLE_TABLE else ids.get(name)
            for url in _urls(str(rule), view, page, row_id):
                yield Address(method, url, rule.endpoint, view, page)


def _urls(rule: str, view: TableView | None, page: str, row_id: str | None) -> Iterator[str]:
    for part, text in PARTS.items():
        rule = rule.replace(f"<{part}>", text)
    rule = re.sub(r"<int:\w+>", "1", rule)
    tails = [verb.path for verb in view.verbs] if view and "<tail>" in rule else [""]
    forms = [form.name for form in view.prints] if view and "<form>" in rule else [""]
    for tail, form in product(tails, forms):
        url = rule.replace("<tail>", tail).replace("<form>", form)
        assert "<" not in url, f"tests/addresses.py must say what stands in {rule}"
        named = view is not None and page not in WITHOUT_ROW and row_id is not None
        yield f"{url}?id={row_id}" if named else url


def verb_at(address: Address) -> Any:
    """The verb that an address runs."""
    assert address.view is not None
    tail = address.url.partition("?")[0].rstrip("/").rpartition("/")[2]
    return next(verb for verb in address.view.verbs if verb.path == tail)
