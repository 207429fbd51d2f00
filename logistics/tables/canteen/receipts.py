"""Ingredients at the kitchen's door: who bought, who weighed, who looked on (采购验收台账)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import BaseModel
from logistics.tables.canteen.kitchen import Canteen
from logistics.tables.people import Staff
from logistics.tables.purchasing import Supplier
from logistics.tables.stock.catalogue import QUANTITY_ABOVE_ZERO
from logistics.wording import Words, _

TWO_PEOPLE = _("Two different people receive ingredients: choose somebody else as inspector.")
KEEPER_NOT_BUYER = _("Who bought the ingredients does not keep them: choose another keeper.")
CERTIFIED = ("meat", "poultry", "aquatic")
"""Kinds that come with a quarantine certificate, or not at all."""


class IngredientReceipt(BaseModel):
    """A delivery of ingredients, inspected by one person and received by another (R29, R82).

    The keeper is never the buyer; the database keeps both rules.
    """

    LABEL = _("Ingredient receipt")
    LABEL_MANY = _("Ingredient receipts")
    LIST = (
        "doc_no",
        "canteen",
        "received_on",
        "supplier",
        "amount",
        "keeper",
        "inspector",
        "status",
    )
    SEARCH = ("doc_no", "supplier.name", "keeper.name", "inspector.name")
    SORT = "-received_on,-id"
    FORM = (
        (_("Delivery"), ("canteen", "supplier", "received_on", "note")),
        (_("People"), ("keeper", "inspector", "buyer")),
    )
    OWNED = ("doc_no", "status", "amount", "inspected_at", "received_at", "refusal")
    SCOPE = Scope(site="canteen.site", unit="keeper.unit", owner="keeper")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("canteen", "received_on"), ("status", "received_on"))
    CHECKS = (
        Rule("ingredient_receipt_two_people", "keeper_id <> inspector_id", TWO_PEOPLE),
        Rule("ingredient_receipt_keeper_not_buyer", "keeper_id <> buyer_id", KEEPER_NOT_BUYER),
    )

    doc_no = DocNo(_("Number"), prefix="FR")
    canteen = Reference(Canteen, _("Canteen"))
    supplier = Reference(Supplier, _("Supplier"))
    received_on = Day(_("Delivered on"))
    keeper = Reference(Staff, _("Keeper"), help=_("Weighs and takes in; did not buy."))
    inspector = Reference(Staff, _("Inspector"), help=_("Looks on: freshness, papers, weight."))
    buyer = Reference(Staff, _("Buyer"))
    amount = Money(_("Amount"), default=0, minimum=0, unit=_("yuan"))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "inspected": _("Inspected"),
            "received": _("Taken into the kitchen"),
            "refused": _("Delivery refused"),
        },
        default="draft",
        tones={"inspected": "info", "received": "ok", "refused": "bad"},
    )
    inspected_at = Instant(_("Inspected at"), null=True)
    received_at = Instant(_("Received at"), null=True)
    refusal = Text(_("Reason for refusing"), max_length=200, default="")
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no or f"{self.received_on:%Y-%m-%d} {self.supplier}")

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.keeper_id is not None and row.keeper_id == row.inspector_id:
            yield "inspector", TWO_PEOPLE
        if row.keeper_id is not None and row.keeper_id == row.buyer_id:
            yield "keeper", KEEPER_NOT_BUYER


class IngredientReceiptLine(BaseModel):
    """One ingredient at its purchase price."""

    LABEL = _("Line of an ingredient receipt")
    LABEL_MANY = _("Lines of ingredient receipts")
    TITLE = "ingredient"
    DOCUMENT = "receipt"
    LIST = ("receipt", "ingredient", "kind", "quantity", "measure", "price", "certificate_no")
    SEARCH = ("ingredient", "certificate_no", "receipt.doc_no")
    SORT = "receipt,id"
    CHECKS = (Rule("ingredient_receipt_line_positive", "quantity > 0", QUANTITY_ABOVE_ZERO),)

    receipt = Reference(IngredientReceipt, _("Ingredient receipt"), backref="lines")
    ingredient = Text(_("Ingredient"), max_length=60)
    kind = Choice(
        _("Kind"),
        {
            "vegetable": _("Vegetables"),
            "meat": _("Meat"),
            "poultry": _("Poultry"),
            "aquatic": _("Fish and seafood"),
            "egg_milk": _("Eggs and milk"),
            "grain_oil": _("Grain and oil"),
            "seasoning": _("Seasonings"),
            "fruit": _("Fruit"),
        },
        default="vegetable",
    )
    quantity = Quantity(_("Quantity"))
    measure = Text(_("Unit of measure"), max_length=10, default="kg")
    price = Price(_("Price"), minimum=0, unit=_("yuan"))
    certificate_no = Text(
        _("Certificate number"),
        max_length=60,
        default="",
        help=_("Quarantine certificate; meat, poultry and fish are not received without one."),
    )
    is_fresh = Flag(_("Fresh and sound"), default=True)

    def __str__(self) -> str:
        return f"{self.ingredient} × {self.quantity}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.quantity is not None and row.quantity <= 0:
            yield "quantity", QUANTITY_ABOVE_ZERO
