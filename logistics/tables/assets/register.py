"""The register: one card an asset, the classes with their least lives, and what a head may have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import Staff
from logistics.tables.purchasing.orders import PurchaseOrder
from logistics.tables.purchasing.receiving import GoodsAcceptanceLine
from logistics.wording import Words, _

YUAN = _("yuan")
YEARS = _("years")
HELD = ("in_use", "loaned", "repair")
"""States in which somebody answers for the thing."""
UNHELD = ("idle", "pool", "scrapped")
"""States in which nobody does: the custodian is cleared (features 14)."""
NOT_THERE = _("The room lies in another office area.")
NOBODYS = _("What lies idle or is written off has no custodian.")
LOAN_NEEDS_DAY = _("A loan needs the day on which it comes back.")


class AssetClass(BaseModel):
    """A class of fixed assets with the life below which nothing is written off (R72, R74)."""

    LABEL = _("Asset class")
    LABEL_MANY = _("Asset classes")
    LIST = ("code", "name", "kind", "min_life_years")
    SEARCH = ("code", "name")
    SORT = "code"
    SCOPE = SHARED

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60, unique=True)
    kind = Choice(
        _("Category"),
        {
            "buildings": _("Buildings and structures"),
            "general": _("General equipment"),
            "special": _("Special equipment"),
            "relics": _("Relics and exhibits"),
            "books": _("Books and archives"),
            "furniture": _("Furniture and fittings"),
        },
    )
    min_life_years = Whole(
        _("Least life"),
        minimum=1,
        maximum=100,
        unit=YEARS,
        help=_("Written off earlier only with a technical opinion."),
    )

    def __str__(self) -> str:
        return str(self.name)


class AllocationStandard(BaseModel):
    """How much of a kind of asset a head may have, and what it may cost (配备标准; R72)."""

    LABEL = _("Allocation standard")
    LABEL_MANY = _("Allocation standards")
    LIST = ("catalogue_code", "name", "max_per_head", "price_cap", "min_years", "source")
    SEARCH = ("catalogue_code", "name", "source")
    SORT = "catalogue_code"
    SCOPE = SHARED

    catalogue_code = Text(_("Catalogue code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=80)
    max_per_head = Quantity(
        _("Most a head"),
        null=True,
        minimum=0,
        help=_("Pieces for each person of a unit; empty: no limit by head."),
    )
    price_cap = Price(_("Highest price"), null=True, minimum=0, unit=YUAN)
    min_years = Whole(_("Used at least"), null=True, minimum=1, maximum=100, unit=YEARS)
    source = Text(_("By which paper"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.catalogue_code} {self.name}"


class Asset(BaseModel):
    """The card of one fixed asset (资产卡片): book, card and object agree (R50, R54, R57, R74).

    ``in_use`` and ``repair`` alternate; what is not needed goes ``idle``, into the ``pool`` and to
    others; ``to_scrap`` waits for the decision on its disposal.
    """

    LABEL = _("Asset")
    LABEL_MANY = _("Assets")
    TITLE = "tag"
    TITLE_BESIDE = "name"
    LIST = ("tag", "name", "spec", "site", "room", "unit", "custodian", "cost", "status")
    SEARCH = ("tag", "name", "spec", "catalogue_code", "serial_no", "custodian.name", "unit.name")
    SORT = "tag"
    FORM = (
        (
            _("Card"),
            ("tag", "name", "spec", "asset_class", "catalogue_code", "serial_no"),
        ),
        (_("Place"), ("site", "room", "unit", "custodian")),
        (
            _("Value and origin"),
            ("cost", "acquired_on", "life_years", "origin", "source_order", "remark"),
        ),
    )
    OWNED = ("status", "loan_due_on", "retired_on", "acceptance_line")
    SCOPE = Scope(site="site", unit="unit", owner="custodian")
    EDITABLE_IN = ("in_use", "repair", "idle")
    DELETABLE_IN = ()
    PAGES = ("list", "details", "new", "edit", "import", "export", "history")
    INDEXES = (("status", "site"), ("catalogue_code", "status"))
    CHECKS = (
        Rule(
            "asset_unheld",
            "status NOT IN ('idle', 'pool', 'scrapped') OR custodian_id IS NULL",
            NOBODYS,
        ),
        Rule("asset_loan_due", "status <> 'loaned' OR loan_due_on IS NOT NULL", LOAN_NEEDS_DAY),
        Rule(
            "asset_retired",
            "(status = 'scrapped' AND retired_on IS NOT NULL) "
            "OR (status <> 'scrapped' AND retired_on IS NULL)",
            _("What is written off has its day, and nothing else has one."),
        ),
    )

    tag = Text(_("Tag"), max_length=30, unique=True, help=_("As on the label that is stuck on it."))
    name = Text(_("Name"), max_length=80, index=True)
    spec = Text(_("Specification"), max_length=120, default="")
    asset_class = Reference(AssetClass, _("Asset class"))
    catalogue_code = Text(
        _("Catalogue code"),
        max_length=20,
        default="",
        help=_("From the government procurement catalogue; one code for buying and assets."),
    )
    serial_no = Text(_("Maker's number"), max_length=60, default="")
    site = Reference(Site, _("Office area"))
    room = Reference(Room, _("Room"), null=True)
    unit = Reference(Unit, _("Using unit"))
    custodian = Reference(Staff, _("Custodian"), null=True, help=_("Who answers for it."))
    cost = Money(_("Original value"), minimum=0, unit=YUAN)
    acquired_on = Day(_("Acquired on"))
    life_years = Whole(_("Useful life"), minimum=1, maximum=100, unit=YEARS)
    origin = Choice(
        _("Origin"),
        {
            "purchase": _("Purchase"),
            "transfer": _("Transferred from others"),
            "donation": _("Donation"),
            "built": _("Built"),
            "surplus": _("Found at a count"),
        },
        default="purchase",
    )
    source_order = Reference(PurchaseOrder, _("Purchase order"), null=True)
    acceptance_line = Reference(
        GoodsAcceptanceLine, _("Line of a goods acceptance"), null=True, backref="assets"
    )
    remark = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {
            "in_use": _("In use"),
            "repair": _("Under repair"),
            "idle": _("Idle"),
            "pool": _("In the pool"),
            "loaned": _("On loan"),
            "to_scrap": _("To be written off"),
            "scrapped": _("Written off"),
        },
        default="in_use",
        tones={
            "in_use": "ok",
            "repair": "warn",
            "idle": "info",
            "pool": "info",
            "loaned": "work",
            "to_scrap": "warn",
            "scrapped": "neutral",
        },
    )
    loan_due_on = Day(_("Due back on"), null=True)
    retired_on = Day(_("Written off on"), null=True)

    def __str__(self) -> str:
        return f"{self.tag} {self.name}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.room_id and row.site_id and row.room.building.site_id != row.site_id:
            yield "room", NOT_THERE
        if row.custodian_id and row.status in UNHELD:
            yield "custodian", NOBODYS

    def age_on(self, day: dt.date) -> int:
        """Whole years since it was acquired."""
        had_birthday = (day.month, day.day) >= (self.acquired_on.month, self.acquired_on.day)
        return int(day.year - self.acquired_on.year - (not had_birthday))


__all__ = [
    "HELD",
    "LOAN_NEEDS_DAY",
    "NOT_THERE",
    "UNHELD",
    "YEARS",
    "YUAN",
    "AllocationStandard",
    "Asset",
    "AssetClass",
]
