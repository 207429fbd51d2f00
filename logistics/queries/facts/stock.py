"""Supplies for two office areas, registered at issue: R58, R60."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee

from logistics.database import local_day
from logistics.queries.facts.kinds import HUNDRED, Fact, Figure, Period, at_least, exactly, share
from logistics.tables.organisation import Site
from logistics.tables.stock import (
    IssueRequest,
    IssueRequestLine,
    IssueSheet,
    IssueSlip,
    IssueSlipLine,
)
from logistics.wording import _

ISSUED = ("issued", "signed")
AREAS_SERVED = 2
DAYS = _("days")
TIMELY = Decimal(10)
"""Days from asking to handing over: one weekly run and the week in which it was missed."""


def _slips(period: Period) -> Any:
    return (
        IssueSlip.select()
        .join(IssueSheet)
        .where(period.has_day(IssueSheet.issued_on) & IssueSlip.status.in_(ISSUED))
    )


def sites_issued_to(period: Period) -> Figure:
    """Office areas to which supplies were issued; parts give the slips of each (R58)."""
    rows: Any = (
        _slips(period)
        .select(Site.name, peewee.fn.COUNT(IssueSlip.id))
        .switch(IssueSlip)
        .join(Site)
        .group_by(Site.name)
        .tuples()
    )
    by_site = {str(name): int(count) for name, count in rows}
    return Figure(len(by_site) or None, sum(by_site.values()), by_site)


def lines_issued(period: Period) -> Figure:
    """Lines of supplies issued, by office area: the work that it makes (R58)."""
    rows: Any = (
        _slips(period)
        .select(Site.name, peewee.fn.COUNT(IssueSlipLine.id))
        .switch(IssueSlip)
        .join(Site)
        .switch(IssueSlip)
        .join(IssueSlipLine, on=(IssueSlipLine.slip == IssueSlip.id))
        .group_by(Site.name)
        .tuples()
    )
    by_site = {str(name): int(count) for name, count in rows}
    return Figure(sum(by_site.values()) or None, sum(by_site.values()), by_site)


def slips_signed(period: Period) -> Figure:
    """Slips that their receiver signed for, of all that were issued (R60)."""
    slips = _slips(period)
    return share(slips.where(IssueSlip.status == "signed").count(), slips.count())


def days_to_issue(period: Period) -> Figure:
    """Mean days from the request to the issue of a line, of the lines issued (R60)."""
    rows: Any = (
        _slips(period)
        .select(IssueRequest.submitted_at, IssueSheet.issued_on)
        .switch(IssueSlip)
        .join(IssueSlipLine, on=(IssueSlipLine.slip == IssueSlip.id))
        .join(IssueRequestLine)
        .join(IssueRequest)
        .where(IssueRequest.submitted_at.is_null(False) & (IssueSlipLine.issued > 0))
        .tuples()
    )
    days = [(issued - local_day(asked)).days for asked, issued in rows]
    if not days:
        return Figure(None, 0)
    return Figure((Decimal(sum(days)) / len(days)).quantize(Decimal("0.1")), len(days))


FACTS: tuple[Fact, ...] = (
    Fact(
        "R58",
        "sites_issued_to",
        _("Office areas to which supplies were issued"),
        "issue_slip",
        sites_issued_to,
        at_least(AREAS_SERVED),
    ),
    Fact(
        "R58",
        "lines_issued",
        _("Lines of supplies issued"),
        "issue_slip_line",
        lines_issued,
        lambda figure: len(figure.parts) >= AREAS_SERVED,
    ),
    Fact(
        "R60",
        "slips_signed",
        _("Issue slips signed for"),
        "issue_slip",
        slips_signed,
        exactly(HUNDRED),
        unit=_("%"),
    ),
    Fact(
        "R60",
        "days_to_issue",
        _("Mean days from request to issue"),
        "issue_sheet",
        days_to_issue,
        lambda figure: figure.number is not None and figure.number <= TIMELY,
        unit=DAYS,
        filters="issued_on__between={first} to {last}",
    ),
)
