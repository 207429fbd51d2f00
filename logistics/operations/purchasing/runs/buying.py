"""Buying on a run: two buyers set out with a vehicle and write down what they bought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from logistics.database import trimmed
from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.money import commit_budget, release_budget, reserve_budget
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.suppliers import require_trustworthy
from logistics.operations.sets import change_many
from logistics.operations.stock.numbers import clean_money, clean_quantity
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.run_sheet import sheet_of
from logistics.tables.purchasing import (
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
    Supplier,
)
from logistics.wording import _

CENT = Decimal("0.01")
BINDING = ("issued", "out")
"""A dispatch slip on which somebody may still leave, or is on the way."""
ZERO = Decimal(0)


class Bought(NamedTuple):
    """What the buyers did about one line: quantity, unit price in yuan, supplier, a remark."""

    quantity: Decimal
    unit_price: Decimal
    supplier_id: int | None = None
    note: str = ""


def start_runs(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Set out: two buyers, neither the keeper who locked the list, and a dispatch (R59)."""

    def start(wanted: Seen) -> PurchaseRun:
        run = load(PurchaseRun, wanted)
        require_verb(actor, "start_runs", run)
        if not (run.buyer_id and run.second_buyer_id):
            raise RuleViolation(_("Name both buyers first: two always buy together."))
        if run.locked_by_id in (run.buyer_id, run.second_buyer_id):
            raise NotPermitted(_("Whoever keeps the stock and locked the list does not buy."))
        slip = run.dispatch
        if slip is None or slip.status not in BINDING:
            raise RuleViolation(
                _("Without a dispatch no vehicle leaves: name a slip that is in force first."),
                field="dispatch",
            )
        _require_buyer(run, actor)
        return move(
            PurchaseRun,
            wanted,
            to="buying",
            out_of=("locked",),
            actor=actor,
            verb="start_runs",
            changes={"driver": slip.driver_id},
        )

    return each(seen, start, done=_("Set out"), model=PurchaseRun)


def record_run_purchases(
    *, seen: Sequence[Seen], actor: Actor, purchases: Mapping[int, Bought]
) -> list[Outcome]:
    """Write down what was bought, by line of the run; may be done again while buying.

    What the run then costs is committed in its budget line, more than the estimate included as far
    as the budget reaches.
    """

    def write(wanted: Seen) -> PurchaseRun:
        run = load(PurchaseRun, wanted)
        require_verb(actor, "record_run_purchases", run)
        _require_buyer(run, actor)
        run = move(
            PurchaseRun,
            wanted,
            to="buying",
            out_of=("buying",),
            actor=actor,
            verb="record_run_purchases",
        )
        lines = {row.line.id: row.line for row in sheet_of(run).rows}
        if purchases.keys() - lines.keys():
            raise NotFound(_("There is no such line on this list."))
        changed = [lines[line_id] for line_id in purchases]
        change_many(
            changed,
            [_written(line, purchases[line.id]) for line in changed],
            actor=actor,
            verb="record_run_purchases",
        ) if changed else None
        amount = sum((Decimal(line.amount) for line in lines.values()), ZERO)
        return change(run, {"amount": amount}, actor=actor, verb="record_run_purchases")

    return each(seen, write, done=_("Written down"), model=PurchaseRun)


def deliver_runs(
    *, seen: Sequence[Seen], actor: Actor, split: Mapping[int, Decimal]
) -> list[Outcome]:
    """Share out what was bought and drive to the sites; ``split`` is by share of a line.

    All of what was bought is shared out, no more and no less.
    """

    def deliver(wanted: Seen) -> PurchaseRun:
        run = load(PurchaseRun, wanted)
        require_verb(actor, "deliver_runs", run)
        _require_buyer(run, actor)
        run = move(
            PurchaseRun,
            wanted,
            to="delivering",
            out_of=("buying",),
            actor=actor,
            verb="deliver_runs",
        )
        _share_out(run, split, actor)
        _commit(run, actor)
        return run

    return each(seen, deliver, done=_("On the way to the sites"), model=PurchaseRun)


def _require_buyer(run: PurchaseRun, actor: Actor) -> None:
    if actor.staff_id not in (run.buyer_id, run.second_buyer_id):
        raise NotPermitted(_("Only one of the two buyers of this run can do this."))


def _written(line: PurchaseRunLine, bought: Bought) -> dict[str, object]:
    quantity = clean_quantity(bought.quantity, "bought")
    if quantity < 0:
        raise RuleViolation(_("The quantity must not be below zero."), field="bought")
    price = clean_money(bought.unit_price, "unit_price")
    supplier = None
    if bought.supplier_id is not None:
        supplier = Supplier.get_or_none(Supplier.id == bought.supplier_id)
        if supplier is None:
            raise NotFound(_("Choose one from the list."), field="supplier")
        require_trustworthy(supplier)
    if quantity and supplier is None:
        raise RuleViolation(
            _("%(item)s: name the supplier.", item=str(line.item)), field="supplier"
        )
    if quantity and not price:
        raise RuleViolation(_("%(item)s: give the price.", item=str(line.item)), field="unit_price")
    return {
        "bought": quantity,
        "unit_price": price,
        "supplier": supplier.id if supplier else None,
        "amount": (quantity * price).quantize(CENT, ROUND_HALF_UP),
        "note": bought.note.strip(),
    }


def _share_out(run: PurchaseRun, split: Mapping[int, Decimal], actor: Actor) -> None:
    shares: list[PurchaseRunAllocation] = []
    allotted: list[dict[str, Decimal]] = []
    sheet = sheet_of(run)
    if split.keys() - {share.id for row in sheet.rows for share in row.present}:
        raise NotFound(_("There is no such share on this list."))
    for row in sheet.rows:
        if row.line.bought is None:
            raise WrongState(
                _("Write down first what became of %(item)s.", item=str(row.line.item))
            )
        given = [clean_quantity(split.get(share.id, ZERO), "allotted") for share in row.present]
        if any(quantity < 0 for quantity in given) or sum(given, ZERO) != row.line.bought:
            raise RuleViolation(
                _(
                    "%(item)s: %(bought)s were bought, but %(given)s are shared out.",
                    item=str(row.line.item),
                    bought=trimmed(row.line.bought),
                    given=trimmed(sum(given, ZERO)),
                ),
                field="allotted",
            )
        shares += row.present
        allotted += [{"allotted": quantity} for quantity in given]
    change_many(shares, allotted, actor=actor, verb="deliver_runs")


def _commit(run: PurchaseRun, actor: Actor) -> None:
    """Turn the reservation into what was really spent; the difference is taken or given back."""
    place = {"line_id": run.budget_line_id, "doc_type": "purchase_run", "doc_id": run.id}
    difference = Decimal(run.amount) - Decimal(run.estimate)
    if difference > 0:
        reserve_budget(amount=difference, actor=actor, **place)
    elif difference < 0:
        release_budget(amount=-difference, actor=actor, **place)
    if run.amount:
        commit_budget(amount=run.amount, actor=actor, **place)


__all__ = ["Bought", "deliver_runs", "record_run_purchases", "start_runs"]
