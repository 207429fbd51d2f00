"""Who is on duty at a moment, and whose duty comes next; after all swaps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import peewee

from logistics.calendar import kinds_between
from logistics.database import local_day, now, office_zone
from logistics.rostering import Turn, day_class, instants
from logistics.tables.duty import DutyAssignment, DutyMonth, DutyShift
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.tables.duty.shifts import DUTY_ROLES, NIGHT_KINDS
from logistics.tables.organisation import Site
from logistics.tables.people import Staff

ROLE_ORDER = tuple(DUTY_ROLES)
# No rest rule looks further than the 168 hours that a roster may ask for.
REST_HORIZON = dt.timedelta(days=8)


@dataclass(frozen=True)
class OnDuty:
    """A post that is kept at a moment. ``staff`` is None while the office itself keeps it."""

    role: str
    site: Site | None
    staff: Staff | None
    shift: DutyShift
    starts_at: dt.datetime
    ends_at: dt.datetime

    @property
    def phone(self) -> str:
        """The duty phone of the office area, or the leader's own."""
        if self.site is not None and self.site.phone:
            return str(self.site.phone)
        return str(self.staff.phone) if self.staff else ""


@dataclass(frozen=True)
class ComingDuty:
    """One of a person's next duties, with the people whom it relieves."""

    duty: DutyAssignment
    relieves: tuple[str, ...]


def published_duties() -> Any:
    """Duties that stand in published rosters, with person, shift and office area joined."""
    return (
        DutyAssignment.select(DutyAssignment, Staff, DutyShift, Site)
        .join(DutyMonth)
        .switch(DutyAssignment)
        .join(Staff)
        .switch(DutyAssignment)
        .join(DutyShift)
        .switch(DutyAssignment)
        .join(Site, peewee.JOIN.LEFT_OUTER)
        .where((DutyAssignment.status == "assigned") & DutyMonth.status.in_(PUBLIC_STATES))
    )


def duties_at(moment: dt.datetime) -> list[DutyAssignment]:
    """The published duties that run at ``moment``."""
    running = (DutyAssignment.starts_at <= moment) & (DutyAssignment.ends_at > moment)
    return list(published_duties().where(running))


def on_duty_now(moment: dt.datetime | None = None) -> list[OnDuty]:
    """Every post kept at ``moment`` (now), leaders first, then office area by office area."""
    moment = moment or now()
    kept = [
        OnDuty(duty.role, duty.site, duty.staff, duty.shift, duty.starts_at, duty.ends_at)
        for duty in duties_at(moment)
    ]
    return sorted([*kept, *_kept_by_office(moment)], key=_rank)


def my_coming_duty(
    staff_id: int, *, most: int = 5, moment: dt.datetime | None = None
) -> list[ComingDuty]:
    """The running and next duties of one person, soonest first."""
    own = (DutyAssignment.staff == staff_id) & (DutyAssignment.ends_at > (moment or now()))
    query = published_duties().where(own).order_by(DutyAssignment.starts_at).limit(most)
    duties = list(query)
    before = _ending_at({duty.starts_at for duty in duties})
    return [
        ComingDuty(
            duty,
            tuple(
                other.staff.name
                for other in before
                if (other.role, other.site_id, other.ends_at)
                == (duty.role, duty.site_id, duty.starts_at)
            ),
        )
        for duty in duties
    ]


def duties_during(staff_id: int, first: dt.date, last: dt.date) -> list[DutyAssignment]:
    """The published duties of one person that begin on the days ``first`` to ``last``."""
    own = (DutyAssignment.staff == staff_id) & DutyAssignment.duty_on.between(first, last)
    return list(published_duties().where(own).order_by(DutyAssignment.starts_at))


def expected_on_duty(moment: dt.datetime, site_id: int) -> list[DutyAssignment]:
    """The duty officers whom the roster names for an office area at ``moment``."""
    return [
        duty
        for duty in duties_at(moment)
        if duty.role == "on_duty" and duty.site_id in (site_id, None)
    ]


def leaders_at(moment: dt.datetime) -> list[Staff]:
    """The leaders on duty at ``moment``."""
    return [duty.staff for duty in duties_at(moment) if duty.role == "leader"]


def relief_of(duty: DutyAssignment) -> DutyAssignment | None:
    """The duty that follows on the same post: what begins when ``duty`` ends."""
    follows = (
        (DutyAssignment.starts_at == duty.ends_at)
        & (DutyAssignment.role == duty.role)
        & (DutyAssignment.staff != duty.staff_id)
    )
    same_site = (
        DutyAssignment.site.is_null()
        if duty.site_id is None
        else DutyAssignment.site == duty.site_id
    )
    query = published_duties().where(follows & same_site).order_by(DutyAssignment.place)
    relief: DutyAssignment | None = query.first()
    return relief


def turns_around(
    starts_at: dt.datetime, ends_at: dt.datetime, staff_ids: Collection[int] | None = None
) -> list[Turn]:
    """All standing turns, of drafts too, near enough to an interval to disturb its rest."""
    query = (
        DutyAssignment.select(DutyAssignment, DutyShift.kind.alias("kind"))
        .join(DutyShift)
        .where(
            (DutyAssignment.status == "assigned")
            & (DutyAssignment.starts_at < ends_at + REST_HORIZON)
            & (DutyAssignment.ends_at > starts_at - REST_HORIZON)
        )
    )
    if staff_ids is not None:
        query = query.where(DutyAssignment.staff.in_(list(staff_ids)))
    return [turn_of(row, is_night=row.kind in NIGHT_KINDS) for row in query.objects()]


def turn_of(duty: DutyAssignment, *, is_night: bool | None = None) -> Turn:
    """A duty as the arithmetic of rosters sees it."""
    night = duty.shift.is_night if is_night is None else is_night
    return Turn(duty.staff_id, duty.starts_at, duty.ends_at, night, duty.id)


def _ending_at(moments: Iterable[dt.datetime]) -> list[DutyAssignment]:
    ends = list(moments)
    return list(published_duties().where(DutyAssignment.ends_at.in_(ends))) if ends else []


def _kept_by_office(moment: dt.datetime) -> list[OnDuty]:
    """Shifts of office hours that run at ``moment``, yesterday's included."""
    shifts = (
        DutyShift.select(DutyShift, Site)
        .join(Site, peewee.JOIN.LEFT_OUTER)
        .where(DutyShift.by_office & DutyShift.is_active)
    )
    today = local_day(moment)
    kinds = kinds_between(today - dt.timedelta(days=1), today)
    kept = []
    for shift in shifts:
        for day, kind in kinds.items():
            starts_at, ends_at = instants(day, shift.starts, shift.ends, office_zone())
            if starts_at <= moment < ends_at and shift.kept_on(day_class(kind)):
                kept.append(OnDuty("on_duty", shift.site, None, shift, starts_at, ends_at))
    return kept


def _rank(kept: OnDuty) -> tuple[bool, int, str, int, str]:
    site = kept.site
    return (
        kept.role != "leader",
        site.position if site else -1,
        site.code if site else "",
        ROLE_ORDER.index(kept.role),
        kept.staff.name if kept.staff else "",
    )
