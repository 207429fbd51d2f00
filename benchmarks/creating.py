"""A new row by each panel's own form: the form is fetched, filled in and sent; sending is timed."""

from __future__ import annotations

import re
import secrets
import sqlite3
from collections.abc import Mapping
from typing import Any

import psycopg

from benchmarks.houses import House, worked
from benchmarks.measuring import Timed
from benchmarks.servers import Panel

FORMS = {
    "houqin": "/admin/purchase_request/new/",
    "limit": "/",
    "flask_admin_peewee": "/admin/purchaserequest/new/",
    "flask_admin_sqlalchemy": "/admin/purchaserequest/new/",
    "django_admin": "/admin/auth/purchaserequest/add/",
    "sqladmin_panel": "/admin/purchase-request/create",
    "starlette_admin_panel": "/admin/purchaserequest/create",
}
TOKENS = ("csrf_token", "form_key", "csrfmiddlewaretoken", "csrftoken")
PURPOSE = f"新建采购申请{secrets.token_hex(4)}"
"""Of this run alone: a house that is kept has the rows of the last one."""
UNIT, SITE, REQUESTER = 7, 2, 11


def create(
    panels: Mapping[str, Panel], house: House, rounds: int, faults: list[str]
) -> dict[str, Timed]:
    """Let all panels create rows in turn; one whose rows are not there is named in ``faults``."""
    times: dict[str, list[float]] = {name: [] for name in panels if name in FORMS}
    work = dict.fromkeys(times, 0.0)
    for turn in range(rounds):
        order = list(times)
        for name in order if turn % 2 else reversed(order):
            panel = panels[name]
            fields = _fields(panel, turn)
            before = worked(panel.process)
            status, _body, taken = panel.post(FORMS[name], fields)
            work[name] += worked(panel.process) - before
            times[name].append(taken)
            if status not in (302, 303):
                faults.append(f"{name}: create: answers {status}")
                del times[name]
    for name in list(times):
        written = _written(house, name)
        if written != rounds:
            faults.append(f"{name}: create: {written} of {rounds} rows are there")
            del times[name]
    return {name: Timed(tuple(taken), work[name] / len(taken)) for name, taken in times.items()}


def _fields(panel: Panel, turn: int) -> dict[str, str]:
    """What a person fills in, beside the tokens that the form brings."""
    fields = {
        "purpose": f"{PURPOSE}{panel.name}{turn}",
        "unit": str(UNIT),
        "site": str(SITE),
        "requester": str(REQUESTER),
    }
    if panel.name == "limit":
        return fields
    if panel.name != "houqin":
        # Houqin's own operations write these two; a form cannot.
        fields |= {"amount": "100000", "status": "draft", "save": "Save"}
    _status, body, _time = panel.get(FORMS[panel.name])
    for tag in re.findall(r"<input[^>]*>", body.decode()):
        name, value = (re.search(rf'\b{what}="([^"]*)"', tag) for what in ("name", "value"))
        if name and value and name[1] in TOKENS:
            fields[name[1]] = value[1]
    return fields


def _written(house: House, panel: str) -> int:
    """How many whole rows a panel has left in its database."""
    own = panel in ("houqin", "limit")
    where = f"purpose LIKE '{PURPOSE}{panel}%' AND unit_id = {UNIT} AND site_id = {SITE} "
    where += f"AND requester_id = {REQUESTER} AND status = 'draft'"
    table = "purchase_request" if own or house.engine == "sqlite" else "peers.purchase_request"
    url = house.url if own else house.peers_url
    connection: Any
    if house.engine == "sqlite":
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url)
    try:
        return int(connection.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()[0])
    finally:
        connection.close()
