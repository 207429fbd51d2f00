"""Receptions of the demonstration: each with its letter, approval, list and receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.meetings.receptions import (
    approve_receptions,
    settle_receptions,
    submit_receptions,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, create_record
from logistics.tables.meetings import Reception, ReceptionLine

LINE = ("kind", "what", "place", "people", "quantity", "price")


def events(office: Office) -> Iterator[Entry]:
    """Those of the half-year from the request to the receipt, and one that waits today."""
    rows = read_texts("meetings")["reception"]
    for row in rows:
        held: list[int] = []
        day = row["day"]
        yield Entry(moment(add_workdays(day, -3), 14), 1, partial(_ask, office, row, day, held))
        yield Entry(moment(add_workdays(day, -2), 10), 1, partial(_approve, office, held))
        settle = partial(_settle, office, row, held)
        yield Entry(moment(add_workdays(day, 3), 15), 1, settle)
    coming = add_workdays(local_today(), 4)
    waiting = partial(_ask, office, {**rows[1], "letter_no": "开管函第41号"}, coming, [])
    yield Entry(this_morning(), 1, waiting)


def _ask(office: Office, row: Mapping[str, Any], day: dt.date, held: list[int]) -> None:
    actor = office.actor_for(row["who"])
    person = office.person(row["who"])
    values = {
        name: row[name]
        for name in ("guest_unit", "lead_guest", "guests", "companions", "purpose", "letter_no")
    }
    values |= {
        "unit": person.unit_id,
        "site": person.site_id,
        "requester": person.id,
        "starts_on": day,
        "ends_on": day,
        "meals": 1,
        "standard": Decimal(row["standard"]),
    }
    lines = [
        LineChange({"spent_on": day, **dict(zip(LINE, line, strict=True))}) for line in row["lines"]
    ]
    made = create_record(Reception, values, actor=actor, lines={ReceptionLine: lines})
    held.append(made.id)
    only(submit_receptions(seen=[Seen(made.id)], actor=actor))


def _approve(office: Office, held: list[int]) -> None:
    only(approve_receptions(seen=[Seen(held[0])], comment="同意", actor=office.actor("deputy")))


def _settle(office: Office, row: Mapping[str, Any], held: list[int]) -> None:
    only(
        settle_receptions(
            seen=[Seen(held[0])],
            receipt_no=row["receipt_no"],
            spent=Decimal(row["spent"]),
            actor=office.actor("meeting"),
        )
    )
