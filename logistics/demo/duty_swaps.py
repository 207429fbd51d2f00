"""Swaps of published duties: asked by one, answered by the other, decided by the duty leader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.duty.swapping import (
    accept_swaps,
    approve_swaps,
    decline_swaps,
    reject_swaps,
    request_swaps,
    withdraw_swaps,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.duty.standing import published_duties
from logistics.queries.duty.swaps import Offer, offers_for, takes_part
from logistics.tables.duty import DutyAssignment, DutySwap
from logistics.tables.organisation import Site

SOONEST, LATEST = 5, 12
"""How many days ahead lies the duty that somebody wants to give away."""
SOON = 3
"""The same for the swaps that wait today."""


class Asked(NamedTuple):
    """A duty that somebody wants to give away, and to whom."""

    duty: DutyAssignment
    offer: Offer


def events(office: Office) -> Iterator[Entry]:
    """The swaps of the half-year, and two that wait today: for the other, and for the leader."""
    texts = read_texts("duty")
    for row in texts["swap"]:
        held: list[int] = []
        day = row["day"]
        yield Entry(moment(day, 10, 10), 0, partial(_ask, office, row, held))
        yield Entry(moment(day, 14, 30), 0, partial(_answer, office, row["outcome"], held))
        if row["outcome"] in ("approved", "rejected"):
            decide = partial(_decide, office, row, held)
            yield Entry(moment(add_workdays(day, 1), 9, 20), 0, decide)
    yield from _living(office, texts["living"])


def _living(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    waiting = {"to": "guard", "site": "COMMITTEE", "role": "guard_lead", "soonest": SOON}
    accepted = {"to": "staff2", "site": "SISHUI", "soonest": SOON}
    waiting["reason"], accepted["reason"] = texts["waiting_reason"], texts["accepted_reason"]
    held: list[int] = []
    yesterday = moment(local_today() - dt.timedelta(days=1), 15)
    yield Entry(yesterday, 20, partial(_ask, office, accepted, held))
    yield Entry(yesterday, 21, partial(_answer, office, "accepted", held))
    yield Entry(this_morning(), 20, partial(_ask, office, waiting, []))


def _ask(office: Office, row: dict[str, Any], held: list[int]) -> None:
    # Rather far ahead; towards the end of a published month there may be none but soon.
    found = (_find(office, row, days) for days in range(row.get("soonest", SOONEST), 0, -1))
    asked = next(filter(None, found), None)
    if asked is None:
        return
    taken = asked.offer.in_return
    only(
        request_swaps(
            seen=[Seen(asked.duty.id)],
            to_staff_id=asked.offer.staff.id,
            to_assignment_id=taken.id if taken else None,
            reason=row["reason"],
            actor=office.actor_of(asked.duty.staff),
        )
    )
    swap = DutySwap.select().where(DutySwap.from_assignment == asked.duty.id)
    held.append(swap.order_by(DutySwap.id.desc()).get().id)


def _find(office: Office, row: dict[str, Any], soonest: int) -> Asked | None:
    """The next duty in the role for which there is somebody, the one named if one is named."""
    first, last = (local_today() + dt.timedelta(days=days) for days in (soonest, LATEST))
    duties = published_duties().where(
        (DutyAssignment.role == row.get("role", "on_duty"))
        & DutyAssignment.duty_on.between(first, last)
    )
    if "site" in row:
        duties = duties.where(DutyAssignment.site == office.key(Site, row["site"]))
    for duty in duties.order_by(DutyAssignment.starts_at, DutyAssignment.id):
        offers = [
            offer
            for offer in offers_for(duty)
            if ("to" not in row or offer.staff.id == office.staff_id(row["to"]))
            and (offer.in_return is None or offer.in_return.duty_on >= first)
        ]
        if offers:
            return Asked(duty, office.random.choice(offers))
    return None


def _answer(office: Office, outcome: str, held: list[int]) -> None:
    """The other agrees or declines, unless the giver thinks better of it."""
    if not held:
        return
    swap = DutySwap.get_by_id(held[0])
    seen = [Seen(swap.id)]
    if outcome == "withdrawn":
        giver = office.actor_of(swap.from_assignment.staff)
        only(withdraw_swaps(seen=seen, actor=giver))
        return
    answer = decline_swaps if outcome == "declined" else accept_swaps
    only(answer(seen=seen, actor=office.actor_of(swap.to_staff)))


def _decide(office: Office, row: dict[str, Any], held: list[int]) -> None:
    """The deputy decides; the director where the deputy is one of the two."""
    if not held:
        return
    swap, deputy = DutySwap.get_by_id(held[0]), office.actor("deputy")
    concerned = takes_part(deputy.staff_id, swap)
    actor = office.actor("director") if concerned else deputy
    if row["outcome"] == "approved":
        only(approve_swaps(seen=[Seen(swap.id)], actor=actor))
    else:
        only(reject_swaps(seen=[Seen(swap.id)], comment=row["comment"], actor=actor))
