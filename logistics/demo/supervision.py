"""Matters under supervision of the demonstration, from their issue on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import LAST_DAY, Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.operations.targets.supervision import (
    accept_supervision,
    close_supervision,
    finish_supervision,
    issue_supervision,
    press_supervision,
    report_supervision,
)
from logistics.queries.targets.overdue import overdue_matters
from logistics.tables.targets import SupervisionItem

WEEK = dt.timedelta(days=7)
MOST_REPORTS = 6
Row = Mapping[str, Any]


def take_through(office: Office, words: Row, row: Row) -> Iterator[Entry]:
    """Issued in the morning, taken on within the hour or late, reported weekly, struck off."""
    issued: dt.date = row["issued"]
    last: dt.date = row.get("done", LAST_DAY)
    yield Entry(moment(issued, 9), 0, partial(_issue, office, row, row["due"]))
    taken = moment(issued, 9, 40) + dt.timedelta(hours=row.get("accepted_after", 0))
    yield Entry(taken, 0, partial(_accept, office, row))
    reports = [issued + WEEK * number for number in range(1, MOST_REPORTS)]
    for number, day in enumerate((day for day in reports if day < last), start=1):
        percent = Decimal(min(90, 20 + 15 * number))
        act = partial(_report, office, row, percent, words["taken_on"])
        yield Entry(moment(day, 9, 5), 0, act)
    if "done" in row:
        yield Entry(moment(last, 16), 0, partial(_finish, office, row, row["result"]))
        yield Entry(moment(add_workdays(last, 1), 10), 0, partial(_close, office, row))


def press_overdue(office: Office, words: Row) -> Iterator[Entry]:
    """On the first working day of each month the deputy presses for what is overdue."""
    for month in (4, 5, 7):
        day = add_workdays(dt.date(2026, month, 1) - dt.timedelta(days=1), 1)
        yield Entry(moment(day, 8, 50), 0, partial(_press, office, words["pressed"]))


def under_way_today(office: Office, texts: Row) -> Iterator[Entry]:
    """What lies on the desks of today: overdue, just issued, reported as done."""
    today = local_today()
    for row in texts["now"]:
        issued = add_workdays(today, -row["ago"]) if row["ago"] else today
        due = today + dt.timedelta(days=row["due_in"])
        at = moment(issued, 9) if row["ago"] else this_morning()
        told = {**row, "source": "leader", "by": "deputy"}
        yield Entry(at, 30, partial(_issue, office, told, due))
        if not row["ago"]:
            continue
        yield Entry(moment(issued, 10), 0, partial(_accept, office, told))
        day = add_workdays(issued, 4)
        act = partial(_report, office, told, Decimal(60), texts["words"]["taken_on"])
        yield Entry(moment(day, 9), 0, act)
        if "finished" in row:
            finished = partial(_finish, office, told, row["finished"])
            yield Entry(moment(add_workdays(today, -1), 16), 0, finished)


def _issue(office: Office, row: Row, due: dt.date) -> None:
    actor = office.actor(row["by"])
    values = {
        "title": row["title"],
        "source": row["source"],
        "source_note": row["paper"],
        "requirement": row["requirement"],
        "level": row.get("level", "ordinary"),
        "unit": office.unit(row["unit"]).id,
        "owner": office.staff_id(row["owner"]),
        "due_on": due,
    }
    made = create_record(SupervisionItem, values, actor=actor)
    only(issue_supervision(seen=[Seen(made.id)], actor=actor))


def _found(row: Row) -> Seen:
    return Seen(SupervisionItem.get(SupervisionItem.title == row["title"]).id)


def _accept(office: Office, row: Row) -> None:
    only(accept_supervision(seen=[_found(row)], actor=office.actor_for(row["owner"])))


def _report(office: Office, row: Row, percent: Decimal, note: str) -> None:
    owner = office.actor_for(row["owner"])
    only(report_supervision(seen=[_found(row)], percent=percent, note=note, actor=owner))


def _finish(office: Office, row: Row, result: str) -> None:
    owner = office.actor_for(row["owner"])
    only(finish_supervision(seen=[_found(row)], result=result, actor=owner))


def _close(office: Office, row: Row) -> None:
    only(close_supervision(seen=[_found(row)], actor=office.actor(row["by"])))


def _press(office: Office, comment: str) -> None:
    seen = [Seen(item.id) for item in overdue_matters()]
    for outcome in press_supervision(seen=seen, comment=comment, actor=office.actor("deputy")):
        only([outcome])
