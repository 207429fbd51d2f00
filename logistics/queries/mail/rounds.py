"""Delivery rounds: which comes next, what it holds, and what a unit has got."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import peewee

from logistics.database import local_day, local_today
from logistics.tables.mail import DeliveryRound, MailItem
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff

TIME_TO_DELIVER = dt.timedelta(hours=2)
ROUND_LASTS = dt.timedelta(hours=1)
AT_ONCE = dt.timedelta(minutes=30)


def due_of(
    received_at: dt.datetime, *, next_round: dt.datetime | None, at_once: bool
) -> dt.datetime:
    """Until when an item is to be delivered (R41).

    Urgent and classified mail at once; all other within two hours of its arrival, or with the next
    round where that starts later.
    """
    if at_once:
        return received_at + AT_ONCE
    soon = received_at + TIME_TO_DELIVER
    return soon if next_round is None else max(soon, next_round + ROUND_LASTS)


def next_round(site_id: int, moment: dt.datetime) -> DeliveryRound | None:
    """The next round of an office area that is still planned."""
    found: DeliveryRound | None = (
        DeliveryRound.select()
        .where(
            (DeliveryRound.site == site_id)
            & (DeliveryRound.status == "planned")
            & (DeliveryRound.starts_at >= moment)
        )
        .order_by(DeliveryRound.starts_at)
        .first()
    )
    return found


def items_of_round(round_id: int) -> list[MailItem]:
    """The items of a round by number, with addressee and signature."""
    query = (
        MailItem.select(MailItem, Unit, Staff)
        .join(Unit, peewee.JOIN.LEFT_OUTER, on=MailItem.to_unit)
        .switch(MailItem)
        .join(Staff, peewee.JOIN.LEFT_OUTER, on=MailItem.signed_by)
        .where(MailItem.round == round_id)
        .order_by(MailItem.id)
    )
    return list(query)


def mail_of_unit(unit_id: int, since: dt.datetime) -> list[MailItem]:
    """What came for a unit since a moment, and what still waits for it; the latest first."""
    waiting = MailItem.status.not_in(("delivered", "returned"))
    query = (
        MailItem.select()
        .where((MailItem.to_unit == unit_id) & (waiting | (MailItem.received_at >= since)))
        .order_by(MailItem.id.desc())
        .limit(100)
    )
    return list(query)


def missed_rounds(first: dt.datetime, last: dt.datetime) -> list[DeliveryRound]:
    """Rounds of past days of a span that nobody made."""
    today = local_today()
    rounds = DeliveryRound.select().where(
        (DeliveryRound.status == "planned")
        & (DeliveryRound.starts_at >= first)
        & (DeliveryRound.starts_at < last)
    )
    return [row for row in rounds if local_day(row.starts_at) < today]


def units_served() -> list[Unit]:
    """Every unit that gets mail."""
    return list(Unit.select().order_by(Unit.code))


def signers_of(unit_ids: Iterable[int]) -> dict[int, list[Staff]]:
    """Who may sign for each unit: its people, those of its parent and of its sections."""
    units = {unit.id: unit for unit in Unit.select()}
    people: dict[int, list[Staff]] = {}
    for person in Staff.select().where(Staff.left_on.is_null()).order_by(Staff.staff_no):
        people.setdefault(person.unit_id, []).append(person)
    found: dict[int, list[Staff]] = {}
    for unit_id in unit_ids:
        own = units[unit_id]
        others = [u.id for u in units.values() if u.parent_id == own.id or u.id == own.parent_id]
        found[unit_id] = [each for key in (own.id, *others) for each in people.get(key, ())]
    return found
