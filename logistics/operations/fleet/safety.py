"""Safe driving: the report of every day, accidents and offences and how they ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.auditing import transaction
from logistics.calendar import days_between
from logistics.database import local_today, now
from logistics.errors import RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.expected import expect_rows
from logistics.operations.fleet.entries import cleaned, staff_behind
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, step
from logistics.permissions import Actor, require_verb
from logistics.queries.fleet.driving import DayOnTheRoad, days_on_the_road
from logistics.tables.fleet import Accident, SafetyReport, TrafficViolation
from logistics.wording import _

ON_TIME = dt.timedelta(days=7)


def expect_safety_reports(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect a report for every day from ``first`` to ``last``, days off included (R25)."""
    rows = ({"day": day} for day in days_between(first, last))
    return expect_rows(SafetyReport, rows, key=("day",), actor=actor, verb="expect_safety_reports")


def file_safety_reports(*, seen: Sequence[Seen], actor: Actor, note: str = "") -> list[Outcome]:
    """File the reports of days that are over or of today: how many trips, and whether accidents.

    What was driven and what happened is counted from the records; refused while a trip of the day
    is still out, because nobody knows yet (R25).
    """
    require_verb(actor, "file_safety_reports")
    person = staff_behind(actor)
    outcomes: list[Outcome] = []
    with transaction():
        rows = {row.id: row for row in SafetyReport.select().where(SafetyReport.id.in_(_ids(seen)))}
        days = [row.day for row in rows.values()]
        roads = days_on_the_road(min(days), max(days)) if days else {}
        filed, changes = [], []
        for wanted in seen:
            try:
                row = load(SafetyReport, wanted) if wanted.id not in rows else rows[wanted.id]
                road = roads.get(row.day, DayOnTheRoad())
                _refuse_report(row, wanted, road)
            except RuleViolation as refusal:
                label = str(rows.get(wanted.id, wanted.id))
                outcomes.append(Outcome(wanted.id, label, refusal.words, refusal))
                continue
            filed.append(row)
            changes.append(
                {
                    "status": "accident" if road.accidents else "nil",
                    "trips": road.trips,
                    "distance": road.distance,
                    "accidents": road.accidents,
                    "filed_by": person.id,
                    "filed_at": now(),
                    "is_late": local_today() - row.day > ON_TIME,
                    "note": note.strip()[:200],
                }
            )
            outcomes.append(Outcome(row.id, str(row), _("Report filed")))
        if filed:
            change_many(filed, changes, actor=actor, verb="file_safety_reports")
    return outcomes


def settle_accidents(
    *,
    seen: Sequence[Seen],
    liability: str,
    finding_no: str,
    actor: Actor,
) -> list[Outcome]:
    """Enter whom the traffic police found liable; from then on it counts in assessment (R25)."""
    given = cleaned(
        Accident,
        {"liability": liability, "finding_no": finding_no},
        needed=("liability", "finding_no"),
    )

    def settle(wanted: Seen) -> Accident:
        row = load(Accident, wanted)
        require_verb(actor, "settle_accidents", row)
        row = step(
            row,
            to="settled",
            out_of=("reported",),
            actor=actor,
            verb="settle_accidents",
            changes={
                **given,
                "settled_on": local_today(),
                "doc_no": row.doc_no or take_number("TA"),
            },
        )
        words = _("The accident at %(place)s was settled.", place=row.place)
        notify(row.driver, words, link=f"/admin/accident/details/?id={row.id}")
        return row

    return each(seen, settle, done=_("Liability settled"), model=Accident)


def settle_violations(
    *, seen: Sequence[Seen], paid_on: dt.date | str, actor: Actor, paid_by: str = "driver"
) -> list[Outcome]:
    """Note that an offence was dealt with and who paid the fine: the driver, as a rule (R24)."""
    given = cleaned(TrafficViolation, {"paid_on": paid_on, "paid_by": paid_by}, needed=("paid_on",))
    if given["paid_on"] > local_today():
        raise RuleViolation(_("This day lies in the future."), field="paid_on")

    def settle(wanted: Seen) -> TrafficViolation:
        row = load(TrafficViolation, wanted)
        require_verb(actor, "settle_violations", row)
        return step(
            row,
            to="settled",
            out_of=("open",),
            actor=actor,
            verb="settle_violations",
            changes=given,
        )

    return each(seen, settle, done=_("Offence settled"), model=TrafficViolation)


def _ids(seen: Sequence[Seen]) -> list[int]:
    return [wanted.id for wanted in seen]


def _refuse_report(row: SafetyReport, wanted: Seen, road: DayOnTheRoad) -> None:
    if wanted.row_version not in (None, row.row_version):
        load(SafetyReport, wanted)
    if row.status != "expected":
        raise WrongState(_("%(row)s was filed already.", row=str(row)))
    if row.day > local_today():
        raise WrongState(_("%(day)s has not come yet.", day=row.day))
    if road.still_out:
        raise WrongState(
            _("%(count)s trips of %(day)s are not back yet.", count=road.still_out, day=row.day)
        )


__all__ = [
    "expect_safety_reports",
    "file_safety_reports",
    "settle_accidents",
    "settle_violations",
]
