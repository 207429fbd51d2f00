"""Cost accounting: what a service costs at a site, by element, and by what it is measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Flag,
    Money,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel, Ledger
from logistics.tables.money.budget import YUAN
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff
from logistics.wording import Words, _

SERVICES = {
    "canteen": _("Canteen"),
    "fleet": _("Vehicles"),
    "cleaning": _("Cleaning"),
    "meetings": _("Meetings"),
    "energy": _("Energy"),
    "maintenance": _("Maintenance"),
    "guarding": _("Guarding"),
    "mail": _("Mail"),
    "supplies": _("Supplies"),
    "shuttle": _("Shuttle"),
    "overhead": _("Shared costs"),
}
ELEMENTS = {
    "labour": _("Labour"),
    "materials": _("Materials"),
    "energy": _("Energy and water"),
    "upkeep": _("Upkeep and repair"),
    "depreciation": _("Depreciation"),
    "rent": _("Rent"),
    "contracted": _("Contracted services"),
    "other": _("Other"),
}
DRIVERS = {
    "square_metres": _("Square metres, by month"),
    "heads": _("Heads, by month"),
    "kilometres": _("Kilometres"),
    "meals": _("Meals"),
    "room_hours": _("Room-hours"),
    "meetings": _("Meetings held"),
    "tickets": _("Service tickets"),
    "items": _("Pieces"),
}
FIRST_OF_MONTH = _("Give the first day of the month.")


def month_problem(row: Any) -> Iterable[tuple[str, Words]]:
    """A month is written as its first day."""
    if row.month is not None and row.month.day != 1:
        yield "month", FIRST_OF_MONTH


class CostObject(BaseModel):
    """What costs are counted for: a service, at a site, under one person (R69, R73, R81)."""

    LABEL = _("Cost object")
    LABEL_MANY = _("Cost objects")
    LIST = ("code", "name", "service", "site", "unit", "driver", "manager", "is_active")
    SEARCH = ("code", "name", "unit.name", "manager.name")
    SORT = "code"
    SCOPE = Scope(site="site", unit="unit", owner="manager")

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    service = Choice(_("Service line"), SERVICES)
    site = Reference(Site, _("Office area"), null=True, help=_("Empty: all office areas."))
    unit = Reference(Unit, _("Unit"), help=_("Which runs the service."))
    manager = Reference(
        Staff,
        _("Answers for the costs"),
        null=True,
        help=_("Whose assessment the variance enters."),
    )
    driver = Choice(
        _("Measured by"), DRIVERS, null=True, help=_("What its unit cost is the cost of.")
    )
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class CostDriver(BaseModel):
    """How much of a driver a cost object had in a month: meals, kilometres, square metres (R69)."""

    LABEL = _("Cost driver value")
    LABEL_MANY = _("Cost driver values")
    LIST = ("month", "cost_object", "driver", "quantity", "source")
    SEARCH = ("cost_object.name", "cost_object.code", "source")
    SORT = "-month,cost_object"
    SCOPE = Scope(site="cost_object.site", unit="cost_object.unit", owner="cost_object.manager")
    UNIQUE = (("month", "cost_object", "driver"),)

    month = Day(_("Month"), help=_("Its first day."))
    cost_object = Reference(CostObject, _("Cost object"))
    driver = Choice(_("Cost driver"), DRIVERS)
    quantity = Quantity(_("Quantity"), minimum=0)
    source = Text(_("From which records"), max_length=120, default="")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.cost_object}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        yield from month_problem(row)


class CostPlan(BaseModel):
    """What a cost object may cost in a month; the variance is measured against it (R73, R81)."""

    LABEL = _("Cost plan")
    LABEL_MANY = _("Cost plans")
    LIST = ("month", "cost_object", "amount", "unit_cost")
    SEARCH = ("cost_object.name", "cost_object.code")
    SORT = "-month,cost_object"
    SCOPE = Scope(site="cost_object.site", unit="cost_object.unit", owner="cost_object.manager")
    UNIQUE = (("month", "cost_object"),)

    month = Day(_("Month"), help=_("Its first day."))
    cost_object = Reference(CostObject, _("Cost object"))
    amount = Money(_("By plan"), minimum=0, unit=YUAN)
    unit_cost = Price(_("Planned unit cost"), null=True, minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.cost_object}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        yield from month_problem(row)


class CostAllocation(BaseModel):
    """One sharing out of a shared object's costs of a month, exact to the fen (R69, R81).

    A later one of the same object and month takes the earlier back; both stay in the entries.
    """

    LABEL = _("Cost allocation")
    LABEL_MANY = _("Cost allocations")
    LIST = ("doc_no", "month", "source", "driver", "amount", "basis", "version", "status")
    SEARCH = ("doc_no", "source.name")
    SORT = "-created_at"
    OWNED = ("doc_no", "month", "source", "driver", "amount", "basis", "version", "status")
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("source", "month", "version"),)

    doc_no = DocNo(_("Number"), prefix="CA")
    month = Day(_("Month"))
    source = Reference(CostObject, _("Shared object"))
    driver = Choice(_("Shared by"), DRIVERS)
    amount = Money(_("Shared out"), unit=YUAN)
    basis = Quantity(_("Driver in all"), minimum=0)
    version = Whole(_("Version"), default=1, minimum=1)
    status = Choice(
        _("Status"),
        {"standing": _("Standing"), "superseded": _("Replaced")},
        default="standing",
        tones={"standing": "ok", "superseded": "neutral"},
    )

    def __str__(self) -> str:
        return str(self.doc_no or self.source)


class CostEntry(Ledger):
    """One cost of an object in a month, by element; a mistake is booked back (R69, R73).

    Entries with an ``allocation`` were shared out: minus at the shared object, plus at the others.
    """

    LABEL = _("Cost entry")
    LABEL_MANY = _("Cost entries")
    TITLE = "note"
    LIST = (
        "month",
        "cost_object",
        "element",
        "amount",
        "note",
        "allocation",
        "doc_type",
        "created_by",
    )
    SEARCH = ("cost_object.name", "cost_object.code", "note")
    SORT = "-month,-id"
    OWNED = (
        "month",
        "cost_object",
        "element",
        "amount",
        "note",
        "allocation",
        "reversal_of",
        "doc_type",
        "doc_id",
    )
    SCOPE = Scope(site="cost_object.site", unit="cost_object.unit", owner="cost_object.manager")
    INDEXES = (("month", "cost_object", "element"),)
    CHECKS = (
        Rule("cost_entry_amount", "amount <> 0", _("An entry must move something.")),
        Rule("cost_entry_reversal", "reversal_of_id <> id", _("An entry cannot reverse itself.")),
    )

    month = Day(_("Month"))
    cost_object = Reference(CostObject, _("Cost object"))
    element = Choice(_("Element"), ELEMENTS)
    amount = Money(_("Amount"), unit=YUAN)
    note = Text(_("What for"), max_length=200, default="")
    allocation = Reference(CostAllocation, _("Cost allocation"), null=True, backref="entries")
    reversal_of = Reference("self", _("Reverses"), null=True, unique=True)
    doc_type = Text(_("Kind of document"), max_length=60, default="")
    doc_id = Whole(_("Document"), null=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.cost_object}"


__all__ = [
    "DRIVERS",
    "ELEMENTS",
    "SERVICES",
    "CostAllocation",
    "CostDriver",
    "CostEntry",
    "CostObject",
    "CostPlan",
]
