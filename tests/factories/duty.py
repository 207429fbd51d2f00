"""Shifts, members and rosters of duty."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from logistics.database import office_zone
from logistics.operations.duty.drafting import draft_duty_months
from logistics.operations.duty.publishing import approve_duty_months, publish_duty_months
from logistics.operations.outcomes import Seen, only
from models import DutyAssignment, DutyMember, DutyMonth, DutyNeed, DutyShift, Site, Staff
from tests.cast import Cast
from tests.factories import stop_clock
from tests.factories.people import make_staff

MORNING, EVENING = dt.time(8), dt.time(20)


def make_shift(*, needs: dict[str, int] | None = None, **overrides: Any) -> DutyShift:
    """A day shift from 8 to 20 that needs one duty officer, unless told otherwise."""
    values = {"name": "Day shift", "kind": "day", "starts": MORNING, "ends": EVENING}
    shift = DutyShift.create(**{**values, **overrides})
    for role, people in (needs if needs is not None else {"on_duty": 1}).items():
        DutyNeed.create(shift=shift, role=role, people=people)
    return shift


def make_shifts(*sites: Site) -> dict[str, DutyShift]:
    """A leader for all day and all sites; a day and a night shift at each of ``sites``."""
    shifts = {
        "leader": make_shift(
            name="Leader", kind="full", starts=MORNING, ends=MORNING, needs={"leader": 1}
        )
    }
    for position, site in enumerate(sites, 1):
        shifts[f"day-{site.code}"] = make_shift(site=site, position=position)
        shifts[f"night-{site.code}"] = make_shift(
            name="Night shift",
            kind="night",
            starts=EVENING,
            ends=MORNING,
            site=site,
            position=position,
        )
    return shifts


def make_member(staff: Staff, role: str = "on_duty", **overrides: Any) -> DutyMember:
    return DutyMember.create(**{"staff": staff, "role": role, **overrides})


def make_pool(site: Site | None, people: Sequence[Staff], role: str = "on_duty") -> None:
    for position, person in enumerate(people):
        make_member(person, role, site=site, position=position)


def make_month(month: dt.date = dt.date(2026, 6, 1), **overrides: Any) -> DutyMonth:
    return DutyMonth.create(**{"month": month, **overrides})


def make_office(cast: Cast) -> dict[str, list[Staff]]:
    """Shifts and pools at both sites of the cast: three leaders, six duty officers at each."""
    make_shifts(cast.site_a, cast.site_b)
    people = {
        "leaders": [cast.leader_staff, cast.head_staff, cast.finance_staff],
        "a": [cast.guard_staff, cast.staff_staff]
        + [make_staff(site=cast.site_a, unit=cast.units["GUARD"]) for _ in range(4)],
        "b": [cast.staff2_staff]
        + [make_staff(site=cast.site_b, unit=cast.units["GUARD"]) for _ in range(5)],
    }
    make_pool(None, people["leaders"], "leader")
    make_pool(cast.site_a, people["a"])
    make_pool(cast.site_b, people["b"])
    return people


def draft_month(cast: Cast, month: dt.date = dt.date(2026, 6, 1)) -> DutyMonth:
    row = make_month(month)
    only(draft_duty_months(seen=[Seen(row.id)], actor=cast.roster))
    return DutyMonth.get_by_id(row.id)


def publish_month(cast: Cast, month: dt.date = dt.date(2026, 6, 1)) -> DutyMonth:
    """A month that was drafted, approved and published; late, if its first day is past."""
    row = draft_month(cast, month)
    only(approve_duty_months(seen=[Seen(row.id)], actor=cast.deputy))
    only(publish_duty_months(seen=[Seen(row.id)], actor=cast.roster, late_reason="Test"))
    return DutyMonth.get_by_id(row.id)


def make_june(cast: Cast) -> None:
    """An office whose roster of June 2026 was published on 20 May."""
    with pytest.MonkeyPatch.context() as patch:
        stop_clock(patch, "2026-05-20 09:00")
        make_office(cast)
        publish_month(cast)


def duties_on(day: dt.date, **where: Any) -> list[DutyAssignment]:
    """The duties that stand on a day, by shift."""
    query = DutyAssignment.select().where(
        (DutyAssignment.duty_on == day) & (DutyAssignment.status == "assigned")
    )
    for name, value in where.items():
        query = query.where(getattr(DutyAssignment, name) == value)
    return list(query.order_by(DutyAssignment.starts_at, DutyAssignment.id))


def make_assignment(staff: Staff, day: dt.date) -> DutyAssignment:
    """A day shift of somebody in a published month."""
    starts_at = dt.datetime.combine(day, MORNING, office_zone())
    return DutyAssignment.create(
        month=make_month(day.replace(day=1), status="published"),
        shift=make_shift(site=staff.site),
        site=staff.site,
        duty_on=day,
        day_class="workday",
        role="on_duty",
        staff=staff,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=12),
    )
