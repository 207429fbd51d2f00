"""The money of the demonstration: matrix and duties, budget lines, adjustments, delegations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import LAST_DAY, SET_UP_ON, Entry, beginning, moment, this_morning
from logistics.demo.office import Office
from logistics.demo.reading import read_table
from logistics.operations.approvals import (
    Decision,
    confirm_delegations,
    end_delegations,
    seed_approval_rules,
)
from logistics.operations.money import (
    approve_adjustments,
    approve_budget_lines,
    submit_adjustments,
)
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import change_record, create_record
from logistics.permissions import SYSTEM
from logistics.tables.approvals import Delegation, IncompatibleDuty
from logistics.tables.money import BudgetAdjustment, BudgetLine
from logistics.tables.organisation import Unit

CENTER = "20"
REASONS = {
    "request": "提出需求的人不审批、不验收本人的申请。",
    "quote": "询价的人不审核、不决定供应商。",
    "finance": "预算审核与决策相互制约。",
    "order": "订货的人不验收、不保管、不付款。",
    "accept": "验收与保管分离。",
    "keep": "保管与记账分离。",
}


class Adjustment(NamedTuple):
    """One budget adjustment: from a line to a line, both by unit and code; who ended it how."""

    day: dt.date
    source: str
    target: str
    amount: str
    reason: str
    decisions: tuple[tuple[str, str, str], ...]


class Absence(NamedTuple):
    """Who decides instead of whom, both by log-in, from day to day."""

    delegator: str
    delegate: str
    starts_on: dt.date
    ends_on: dt.date
    reason: str


STAND_IN = Absence(
    "deputy",
    "assessor",
    dt.date(2026, 3, 16),
    dt.date(2026, 3, 20),
    "赴外地学习机关后勤管理经验",
)
ADJUSTMENTS = (
    Adjustment(
        dt.date(2026, 4, 20),
        "28/30208",
        "21/31002",
        "60000",
        "泗水办公区六月启用，办公设备购置增加；采暖费年内有结余。",
        (("director", "approve", ""), ("leader", "approve", "同意，专款专用。")),
    ),
    Adjustment(
        dt.date(2026, 5, 6),
        "",
        "28/30213",
        "120000",
        "地王国际花园503室整体装修，年初预算未安排，申请追加。",
        (("director", "approve", ""), ("leader", "approve", "经主任办公会研究同意。")),
    ),
    Adjustment(
        dt.date(2026, 5, 18),
        "",
        "21/30216",
        "30000",
        "外出培训增加。",
        (("director", "reject", "年度培训计划未作调整，在原预算内安排。"),),
    ),
)


def events(office: Office) -> Iterator[Entry]:
    """The matrix before all else, each year's budget, its adjustments, absences."""
    first = beginning()
    yield Entry(moment(min(first, SET_UP_ON), 8), 10, seed_rules)
    for year in range(first.year, max(LAST_DAY, local_today()).year + 1):
        yield from _budget_of(office, year)
    for row in ADJUSTMENTS:
        yield from _adjustment(office, row)
    waiting = Adjustment(
        add_workdays(local_today(), -2),
        "28/30209",
        "29/30207",
        "12000",
        "电话线路增容，邮电费不足；物业管理费有结余。",
        (),
    )
    yield from _adjustment(office, waiting)
    told = add_workdays(STAND_IN.starts_on, -1)
    yield Entry(moment(told, 16), 0, partial(_stand_in, office))
    yield Entry(moment(STAND_IN.ends_on, 17, 30), 0, partial(_end_stand_in, office))
    yield Entry(this_morning(), 0, partial(_plan_absence, office))


def seed_rules() -> None:
    """The default matrix, and the duties that never meet with their reasons in Chinese."""
    seed_approval_rules(actor=SYSTEM)
    for pair in IncompatibleDuty.select():
        values = {"reason": REASONS[pair.first_duty]}
        change_record(IncompatibleDuty, Seen(pair.id), values, actor=SYSTEM)


def line_of(office: Office, place: str, year: int) -> BudgetLine:
    """The budget line at ``place``, unit and economic code."""
    unit, code = place.split("/")
    return BudgetLine.get(
        (BudgetLine.unit == office.key(Unit, unit))
        & (BudgetLine.economic_code == code)
        & (BudgetLine.year == year)
    )


def _budget_of(office: Office, year: int) -> Iterator[Entry]:
    new_year = dt.date(year, 1, 1)
    yield Entry(moment(new_year, 8), 20, partial(_enter_lines, office, year))
    yield Entry(moment(new_year, 8), 30, partial(_approve_lines, office, year))


def _enter_lines(office: Office, year: int) -> None:
    for row in read_table("budget"):
        values = {
            "year": year,
            "unit": office.key(Unit, row["unit"]),
            "economic_code": row["economic_code"],
            "name": row["name"],
            "amount": row["amount"],
        }
        create_record(BudgetLine, values, actor=office.actor("finance"))


def _approve_lines(office: Office, year: int) -> None:
    lines = [Seen(line.id) for line in BudgetLine.select().where(BudgetLine.year == year)]
    all_of(approve_budget_lines(seen=lines, actor=office.actor("director")))


def _adjustment(office: Office, row: Adjustment) -> Iterator[Entry]:
    held: list[int] = []
    yield Entry(moment(row.day, 9, 20), 0, partial(_submit_adjustment, office, row, held))
    for hour, (login, choice, comment) in zip((14, 16), row.decisions, strict=False):
        decide = partial(_decide_adjustment, office, held, login, choice, comment)
        yield Entry(moment(row.day, hour, 40), 0, decide)


def _submit_adjustment(office: Office, row: Adjustment, held: list[int]) -> None:
    finance = office.actor("finance")
    ends = [line_of(office, place, row.day.year) if place else None for place in row[1:3]]
    values = {
        "unit": office.key(Unit, CENTER),
        "requester": office.staff_id("assessor"),
        "from_line": ends[0].id if ends[0] else None,
        "to_line": ends[1].id if ends[1] else None,
        "amount": Decimal(row.amount),
        "reason": row.reason,
    }
    held.append(create_record(BudgetAdjustment, values, actor=finance).id)
    only(submit_adjustments(seen=[Seen(held[0])], actor=finance))


def _decide_adjustment(
    office: Office, held: list[int], login: str, choice: str, comment: str
) -> None:
    decision = Decision(Seen(held[0]), choice, comment)
    only(approve_adjustments(decisions=[decision], actor=office.actor(login)))


def _stand_in(office: Office) -> None:
    """The deputy director is away for a week in March; the head of the general section decides."""
    row = _write_absence(office, STAND_IN)
    actor = office.actor(STAND_IN.delegator)
    only(confirm_delegations(seen=[Seen(row.id)], actor=actor))


def _end_stand_in(office: Office) -> None:
    row = Delegation.get(Delegation.delegator == office.staff_id(STAND_IN.delegator))
    actor = office.actor(STAND_IN.delegator)
    only(end_delegations(seen=[Seen(row.id)], actor=actor))


def _plan_absence(office: Office) -> None:
    """The head of the science bureau plans to be away; he has not confirmed it yet."""
    first = local_today() + dt.timedelta(days=7)
    last = first + dt.timedelta(days=4)
    _write_absence(office, Absence("head", "staff", first, last, "参加科技项目评审"))


def _write_absence(office: Office, row: Absence) -> Delegation:
    values = {
        "delegator": office.staff_id(row.delegator),
        "delegate": office.staff_id(row.delegate),
        "starts_on": row.starts_on,
        "ends_on": row.ends_on,
        "reason": row.reason,
    }
    return create_record(Delegation, values, actor=office.actor(row.delegator))
