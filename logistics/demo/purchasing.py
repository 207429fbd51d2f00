"""The purchases of the demonstration: plans, requests and the way of each through its approval.

Every purchase follows the same course, step by step on working days, each step taken by the person
whose duty it is; what follows after the approval stands in ``buying``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial

from logistics.database import now
from logistics.demo.buying import GOODS, MONEY, OFFERS, REPLACEMENT
from logistics.demo.course import Course, Step
from logistics.demo.diary import Entry, beginning, moment
from logistics.demo.money import STAND_IN, line_of
from logistics.demo.office import Office
from logistics.demo.people import heads
from logistics.demo.reading import Line, Wanted, read_purchases, read_table
from logistics.demo.weeks import WorkCalendar
from logistics.operations.approvals import Decision
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.purchasing.requests import (
    approve_purchases,
    cancel_purchases,
    record_oral_approvals,
    submit_purchases,
)
from logistics.operations.purchasing.suppliers import blacklist_suppliers
from logistics.operations.records import LineChange, change_record, create_record
from logistics.tables.approvals import ApprovalTask
from logistics.tables.organisation import Site, Unit
from logistics.tables.purchasing import (
    MaterialPlan,
    PurchaseRequest,
    PurchaseRequestLine,
    Supplier,
)
from logistics.tables.stock import Item
from logistics.tables.system import Role

NO_TAX_NUMBER = "GY-33"
BLACKLISTED = "GY-07"
BLACKLISTED_ON = dt.date(2026, 3, 10)
BANKS = ("农商银行开发区支行", "建设银行开发区支行", "工商银行浑南支行")
WHY_BLACKLISTED = "二月供应的垃圾袋以次充好，十捆厚度不足；退换后仍拖延交货。"
DAYS_TO_DELIVER = 30
TELEPHONED = dt.timedelta(minutes=15)
AGE = 3
"""What waits today began to wait on one of so many days."""


def events(office: Office) -> Iterator[Entry]:
    """Suppliers and plans, then every purchase on its days."""
    calendar = WorkCalendar()
    first = beginning()
    yield Entry(moment(first, 8), 50, partial(_enter_suppliers, office))
    yield Entry(moment(BLACKLISTED_ON, 16, 20), 0, partial(_blacklist, office))
    half_year = [*read_purchases("purchases_q1"), *read_purchases("purchases_q2")]
    today = read_purchases("purchases_now")
    dated = [(wanted, wanted.day) for wanted in half_year if wanted.day is not None]
    dated += [(wanted, _began(wanted, calendar, number)) for number, wanted in enumerate(today)]
    yield from _plans(office, dated)
    desks: dict[tuple[dt.date, Step], list[Course]] = {}
    for wanted, began_on in dated:
        course = Course(office, wanted)
        for step, day in _way(wanted, calendar, began_on):
            if step.act is None:
                desks.setdefault((day, step), []).append(course)
            else:
                yield _entry(course, step.act, step, day)
    for (day, desk), courses in desks.items():
        decide = partial(_decide, office, desk.name, courses)
        yield Entry(moment(day, desk.hour, 50), desk.after, decide)


def _enter_suppliers(office: Office) -> None:
    for number, row in enumerate(read_table("suppliers"), start=1):
        values = {
            **row,
            "tax_no": None if row["code"] == NO_TAX_NUMBER else f"91210112MA{number * 1037:07d}X",
            "phone": f"8806-{number * 173 % 10000:04d}",
            "bank": BANKS[number % len(BANKS)],
            "bank_account": f"6217{number * 90_017:015d}",
        }
        create_record(Supplier, values, actor=office.actor("buyer"))


def _blacklist(office: Office) -> None:
    supplier = Seen(office.key(Supplier, BLACKLISTED))
    director = office.actor("director")
    only(blacklist_suppliers(seen=[supplier], actor=director, reason=WHY_BLACKLISTED))


def _plans(office: Office, dated: list[tuple[Wanted, dt.date]]) -> Iterator[Entry]:
    """The material plan of each quarter, on its first day."""
    sums: dict[tuple[int, int, str, str], tuple[Decimal, Decimal]] = {}
    for wanted, day in dated:
        if wanted.planned_item:
            key = day.year, _quarter(day), wanted.unit, wanted.planned_item
            quantity, estimate = sums.get(key, (Decimal(0), Decimal(0)))
            sums[key] = quantity + wanted.lines[0].quantity, estimate + wanted.value
    for (year, quarter, unit, item), (quantity, estimate) in sums.items():
        enter = partial(_enter_plan, office, year, quarter, unit, item, quantity, estimate)
        yield Entry(moment(dt.date(year, 3 * quarter - 2, 1), 8, 45), 0, enter)


def _enter_plan(
    office: Office,
    year: int,
    quarter: int,
    unit: str,
    item: str,
    quantity: Decimal,
    estimate: Decimal,
) -> None:
    values = {
        "year": year,
        "quarter": quarter,
        "unit": office.key(Unit, unit),
        "item": office.key(Item, item),
        "quantity": quantity,
        "estimate": estimate,
    }
    create_record(MaterialPlan, values, actor=office.actor("buyer"))


def _quarter(day: dt.date) -> int:
    return (day.month + 2) // 3


def _began(wanted: Wanted, calendar: WorkCalendar, number: int) -> dt.date:
    """The day of a request whose last step done lies shortly before today."""
    if wanted.oral:
        return calendar.before_today(1)
    return calendar.before_today(_steps_of(wanted)[-1].after + 1 + number % AGE)


def _steps_of(wanted: Wanted) -> list[Step]:
    """The steps that are taken until the purchase waits, turns or is paid."""
    if wanted.oral:
        return [*APPROVAL[:2], *URGENT]
    steps = [*APPROVAL, *GOODS, *(REPLACEMENT if wanted.bad else ()), *MONEY]
    names = [step.name for step in steps]
    if wanted.turn is not None and not wanted.again:
        return steps[: names.index(wanted.turn.step) + 1]
    return steps[: names.index(wanted.until)] if wanted.until else steps


def _way(
    wanted: Wanted, calendar: WorkCalendar, began_on: dt.date
) -> Iterator[tuple[Step, dt.date]]:
    """The steps of one purchase, each with its day."""
    steps, turn = _steps_of(wanted), wanted.turn
    if turn is not None and turn.choice == "cancel":
        steps[-1] = steps[-1]._replace(act=_cancel)
    if turn is not None and wanted.again:
        position = [step.name for step in steps].index(turn.step)
        for step in steps[: position + 1]:
            yield step, calendar.after(began_on, step.after)
        began_on = calendar.after(began_on, steps[position].after + 1)
        yield Step("submit again", 0, 9, _submit_again), began_on
        steps = steps[position:]
    for step in steps:
        yield step, calendar.after(began_on, step.after)


def _entry(course: Course, act: Callable[[Course], None], step: Step, day: dt.date) -> Entry:
    minute = 20 if course.wanted.oral else course.office.random.randrange(50)
    return Entry(moment(day, step.hour, minute), step.after, partial(act, course))


def _draft(course: Course) -> None:
    office, wanted, today = course.office, course.wanted, course.today
    values = {
        "purpose": wanted.purpose,
        "reason": wanted.reason,
        "unit": office.key(Unit, wanted.unit),
        "site": office.key(Site, wanted.site),
        "requester": office.staff_id(wanted.who),
        "need_by": today + dt.timedelta(days=DAYS_TO_DELIVER),
        "budget_line": line_of(office, wanted.budget, today.year).id,
        "plan": _plan_of(course),
        "off_plan_reason": wanted.off_plan,
        "is_centralised": wanted.central,
    }
    lines = [LineChange(_values_of(office, row)) for row in wanted.lines]
    request = create_record(
        PurchaseRequest,
        values,
        actor=office.actor_for(wanted.who),
        lines={PurchaseRequestLine: lines},
    )
    course.request_id = request.id


def _plan_of(course: Course) -> int | None:
    office, wanted, today = course.office, course.wanted, course.today
    if not wanted.planned_item:
        return None
    plan = MaterialPlan.get(
        (MaterialPlan.year == today.year)
        & (MaterialPlan.quarter == _quarter(today))
        & (MaterialPlan.unit == office.key(Unit, wanted.unit))
        & (MaterialPlan.item == office.key(Item, wanted.planned_item))
    )
    return int(plan.id)


def _values_of(office: Office, row: Line) -> dict[str, object]:
    return {
        "item": office.key(Item, row.item) if row.item else None,
        "name": row.name,
        "spec": row.spec,
        "quantity": row.quantity,
        "unit_of_measure": row.measure,
        "unit_price": row.price,
        "catalogue_code": row.code,
    }


def _submit(course: Course) -> None:
    actor = course.office.actor_for(course.wanted.who)
    only(submit_purchases(seen=[course.request], actor=actor))


def _allow(course: Course) -> None:
    """The deputy has allowed it on the telephone; the buyer writes it down."""
    office = course.office
    outcomes = record_oral_approvals(
        seen=[course.request],
        allowed_by=office.staff_id("deputy"),
        allowed_at=now() - TELEPHONED,
        reason=course.wanted.oral,
        actor=office.actor("buyer"),
    )
    only(outcomes)


def _submit_again(course: Course) -> None:
    """What was asked for has been added; the second round goes its way."""
    actor = course.office.actor_for(course.wanted.who)
    reason = f"{course.wanted.reason}（已按审批意见补充说明）"
    change_record(PurchaseRequest, course.request, {"reason": reason}, actor=actor)
    course.came_back = True
    _submit(course)


def _cancel(course: Course) -> None:
    assert course.wanted.turn is not None
    actor, why = course.office.actor_for(course.wanted.who), course.wanted.turn.comment
    only(cancel_purchases(seen=[course.request], actor=actor, comment=why))


def _decide(office: Office, desk: str, courses: Sequence[Course]) -> None:
    """Whoever has the desk decides on what has come there: a small amount passes many by."""
    tasks = _pending_tasks(courses, ROLES[desk])
    decisions: dict[str, list[Decision]] = {}
    for course in courses:
        task, turn = tasks.get(course.request_id), course.turn_at(desk)
        if task is None:
            continue
        minutes = f"主任办公会纪要〔{course.today:%Y}〕{course.today:%m%d}号"
        decision = Decision(
            course.request,
            turn.choice if turn else "approve",
            turn.comment if turn else "",
            minutes if task.kind == "collective" else "",
        )
        decisions.setdefault(_holder_of(desk, course), []).append(decision)
    for who, made in decisions.items():
        all_of(approve_purchases(decisions=made, actor=office.actor_for(who)))


def _holder_of(desk: str, course: Course) -> str:
    """Who sits at a desk that day, as log-in or name."""
    if desk == "review":
        return heads()[course.wanted.unit]
    if desk == "deputy" and STAND_IN.starts_on <= course.today <= STAND_IN.ends_on:
        return STAND_IN.delegate
    return HOLDERS[desk]


def _pending_tasks(courses: Sequence[Course], role: str) -> dict[int, ApprovalTask]:
    """By request the task that waits for ``role``."""
    tasks = (
        ApprovalTask.select()
        .join(Role)
        .where(
            (ApprovalTask.doc_type == "purchase_request")
            & ApprovalTask.doc_id.in_([course.request_id for course in courses])
            & (ApprovalTask.status == "pending")
            & (Role.code == role)
        )
    )
    return {task.doc_id: task for task in tasks}


HOLDERS = {
    "reuse": "keeper",
    "finance": "finance",
    "quotes": "buyer",
    "deputy": "deputy",
    "director": "director",
    "leader": "leader",
}
ROLES = {
    "review": "unit_head",
    "reuse": "keeper",
    "finance": "finance",
    "quotes": "buyer",
    "deputy": "deputy_director",
    "director": "director",
    "leader": "committee_leader",
}
URGENT = (
    Step("oral", 0, 11, _allow),
    OFFERS[0]._replace(after=0, hour=13),
    OFFERS[1]._replace(after=0, hour=14),
    GOODS[0]._replace(after=0, hour=15),
)
"""What is ordered by word of mouth; the written approval is due a working day later."""
APPROVAL = (
    Step("draft", 0, 9, _draft),
    Step("submit", 0, 10, _submit),
    Step("review", 0, 15),
    Step("reuse", 1, 10),
    Step("finance", 1, 14),
    *OFFERS,
    Step("quotes", 4, 11),
    Step("deputy", 4, 15),
    Step("director", 5, 16),
    Step("leader", 6, 10),
)
