"""Expected records: laid out once, however often the plan is laid out."""

from __future__ import annotations

import datetime as dt

from logistics.operations.expected import expect_rows
from logistics.permissions import SYSTEM
from models import AuditEntry, CalendarDay

DAYS = [
    {"day": dt.date(2030, 1, 1) + dt.timedelta(days=number), "kind": "workday", "name": ""}
    for number in range(900)
]


def lay_out(days):
    return expect_rows(CalendarDay, days, key=("day",), actor=SYSTEM, verb="expect_days")


def test_a_plan_laid_out_twice_adds_nothing_the_second_time(db):
    assert lay_out(DAYS) == 900
    assert lay_out(DAYS) == 0
    assert CalendarDay.select().where(CalendarDay.day >= dt.date(2030, 1, 1)).count() == 900


def test_a_longer_plan_adds_the_rest_and_leaves_what_is_there(db):
    lay_out(DAYS[:3])
    CalendarDay.update(name="changed").where(CalendarDay.day == DAYS[1]["day"]).execute()
    assert lay_out(DAYS[:5]) == 2
    assert CalendarDay.get(CalendarDay.day == DAYS[1]["day"]).name == "changed"


def test_each_expected_row_has_its_audit_entry(db):
    lay_out(DAYS[:7])
    assert AuditEntry.select().where(AuditEntry.verb == "expect_days").count() == 7
