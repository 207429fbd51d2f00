"""Guards of the demonstration: posts kept day and night, patrols, books read in every Monday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from logistics.calendar import days_between, month_days
from logistics.database import at, now
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    MOVE_DAY,
    SET_UP_ON,
    Entry,
    living_days,
    moment,
    this_morning,
)
from logistics.demo.duty import ONE_DAY
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.guarding.handovers import (
    BookEntry,
    enter_guard_handovers,
    hand_over_guard_shifts,
    take_over_guard_shifts,
)
from logistics.operations.guarding.patrols import (
    Scan,
    expect_patrols,
    forgive_patrols,
    miss_patrols,
    read_patrol_scans,
)
from logistics.operations.guarding.shifts import plan_guard_shifts
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.permissions import SYSTEM
from logistics.tables.guarding import (
    GuardHandover,
    GuardPost,
    GuardShift,
    Patrol,
    PatrolCheckpoint,
    PatrolRoute,
    PatrolTime,
)
from logistics.tables.organisation import Site
from logistics.tables.people import Staff

MINUTE = dt.timedelta(minutes=1)
PLANNED = dt.timedelta(days=8)
"""How long before its month begins a plan is laid out."""
SISHUI_SET_UP = dt.date(2026, 5, 20)
LIVING_BEFORE, LIVING_AFTER = 8, 16
CLOSES = "18:00"


def events(office: Office) -> Iterator[Entry]:
    """Posts and rounds, each month's plan, the books and wands of each week, the days of today."""
    texts = read_texts("guarding")
    yield Entry(moment(SET_UP_ON, 10), 0, partial(_set_up, office, texts, sishui=False))
    yield Entry(moment(SISHUI_SET_UP, 10), 0, partial(_set_up, office, texts, sishui=True))
    for number in range(1, LAST_DAY.month + 1):
        first, last = month_days(dt.date(FIRST_DAY.year, number, 1))
        planned_on = max(SET_UP_ON, first - PLANNED)
        # The night to New Year belongs to the shifts of the last day of December.
        first -= ONE_DAY if number == 1 else dt.timedelta()
        yield Entry(moment(planned_on, 11), 0, partial(_plan, office, texts, first, last))
    for day in days_between(FIRST_DAY + ONE_DAY, LAST_DAY + ONE_DAY):
        if day.weekday() == 0 or day == LAST_DAY + ONE_DAY:
            yield Entry(moment(day, 9, 30), 0, partial(_read_week, office, texts))
    yield from _living(office, texts)


def _living(office: Office, texts: dict[str, Any]) -> Iterator[Entry]:
    days = list(living_days(LIVING_BEFORE, LIVING_AFTER))
    planned_at = moment(days[0] - ONE_DAY, 10)
    yield Entry(planned_at, 0, partial(_plan, office, texts, days[0], days[-1]))
    yield Entry(this_morning(), 5, partial(_read_week, office, texts))
    yield Entry(now(), 6, partial(_hand_over_today, office, texts))


def _set_up(office: Office, texts: dict[str, Any], *, sishui: bool) -> None:
    captain = office.actor("captain")
    starts_on = MOVE_DAY if sishui else FIRST_DAY - ONE_DAY
    for row in texts["post"]:
        if (row["site"] == "SISHUI") == sishui:
            values = {
                "site": office.key(Site, row["site"]),
                "code": row["code"],
                "name": row["name"],
                "phone": row["phone"],
                "requires_24h": True,
                "closes": CLOSES,
                "starts_on": starts_on,
            }
            create_record(GuardPost, values, actor=captain)
    for row in texts["route"]:
        post = GuardPost.get_or_none(GuardPost.code == row["post"])
        if post is not None and (post.site.code == "SISHUI") == sishui:
            _set_up_route(office, row, post, max(FIRST_DAY, starts_on))


def _set_up_route(office: Office, row: dict[str, Any], post: GuardPost, starts_on: dt.date) -> None:
    points = [
        LineChange({"position": position, "name": name, "look_at": look_at})
        for position, (name, look_at) in enumerate(row["points"], start=1)
    ]
    times = [LineChange({"starts": text, "minutes": 60}) for text in row["times"]]
    values = {
        "post": post.id,
        "code": row["code"],
        "name": row["name"],
        "kind": row.get("kind", "security"),
        "starts_on": starts_on,
    }
    create_record(
        PatrolRoute,
        values,
        actor=office.actor("captain"),
        lines={PatrolCheckpoint: points, PatrolTime: times},
    )


def _plan(office: Office, texts: dict[str, Any], first: dt.date, last: dt.date) -> None:
    """The captain plans every post; every other month the crew turns the other way round."""
    for row in texts["post"]:
        post = GuardPost.get_or_none(GuardPost.code == row["code"])
        if post is None or post.starts_on > last:
            continue
        names = row["crew"].split()
        crew = [office.staff_id(name) for name in (names if first.month % 2 else names[::-1])]
        only(
            plan_guard_shifts(
                seen=[Seen(post.id)],
                first=max(first, post.starts_on),
                last=last,
                crew=crew,
                starts=dt.time.fromisoformat(row["starts"]),
                hours=row["hours"],
                actor=office.actor("captain"),
            )
        )
    expect_patrols(first=first, last=last, actor=SYSTEM)


def _read_week(office: Office, texts: dict[str, Any]) -> None:
    """On Monday the captain copies the books, reads the wands, and looks at what was missed."""
    captain = office.actor("captain")
    over = GuardShift.select().where(
        (GuardShift.status == "planned") & (GuardShift.ends_at <= now() - 2 * MINUTE)
    )
    shifts = list(over.order_by(GuardShift.starts_at, GuardShift.id))
    _read_wands(office, texts, shifts)
    entries = [_entry(office, texts, shift) for shift in shifts]
    all_of(
        enter_guard_handovers(
            seen=[Seen(shift.id) for shift in shifts], entries=entries, actor=captain
        )
    )
    miss_patrols(before=now(), actor=SYSTEM)
    for row in texts["missed"]:
        missed = (
            Patrol.select()
            .join(PatrolCheckpoint)
            .join(PatrolRoute)
            .where(
                (PatrolRoute.code == row["route"])
                & (Patrol.starts_at == _local(row["starts_at"]))
                & (Patrol.status == "missed")
            )
        )
        seen = [Seen(slot.id) for slot in missed]
        if seen:
            all_of(forgive_patrols(seen=seen, note=row["note"], actor=captain))


def _entry(office: Office, texts: dict[str, Any], shift: GuardShift) -> BookEntry:
    """Handed over a few minutes before the end; now and then something is left open."""
    chance, words = office.random, texts["book"]
    received_at = shift.ends_at - chance.randrange(0, 5) * MINUTE
    found = f"{shift.ends_at:%Y-%m-%d}" in words["incomplete"] and shift.post.code == "GATE-C"
    return BookEntry(
        handed_at=received_at - chance.randrange(1, 8) * MINUTE,
        received_at=received_at,
        matters=chance.choice(words["matters"]),
        open_items=chance.choice(words["open_items"]) if chance.random() < 0.1 else "",
        is_complete=not found,
        remark=words["remark"] if found else "",
    )


def _read_wands(office: Office, texts: dict[str, Any], shifts: Sequence[GuardShift]) -> None:
    """Every slot that fell into the shifts was walked, but for the few that the texts name."""
    missed = {(row["route"], _local(row["starts_at"])) for row in texts["missed"]}
    numbers = {person.id: person.staff_no for person in Staff.select(Staff.id, Staff.staff_no)}
    for route in PatrolRoute.select().order_by(PatrolRoute.id):
        slots = (
            Patrol.select(Patrol, PatrolCheckpoint)
            .join(PatrolCheckpoint)
            .where(
                (PatrolCheckpoint.route == route.id)
                & (Patrol.status == "expected")
                & (Patrol.ends_at <= now())
            )
            .order_by(Patrol.starts_at, PatrolCheckpoint.position)
        )
        own = [shift for shift in shifts if shift.post_id == route.post_id]
        scans = [
            Scan(
                slot.checkpoint.position,
                slot.starts_at + office.random.randrange(2, 55) * MINUTE,
                numbers[guard],
            )
            for slot in slots
            if (route.code, slot.starts_at) not in missed
            and (guard := _guard_then(own, slot.starts_at)) is not None
        ]
        captain = office.actor("captain")
        only(read_patrol_scans(seen=[Seen(route.id)], scans=scans, actor=captain))


def _guard_then(shifts: Sequence[GuardShift], moment_: dt.datetime) -> int | None:
    for shift in shifts:
        if shift.starts_at <= moment_ < shift.ends_at:
            return int(shift.staff_id)
    return None


def _hand_over_today(office: Office, texts: dict[str, Any]) -> None:
    """The last change of shift at every gate; at the first gate it waits to be confirmed."""
    for post in GuardPost.select().order_by(GuardPost.code):
        shift = (
            GuardShift.select()
            .where(
                (GuardShift.post == post.id)
                & (GuardShift.status == "planned")
                & (GuardShift.ends_at <= now())
            )
            .order_by(GuardShift.ends_at.desc())
            .first()
        )
        if shift is None:
            continue
        with at(shift.ends_at):
            only(
                hand_over_guard_shifts(
                    seen=[Seen(shift.id)],
                    matters=texts["book"]["live"],
                    actor=office.actor_of(shift.staff),
                )
            )
            handover = GuardHandover.get(GuardHandover.outgoing == shift.id)
            if post.code != "GATE-A":
                relief = office.actor_of(handover.incoming.staff)
                only(take_over_guard_shifts(seen=[Seen(handover.id)], actor=relief))


def _local(value: dt.datetime) -> dt.datetime:
    return moment(value.date(), value.hour, value.minute)
