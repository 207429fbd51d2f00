"""Transfers between warehouses: both halves together, and back again together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from logistics.auditing import record
from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.stock.moving import Movement, move_stock
from logistics.operations.stock.numbers import require_reason
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.stock import preview_sheet
from logistics.queries.stock.sheets import Offer
from logistics.tables.stock import IssueSheet, Item, StockTransfer, StockTransferLine
from logistics.tables.stock.catalogue import Warehouse
from logistics.wording import _


def draft_transfers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Draft the transfers that would cover what issue sheets lack at one site from another's."""
    require_verb(actor, "transfer_stock")

    def draft(wanted: Seen) -> IssueSheet:
        sheet = load(IssueSheet, wanted)
        journeys: dict[tuple[int, int], list[Offer]] = {}
        for offer in preview_sheet(sheet).offers:
            journey = offer.source.slip.warehouse_id, offer.short.slip.warehouse_id
            journeys.setdefault(journey, []).append(offer)
        if not journeys:
            raise RuleViolation(_("No other site can cover what is short."))
        for (source, target), offers in journeys.items():
            _draft(sheet, source, target, offers, actor)
        return sheet

    return each(seen, draft, done=_("Transfers drafted"), model=IssueSheet)


def transfer_stock(
    *, seen: Sequence[Seen], actor: Actor, moved_on: dt.date | None = None
) -> list[Outcome]:
    """Move what the slips say from one warehouse to the other, at its average cost there."""

    def transfer(wanted: Seen) -> StockTransfer:
        row = load(StockTransfer, wanted)
        require_verb(actor, "transfer_stock", row)
        lines = _lines_of(row)
        _refuse(row, lines)
        day = moved_on or local_today()
        row = move(
            StockTransfer,
            wanted,
            to="transferred",
            out_of=("draft",),
            actor=actor,
            verb="transfer_stock",
            changes={"doc_no": take_number("ST", local_today()), "moved_on": day},
        )
        there = _journey(
            lines,
            row.from_warehouse_id,
            row.to_warehouse_id,
            day=day,
            pair=str(row.doc_no),
            note=row.reason,
        )
        values = move_stock(there, actor=actor)
        change_many(
            lines,
            [{"value": -value} for value in values[: len(lines)]],
            actor=actor,
            verb="transfer_stock",
        )
        return row

    return each(seen, transfer, done=_("Transferred"), model=StockTransfer)


def reverse_transfers(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Bring transferred goods back, at the cost at which they went, as far as they are there."""
    reason = require_reason(reason, _("Say why the transfer is reversed."))

    def reverse(wanted: Seen) -> StockTransfer:
        require_verb(actor, "reverse_transfers", load(StockTransfer, wanted))
        row = move(
            StockTransfer,
            wanted,
            to="reversed",
            out_of=("transferred",),
            actor=actor,
            verb="reverse_transfers",
        )
        back = _journey(
            _lines_of(row),
            row.to_warehouse_id,
            row.from_warehouse_id,
            day=local_today(),
            pair=f"{row.doc_no}-R",
            note=reason,
            at_cost=True,
        )
        move_stock(back, actor=actor)
        return row

    return each(seen, reverse, done=_("Reversed"), model=StockTransfer)


def _draft(
    sheet: IssueSheet, source: int, target: int, offers: Sequence[Offer], actor: Actor
) -> None:
    made_by = {"created_by": actor.account_id, "updated_by": actor.account_id}
    transfer = StockTransfer.create(
        from_warehouse=source, to_warehouse=target, reason=sheet.doc_no, **made_by
    )
    require_verb(actor, "transfer_stock", transfer)
    record(actor, "transfer_stock", transfer)
    for offer in offers:
        StockTransferLine.create(
            transfer=transfer, item=offer.short.item, quantity=offer.quantity, **made_by
        )


def _lines_of(row: StockTransfer) -> list[StockTransferLine]:
    query = StockTransferLine.select(StockTransferLine, Item).join(Item)
    return list(query.where(StockTransferLine.transfer == row.id).order_by(Item.id))


def _refuse(row: StockTransfer, lines: Sequence[StockTransferLine]) -> None:
    if not lines:
        raise RuleViolation(_("Add at least one item first."), field="lines")
    warehouses = (row.from_warehouse, row.to_warehouse)
    closed: Warehouse | None = next((w for w in warehouses if not w.is_active), None)
    if closed is not None:
        raise RuleViolation(_("%(warehouse)s is no longer in use.", warehouse=str(closed)))


def _journey(
    lines: Sequence[StockTransferLine],
    source: int,
    target: int,
    *,
    day: dt.date,
    pair: str,
    note: str,
    at_cost: bool = False,
) -> list[Movement]:
    """All outgoing halves, then all incoming ones, which take over their cost.

    ``at_cost`` takes out what the lines cost on their first journey instead of the average.
    """

    def half(line: StockTransferLine, out: bool) -> Movement:
        return Movement(
            source if out else target,
            line.item_id,
            "transfer_out" if out else "transfer_in",
            -line.quantity if out else line.quantity,
            -line.value if out and at_cost else None,
            day,
            "stock_transfer",
            line.transfer_id,
            correlation=pair,
            note=note,
        )

    return [half(line, True) for line in lines] + [half(line, False) for line in lines]
