"""What the units of the demonstration ask for and get: weekly requests, one sheet, two sites."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from logistics.database import local_today
from logistics.demo.diary import LAST_DAY, MOVE_DAY, Entry, moment
from logistics.demo.office import Office
from logistics.demo.people import heads
from logistics.demo.reading import read_table
from logistics.demo.stock import UNITS_WITH_QUOTAS, WAREHOUSES, shelves
from logistics.demo.weeks import Week, WorkCalendar, is_told
from logistics.operations.outcomes import Seen, all_of, only
from logistics.operations.records import LineChange, create_record
from logistics.operations.stock import (
    LineIssue,
    approve_issue_requests,
    close_issue_requests,
    issue_supplies,
    make_issue_sheet,
    return_issue_requests,
    sign_slips,
    submit_issue_requests,
    take_back_supplies,
)
from logistics.queries.stock import quota_uses
from logistics.tables.organisation import Site, Unit
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
    Item,
)

DEPUTY = "deputy"
SIGNERS = ("staff", "严谨", "staff2", "文丽华", "祝永强", "华蕾", "柯妍")
"""Who signs for a site's goods, in turn, of those who work there."""
PURPOSES = ("日常办公用品领用", "本周办公用品补充", "科室日常消耗", "日常保障用品领用")
OVER_QUOTA = "本月材料集中印发，用量增加。"
RETURNED = "数量偏多，请按实际需要核减后再报。"
RETURNED_ONE_IN = 40
TAKEN_BACK = Decimal(2)


class Demand(NamedTuple):
    """Who asks for what: every so many weeks, so many of these items."""

    unit: str
    who: str
    site: str
    every: int
    week: int
    lines: int
    items: tuple[str, ...]


class Asked(NamedTuple):
    """One request as it was thought up; ``why_no_old`` stands in for old items that come back."""

    unit: str
    who: str
    site: str
    purpose: str
    wanted: tuple[tuple[str, Decimal], ...]
    why_no_old: str = ""
    is_returned: bool = False


def events(office: Office) -> Iterator[Entry]:
    """Every week requests, decisions and a sheet; what is extraordinary; what is there today."""
    calendar = WorkCalendar()
    demands = [_demand(row) for row in read_table("demand")]
    for number, week in enumerate(calendar.weeks()):
        yield from _week_of_issues(office, demands, number, week)
    for row in read_table("special_requests"):
        yield from asked_on(office, dt.date.fromisoformat(row["day"]), [_special(row)])
    yield Entry(moment(dt.date(2026, 4, 16), 10), 0, partial(_take_back, office))
    yield Entry(moment(LAST_DAY, 9, 30), 0, partial(_give_up_shortages, office))


def _demand(row: dict[str, str]) -> Demand:
    numbers = (int(row["every"]), int(row["week"]), int(row["lines"]))
    return Demand(row["unit"], row["who"], row["site"], *numbers, tuple(row["items"].split()))


def _special(row: dict[str, str]) -> Asked:
    wanted = (part.split() for part in row["items"].split(";"))
    return Asked(
        unit=row["unit"],
        who=row["who"],
        site=row["site"],
        purpose=row["purpose"],
        wanted=tuple((code, Decimal(quantity)) for code, quantity in wanted),
        why_no_old=row["reason"],
    )


def _week_of_issues(
    office: Office, demands: Sequence[Demand], number: int, week: Week
) -> Iterator[Entry]:
    """The entries of one week; of a week that still runs, those that are over."""
    asked = [
        _think_up(office, demand)
        for demand in demands
        if number % demand.every == demand.week and _is_asked_in(demand.site, week.monday)
    ]
    if is_told(week.asked_on):
        yield from asked_on(office, week.asked_on, asked)
    if is_told(week.issued_on):
        yield Entry(moment(week.issued_on, 10, 30), 0, partial(issue, office, week.monday))
        yield Entry(moment(week.issued_on, 15, 30), 0, partial(sign, office, number))


def _is_asked_in(site: str, monday: dt.date) -> bool:
    """Whether somebody asks there that week; at ``OPENED`` sites nobody does before the move."""
    return site != "OPENED" or monday > MOVE_DAY


def _think_up(office: Office, demand: Demand) -> Asked:
    codes = office.random.sample(demand.items, demand.lines)
    shelf = shelves()
    wanted = tuple((code, Decimal(office.random.randint(*shelf[code].usual))) for code in codes)
    purpose = office.random.choice(PURPOSES)
    site = "SISHUI" if demand.site == "OPENED" else demand.site
    # What Sishui asks for is never sent back, so that every sheet serves both sites.
    is_returned = office.random.randrange(RETURNED_ONE_IN) == 0 and site != "SISHUI"
    return Asked(demand.unit, demand.who, site, purpose, wanted, "", is_returned)


def asked_on(office: Office, day: dt.date, requests: Sequence[Asked]) -> Iterator[Entry]:
    """Requests handed in in the morning and decided on soon after."""
    handed_in: list[tuple[Asked, int]] = []
    for asked in requests:
        minute = office.random.randrange(30, 60)
        yield Entry(moment(day, 8, minute), 0, partial(ask, office, asked, handed_in))
    if requests:
        yield Entry(moment(day, 9, 40), 0, partial(decide, office, handed_in))


def ask(office: Office, asked: Asked, handed_in: list[tuple[Asked, int]]) -> None:
    actor, unit = office.actor_for(asked.who), office.unit(asked.unit)
    items = {office.key(Item, code): quantity for code, quantity in asked.wanted}
    over = _over_quota(asked.unit, unit, items)
    lines = [
        LineChange(
            {
                "item": item,
                "quantity": quantity,
                "over_quota_reason": OVER_QUOTA if item in over else "",
                "no_old_item_reason": asked.why_no_old,
            }
        )
        for item, quantity in items.items()
    ]
    values = {
        "unit": unit.id,
        "site": _site_of(office, asked.site, unit),
        "requester": office.staff_id(asked.who),
        "purpose": asked.purpose,
        "needed_by": local_today() + dt.timedelta(days=7),
    }
    row = create_record(IssueRequest, values, actor=actor, lines={IssueRequestLine: lines})
    only(submit_issue_requests(seen=[Seen(row.id)], actor=actor))
    handed_in.append((asked, row.id))


def _over_quota(code: str, unit: Unit, items: dict[int, Decimal]) -> set[int]:
    if code not in UNITS_WITH_QUOTAS:
        return set()
    uses = quota_uses(unit.id, list(items), local_today())
    return {use.quota.item_id for use in uses if items[use.quota.item_id] > use.left}


def _site_of(office: Office, code: str, unit: Unit) -> int:
    """Where the goods are handed over: where the unit sits, if that site has a warehouse."""
    stocked = {office.key(Site, row[2]) for row in WAREHOUSES}
    if code:
        return office.key(Site, code)
    return int(unit.site_id) if unit.site_id in stocked else office.key(Site, WAREHOUSES[0][2])


def decide(office: Office, handed_in: list[tuple[Asked, int]]) -> None:
    """Each head decides on what his unit asked for, the deputy director where there is none."""
    known = heads()
    desks: dict[tuple[str, bool], list[Seen]] = {}
    for asked, request_id in handed_in:
        head = known.get(asked.unit, DEPUTY)
        is_own = office.staff_id(head) == office.staff_id(asked.who)
        decider = DEPUTY if is_own else head
        desks.setdefault((decider, asked.is_returned), []).append(Seen(request_id))
    for (who, is_returned), seen in desks.items():
        actor = office.actor_for(who)
        if is_returned:
            all_of(return_issue_requests(seen=seen, actor=actor, comment=RETURNED))
        else:
            all_of(approve_issue_requests(seen=seen, actor=actor))


def gather(office: Office, title: str) -> IssueSheet | None:
    """One sheet of all that is approved or still short; None when nobody waits."""
    waiting = IssueRequest.select(IssueRequest.id).where(
        IssueRequest.status.in_(("approved", "short"))
    )
    seen = [Seen(row.id) for row in waiting.order_by(IssueRequest.id)]
    if not seen:
        return None
    all_of(make_issue_sheet(seen=seen, actor=office.actor("keeper"), title=title))
    sheet: IssueSheet = IssueSheet.select().order_by(IssueSheet.id.desc()).get()
    return sheet


def issue(office: Office, monday: dt.date) -> None:
    """The keeper issues what is there; old items of the kinds issued old for new came back."""
    sheet = gather(office, title_of(monday))
    if sheet is None:
        return
    old = [LineIssue(line.id, line.issued, True) for line in _old_for_new(sheet)]
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.actor("keeper"), lines=old))


def _old_for_new(sheet: IssueSheet) -> Iterator[IssueSlipLine]:
    lines = IssueSlipLine.select().join(IssueSlip).switch(IssueSlipLine).join(Item)
    yield from lines.where((IssueSlip.sheet == sheet.id) & Item.trade_in)


def title_of(monday: dt.date) -> str:
    """What the sheet of a week is called."""
    return f"{monday:%G}年第{int(f'{monday:%V}')}周杂品发放"


def sign(office: Office, number: int) -> None:
    """At each site somebody who works there signs for what came."""
    for slip in IssueSlip.select().where(IssueSlip.status == "issued").order_by(IssueSlip.id):
        there = [who for who in SIGNERS if office.actor_for(who).site_id == slip.site_id]
        signer = office.actor_for(there[number % len(there)])
        only(sign_slips(seen=[Seen(slip.id)], actor=signer))


def _take_back(office: Office) -> None:
    """Two pieces of what was issued last come back."""
    signed = IssueSlipLine.select().join(IssueSlip).where(IssueSlip.status == "signed")
    plenty = signed.where(IssueSlipLine.issued > TAKEN_BACK)
    outcomes = take_back_supplies(
        seen=[Seen(plenty.order_by(IssueSlipLine.id.desc()).get().id)],
        actor=office.actor("keeper"),
        quantity=TAKEN_BACK,
        reason="规格不符，退回库房。",
    )
    only(outcomes)


def _give_up_shortages(office: Office) -> None:
    """At the end of the half-year what could not be bought is given up."""
    short = IssueRequest.select().where(IssueRequest.status == "short")
    seen = [Seen(row.id) for row in short.order_by(IssueRequest.id)]
    all_of(close_issue_requests(seen=seen, actor=office.actor("keeper")))
