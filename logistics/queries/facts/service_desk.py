"""The service desk in the report: owned, closed, promised, first asked (R08, R20–R22)."""

from __future__ import annotations

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.service_desk import ServiceCommitment, Ticket, TicketTransfer
from logistics.tables.service_desk.promises import LINES
from logistics.wording import _

TICKETS = _("tickets")
PERCENT = _("%")
WITHDRAWN = ("refused", "cancelled")
ASKED = "opened_at__between={first} to {last}"


def _asked(period: Period) -> Any:
    """Tickets registered within the period."""
    return Ticket.select().where(
        (Ticket.opened_at >= period.begins_at) & (Ticket.opened_at < period.ends_at)
    )


def unowned(period: Period) -> Figure:
    """Matters of the period that nobody answers for."""
    asked = _asked(period)
    count = asked.count()
    nobody = asked.where(Ticket.owner.is_null() | Ticket.first_asked.is_null()).count()
    return Figure(nobody if count else None, count)


def unclosed_beyond_limit(period: Period) -> Figure:
    """Matters of the period that were not done at its end although their time was over."""
    asked = _asked(period)
    count = asked.count()
    undone = Ticket.resolved_at.is_null() | (Ticket.resolved_at >= period.ends_at)
    late = Ticket.promised_at < period.ends_at
    unclosed = asked.where(undone & late & Ticket.status.not_in(WITHDRAWN)).count()
    return Figure(unclosed if count else None, count)


def commitments_by_line(period: Period) -> Figure:
    """Commitments offered, with standard, limits and complaint phone, by line of service."""
    offered = ServiceCommitment.select().where(
        ServiceCommitment.is_active & (ServiceCommitment.created_at < period.ends_at)
    )
    whole = [row for row in offered if row.standard.strip() and row.complaint_phone.strip()]
    counts = Counter(row.line for row in whole)
    return Figure(len(whole) or None, offered.count(), {line: counts[line] for line in LINES})


def in_time(period: Period) -> Figure:
    """Percent of the tickets done that were done when promised."""
    done = _asked(period).where(
        Ticket.resolved_at.is_null(False) & Ticket.promised_at.is_null(False)
    )
    count = done.count()
    if not count:
        return Figure(None, 0)
    met = done.where(Ticket.resolved_at <= Ticket.promised_at).count()
    share = Decimal(100 * met) / count
    return Figure(share.quantize(Decimal("0.1"), ROUND_HALF_UP), count)


def satisfied(period: Period) -> Figure:
    """Percent of the requesters who answered with 4 or 5 of 5; n is how many answered."""
    answered = _asked(period).where(Ticket.satisfaction.is_null(False))
    count, asked = answered.count(), _asked(period).count()
    if not count:
        return Figure(None, 0, {"asked": asked})
    content = answered.where(Ticket.satisfaction >= 4).count()
    share = Decimal(100 * content) / count
    return Figure(share.quantize(Decimal("0.1"), ROUND_HALF_UP), count, {"asked": asked})


def kept_by_first_asked(period: Period) -> Figure:
    """Tickets of the period that changed hands although nobody had accepted them."""
    asked = _asked(period)
    count = asked.count()
    accepted = TicketTransfer.select(TicketTransfer.ticket).where(
        TicketTransfer.status == "accepted"
    )
    elsewhere = asked.where((Ticket.owner != Ticket.first_asked) & Ticket.id.not_in(accepted))
    return Figure(elsewhere.count() if count else None, count)


def _none_of_some(figure: Figure) -> bool:
    return figure.value == 0 and figure.n > 0


FACTS: tuple[Fact, ...] = (
    Fact(
        "R20",
        "unowned",
        _("Matters without an owner"),
        "ticket",
        unowned,
        _none_of_some,
        TICKETS,
        ASKED,
    ),
    Fact(
        "R20",
        "unclosed",
        _("Matters not closed beyond their limit"),
        "ticket",
        unclosed_beyond_limit,
        _none_of_some,
        TICKETS,
        ASKED,
    ),
    Fact(
        "R08",
        "service_catalogue",
        _("Lines of service with a commitment"),
        "service_commitment",
        commitments_by_line,
        lambda figure: all(figure.parts.values()),
        filters="is_active__eq=1",
    ),
    Fact(
        "R21",
        "commitments",
        _("Commitments with standard, limit and complaint phone"),
        "service_commitment",
        commitments_by_line,
        lambda figure: figure.value == figure.n,
        filters="is_active__eq=1",
    ),
    Fact(
        "R21",
        "tickets_in_time",
        _("Tickets done when promised"),
        "ticket",
        in_time,
        lambda figure: isinstance(figure.value, Decimal) and figure.value >= 95,
        PERCENT,
        ASKED,
    ),
    Fact(
        "R22",
        "first_asked_kept",
        _("Tickets that changed hands without being accepted"),
        "ticket",
        kept_by_first_asked,
        _none_of_some,
        TICKETS,
        ASKED,
    ),
    Fact(
        "R78",
        "ticket_satisfaction",
        _("Requesters satisfied"),
        "ticket",
        satisfied,
        lambda figure: isinstance(figure.value, Decimal) and figure.value >= 90,
        PERCENT,
        ASKED,
    ),
)
