"""Relocation: the move of units from one office area to another, and who answers which number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.buildings import Contractor
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

PHASES: dict[str, Words] = {
    "before": _("Before the move"),
    "during": _("During the move"),
    "after": _("After the move"),
}
CATEGORIES: dict[str, Words] = {
    "allocation": _("Allocation of offices"),
    "fitout": _("Fit-out"),
    "furniture": _("Furniture"),
    "power": _("Power and wiring"),
    "network": _("Network"),
    "phone": _("Telephones"),
    "fire_check": _("Fire check"),
    "canteen": _("Canteen"),
    "shuttle": _("Shuttle"),
    "mail": _("Mail route"),
    "mover": _("Movers"),
    "hvac": _("Heating, cooling and air"),
    "other": _("Other"),
}
GATE = ("allocation", "power", "network", "phone", "fire_check", "canteen", "shuttle", "mail")
"""What must be ready before anybody moves (domain 2.14)."""

DEPENDS_IN_CIRCLE = _("These tasks would wait for each other in a circle.")


class Relocation(BaseModel):
    """A move of units to another office area (搬迁, R48), in three phases."""

    LABEL = _("Relocation")
    LABEL_MANY = _("Relocations")
    LIST = ("doc_no", "name", "from_site", "to_site", "go_live_on", "mover", "status")
    SEARCH = ("doc_no", "name", "mover.name")
    SORT = "-go_live_on"
    FORM = (
        (_("Relocation"), ("name", "from_site", "to_site", "go_live_on")),
        (_("Carried out by"), ("leader", "mover", "note")),
    )
    OWNED = ("doc_no", "status", "ready_at", "ready_by", "moved_at", "closing_note")
    SCOPE = Scope(site="to_site", unit="leader.unit", owner="leader")
    EDITABLE_IN = ("draft", "preparing", "ready", "moved")
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule(
            "relocation_two_sites",
            "from_site_id <> to_site_id",
            _("A move leads to another office area."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="RL")
    name = Text(_("Name"), max_length=120)
    from_site = Reference(Site, _("From office area"))
    to_site = Reference(Site, _("To office area"))
    go_live_on = Day(_("In use from"))
    leader = Reference(Staff, _("In charge"))
    mover = Reference(Contractor, _("Moving company"), null=True)
    note = LongText(_("Note"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "preparing": _("In preparation"),
            "ready": _("Ready to move"),
            "moved": _("Moved"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={"preparing": "work", "ready": "info", "moved": "ok", "closed": "ok"},
    )
    ready_at = Instant(_("Found ready at"), null=True)
    ready_by = Reference(Account, _("Found ready by"), null=True)
    moved_at = Instant(_("Moved at"), null=True)
    closing_note = LongText(_("What remains to be said"), default="")

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.from_site_id and row.from_site_id == row.to_site_id:
            yield "to_site", _("A move leads to another office area.")


class RelocationTask(BaseModel):
    """One thing to be done before, during or after a move, by whom and until when.

    Answers R49, R50, R51, R52, R53, R54 and, for work at night and on days off, R55.
    """

    LABEL = _("Task of a relocation")
    LABEL_MANY = _("Tasks of relocations")
    TITLE = "title"
    LIST = ("relocation", "phase", "category", "title", "owner", "due_on", "depends_on", "status")
    SEARCH = ("title", "owner.name", "relocation.name", "evidence")
    SORT = "relocation,due_on,id"
    DOCUMENT = "relocation"
    FORM = (
        (_("Task"), ("relocation", "phase", "category", "title", "owner", "due_on", "depends_on")),
    )
    OWNED = ("status", "done_on", "evidence", "worked_overtime")
    SCOPE = Scope(site="relocation.to_site", unit="owner.unit", owner="owner")
    INDEXES = (("status", "due_on"),)
    CHECKS = (Rule("relocation_task_not_itself", "depends_on_id <> id", DEPENDS_IN_CIRCLE),)

    relocation = Reference(Relocation, _("Relocation"), backref="tasks")
    phase = Choice(_("Phase"), PHASES, default="before")
    category = Choice(_("Category"), CATEGORIES, default="other")
    title = Text(_("What is to be done"), max_length=120)
    owner = Reference(Staff, _("Responsible"))
    due_on = Day(_("To be done by"))
    depends_on = Reference(
        "self", _("Not before"), null=True, help=_("The task that must be done first.")
    )
    status = Choice(
        _("Status"),
        {"open": _("Not done yet"), "done": _("Done")},
        default="open",
        tones={"open": "work", "done": "ok"},
    )
    done_on = Day(_("Done on"), null=True)
    evidence = Text(
        _("Proof"),
        max_length=200,
        default="",
        help=_("Record, certificate or document number that shows it."),
    )
    worked_overtime = Flag(_("At night or on days off"))

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        before = row.depends_on if row.depends_on_id else None
        if before is not None and before.relocation_id != row.relocation_id:
            yield "depends_on", _("This task belongs to another move.")
        passed = {row.id} - {None}
        while before is not None:
            if before.id in passed:
                yield "depends_on", DEPENDS_IN_CIRCLE
                return
            passed.add(before.id)
            before = before.depends_on if before.depends_on_id else None


class MoveSlot(BaseModel):
    """When which unit loads (搬家顺序, R53): one after the other at the loading place."""

    LABEL = _("Moving slot")
    LABEL_MANY = _("Moving slots")
    LIST = ("relocation", "seq", "unit", "starts_at", "ends_at", "vehicles", "contact", "status")
    SEARCH = ("unit.name", "relocation.name", "note")
    SORT = "relocation,seq"
    DOCUMENT = "relocation"
    FORM = (
        (_("Slot"), ("relocation", "seq", "unit", "starts_at", "ends_at")),
        (_("Loading"), ("vehicles", "contact", "note")),
    )
    OWNED = ("status", "moved_at", "people_moved")
    SCOPE = Scope(site="relocation.to_site", unit="unit", owner="contact")
    UNIQUE = (("relocation", "seq"), ("relocation", "unit"))
    CHECKS = (Rule("move_slot_interval", "ends_at > starts_at", ENDS_AFTER_START),)
    NO_OVERLAP = (
        NoOverlap(
            "move_slot_one_at_a_time",
            ("relocation",),
            "starts_at",
            "ends_at",
            "",
            _("Another unit loads at that time."),
        ),
    )

    relocation = Reference(Relocation, _("Relocation"), backref="slots")
    seq = Whole(_("Order"), minimum=1)
    unit = Reference(Unit, _("Unit"))
    starts_at = Instant(_("Starts at"))
    ends_at = Instant(_("Ends at"))
    vehicles = Whole(_("Lorries"), default=1, minimum=1, maximum=50)
    contact = Reference(Staff, _("Contact of the unit"), null=True)
    note = Text(_("Note"), max_length=200, default="", help=_("Lift, entrance, heavy goods."))
    status = Choice(
        _("Status"),
        {"planned": _("Planned"), "moved": _("Moved")},
        default="planned",
        tones={"planned": "info", "moved": "ok"},
    )
    moved_at = Instant(_("Moved at"), null=True)
    people_moved = Whole(_("People moved"), default=0, minimum=0, unit=_("people"))

    def __str__(self) -> str:
        return f"{self.seq} · {self.unit}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            yield "ends_at", ENDS_AFTER_START


class PhoneExtension(BaseModel):
    """A number of an office area's exchange, and who answers it (R51)."""

    LABEL = _("Phone extension")
    LABEL_MANY = _("Phone extensions")
    LIST = ("number", "site", "room", "unit", "staff", "port", "is_active")
    SEARCH = ("number", "room.code", "unit.name", "staff.name", "port")
    SORT = "site,number"
    SCOPE = Scope(site="site", unit="unit")
    UNIQUE = (("site", "number"),)

    site = Reference(Site, _("Office area"))
    number = Text(_("Extension number"), max_length=20)
    room = Reference(Room, _("Room"), null=True)
    unit = Reference(Unit, _("Unit"), null=True)
    staff = Reference(Staff, _("Answered by"), null=True)
    port = Text(_("Port of the exchange"), max_length=20, default="")
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.room_id and row.site_id and row.room.building.site_id != row.site_id:
            yield "room", _("This room lies in another office area.")


__all__ = [
    "CATEGORIES",
    "GATE",
    "PHASES",
    "MoveSlot",
    "PhoneExtension",
    "Relocation",
    "RelocationTask",
]
