"""Where people are by the records: before anybody is called absent, these are looked up."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from logistics.database import local_day
from logistics.queries.duty.standing import REST_HORIZON, expected_on_duty, published_duties
from logistics.queries.fleet.driving import driving_at
from logistics.queries.people import leave_between
from logistics.tables.conduct.rounds import ABSENCES, CheckResult
from logistics.tables.duty import DutyAssignment
from logistics.tables.people import StaffLeave

# Who came off night duty in the morning has the day to sleep.
SLEEP_AFTER_NIGHT = dt.timedelta(hours=12)


@dataclass(frozen=True)
class Expected:
    """Who should stand at a drawn post, and what the records say of him at that moment."""

    staff_id: int | None
    records_say: str | None = None

    def presence(self, observed: str) -> str:
        """What counts: an absence that leave or business explains is none."""
        if observed not in ABSENCES:
            return observed
        return EXPLAINED_BY.get(self.records_say or "", observed)


EXPLAINED_BY = {
    "leave": "leave",
    "official": "official_out",
    "duty_elsewhere": "official_out",
    "night_before": "leave",
}


def expected_at(result: CheckResult, moment: dt.datetime) -> Expected:
    """The person whom a drawn post makes responsible at ``moment``.

    At a duty post whoever the roster names after all swaps; elsewhere whom the lot met.
    """
    if result.is_duty:
        named = expected_on_duty(moment, result.site_id)
        return Expected(named[0].staff_id if named else None)
    return Expected(result.drawn_id, records_of(result.drawn_id, moment, at_site=result.site_id))


def records_of(staff_id: int, moment: dt.datetime, *, at_site: int) -> str | None:
    """What leave, trips and roster say of a person: a code of ``records_say``, or None."""
    day = local_day(moment)
    leaves = leave_between(day, day).where(StaffLeave.staff == staff_id)
    leave = next((row for row in leaves if row.covers(moment)), None)
    if leave is not None:
        return "official" if leave.kind == "official" else "leave"
    if driving_at(staff_id, moment):
        return "official"
    recent = (
        (DutyAssignment.staff == staff_id)
        & (DutyAssignment.starts_at <= moment)
        & (DutyAssignment.starts_at > moment - REST_HORIZON)
    )
    for duty in published_duties().where(recent):
        if duty.ends_at > moment and duty.site_id not in (at_site, None):
            return "duty_elsewhere"
        if duty.shift.is_night and duty.ends_at <= moment < duty.ends_at + SLEEP_AFTER_NIGHT:
            return "night_before"
    return None
