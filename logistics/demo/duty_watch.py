"""What happened on duty: handovers, the log, and calls that tested the duty phones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial
from typing import Any

from logistics.calendar import days_between, kinds_between, month_days
from logistics.database import at, local_today, now
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, living_days, moment
from logistics.demo.duty import ONE_DAY
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.holidays import WORKED
from logistics.operations.duty.watching import (
    hand_over_duty,
    note_duty,
    record_phone_checks,
    take_over_duty,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.queries.duty.standing import expected_on_duty, published_duties
from logistics.tables.duty import DutyAssignment, DutyHandover, PhoneCheck
from logistics.tables.organisation import Site

MINUTE = dt.timedelta(minutes=1)
LIVING_DAYS = 10
MORNING, EVENING = dt.time(8, 30), dt.time(17)
LOGGED, LATE, OPEN_ITEMS = 0.3, 0.03, 0.15
"""How often a duty leaves an entry in the log, is taken over late, leaves something open."""
CALLS_A_MONTH = 2


def events(office: Office) -> Iterator[Entry]:
    """Every change of shift of the half-year and of the last days, and the calls of each month."""
    texts = read_texts("duty")
    fixed = set(days_between(FIRST_DAY + ONE_DAY, LAST_DAY))
    days = sorted(fixed | set(living_days(LIVING_DAYS, 0)))
    kinds = kinds_between(days[0], days[-1])
    for day in days:
        for clock in (MORNING, EVENING):
            ends_at = moment(day, clock.hour, clock.minute)
            # On working days the office itself keeps watch until the evening.
            by_office = clock == EVENING and kinds[day] in WORKED
            if not by_office and (day <= LAST_DAY or ends_at < now()):
                yield Entry(ends_at, 0, partial(_change_over, office, texts))
    yield from _calls(office, texts)


def _change_over(office: Office, texts: dict[str, Any]) -> None:
    """The duty officers whose shift ends now have written their log and hand over."""
    ending = published_duties().where(
        (DutyAssignment.ends_at == now())
        & (DutyAssignment.role == "on_duty")
        & Site.code.in_(list(texts["offices"]))
    )
    for duty in ending.order_by(DutyAssignment.id):
        actor = office.actor_of(duty.staff)
        if office.random.random() < LOGGED:
            _note(office, texts, duty, actor)
        _hand_over(office, texts, duty, actor)


def _note(office: Office, texts: dict[str, Any], duty: DutyAssignment, actor: Actor) -> None:
    hours = (duty.ends_at - duty.starts_at) / dt.timedelta(hours=1)
    noted_at = duty.starts_at + office.random.randrange(20, int(hours * 60) - 20) * MINUTE
    entry = office.random.choice(texts["log"])
    only(note_duty(seen=[Seen(duty.id)], noted_at=noted_at, actor=actor, **entry))


def _hand_over(office: Office, texts: dict[str, Any], duty: DutyAssignment, actor: Actor) -> None:
    words, chance, end = texts["handover"], office.random, now()
    is_open, is_late = chance.random() < OPEN_ITEMS, chance.random() < LATE
    with at(end - chance.randrange(4, 12) * MINUTE):
        handing_over = hand_over_duty(
            seen=[Seen(duty.id)],
            matters=chance.choice(words["matters"]),
            open_items=chance.choice(words["open_items"]) if is_open else "",
            actor=actor,
        )
    only(handing_over)
    handover = DutyHandover.get(DutyHandover.outgoing == duty.id)
    relief = handover.incoming
    successor = office.actor_of(relief.staff) if relief else _officer_at(office, texts, duty)
    minutes = chance.randrange(4, 20) if is_late and relief else -chance.randrange(4)
    remark = words["late_remark"] if minutes > 0 else ""
    with at(end + minutes * MINUTE):
        only(take_over_duty(seen=[Seen(handover.id)], actor=successor, remark=remark))


def _officer_at(office: Office, texts: dict[str, Any], duty: DutyAssignment) -> Actor:
    """Somebody else of the office area, who opens its office in the morning."""
    names = texts["offices"][duty.site.code].split()
    name = office.random.choice([name for name in names if name != duty.staff.name])
    return office.actor_of(office.person(name))


def _calls(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    """Two evenings of every month somebody calls all office areas; last evening once more."""
    evenings = [local_today() - ONE_DAY]
    for number in range(1, LAST_DAY.month + 1):
        first, last = month_days(dt.date(FIRST_DAY.year, number, 1))
        evenings += office.random.sample(list(days_between(first, last)), CALLS_A_MONTH)
    for day in sorted(evenings):
        called_at = moment(day, office.random.randrange(19, 23), office.random.randrange(60))
        caller = office.random.choice(texts["calls"]["callers"])
        yield Entry(called_at, 0, partial(_call, office, texts, caller))


def _call(office: Office, texts: dict[str, Any], caller: str) -> None:
    calls = texts["calls"]
    month = f"{local_today():%Y-%m}"
    for site in Site.select().order_by(Site.position):
        expected = expected_on_duty(now(), site.id)
        if not expected:
            continue
        is_place = month == calls["missed_in"] and site.code == calls["missed_at"]
        missed = is_place and not PhoneCheck.select().where(~PhoneCheck.is_answered).exists()
        answered = {"answered_by": expected[0].staff.name}
        only(
            record_phone_checks(
                seen=[Seen(site.id)],
                called_at=now(),
                is_answered=not missed,
                actor=office.actor(caller),
                **({"note": calls["missed_note"]} if missed else answered),
            )
        )
