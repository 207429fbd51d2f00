"""Ingredients received by two people: one inspects, another takes in (R29, R82)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.canteen import IngredientReceipt, IngredientReceiptLine
from logistics.tables.canteen.receipts import CERTIFIED
from logistics.wording import _

PREFIX = "FR"
CENT = Decimal("0.01")


def inspect_ingredients(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """The inspector says that weight, freshness and papers are right.

    Meat, poultry and fish without a quarantine certificate are not received.
    """
    require_verb(actor, "inspect_ingredients")

    def inspect(row: Seen) -> IngredientReceipt:
        receipt = load(IngredientReceipt, row)
        if receipt.inspector_id != actor.staff_id:
            raise NotPermitted(_("Only the inspector named on the receipt signs here."))
        lines = _sound_lines(receipt)
        return move(
            IngredientReceipt,
            Seen(receipt.id, receipt.row_version),
            to="inspected",
            out_of=("draft",),
            actor=actor,
            verb="inspect_ingredients",
            changes={
                "doc_no": receipt.doc_no or take_number(PREFIX, receipt.received_on),
                "amount": _amount(lines),
                "inspected_at": now(),
            },
        )

    return each(seen, inspect, done=_("Inspected."), model=IngredientReceipt)


def receive_ingredients(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """The keeper takes in what the inspector found right; then it is a cost of the month."""
    require_verb(actor, "receive_ingredients")

    def receive(row: Seen) -> IngredientReceipt:
        receipt = load(IngredientReceipt, row)
        if receipt.keeper_id != actor.staff_id:
            raise NotPermitted(_("Only the keeper named on the receipt signs here."))
        return move(
            IngredientReceipt,
            Seen(receipt.id, receipt.row_version),
            to="received",
            out_of=("inspected",),
            actor=actor,
            verb="receive_ingredients",
            changes={"received_at": now()},
        )

    return each(seen, receive, done=_("Received."), model=IngredientReceipt)


def refuse_ingredients(*, seen: Sequence[Seen], reason: str, actor: Actor) -> list[Outcome]:
    """Send a delivery back, by either of the two people; it stays on record with the reason."""
    require_verb(actor, "refuse_ingredients")
    if not reason.strip():
        raise RuleViolation(_("Say why the delivery is refused."), field="reason")

    def refuse(row: Seen) -> IngredientReceipt:
        receipt = load(IngredientReceipt, row)
        if actor.staff_id not in (receipt.keeper_id, receipt.inspector_id):
            raise NotPermitted(_("Only the keeper or the inspector of the receipt refuses it."))
        return move(
            IngredientReceipt,
            Seen(receipt.id, receipt.row_version),
            to="refused",
            out_of=("draft", "inspected"),
            actor=actor,
            verb="refuse_ingredients",
            changes={
                "doc_no": receipt.doc_no or take_number(PREFIX, receipt.received_on),
                "refusal": reason.strip()[:200],
            },
        )

    return each(seen, refuse, done=_("Delivery refused."), model=IngredientReceipt)


def _sound_lines(receipt: IngredientReceipt) -> list[IngredientReceiptLine]:
    query = IngredientReceiptLine.select().where(IngredientReceiptLine.receipt == receipt.id)
    lines = list(query.order_by(IngredientReceiptLine.id))
    if not lines:
        raise RuleViolation(_("Enter what was delivered first."))
    for line in lines:
        if line.kind in CERTIFIED and not line.certificate_no:
            raise RuleViolation(
                _(
                    "%(ingredient)s needs the number of its quarantine certificate.",
                    ingredient=line.ingredient,
                )
            )
        if not line.is_fresh:
            raise RuleViolation(
                _(
                    "%(ingredient)s is not fresh and sound: take it off the receipt or refuse "
                    "the delivery.",
                    ingredient=line.ingredient,
                )
            )
    return lines


def _amount(lines: Sequence[IngredientReceiptLine]) -> Decimal:
    """What was paid, each line rounded to the fen."""
    return sum(((line.quantity * line.price).quantize(CENT) for line in lines), Decimal())
