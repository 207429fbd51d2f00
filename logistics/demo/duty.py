"""Duty in the demonstration: shifts, pools, and the rosters month by month.

A month is compiled on the 20th of the one before, approved and published five days before it
begins. Published are the half-year and the month of today; the month after it is compiled.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from logistics.calendar import add_workdays, is_workday, month_days
from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, LAST_DAY, SET_UP_ON, Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.duty.drafting import assign_duties, draft_duty_months
from logistics.operations.duty.publishing import (
    approve_duty_months,
    close_duty_months,
    publish_duty_months,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, create_record
from logistics.queries.duty.posts import PostKey
from logistics.tables.duty import DutyMember, DutyMonth, DutyNeed, DutyShift
from logistics.tables.organisation import Site

ONE_DAY = dt.timedelta(days=1)
SISHUI = "SISHUI"
SISHUI_FROM = dt.date(2026, 5, 18)
"""Sishui's shifts are set up in time for the roster of June."""
COMPILED, APPROVED, PUBLISHED = (dt.timedelta(days=days) for days in (12, 8, 5))
"""How long before its month begins a roster gets there."""
WISHES = (
    # log-in, shift, role
    ("guard", "管委会夜班", "guard_lead"),
    ("staff", "泗水夜班", "on_duty"),
    ("staff2", "泗水夜班", "on_duty"),
)
COMING = range(2, 7)


class Wish(NamedTuple):
    """Somebody's wish to be on duty on a day."""

    day: dt.date
    login: str
    shift: str
    role: str


def events(office: Office) -> Iterator[Entry]:
    """Shifts and pools, then each month's roster on its way."""
    texts = read_texts("duty")
    yield Entry(moment(SET_UP_ON, 9), 0, partial(_set_up, office, texts, sishui=False))
    yield Entry(moment(SISHUI_FROM, 9), 0, partial(_set_up, office, texts, sishui=True))
    wishes = _coming_wishes()
    for month in months_shown():
        yield from _way_of(office, month, wishes)


def months_shown() -> list[dt.date]:
    """The first days of the months that have a roster, in order of time."""
    months = {dt.date(FIRST_DAY.year, number, 1) for number in range(1, LAST_DAY.month + 1)}
    today = local_today()
    # On the first of a month the night before still runs in the morning.
    days = (today - ONE_DAY, today, month_days(today)[1] + ONE_DAY)
    return sorted(months | {month_days(day)[0] for day in days})


def is_told(day: dt.date) -> bool:
    """Whether what happened on a day belongs to the half-year, or is over by now."""
    return day <= LAST_DAY or day < local_today()


def _set_up(office: Office, texts: dict[str, Any], *, sishui: bool) -> None:
    roster = office.actor("roster")
    for position, row in enumerate(texts["shift"], start=1):
        if (row.get("site") == SISHUI) != sishui:
            continue
        is_whole = not row.get("days_off_only") and not row.get("by_office")
        values = {
            "name": row["name"],
            "kind": row["kind"],
            "site": _site_id(office, row),
            "starts": row["starts"],
            "ends": row["ends"],
            "on_workdays": is_whole or bool(row.get("by_office")),
            "on_weekends": is_whole or bool(row.get("days_off_only")),
            "on_statutory": is_whole or bool(row.get("days_off_only")),
            "by_office": bool(row.get("by_office")),
            "position": position,
        }
        needs = [
            LineChange({"role": role, "people": people})
            for role, people in row.get("needs", {}).items()
        ]
        create_record(DutyShift, values, actor=roster, lines={DutyNeed: needs})
    for pool in texts["pool"]:
        if (pool.get("site") == SISHUI) == sishui:
            _enter_pool(office, pool)


def _enter_pool(office: Office, pool: dict[str, Any]) -> None:
    for position, name in enumerate(pool["names"].split(), start=1):
        values = {
            "staff": office.staff_id(name),
            "role": pool["role"],
            "site": _site_id(office, pool),
            "position": position,
        }
        create_record(DutyMember, values, actor=office.actor("roster"))


def _site_id(office: Office, row: dict[str, Any]) -> int | None:
    return office.key(Site, row["site"]) if "site" in row else None


def _way_of(office: Office, month: dt.date, wishes: Iterable[Wish]) -> Iterator[Entry]:
    """The entries of one month, as far as they have come by today."""
    compiled_at = moment(worked_until(month - COMPILED), 10)
    if month > LAST_DAY:
        compiled_at = min(compiled_at, this_morning())
    yield Entry(compiled_at, 10, partial(_compile, office, month, wishes))
    approved_on, published_on = worked_until(month - APPROVED), worked_until(month - PUBLISHED)
    closed_on = add_workdays(month_days(month)[1], 3)
    for day, hour, act in (
        (approved_on, 15, _approve),
        (published_on, 9, _publish),
        (closed_on, 17, _close),
    ):
        if is_told(day):
            yield Entry(moment(day, hour), 10, partial(act, office, month))


def worked_until(day: dt.date) -> dt.date:
    """The day, or the last working day before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


def _coming_wishes() -> list[Wish]:
    """A duty each in the week after today for the log-ins that look for theirs."""
    days = [local_today() + dt.timedelta(days=ahead) for ahead in COMING]
    # The first nights of a month may follow too closely on the last ones of the month before.
    free = [day for day in days if day.day > 2]
    return [Wish(day, *row) for day, row in zip(free, WISHES, strict=False)]


def _compile(office: Office, month: dt.date, wishes: Iterable[Wish]) -> None:
    roster = office.actor("roster")
    row = create_record(DutyMonth, {"month": month}, actor=roster)
    choices: dict[PostKey, int | None] = {}
    for wish in wishes:
        shift = DutyShift.get_or_none(DutyShift.name == wish.shift)
        if shift is not None and month_days(wish.day)[0] == month:
            key = PostKey(shift.id, wish.day, wish.role, 1)
            choices[key] = office.staff_id(wish.login)
    if choices:
        only(assign_duties(seen=[Seen(row.id)], choices=choices, actor=roster))
    only(draft_duty_months(seen=[Seen(row.id)], actor=roster))


def _approve(office: Office, month: dt.date) -> None:
    only(approve_duty_months(seen=[_seen(month)], actor=office.actor("deputy")))


def _publish(office: Office, month: dt.date) -> None:
    only(publish_duty_months(seen=[_seen(month)], actor=office.actor("roster")))


def _close(office: Office, month: dt.date) -> None:
    only(close_duty_months(seen=[_seen(month)], actor=office.actor("roster")))


def _seen(month: dt.date) -> Seen:
    return Seen(DutyMonth.get(DutyMonth.month == month).id)
