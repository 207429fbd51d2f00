"""Safe driving: accidents, offences, and the daily word that there was none."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.fleet.dispatching import YUAN, Trip
from logistics.tables.fleet.vehicles import Vehicle
from logistics.tables.people import Staff
from logistics.wording import _

LIABILITY = {
    "full": _("Full liability"),
    "main": _("Main liability"),
    "equal": _("Equal liability"),
    "minor": _("Minor liability"),
    "none": _("No liability"),
}


class Accident(BaseModel):
    """A traffic accident (交通事故); the liability is what the traffic police found (R25)."""

    LABEL = _("Traffic accident")
    LABEL_MANY = _("Traffic accidents")
    LIST = (
        "doc_no",
        "happened_at",
        "vehicle",
        "driver",
        "place",
        "liability",
        "loss",
        "injuries",
        "status",
    )
    SEARCH = ("doc_no", "vehicle.plate", "driver.name", "place", "description")
    SORT = "-happened_at"
    FORM = (
        (_("The accident"), ("happened_at", "place", "vehicle", "driver", "trip")),
        (_("Damage and penalty"), ("description", "injuries", "loss")),
    )
    OWNED = ("doc_no", "status", "liability", "finding_no", "settled_on")
    SCOPE = Scope(site="vehicle.site", owner="driver")
    EDITABLE_IN = ("reported",)
    DELETABLE_IN = ("reported",)
    INDEXES = (("happened_at",), ("driver", "happened_at"))

    doc_no = DocNo(_("Number"), prefix="TA")
    happened_at = Instant(_("Happened at"))
    place = Text(_("Scene"), max_length=120)
    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    trip = Reference(Trip, _("Trip"), null=True)
    description = LongText(_("Course of events"))
    injuries = Whole(_("People hurt"), default=0, minimum=0, unit=_("people"))
    loss = Money(_("Property damage"), default=0, minimum=0, unit=YUAN)
    liability = Choice(
        _("Accident liability"),
        LIABILITY,
        null=True,
        tones={"full": "bad", "main": "bad", "equal": "warn", "minor": "warn", "none": "ok"},
        help=_("As the traffic police found."),
    )
    finding_no = Text(_("Finding of the traffic police"), max_length=60, default="")
    settled_on = Day(_("Settled on"), null=True)
    status = Choice(
        _("Status"),
        {"reported": _("Reported to the center"), "settled": _("Liability settled")},
        default="reported",
        tones={"reported": "bad", "settled": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.vehicle.plate} · {self.place}"


class TrafficViolation(BaseModel):
    """An offence (交通违法); fines are the driver's own (R24, R25)."""

    LABEL = _("Traffic offence")
    LABEL_MANY = _("Traffic offences")
    TITLE = "offence"
    LIST = (
        "happened_at",
        "vehicle",
        "driver",
        "offence",
        "points",
        "fine",
        "paid_by",
        "paid_on",
        "status",
    )
    SEARCH = ("vehicle.plate", "driver.name", "offence", "place")
    SORT = "-happened_at"
    FORM = (
        (_("Traffic offence"), ("happened_at", "place", "vehicle", "driver", "trip", "offence")),
        (_("Damage and penalty"), ("points", "fine")),
    )
    OWNED = ("status", "paid_by", "paid_on")
    SCOPE = Scope(site="vehicle.site", owner="driver")
    EDITABLE_IN = ("open",)
    DELETABLE_IN = ("open",)
    INDEXES = (("driver", "happened_at"), ("happened_at",))

    happened_at = Instant(_("Happened at"))
    place = Text(_("Scene"), max_length=120, default="")
    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    trip = Reference(Trip, _("Trip"), null=True)
    offence = Text(_("Offence"), max_length=120)
    points = Whole(_("Penalty points"), default=0, minimum=0, maximum=12)
    fine = Money(_("Fine amount"), default=0, minimum=0, unit=YUAN)
    paid_by = Choice(
        _("Fine paid by"),
        {"driver": _("The driver"), "center": _("The center")},
        default="driver",
        help=_("Fines are paid by the driver."),
    )
    paid_on = Day(_("Fine paid on"), null=True)
    status = Choice(
        _("Status"),
        {"open": _("Offence open"), "settled": _("Offence settled")},
        default="open",
        tones={"open": "warn", "settled": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.vehicle.plate} · {self.offence}"


class SafetyReport(BaseModel):
    """The daily report on safe driving (零报告): expected for every day, filed by hand (R25).

    That there was no accident is proven by these, not by an empty list of accidents.
    """

    LABEL = _("Daily safety report")
    LABEL_MANY = _("Daily safety reports")
    TITLE = "day"
    LIST = ("day", "status", "trips", "distance", "accidents", "filed_by", "filed_at", "is_late")
    SEARCH = ("note", "filed_by.name")
    SORT = "-day"
    AHEAD = "day"
    OWNED = (
        "day",
        "status",
        "trips",
        "distance",
        "accidents",
        "filed_by",
        "filed_at",
        "is_late",
        "note",
    )
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    CHECKS = (
        Rule(
            "safety_report_filed",
            "status = 'expected' OR (filed_by_id IS NOT NULL AND filed_at IS NOT NULL)",
            _("A filed report names who filed it."),
        ),
        Rule(
            "safety_report_nil",
            "status <> 'nil' OR accidents = 0",
            _("A nil report cannot name an accident."),
        ),
    )
    INDEXES = (("status", "day"),)

    day = Day(_("Day"), unique=True)
    status = Choice(
        _("Status"),
        {
            "expected": _("Report not filed yet"),
            "nil": _("No accident"),
            "accident": _("Accident reported"),
        },
        default="expected",
        tones={"expected": "neutral", "nil": "ok", "accident": "bad"},
    )
    trips = Whole(_("Trips that day"), default=0, minimum=0)
    distance = Whole(_("Distance that day"), default=0, minimum=0, unit=_("km"))
    accidents = Whole(_("Accidents that day"), default=0, minimum=0)
    filed_by = Reference(Staff, _("Filed by"), null=True)
    filed_at = Instant(_("Filed at"), null=True)
    is_late = Flag(_("Filed late"), help=_("Later than a week after the day."))
    note = Text(_("Remarks"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


__all__ = ["LIABILITY", "Accident", "SafetyReport", "TrafficViolation"]
