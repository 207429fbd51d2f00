"""What is wrong with a building, and the small repairs that the center does itself."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, ClassVar

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Price,
    Quantity,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    local_today,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Building, Room, Site
from logistics.tables.people import Staff
from logistics.tables.service_desk import Ticket
from logistics.tables.stock import Item
from logistics.wording import Words, _

YUAN = _("yuan")
ROOM_OF_BUILDING = _("This room lies in another building.")
QUANTITY_ABOVE_ZERO = _("Quantity must be above zero.")


class BuildingDefect(BaseModel):
    """Something broken in a building, and how often it came back (R44, R47)."""

    LABEL = _("Building defect")
    LABEL_MANY = _("Building defects")
    TITLE = "place"
    LIST = (
        "doc_no",
        "building",
        "place",
        "kind",
        "severity",
        "reported_on",
        "recurrences",
        "status",
    )
    SEARCH = ("doc_no", "place", "description", "building.name", "reporter.name")
    SORT = "-reported_on"
    FORM = (
        (_("Place"), ("building", "room", "place")),
        (_("Fault"), ("kind", "severity", "description", "season_note")),
        (_("Who reported it"), ("reporter", "reported_on", "ticket")),
    )
    AUTHOR = "reporter"
    OWNED = ("doc_no", "status", "recurrences", "last_seen_on", "repaired_on", "outcome")
    DERIVED: ClassVar = {"site": "building.site"}
    SCOPE = Scope(site="site", unit="reporter.unit", owner="reporter")
    EDITABLE_IN = ("draft", "open")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "reported_on"), ("building", "kind"))

    doc_no = DocNo(_("Number"), prefix="BD")
    site = Reference(Site, _("Office area"))
    building = Reference(Building, _("Building"))
    room = Reference(Room, _("Room"), null=True)
    place = Text(_("Place"), max_length=120, help=_("The roof over the east stairs, for instance."))
    kind = Choice(
        _("Kind"),
        {
            "roof_leak": _("Roof leaks"),
            "wall": _("Walls and plaster"),
            "electrical": _("Electricity"),
            "plumbing": _("Water and drains"),
            "heating_cooling": _("Heating and cooling"),
            "door_window": _("Doors and windows"),
            "furniture": _("Furniture and fittings"),
            "other": _("Other"),
        },
        default="other",
    )
    severity = Choice(
        _("Severity"),
        {"minor": _("Minor"), "general": _("General"), "serious": _("Serious")},
        default="general",
        tones={"minor": "neutral", "general": "warn", "serious": "bad"},
    )
    description = LongText(_("What was found"))
    season_note = Text(
        _("Season"),
        max_length=200,
        default="",
        help=_("When it shows, and before which season it must be mended."),
    )
    reporter = Reference(Staff, _("Reported by"))
    reported_on = Day(_("Reported on"), default=local_today)
    ticket = Reference(
        Ticket, _("Ticket"), null=True, help=_("The request at the service desk that told of it.")
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "open": _("Not dealt with yet"),
            "in_repair": _("In repair"),
            "repaired": _("Repaired, under observation"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={"open": "bad", "in_repair": "work", "repaired": "info", "closed": "ok"},
    )
    recurrences = Whole(
        _("Recurrences"),
        default=0,
        minimum=0,
        unit=_("times"),
        help=_("How often it was seen again after the first report."),
    )
    last_seen_on = Day(_("Last seen on"), null=True)
    repaired_on = Day(_("Repaired on"), null=True)
    outcome = LongText(_("What was done"), default="")

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.place}".strip()

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        problems: list[tuple[str, Words]] = []
        if row.building_id and row.site_id and row.building.site_id != row.site_id:
            problems.append(("building", _("This building stands in another office area.")))
        if row.room_id and row.room.building_id != row.building_id:
            problems.append(("room", ROOM_OF_BUILDING))
        return problems


class WorkOrder(BaseModel):
    """A small repair by the center's own technician (维修单): arrival, parts, fixed at once or not.

    Answers R44 and R47 for what needs no works project.
    """

    LABEL = _("Work order")
    LABEL_MANY = _("Work orders")
    LIST = (
        "doc_no",
        "defect.place",
        "technician",
        "due_at",
        "arrived_at",
        "finished_at",
        "visits",
        "status",
    )
    SEARCH = ("doc_no", "task", "technician.name", "defect.place")
    SORT = "-id"
    FORM = ((_("Work order"), ("task", "safety_note")),)
    OWNED = (
        "doc_no",
        "defect",
        "site",
        "technician",
        "is_urgent",
        "due_at",
        "status",
        "arrived_at",
        "finished_at",
        "result",
        "visits",
        "is_unsafe",
        "accepted_by",
        "accepted_at",
        "remark",
    )
    SCOPE = Scope(site="site", unit="technician.unit", owner="technician")
    PAGES = ("list", "details", "edit", "export", "history")
    EDITABLE_IN = ("assigned", "working")
    INDEXES = (("status", "due_at"), ("technician", "status"))

    doc_no = DocNo(_("Number"), prefix="WO")
    defect = Reference(BuildingDefect, _("Building defect"))
    site = Reference(Site, _("Office area"))
    technician = Reference(Staff, _("Technician"))
    task = LongText(_("What is to be done"))
    is_urgent = Flag(_("Urgent"), help=_("On the spot within 30 minutes."))
    due_at = Instant(_("To be done by"))
    safety_note = Text(
        _("Safety measures"),
        max_length=200,
        default="",
        help=_("Power off, ladder held, place fenced off, for instance."),
    )
    status = Choice(
        _("Status"),
        {
            "assigned": _("Assigned"),
            "working": _("On the spot"),
            "done": _("To be accepted"),
            "accepted": _("Accepted"),
            "cancelled": _("Cancelled"),
        },
        default="assigned",
        tones={"assigned": "info", "working": "work", "done": "info", "accepted": "ok"},
    )
    arrived_at = Instant(_("Arrived at"), null=True)
    finished_at = Instant(_("Finished at"), null=True)
    result = LongText(_("Result"), default="")
    visits = Whole(
        _("Visits"),
        default=0,
        minimum=0,
        help=_("One: mended at the first visit (一次修复)."),
    )
    is_unsafe = Flag(_("Safety rules broken"))
    accepted_by = Reference(Staff, _("Accepted by"), null=True)
    accepted_at = Instant(_("Time of acceptance"), null=True)
    remark = LongText(_("Remark on acceptance"), default="")

    def __str__(self) -> str:
        return f"{self.doc_no} {self.defect.place}"


class WorkOrderPart(BaseModel):
    """A spare part or material that a small repair used."""

    LABEL = _("Part used")
    LABEL_MANY = _("Parts used")
    LIST = ("order", "item", "name", "quantity", "unit_of_measure", "unit_price")
    SEARCH = ("name", "order.doc_no")
    SORT = "order,id"
    DOCUMENT = "order"
    CHECKS = (
        Rule("work_order_part_quantity", "quantity > 0", QUANTITY_ABOVE_ZERO),
        Rule(
            "work_order_part_named",
            "item_id IS NOT NULL OR name <> ''",
            _("Choose an item or name the part."),
        ),
    )

    order = Reference(WorkOrder, _("Work order"), backref="parts")
    item = Reference(Item, _("Item"), null=True, help=_("Empty: describe it beside."))
    name = Text(_("Description"), max_length=80, default="", help=_("Empty: the item's name."))
    quantity = Quantity(_("Quantity"))
    unit_of_measure = Text(_("Unit of measure"), max_length=12, default="")
    unit_price = Price(_("Unit price"), default=0, minimum=0, unit=YUAN)

    def __str__(self) -> str:
        return str(self.name or (self.item.name if self.item_id else ""))

    @property
    def value(self) -> Decimal:
        """Quantity times price, in yuan."""
        exact = Decimal(self.quantity) * Decimal(self.unit_price)
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        problems: list[tuple[str, Words]] = []
        if row.quantity is not None and row.quantity <= 0:
            problems.append(("quantity", QUANTITY_ABOVE_ZERO))
        if row.item_id is None and not row.name:
            problems.append(("name", _("Choose an item or name the part.")))
        return problems
