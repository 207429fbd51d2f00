"""The end of a run: each site signs for its goods, finance reconciles the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from logistics.database import local_today, lock, now, trimmed
from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.money import spend_budget
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.people import staff_behind
from logistics.operations.sets import change_many
from logistics.operations.stock import Movement, move_stock
from logistics.operations.stock.numbers import clean_quantity
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.purchasing.run_sheet import RunSheet, SheetRow, sheet_of
from logistics.queries.stock import warehouse_of
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.tables.purchasing import PurchaseRun, PurchaseRunAllocation
from logistics.tables.stock import Warehouse
from logistics.wording import _

ZERO = Decimal(0)
CENT = Decimal("0.01")


class Delivered(NamedTuple):
    """What arrived of one share, and a remark when it is not what was allotted."""

    quantity: Decimal
    note: str = ""


def sign_deliveries(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    site: int,
    delivered: Mapping[int, Delivered] | None = None,
) -> list[Outcome]:
    """Sign at one site for what arrived there, once; it goes into that site's warehouse (R59).

    ``delivered`` is by share; a share that it does not name arrived as allotted. With the last site
    the run is signed at all sites.
    """

    def sign(wanted: Seen) -> PurchaseRun:
        # The other site may have signed since the page was opened: what guards is the share.
        lock(PurchaseRun.select().where(PurchaseRun.id == wanted.id)).first()
        run = move(
            PurchaseRun,
            Seen(wanted.id),
            to="delivering",
            out_of=("delivering",),
            actor=actor,
            verb="sign_deliveries",
        )
        keeper = _signer(run, actor)
        sheet = sheet_of(run)
        shares = _shares_at(sheet, site, actor)
        arrived = _arrived(shares, delivered or {}, keeper)
        change_many(shares, arrived, actor=actor, verb="sign_deliveries")
        _put_into_stock(sheet, site, actor)
        if all(share.signed_at for row in sheet.rows for share in row.present):
            run = change(run, {"status": "signed"}, actor=actor, verb="sign_deliveries")
        return run

    return each(seen, sign, done=_("Signed for"), model=PurchaseRun)


def reconcile_runs(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    explanations: Mapping[int, str] | None = None,
    note: str = "",
) -> list[Outcome]:
    """Close runs: every line adds up or its difference is explained; the amount is spent.

    ``explanations`` is by line of the run.
    """

    def reconcile(wanted: Seen) -> PurchaseRun:
        run = load(PurchaseRun, wanted)
        require_verb(actor, "reconcile_runs", run)
        accountant = staff_behind(actor)
        if accountant.id in _busy(run):
            raise NotPermitted(
                _("Whoever bought, locked or signed on this run does not reconcile it.")
            )
        run = move(
            PurchaseRun,
            wanted,
            to="reconciled",
            out_of=("signed",),
            actor=actor,
            verb="reconcile_runs",
            changes={"reconcile_note": note.strip()},
        )
        _explain(sheet_of(run), explanations or {}, actor)
        if run.amount:
            spend_budget(
                line_id=run.budget_line_id,
                amount=run.amount,
                doc_type="purchase_run",
                doc_id=run.id,
                actor=actor,
            )
        return run

    return each(seen, reconcile, done=_("Reconciled"), model=PurchaseRun)


def _signer(run: PurchaseRun, actor: Actor) -> Staff:
    keeper = staff_behind(actor)
    if keeper.id in (run.buyer_id, run.second_buyer_id):
        raise NotPermitted(_("Whoever bought the goods cannot sign for them."))
    return keeper


def _shares_at(sheet: RunSheet, site: int, actor: Actor) -> list[PurchaseRunAllocation]:
    shares = [share for row in sheet.rows for share in row.present if share.site_id == site]
    if not shares:
        raise NotFound(_("This run brings nothing to that site."), field="site")
    require_verb(actor, "sign_deliveries", shares[0])
    if shares[0].signed_at is not None:
        raise Conflict(
            _(
                "%(name)s has already signed for %(site)s.",
                name=str(shares[0].signed_by),
                site=str(shares[0].site),
            )
        )
    return shares


def _arrived(
    shares: Sequence[PurchaseRunAllocation], delivered: Mapping[int, Delivered], keeper: Staff
) -> list[dict[str, object]]:
    if delivered.keys() - {share.id for share in shares}:
        raise NotFound(_("There is no such share on this list."))
    changes: list[dict[str, object]] = []
    for share in shares:
        told = delivered.get(share.id) or Delivered(Decimal(share.allotted))
        quantity = clean_quantity(told.quantity, "delivered")
        if not 0 <= quantity <= share.allotted:
            raise RuleViolation(
                _(
                    "%(share)s: between 0 and %(allotted)s can have arrived.",
                    share=str(share),
                    allotted=trimmed(share.allotted),
                ),
                field="delivered",
            )
        if quantity != share.allotted and not told.note.strip():
            raise RuleViolation(
                _("%(share)s: say why not all of it arrived.", share=str(share)), field="note"
            )
        changes.append(
            {
                "delivered": quantity,
                "note": told.note.strip(),
                "signed_by": keeper.id,
                "signed_at": now(),
            }
        )
    return changes


def _put_into_stock(sheet: RunSheet, site: int, actor: Actor) -> None:
    warehouse = warehouse_of(site)
    if warehouse is None:
        raise RuleViolation(
            _("%(site)s has no warehouse in use.", site=str(Site.get_by_id(site))), field="site"
        )
    movements = [
        _movement(sheet.run, row, share, warehouse)
        for row in sheet.rows
        for share in row.present
        if share.site_id == site and share.delivered
    ]
    if movements:
        move_stock(movements, actor=actor)


def _movement(
    run: PurchaseRun, row: SheetRow, share: PurchaseRunAllocation, warehouse: Warehouse
) -> Movement:
    return Movement(
        warehouse_id=warehouse.id,
        item_id=row.line.item_id,
        kind="purchase_in",
        quantity=Decimal(share.delivered),
        value=_cost_of(row, share),
        moved_on=local_today(),
        doc_type="purchase_run",
        doc_id=run.id,
    )


def _cost_of(row: SheetRow, share: PurchaseRunAllocation) -> Decimal:
    """What the share cost; the shares that arrived in full add up to the line to the fen."""
    price, arrived = Decimal(row.line.unit_price), Decimal(share.delivered)
    if arrived != share.allotted:
        return _yuan(arrived * price)
    earlier = row.present[: row.present.index(share)]
    before = sum((Decimal(other.allotted) for other in earlier), ZERO)
    return _yuan((before + arrived) * price) - _yuan(before * price)


def _yuan(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def _busy(run: PurchaseRun) -> set[int | None]:
    signers = {share.signed_by_id for row in sheet_of(run).rows for share in row.present}
    return {run.buyer_id, run.second_buyer_id, run.locked_by_id} | signers


def _explain(sheet: RunSheet, explanations: Mapping[int, str], actor: Actor) -> None:
    if explanations.keys() - {row.line.id for row in sheet.rows}:
        raise NotFound(_("There is no such line on this list."))
    for row in sheet.rows:
        words = explanations.get(row.line.id, "").strip()
        if row.difference and not words:
            raise WrongState(
                _(
                    "%(item)s: %(bought)s were bought and %(delivered)s signed for. Explain the "
                    "difference before closing.",
                    item=str(row.line.item),
                    bought=trimmed(row.line.bought),
                    delivered=trimmed(row.delivered),
                )
            )
        if row.difference:
            change(row.line, {"difference": words}, actor=actor, verb="reconcile_runs")


__all__ = ["Delivered", "reconcile_runs", "sign_deliveries"]
