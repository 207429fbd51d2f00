"""The one way in which money moves on a budget line: guard, balance and ledger together.

A document reserves, then commits what it orders out of its reservation, then spends what is paid
out of its commitment; closing it releases the rest. An amount is therefore never counted twice.
``doc_type`` and ``doc_id`` name the document that holds the reservation at every one of these
movements: the purchase request, not the order made for it.

No right is asked here: that is the calling verb's matter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any, NamedTuple

from logistics.auditing import transaction
from logistics.database import lock, now, scaled, total
from logistics.errors import NotEnough, NotFound, WrongState
from logistics.operations.sets import append_rows
from logistics.permissions import Actor
from logistics.tables.money import BudgetEntry, BudgetLine
from logistics.wording import _

ZERO = Decimal(0)
POSTED = ("line", "kind", "doc_type", "doc_id", "adjusted", "reserved", "committed", "spent")
POSTED_FROM = ("line_id", *POSTED[1:])


@dataclass(frozen=True)
class Posting:
    """One movement on a line, in yuan; what leaves a balance is negative."""

    line_id: int
    kind: str
    doc_type: str
    doc_id: int
    adjusted: Decimal = ZERO
    reserved: Decimal = ZERO
    committed: Decimal = ZERO
    spent: Decimal = ZERO


class Held(NamedTuple):
    """What a document holds of a line, in yuan."""

    reserved: Decimal = ZERO
    committed: Decimal = ZERO


def reserve_budget(
    *, line_id: int, amount: Decimal, doc_type: str, doc_id: int, actor: Actor
) -> None:
    """Set ``amount`` yuan of a line aside for a document; NotEnough when less is available
    (R73).
    """
    with transaction():
        lock_lines([line_id])
        post_entries([Posting(line_id, "reserve", doc_type, doc_id, reserved=amount)], actor=actor)


def commit_budget(
    *, line_id: int, amount: Decimal, doc_type: str, doc_id: int, actor: Actor
) -> None:
    """Bind ``amount`` yuan of the document's reservation by a contract or an order (R73)."""
    with transaction():
        lock_lines([line_id])
        held = held_by(doc_type, [doc_id]).get((line_id, doc_id), Held())
        if amount > held.reserved:
            raise NotEnough(
                _(
                    "Only %(left)s of the reservation is left; %(amount)s cannot be ordered from "
                    "it. A higher amount must be approved first.",
                    left=held.reserved,
                    amount=amount,
                ),
                field="amount",
            )
        post_entries(
            [Posting(line_id, "commit", doc_type, doc_id, reserved=-amount, committed=amount)],
            actor=actor,
        )


def spend_budget(
    *, line_id: int, amount: Decimal, doc_type: str, doc_id: int, actor: Actor
) -> None:
    """Book ``amount`` yuan of the document's commitment as paid."""
    with transaction():
        lock_lines([line_id])
        held = held_by(doc_type, [doc_id]).get((line_id, doc_id), Held())
        if amount > held.committed:
            raise NotEnough(
                _(
                    "Only %(left)s is committed; %(amount)s cannot be paid from it.",
                    left=held.committed,
                    amount=amount,
                ),
                field="amount",
            )
        post_entries(
            [Posting(line_id, "spend", doc_type, doc_id, committed=-amount, spent=amount)],
            actor=actor,
        )


def release_budget(
    *,
    line_id: int,
    amount: Decimal | None = None,
    doc_type: str,
    doc_id: int,
    actor: Actor,
) -> Decimal:
    """Give back what a document holds: ``amount`` yuan, or all of it when it is closed.

    What is committed goes first, because it is what was ordered and did not come. Returns the
    amount released; nothing held, nothing released.
    """
    with transaction():
        lock_lines([line_id])
        held = held_by(doc_type, [doc_id]).get((line_id, doc_id), Held())
        wanted = held.reserved + held.committed if amount is None else amount
        committed = min(wanted, held.committed)
        reserved = wanted - committed
        if reserved > held.reserved:
            raise NotEnough(
                _(
                    "Only %(left)s is held and can be released.",
                    left=held.reserved + held.committed,
                ),
                field="amount",
            )
        if wanted:
            post_entries(
                [
                    Posting(
                        line_id,
                        "release",
                        doc_type,
                        doc_id,
                        reserved=-reserved,
                        committed=-committed,
                    )
                ],
                actor=actor,
            )
    return wanted


def lock_lines(line_ids: Collection[int]) -> dict[int, BudgetLine]:
    """The lines, locked until commit in the order of their ids; NotFound when one is missing."""
    query = BudgetLine.select().where(BudgetLine.id.in_(list(line_ids))).order_by(BudgetLine.id)
    lines = {line.id: line for line in lock(query)}
    if len(lines) < len(set(line_ids)):
        raise NotFound(_("There is no such record."))
    return lines


def held_by(doc_type: str, doc_ids: Collection[int]) -> dict[tuple[int, int], Held]:
    """What documents hold, by line and document; to be read with the lines locked."""
    rows: Any = (
        BudgetEntry.select(
            BudgetEntry.line,
            BudgetEntry.doc_id,
            total(BudgetEntry.reserved),
            total(BudgetEntry.committed),
        )
        .where(BudgetEntry.doc_type == doc_type, BudgetEntry.doc_id.in_(list(doc_ids)))
        .group_by(BudgetEntry.line, BudgetEntry.doc_id)
        .tuples()
    )
    return {(line, doc_id): Held(reserved, committed) for line, doc_id, reserved, committed in rows}


def post_entries(postings: Sequence[Posting], *, actor: Actor) -> None:
    """Write movements and the balances of their lines; each line is guarded in its UPDATE.

    NotEnough when a line would be overdrawn, WrongState when its budget is not approved.
    """
    with transaction():
        for line_id, parts in sorted(_by_line(postings).items()):
            _move(line_id, parts)
        append_rows(BudgetEntry, POSTED, map(attrgetter(*POSTED_FROM), postings), actor=actor)


def _move(line_id: int, postings: Sequence[Posting]) -> None:
    adjusted, reserved, committed, spent = (
        sum((getattr(part, name) for part in postings), ZERO)
        for name in ("adjusted", "reserved", "committed", "spent")
    )
    needed = scaled(BudgetLine.amount, reserved + committed + spent - adjusted)
    available = (
        BudgetLine.amount
        + BudgetLine.adjusted
        - BudgetLine.reserved
        - BudgetLine.committed
        - BudgetLine.spent
    )
    moved = (
        BudgetLine.update(
            {
                BudgetLine.adjusted: BudgetLine.adjusted + adjusted,
                BudgetLine.reserved: BudgetLine.reserved + reserved,
                BudgetLine.committed: BudgetLine.committed + committed,
                BudgetLine.spent: BudgetLine.spent + spent,
                BudgetLine.updated_at: now(),
            }
        )
        .where(
            BudgetLine.id == line_id,
            BudgetLine.status == "approved",
            available >= needed,
            BudgetLine.reserved >= -reserved,
            BudgetLine.committed >= -committed,
        )
        .execute()
    )
    if moved != 1:
        raise _why_not(line_id, reserved + committed + spent - adjusted)


def _why_not(line_id: int, needed: Decimal) -> NotEnough | WrongState:
    line = BudgetLine.get_by_id(line_id)
    if line.status != "approved":
        return WrongState(
            _("The budget line %(line)s is not approved yet.", line=str(line)), field="budget_line"
        )
    return over_budget(line, needed, line.available)


def over_budget(line: BudgetLine, needed: Decimal, available: Decimal) -> NotEnough:
    """The refusal of an amount that a line does not reach for."""
    return NotEnough(
        _(
            "Over budget: %(line)s has %(available)s left, %(needed)s is needed. "
            "A budget adjustment must be approved first.",
            line=str(line),
            available=available,
            needed=needed,
        ),
        field="budget_line",
    )


def _by_line(postings: Iterable[Posting]) -> Mapping[int, list[Posting]]:
    parts: dict[int, list[Posting]] = {}
    for posting in postings:
        parts.setdefault(posting.line_id, []).append(posting)
    return parts
