"""Costs that are paid when they are entered: booked on a budget line at once, and taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from logistics import permissions
from logistics.auditing import transaction
from logistics.errors import RuleViolation
from logistics.operations.money.balances import Posting, lock_lines, post_entries
from logistics.permissions import Actor
from logistics.tables.money import BudgetLine
from logistics.wording import _


def charge_budget(
    *, line_id: int, amount: Decimal, year: int, doc_type: str, doc_id: int, actor: Actor
) -> None:
    """Book ``amount`` yuan of the calendar year ``year`` as paid (R69, R73).

    It passes through reservation and commitment like any other outlay, so that the line refuses
    what it does not reach for. A cost of nothing moves nothing.
    """
    with transaction():
        require_line_of(year, line_id)
        if not amount:
            return
        held: dict[str, Any] = {"line_id": line_id, "doc_type": doc_type, "doc_id": doc_id}
        post_entries(
            [
                Posting(**held, kind="reserve", reserved=amount),
                Posting(**held, kind="commit", reserved=-amount, committed=amount),
                Posting(**held, kind="spend", committed=-amount, spent=amount),
            ],
            actor=actor,
        )


def refund_budget(
    *, line_id: int, amount: Decimal, doc_type: str, doc_id: int, actor: Actor
) -> None:
    """Take a charge back by a contrary entry, once what it was for is struck out."""
    if not amount:
        return
    with transaction():
        lock_lines([line_id])
        post_entries([Posting(line_id, "spend", doc_type, doc_id, spent=-amount)], actor=actor)


def require_line_of(year: int, line_id: int) -> BudgetLine:
    """The line, locked; a cost is booked on a line of its own year alone."""
    line = lock_lines([line_id])[line_id]
    if line.year != year:
        raise RuleViolation(
            _(
                "%(line)s is a line of %(year)s; the cost belongs to %(cost_year)s.",
                line=str(line),
                year=str(line.year),
                cost_year=str(year),
            ),
            field="budget_line",
        )
    return line


def readable_line(line_id: int, actor: Actor) -> int:
    """The key of a line that the actor may see; RuleViolation otherwise."""
    line = BudgetLine.get_or_none(BudgetLine.id == line_id)
    if line is None or not permissions.may(actor, "read", BudgetLine, line):
        raise RuleViolation(_("Choose one from the list."), field="budget_line")
    return line_id


__all__ = ["charge_budget", "readable_line", "refund_budget", "require_line_of"]
