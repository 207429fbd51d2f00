"""The list of a purchase run: collected from what lacks, locked at the cut-off."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import note
from logistics.database import local_today, now
from logistics.errors import NotFound, RuleViolation, WrongState
from logistics.operations.money import release_budget, reserve_budget
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import staff_behind
from logistics.operations.sets import ROWS_A_STATEMENT
from logistics.operations.stock.numbers import clean_quantity, require_reason
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.run_needs import Place, last_prices, needs_now
from logistics.queries.purchasing.run_sheet import sheet_of
from logistics.tables.organisation import Site
from logistics.tables.purchasing import PurchaseRun, PurchaseRunAllocation, PurchaseRunLine
from logistics.tables.stock import Item
from logistics.wording import _

ZERO = Decimal(0)


def collect_needs(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Write what lacks now into runs that still collect; what was added by hand stays."""

    def collect(wanted: Seen) -> PurchaseRun:
        run = _collecting(wanted, "collect_needs", actor)
        _rewrite(run, _extras(run), actor, "collect_needs")
        return run

    return each(seen, collect, done=_("List brought up to date"), model=PurchaseRun)


def add_run_needs(
    *, seen: Sequence[Seen], actor: Actor, item: Any, site: Any, quantity: Decimal
) -> list[Outcome]:
    """Set what a run buys of an item for a site beyond what lacks; zero takes it off again."""
    quantity = clean_quantity(quantity)
    if quantity < 0:
        raise RuleViolation(_("The quantity must not be below zero."), field="quantity")
    place = _key(Site, site, "site"), _key(Item, item, "item")

    def add(wanted: Seen) -> PurchaseRun:
        run = _collecting(wanted, "add_run_needs", actor)
        extras = _extras(run) | {place: quantity}
        _rewrite(run, extras, actor, "add_run_needs")
        return run

    return each(seen, add, done=_("Added"), model=PurchaseRun)


def lock_runs(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close the list after the cut-off: numbered, with its estimate reserved in the budget.

    What lacks is collected once more, so that the list is the state of this moment.
    """

    def lock(wanted: Seen) -> PurchaseRun:
        run = _collecting(wanted, "lock_runs", actor)
        if now() < run.cutoff_at:
            raise WrongState(
                _(
                    "The cut-off is %(moment)s: what is approved until then still counts.",
                    moment=run.cutoff_at,
                )
            )
        keeper = staff_behind(actor)
        _rewrite(run, _extras(run), actor, "lock_runs")
        sheet = sheet_of(run)
        if not sheet.rows:
            raise RuleViolation(_("Nothing lacks: a run without a list is not made."))
        changes = {
            "status": "locked",
            "doc_no": take_number("RN", local_today()),
            "estimate": sheet.estimate,
            "locked_by": keeper.id,
        }
        run = change(run, changes, actor=actor, verb="lock_runs")
        if run.estimate:
            reserve_budget(
                line_id=run.budget_line_id,
                amount=run.estimate,
                doc_type="purchase_run",
                doc_id=run.id,
                actor=actor,
            )
        return run

    return each(seen, lock, done=_("Locked"), model=PurchaseRun)


def cancel_runs(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Give up runs that have not set out; what lacks waits for the next one."""
    reason = require_reason(reason, _("Say why the run does not take place."))

    def cancel(wanted: Seen) -> PurchaseRun:
        run = load(PurchaseRun, wanted)
        require_verb(actor, "cancel_runs", run)
        was_locked = run.status == "locked"
        run = move(
            PurchaseRun,
            wanted,
            to="cancelled",
            out_of=("collecting", "locked"),
            actor=actor,
            verb="cancel_runs",
            changes={"reconcile_note": reason},
        )
        if was_locked and run.estimate:
            release_budget(
                line_id=run.budget_line_id,
                amount=run.estimate,
                doc_type="purchase_run",
                doc_id=run.id,
                actor=actor,
            )
        return run

    return each(seen, cancel, done=_("Cancelled"), model=PurchaseRun)


def _collecting(wanted: Seen, verb: str, actor: Actor) -> PurchaseRun:
    run = load(PurchaseRun, wanted)
    require_verb(actor, verb, run)
    # Writes the row, so that two keepers collect one after the other.
    return move(
        PurchaseRun, wanted, to="collecting", out_of=("collecting",), actor=actor, verb=verb
    )


def _key(model: Any, value: Any, field: str) -> int:
    row = model.get_or_none(model.id == getattr(value, "id", value))
    if row is None:
        raise NotFound(_("Choose one from the list."), field=field)
    return int(row.id)


def _extras(run: PurchaseRun) -> dict[Place, Decimal]:
    rows = (
        PurchaseRunAllocation.select(PurchaseRunAllocation, PurchaseRunLine)
        .join(PurchaseRunLine)
        .where(PurchaseRunLine.run == run.id, PurchaseRunAllocation.extra > 0)
    )
    return {(row.site_id, row.run_line.item_id): row.extra for row in rows}


def _rewrite(run: PurchaseRun, extras: dict[Place, Decimal], actor: Actor, verb: str) -> None:
    """Replace the list: lines of a run that still collects are a reckoning, not yet a document."""
    shares: dict[Place, dict[str, Any]] = {}
    for need in needs_now():
        shares[need.site_id, need.item_id] = {
            "shortage": need.shortage,
            "top_up": need.top_up,
            "extra": ZERO,
        }
    for place, extra in extras.items():
        blank = {"shortage": ZERO, "top_up": ZERO, "extra": ZERO}
        shares[place] = {**shares.get(place, blank), "extra": extra}
    wanted = {place: parts for place, parts in shares.items() if any(parts.values())}
    lines = PurchaseRunLine.select(PurchaseRunLine.id).where(PurchaseRunLine.run == run.id)
    PurchaseRunAllocation.delete().where(PurchaseRunAllocation.run_line.in_(lines)).execute()
    PurchaseRunLine.delete().where(PurchaseRunLine.run == run.id).execute()
    _insert(run, wanted, actor)
    note(
        actor,
        verb,
        table="purchase_run",
        row_id=run.id,
        row_label=str(run)[:200],
        changes={"lines": [None, len({item for _site, item in wanted})]},
    )


def _insert(run: PurchaseRun, wanted: dict[Place, dict[str, Any]], actor: Actor) -> None:
    who = {"created_by": actor.account_id, "updated_by": actor.account_id}
    totals: dict[int, Decimal] = {}
    for (_site, item), parts in wanted.items():
        totals[item] = totals.get(item, ZERO) + sum(parts.values(), ZERO)
    prices = last_prices(list(totals))
    rows = [
        {
            "run": run.id,
            "item": item,
            "quantity": quantity,
            "estimated_price": prices.get(item, ZERO),
            **who,
        }
        for item, quantity in sorted(totals.items())
    ]
    for start in range(0, len(rows), ROWS_A_STATEMENT):
        PurchaseRunLine.insert_many(rows[start : start + ROWS_A_STATEMENT]).execute()
    by_item = {
        line.item_id: line.id
        for line in PurchaseRunLine.select().where(PurchaseRunLine.run == run.id)
    }
    shares = [
        {
            "run_line": by_item[item],
            "site": site,
            "quantity": sum(parts.values(), ZERO),
            **parts,
            **who,
        }
        for (site, item), parts in sorted(wanted.items())
    ]
    for start in range(0, len(shares), ROWS_A_STATEMENT):
        PurchaseRunAllocation.insert_many(shares[start : start + ROWS_A_STATEMENT]).execute()


__all__ = ["add_run_needs", "cancel_runs", "collect_needs", "lock_runs"]
