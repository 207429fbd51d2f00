"""Works projects: from the proposal over surveys, offers and approval to the end of observation."""

from __future__ import annotations

from typing import Any, ClassVar

from logistics.database import (
    Choice,
    Day,
    DocNo,
    LongText,
    Money,
    Percent,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.buildings.contractors import Contractor
from logistics.tables.buildings.defects import YUAN, BuildingDefect
from logistics.tables.money import BudgetLine
from logistics.tables.organisation import Building, Room, Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.tables.purchasing import PurchaseRequest
from logistics.wording import Words, _

YEARS = _("years")
WORKS_KINDS: dict[str, Words] = {
    "roof": _("Roof waterproofing"),
    "decoration": _("Decoration"),
    "painting": _("Wall painting"),
    "wiring": _("Wiring"),
    "plumbing": _("Water pipes and drains"),
    "heating_cooling": _("Heating and cooling"),
    "equipment": _("Installation of equipment"),
    "other": _("Other"),
}
WARRANTY_YEARS = {
    "roof": 5,
    "decoration": 2,
    "painting": 2,
    "wiring": 2,
    "plumbing": 2,
    "heating_cooling": 2,
    "equipment": 2,
    "other": 1,
}
"""The least warranty from acceptance (State Council Order 279, article 40); two heating or cooling
seasons are two years."""

BEFORE_CONTRACT = ("proposed", "surveyed", "quoted", "returned", "approved")
OBSERVED = ("accepted", "settled", "warranty")
"""States in which the work is done and watched, rain by rain."""


class WorksProject(BaseModel):
    """A repair or fit-out that a contractor carries out (R44, R45, R46, R47, R50, R57)."""

    LABEL = _("Works project")
    LABEL_MANY = _("Works projects")
    TITLE = "name"
    LIST = ("doc_no", "name", "kind", "site", "contractor", "amount", "progress", "status")
    SEARCH = ("doc_no", "name", "contractor.name", "requester.name")
    SORT = "-id"
    FORM = (
        (_("Works project"), ("name", "kind", "defect", "unit", "requester")),
        (_("Place"), ("building", "place")),
        (
            _("Grounds and money"),
            ("reason", "season_note", "benefit_note", "estimate", "budget_line"),
        ),
    )
    AUTHOR = "requester"
    OWNED = (
        "doc_no",
        "status",
        "contractor",
        "choice_reason",
        "amount",
        "approval_for",
        "approved_amount",
        "contract_no",
        "purchase",
        "contracted_on",
        "contracted_by",
        "starts_on",
        "ends_on",
        "started_on",
        "progress",
        "accepted_on",
        "warranty_years",
        "warranty_until",
        "users_asked",
        "users_satisfied",
        "end_reason",
    )
    DERIVED: ClassVar = {"site": "building.site"}
    SCOPE = Scope(site="site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "proposed", "surveyed", "returned")
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "kind"), ("warranty_until",))
    CHECKS = (
        Rule(
            "works_project_term",
            "ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
        Rule(
            "works_project_response",
            "users_satisfied IS NULL OR users_satisfied <= users_asked",
            _("More people satisfied than asked."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="WP")
    name = Text(_("Name"), max_length=120)
    kind = Choice(_("Kind"), WORKS_KINDS, default="other")
    defect = Reference(
        BuildingDefect, _("Building defect"), null=True, help=_("What the project is to mend.")
    )
    site = Reference(Site, _("Office area"))
    building = Reference(Building, _("Building"))
    place = Text(_("Place"), max_length=120, default="")
    unit = Reference(Unit, _("Unit"), help=_("The unit that asks; its head reviews."))
    requester = Reference(Staff, _("Requester"))
    reason = LongText(_("Grounds"), default="", help=_("Why it is needed, and why now."))
    season_note = Text(
        _("Season"),
        max_length=200,
        default="",
        help=_("Which season suits the work; a roof cannot be proposed without it."),
    )
    benefit_note = LongText(
        _("Benefit of the fit-out"),
        default="",
        help=_("For leased rooms: what the outlay gives over the months that are left."),
    )
    estimate = Money(_("Estimate"), minimum=0, unit=YUAN)
    budget_line = Reference(
        BudgetLine,
        _("Budget line"),
        null=True,
        help=_("Empty: a purchase request carries the money; the contract names it."),
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "proposed": _("Works proposed"),
            "surveyed": _("Surveyed"),
            "quoted": _("Offer chosen"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "contracted": _("Contracted"),
            "started": _("Started"),
            "accepted": _("Accepted"),
            "settled": _("Works settled"),
            "warranty": _("In warranty"),
            "closed": _("Closed"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "proposed": "info",
            "surveyed": "info",
            "quoted": "info",
            "submitted": "info",
            "approved": "ok",
            "contracted": "work",
            "started": "work",
            "accepted": "ok",
            "settled": "ok",
            "warranty": "ok",
            "closed": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )
    contractor = Reference(Contractor, _("Contractor"), null=True)
    choice_reason = LongText(_("Reason of the choice"), default="")
    amount = Money(
        _("Amount"),
        null=True,
        unit=YUAN,
        help=_("What is decided on: the chosen offer, at the end the final amount."),
    )
    approval_for = Choice(
        _("Amount under decision"),
        {"award": _("The contract"), "final": _("The final amount")},
        default="award",
    )
    approved_amount = Money(_("Approved amount"), null=True, unit=YUAN)
    contract_no = Text(_("Contract number"), max_length=40, default="")
    purchase = Reference(PurchaseRequest, _("Purchase request"), null=True)
    contracted_on = Day(_("Signed on"), null=True)
    contracted_by = Reference(Account, _("Contract signed by"), null=True)
    starts_on = Day(_("To begin on"), null=True)
    ends_on = Day(_("To be finished by"), null=True)
    started_on = Day(_("Begun on"), null=True)
    progress = Percent(_("Progress"), default=0, minimum=0, maximum=100, unit=_("%"))
    accepted_on = Day(_("Accepted on"), null=True)
    warranty_years = Whole(_("Warranty"), null=True, minimum=0, unit=YEARS)
    warranty_until = Day(_("Warranty until"), null=True)
    users_asked = Whole(_("Users asked"), null=True, minimum=1, unit=_("people"))
    users_satisfied = Whole(_("Of them satisfied"), null=True, minimum=0, unit=_("people"))
    end_reason = LongText(_("Why given up"), default="")

    def __str__(self) -> str:
        return f"{self.doc_no} {self.name}" if self.doc_no else str(self.name)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        problems: list[tuple[str, Words]] = []
        if row.building_id and row.site_id and row.building.site_id != row.site_id:
            problems.append(("building", _("This building stands in another office area.")))
        if row.estimate is not None and row.estimate <= 0:
            problems.append(("estimate", _("The amount must be above zero.")))
        return problems


class WorksRoom(BaseModel):
    """A room or corridor that a project works on (R47): what is done there, and since when."""

    LABEL = _("Room of a works project")
    LABEL_MANY = _("Rooms of works projects")
    LIST = ("project", "room", "place", "work", "done_on")
    SEARCH = ("place", "work", "project.doc_no", "project.name")
    SORT = "project,id"
    DOCUMENT = "project"
    OWNED = ("done_on",)
    CHECKS = (
        Rule(
            "works_room_named",
            "room_id IS NOT NULL OR place <> ''",
            _("Choose a room or name the place."),
        ),
    )

    project = Reference(WorksProject, _("Works project"), backref="rooms")
    room = Reference(Room, _("Room"), null=True)
    place = Text(_("Place"), max_length=80, default="", help=_("A corridor, for instance."))
    work = Text(_("What is to be done"), max_length=200, default="")
    done_on = Day(_("Done on"), null=True)

    def __str__(self) -> str:
        return str(self.place or self.room)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.room_id is None and not row.place:
            return [("place", _("Choose a room or name the place."))]
        return []
