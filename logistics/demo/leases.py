"""Leases of the demonstration: Room 503 for two years, and a store that must soon be decided on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.demo.works import OFFICER
from logistics.operations.approvals import Decision
from logistics.operations.buildings.leases import approve_leases, sign_leases, submit_leases
from logistics.operations.buildings.renting import (
    expect_lease_payments,
    expect_lease_reminders,
    pay_lease_payments,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.permissions import SYSTEM
from logistics.tables.buildings import Lease, LeasePayment
from logistics.tables.organisation import Room, Unit

AHEAD = dt.timedelta(days=31)
BEGAN, ENDS = 40, 85
"""Days before and after today between which the store is rented."""


def events(office: Office) -> Iterator[Entry]:
    """Both leases on their way, the rent, and the reminders up to this morning."""
    texts = read_texts("buildings")
    for row in texts["lease"]:
        yield from _lease(office, row)
        paid = partial(_pay, office, row)
        yield Entry(moment(row["paid"]["day"], 15), 0, paid)
    today = local_today()
    starts = today - dt.timedelta(days=BEGAN)
    store = {
        **texts["lease_now"],
        "room": texts["lease_now"]["code"],
        "starts": starts,
        "ends": today + dt.timedelta(days=ENDS),
        "submitted": starts - dt.timedelta(days=12),
        "signed": starts - dt.timedelta(days=2),
    }
    enter = partial(_enter_room, office, store)
    yield Entry(moment(store["submitted"], 8), 0, enter)
    yield from _lease(office, store)
    yield Entry(moment(starts + dt.timedelta(days=6), 8), 0, _expect)
    yield Entry(this_morning(), 0, _expect)


def _lease(office: Office, row: dict[str, Any]) -> Iterator[Entry]:
    day = row["submitted"]
    yield Entry(moment(day, 9, 30), 0, partial(_submit, office, row))
    for number, login in enumerate(("director", "leader"), start=1):
        decide = partial(_decide, office, row, login)
        yield Entry(moment(add_workdays(day, number), 10, 20), 0, decide)
    yield Entry(moment(row["signed"], 14), 0, partial(_sign, office, row))


def _enter_room(office: Office, row: dict[str, Any]) -> None:
    values = {
        "building": office.buildings[row["building"]].id,
        "code": row["code"],
        "name": row["name"],
        "floor": 1,
        "kind": "store",
        "usable_area": row["area"],
        "ownership": "leased",
    }
    create_record(Room, values, actor=office.actor("admin"))


def _submit(office: Office, row: dict[str, Any]) -> None:
    values = {
        "room": office.room(row["building"], row["room"]).id,
        "lessor": row["lessor"],
        "unit": office.key(Unit, row["unit"]),
        "requester": office.staff_id(row["who"]),
        "purpose": row["purpose"],
        "area": row["area"],
        "starts_on": row["starts"],
        "ends_on": row["ends"],
        "rent_month": row["rent"],
        "months_a_payment": row["every"],
        "deposit": row.get("deposit", 0),
        "own_stock_note": row["own"],
        "fitout_amount": row.get("fitout", 0),
        "benefit_note": row.get("benefit", ""),
    }
    lease = create_record(Lease, values, actor=office.actor(OFFICER))
    only(submit_leases(seen=[Seen(lease.id)], actor=office.actor(OFFICER)))


def _decide(office: Office, row: dict[str, Any], login: str) -> None:
    only(approve_leases(decisions=[Decision(_seen(office, row))], actor=office.actor(login)))


def _sign(office: Office, row: dict[str, Any]) -> None:
    number = row["approval_no"]
    only(sign_leases(seen=[_seen(office, row)], approval_no=number, actor=office.actor(OFFICER)))


def _pay(office: Office, row: dict[str, Any]) -> None:
    due = LeasePayment.get(LeasePayment.lease == _seen(office, row).id)
    finance, voucher = office.actor("finance"), row["paid"]["voucher"]
    only(pay_lease_payments(seen=[Seen(due.id)], voucher_no=voucher, actor=finance))


def _expect() -> None:
    today = local_today()
    expect_lease_payments(first=today, last=today + AHEAD, actor=SYSTEM)
    expect_lease_reminders(first=today, last=today, actor=SYSTEM)


def _seen(office: Office, row: dict[str, Any]) -> Seen:
    return Seen(Lease.get(Lease.room == office.room(row["building"], row["room"]).id).id)
