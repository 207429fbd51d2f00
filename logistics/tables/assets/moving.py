"""Transfers: assets that go to another unit, place and person, for good or on loan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.assets.pooling import PoolListing
from logistics.tables.assets.register import LOAN_NEEDS_DAY, NOT_THERE, Asset
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

OPEN = ("submitted", "handed_over")
"""States in which the assets of a transfer are promised to somebody."""
ONLY_LOANS = _("Only a loan has a day on which it comes back.")


class AssetTransfer(BaseModel):
    """A transfer slip (资产调拨单): valid once the receiving person has accepted (R48, R53, R72).

    A loan keeps the lender's unit on its lines and comes back by ``due_on``.
    """

    LABEL = _("Asset transfer")
    LABEL_MANY = _("Asset transfers")
    LIST = (
        "doc_no",
        "kind",
        "from_unit",
        "to_unit",
        "to_site",
        "to_custodian",
        "due_on",
        "status",
        "handed_over_at",
    )
    SEARCH = ("doc_no", "reason", "from_unit.name", "to_unit.name", "to_custodian.name")
    SORT = "-created_at"
    FORM = (
        (_("Transfer"), ("kind", "from_unit", "reason", "due_on")),
        (_("Goes to"), ("to_unit", "to_site", "to_room", "to_custodian")),
    )
    OWNED = (
        "doc_no",
        "status",
        "handed_over_by",
        "handed_over_at",
        "accepted_at",
        "decline_reason",
    )
    SCOPE = Scope(site="to_site", unit="from_unit", owner="to_custodian")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "created_at"),)
    CHECKS = (
        Rule(
            "asset_transfer_due",
            "(kind = 'loan' AND due_on IS NOT NULL) OR (kind <> 'loan' AND due_on IS NULL)",
            LOAN_NEEDS_DAY,
        ),
    )

    doc_no = DocNo(_("Number"), prefix="AT")
    kind = Choice(
        _("Kind"),
        {"move": _("Transfer for good"), "loan": _("Loan")},
        default="move",
        tones={"move": "neutral", "loan": "work"},
    )
    from_unit = Reference(Unit, _("From unit"))
    to_unit = Reference(Unit, _("To unit"))
    to_site = Reference(Site, _("To office area"))
    to_room = Reference(Room, _("To room"), null=True)
    to_custodian = Reference(
        Staff, _("Receiving person"), help=_("Accepts under an own log-in; only then it counts.")
    )
    reason = Text(_("Reason"), max_length=200)
    due_on = Day(_("Due back on"), null=True, help=_("Of a loan."))
    handed_over_by = Reference(Staff, _("Handed over by"), null=True)
    handed_over_at = Instant(_("Given over at"), null=True)
    accepted_at = Instant(_("Receipt confirmed at"), null=True)
    decline_reason = Text(_("Why not accepted"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("To be handed over"),
            "handed_over": _("Handed over, to be accepted"),
            "accepted": _("Received by the new holder"),
            "declined": _("Not accepted"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "draft": "neutral",
            "submitted": "info",
            "handed_over": "work",
            "accepted": "ok",
            "declined": "bad",
            "cancelled": "neutral",
        },
    )

    def __str__(self) -> str:
        return str(self.doc_no or self.reason)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.kind == "loan" and row.due_on is None:
            yield "due_on", LOAN_NEEDS_DAY
        if row.kind == "move" and row.due_on is not None:
            yield "due_on", ONLY_LOANS
        if row.to_room_id and row.to_site_id and row.to_room.building.site_id != row.to_site_id:
            yield "to_room", NOT_THERE


class AssetTransferLine(BaseModel):
    """One asset of a transfer, with where and with whom it was before."""

    LABEL = _("Line of an asset transfer")
    LABEL_MANY = _("Lines of asset transfers")
    DOCUMENT = "transfer"
    LIST = ("transfer", "asset", "note", "from_site", "from_room", "from_custodian")
    SEARCH = ("transfer.doc_no", "asset.tag", "asset.name", "note")
    SORT = "transfer,id"
    FORM = ((_("Transfer"), ("transfer", "asset", "note")),)
    OWNED = ("from_site", "from_room", "from_custodian", "listing")
    UNIQUE = (("transfer", "asset"),)

    transfer = Reference(AssetTransfer, _("Asset transfer"), backref="lines")
    asset = Reference(Asset, _("Asset"))
    note = Text(
        _("Condition and accessories"),
        max_length=200,
        default="",
        help=_("What goes along: charger, key, manual …"),
    )
    from_site = Reference(Site, _("From office area"), null=True)
    from_room = Reference(Room, _("From room"), null=True)
    from_custodian = Reference(Staff, _("From custodian"), null=True)
    listing = Reference(PoolListing, _("Pool listing"), null=True)

    def __str__(self) -> str:
        return str(self.asset)


__all__ = ["OPEN", "AssetTransfer", "AssetTransferLine"]
