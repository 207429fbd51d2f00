"""The gate around today: who comes, a car that stands wrong, an incident, a fire inspection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import at, local_today, now
from logistics.demo.diary import Entry, at_night, last_workday, moment, this_morning
from logistics.demo.gate import MINUTE, RECTIFIED, book, guard_at, register, report
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.guarding.parking import notify_parking_violations
from logistics.operations.guarding.safety import sign_fire_checks
from logistics.operations.guarding.visitors import admit_visitors
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import change_record, create_record
from logistics.tables.guarding import FireCheck, ParkingViolation, Visitor
from logistics.tables.organisation import Site

TOMORROW = dt.timedelta(days=1)
BOOKED_AT = ((9, 20), (10, 0), (14, 30))
"""When those come who are only announced."""


def events(office: Office) -> Iterator[Entry]:
    """What lies open at the gate, and the visitors of today."""
    texts = read_texts("guarding")
    living, day = texts["living"], last_workday()
    inspected = moment(add_workdays(day, -1), 15)
    yield Entry(inspected, 0, partial(_inspect, office, living["fire"]))
    yield Entry(moment(day, 15, 40), 0, partial(_report, office, living["incident"]))
    yield Entry(moment(day, 16, 20), 2, partial(_find_car, office, living["car"]))
    if at_night():
        yield Entry(moment(day, 16, 40), 4, partial(_announce, office, texts, local_today()))
    else:
        yield Entry(this_morning(), 4, partial(_come, office, texts))


def _come(office: Office, texts: dict[str, Any]) -> None:
    """One waits at the gate for a log-in that the reader has, one is inside, one is booked."""
    guard = guard_at(office, "SISHUI")
    register(office, book(office, texts, "SISHUI", "staff", guard), guard)
    inside = book(office, texts, "SISHUI", "staff2", guard)
    register(office, inside, guard)
    actor = office.actor("staff2")
    only(admit_visitors(seen=[Seen(inside.id)], badge_no="B01", actor=actor))
    _expect(office, texts, "staff", moment(local_today() + TOMORROW, *BOOKED_AT[0]))


def _announce(office: Office, texts: dict[str, Any], day: dt.date) -> None:
    """At night nobody is at the gate: all three are announced for the day that begins."""
    for host, clock in zip(("staff", "staff2", "staff"), BOOKED_AT, strict=True):
        _expect(office, texts, host, moment(day, *clock))


def _expect(office: Office, texts: dict[str, Any], host: str, comes_at: dt.datetime) -> None:
    actor = office.actor(host)
    visitor = book(office, texts, "SISHUI", host, actor)
    change_record(Visitor, Seen(visitor.id), {"expected_at": comes_at}, actor=actor)


def _find_car(office: Office, row: dict[str, Any]) -> None:
    """A notice is out, the owner has not moved the car yet."""
    guard, found_at = guard_at(office, row["site"]), now()
    values = {
        "site": office.key(Site, row["site"]),
        "found_at": found_at,
        "found_by": guard.staff_id,
        "owner": office.staff_id(row["owner"]) if "owner" in row else None,
        **{name: row[name] for name in ("place", "kind", "plate")},
    }
    violation = create_record(ParkingViolation, values, actor=guard)
    with at(found_at + 5 * MINUTE):
        only(notify_parking_violations(seen=[Seen(violation.id)], actor=guard))


def _report(office: Office, row: dict[str, Any]) -> None:
    report(office, row, now() - 20 * MINUTE)


def _inspect(office: Office, row: dict[str, Any]) -> None:
    """Signed; what was found is still to be put right."""
    captain = office.actor("captain")
    values = {
        "site": office.key(Site, row["site"]),
        "kind": row["kind"],
        "checked_on": local_today(),
        "inspector": captain.staff_id,
        "extent": row["extent"],
        "findings": row["findings"],
        "rectify_by": local_today() + RECTIFIED,
    }
    check = create_record(FireCheck, values, actor=captain)
    with at(now() + 60 * MINUTE):
        only(sign_fire_checks(seen=[Seen(check.id)], actor=office.actor("deputy")))


__all__ = ["events"]
