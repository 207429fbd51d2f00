"""Patrols: the slots laid out in advance, done inside their windows or missed (R30)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from logistics.auditing import transaction
from logistics.calendar import days_between, kinds_between
from logistics.database import now, office_zone
from logistics.errors import RuleViolation
from logistics.holidays import WORKED
from logistics.notices import notify
from logistics.operations.expected import (
    expect_rows,
    forgive_row,
    miss_rows,
    require_window,
)
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.tables.guarding import Patrol, PatrolCheckpoint, PatrolRoute, PatrolTime
from logistics.tables.people import Staff
from logistics.wording import Words, _

READ_WITHIN = dt.timedelta(days=7)
"""How old a scan of a wand may be when it is read in."""


@dataclass(frozen=True)
class Scan:
    """One mark of a patrol wand: the checkpoint's place on the round, when, and whose wand."""

    position: int
    scanned_at: dt.datetime
    staff_no: str


def expect_patrols(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Lay out the patrol slots of all routes from ``first`` to ``last``; idempotent (R30)."""
    rows = _slots(first, last)
    return expect_rows(
        Patrol, rows, key=("checkpoint", "starts_at"), actor=actor, verb="expect_patrols"
    )


def miss_patrols(*, before: dt.datetime, actor: Actor) -> int:
    """Mark the slots as missed whose windows closed before a moment without a patrol."""
    return miss_rows(Patrol, before=before, actor=actor, verb="miss_patrols")


def do_patrols(
    *, seen: Sequence[Seen], actor: Actor, result: str = "ok", note: str = ""
) -> list[Outcome]:
    """Record patrols of this moment by the house's own clock, each inside its window only."""
    require_verb(actor, "do_patrols")
    if result not in Patrol._meta.fields["result"].labels:
        raise RuleViolation(_("Choose one from the list."), field="result")
    if result == "fault" and not note.strip():
        raise RuleViolation(_("Write what was found."), field="note")

    def patrol(row: Seen) -> Patrol:
        slot = load(Patrol, row)
        require_verb(actor, "do_patrols", slot)
        require_window(slot)
        slot = move(
            Patrol,
            row,
            to="done",
            out_of=("expected",),
            actor=actor,
            verb="do_patrols",
            changes={
                "done_at": now(),
                "staff": actor.staff_id,
                "result": result,
                "note": note.strip()[:200],
                "source": "page",
            },
        )
        if result == "fault":
            _tell_head(slot, actor)
        return slot

    return each(seen, patrol, done=_("Patrolled."), model=Patrol)


def read_patrol_scans(
    *, seen: Sequence[Seen], scans: Sequence[Scan], actor: Actor
) -> list[Outcome]:
    """Read the marks of a wand into the slots of routes, set-wise.

    A mark fills the slot in whose window it lies and no other: a checkpoint missed at 02:00 and
    scanned at 03:00 stays missed at 02:00. Marks without a slot are counted, not kept.
    """
    require_verb(actor, "read_patrol_scans")
    filled: dict[int, int] = {}

    def read(row: Seen) -> PatrolRoute:
        route = load(PatrolRoute, row)
        filled[route.id] = _read(route, scans, actor)
        return route

    with transaction():
        outcomes = each(seen, read, done=_("Wand read."), model=PatrolRoute)
    return [
        replace(outcome, words=_read_words(filled[outcome.id], len(scans)))
        if outcome.done
        else outcome
        for outcome in outcomes
    ]


def forgive_patrols(*, seen: Sequence[Seen], note: str, actor: Actor) -> list[Outcome]:
    """Forgive missed patrols with a note; the rows stay and are counted as not done."""
    require_verb(actor, "forgive_patrols")

    def forgive(row: Seen) -> Patrol:
        return forgive_row(Patrol, row, note=note, actor=actor, verb="forgive_patrols")

    return each(seen, forgive, done=_("Forgiven."), model=Patrol)


def _slots(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    kinds = kinds_between(first, last)
    times: Any = PatrolTime.select(PatrolTime, PatrolRoute).join(PatrolRoute)
    points: dict[int, list[PatrolCheckpoint]] = {}
    for point in PatrolCheckpoint.select().where(PatrolCheckpoint.is_active):
        points.setdefault(point.route_id, []).append(point)
    plan = list(times.order_by(PatrolTime.route, PatrolTime.starts))
    for day in days_between(first, last):
        for time in plan:
            route = time.route
            if _walked(route, time, day, kinds[day] in WORKED):
                for point in points.get(route.id, []):
                    yield _slot(route, point, time, day)


def _walked(route: PatrolRoute, time: PatrolTime, day: dt.date, is_worked: bool) -> bool:
    if day < route.starts_on or (route.ends_on is not None and day > route.ends_on):
        return False
    return bool(time.days == "all" or is_worked == (time.days == "workdays"))


def _slot(
    route: PatrolRoute, point: PatrolCheckpoint, time: PatrolTime, day: dt.date
) -> dict[str, Any]:
    begins = dt.datetime.combine(day, time.starts, office_zone())
    begins += dt.timedelta(minutes=point.minutes_after)
    return {
        "site": route.post.site_id,
        "checkpoint": point.id,
        "starts_at": begins,
        "ends_at": begins + dt.timedelta(minutes=time.minutes),
    }


def _read(route: PatrolRoute, scans: Sequence[Scan], actor: Actor) -> int:
    good = [scan for scan in scans if now() - READ_WITHIN <= scan.scanned_at <= now()]
    if not good:
        return 0
    people = {row.staff_no: row.id for row in Staff.select(Staff.id, Staff.staff_no)}
    slots = _open_slots(route, min(s.scanned_at for s in good), max(s.scanned_at for s in good))
    rows: list[Patrol] = []
    changes: list[dict[str, Any]] = []
    for scan in sorted(good, key=lambda scan: scan.scanned_at):
        slot = _take_slot(slots.get(scan.position, []), scan)
        if slot is not None and scan.staff_no in people:
            rows.append(slot)
            changes.append(
                {
                    "status": "done",
                    "done_at": scan.scanned_at,
                    "staff": people[scan.staff_no],
                    "result": "ok",
                    "source": "wand",
                }
            )
    if rows:
        change_many(rows, changes, actor=actor, verb="read_patrol_scans")
    return len(rows)


def _open_slots(
    route: PatrolRoute, first: dt.datetime, last: dt.datetime
) -> dict[int, list[Patrol]]:
    """What is still to be done or was missed around the marks, by the place on the round."""
    query = (
        Patrol.select(Patrol, PatrolCheckpoint)
        .join(PatrolCheckpoint)
        .where(
            (PatrolCheckpoint.route == route.id)
            & Patrol.status.in_(("expected", "missed"))
            & (Patrol.starts_at <= last)
            & (Patrol.ends_at > first)
        )
        .order_by(Patrol.starts_at)
    )
    slots: dict[int, list[Patrol]] = {}
    for slot in query:
        slots.setdefault(slot.checkpoint.position, []).append(slot)
    return slots


def _take_slot(slots: list[Patrol], scan: Scan) -> Patrol | None:
    for slot in slots:
        if slot.starts_at <= scan.scanned_at < slot.ends_at:
            slots.remove(slot)
            return slot
    return None


def _read_words(filled: int, of: int) -> Words:
    return _("%(filled)s of %(of)s marks fell into an open window.", filled=filled, of=of)


def _tell_head(slot: Patrol, actor: Actor) -> None:
    """Whoever heads the guards hears of what a patrol found."""
    guard: Staff | None = Staff.get_or_none(Staff.id == actor.staff_id)
    head = head_of(guard.unit) if guard is not None else None
    if head is not None:
        notify(
            head,
            _("A patrol found something at %(place)s: %(note)s", place=str(slot), note=slot.note),
            link=f"/admin/patrol/details/?id={slot.id}",
        )
