"""Service commitments (服務承諾制) and the office hours on whose clock they are kept."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Clock,
    Day,
    Exact,
    Flag,
    LongText,
    Reference,
    Rule,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import _

LINES = {
    "repair": _("Repairs"),
    "supplies": _("Supplies"),
    "vehicle": _("Vehicles"),
    "meeting": _("Meetings"),
    "canteen": _("Canteen"),
    "cleaning": _("Cleaning"),
    "guarding": _("Guarding"),
    "mail": _("Mail"),
    "consultation": _("Enquiries"),
    "complaint": _("Complaints"),
}
"""The lines of service, which together are the service catalogue (R08)."""
URGENCIES = {"ordinary": _("Ordinary"), "urgent": _("Pressing")}
URGENCY_TONES = {"ordinary": "neutral", "urgent": "bad"}
CLOCKS = {"working": _("Office hours"), "calendar": _("Day and night")}
HOURS_IN_ORDER = _("The hours must follow each other: morning, then afternoon.")


class ServiceCommitment(BaseModel):
    """One promise: the service, its standard, the time limits, where to complain (R08, R21)."""

    LABEL = _("Service commitment")
    LABEL_MANY = _("Service commitments")
    LIST = (
        "code",
        "name",
        "line",
        "urgency",
        "respond_minutes",
        "resolve_hours",
        "clock",
        "responsible",
        "is_active",
    )
    SEARCH = ("code", "name", "standard", "complaint_phone")
    SORT = "line,urgency,code"
    FORM = (
        (_("Service offered"), ("code", "name", "line", "urgency", "standard")),
        (_("Time limits"), ("respond_minutes", "resolve_hours", "clock")),
        (_("Who answers for it"), ("unit", "responsible", "complaint_phone", "is_active")),
    )
    SCOPE = SHARED
    UNIQUE = (("line", "urgency", "name"),)
    CHECKS = (
        Rule(
            "service_commitment_order",
            "respond_minutes <= resolve_hours * 6",
            _("The time for the answer cannot be longer than the time for the solution."),
        ),
    )

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=80)
    line = Choice(_("Line of service"), LINES)
    urgency = Choice(_("Urgency"), URGENCIES, default="ordinary", tones=URGENCY_TONES)
    standard = LongText(_("What we promise"))
    respond_minutes = Whole(
        _("On the spot within"),
        minimum=0,
        unit=_("minutes"),
        help=_("Until somebody is there or has answered."),
    )
    resolve_hours = Exact(
        _("Done within"), scale=1, minimum=0, unit=_("hours"), help=_("Not less than the above.")
    )
    clock = Choice(
        _("Counted in"),
        CLOCKS,
        default="working",
        help=_("Office hours stand still at night, at noon and on days off."),
    )
    unit = Reference(Unit, _("Unit"))
    responsible = Reference(
        Staff, _("First asked"), help=_("Who is asked first when a ticket comes in by itself.")
    )
    complaint_phone = Text(_("Complaint phone"), max_length=40)
    is_active = Flag(_("Active"), default=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def resolve_minutes(self) -> int:
        """The time for the solution in minutes."""
        return int(self.resolve_hours * 60)


class OfficeHours(BaseModel):
    """The office's hours from a day on; summer and winter may differ."""

    LABEL = _("Office hours of a season")
    LABEL_MANY = _("Office hours")
    TITLE = "name"
    LIST = (
        "starts_on",
        "name",
        "opens_at",
        "closes_at_noon",
        "opens_after_noon",
        "closes_at",
    )
    SEARCH = ("name",)
    SORT = "-starts_on"
    SCOPE = SHARED
    CHECKS = (
        Rule(
            "office_hours_order",
            "opens_at < closes_at_noon AND closes_at_noon <= opens_after_noon "
            "AND opens_after_noon < closes_at",
            HOURS_IN_ORDER,
        ),
    )

    starts_on = Day(_("In force from"), unique=True)
    name = Text(_("Name"), max_length=40)
    opens_at = Clock(_("Morning from"))
    closes_at_noon = Clock(_("Morning until"))
    opens_after_noon = Clock(_("Afternoon from"))
    closes_at = Clock(_("Afternoon until"))

    def __str__(self) -> str:
        return str(self.name)
