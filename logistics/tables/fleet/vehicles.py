"""The vehicles, who may drive them, and their sealing over holidays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    Exact,
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
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

KILOMETRES = _("km")
ELECTRIC = "electric"
TWO_PEOPLE = _("Two people seal a vehicle: the sealer and the driver must be different.")
ODOMETER_BACK = _("An odometer cannot go back.")


class Vehicle(BaseModel):
    """A vehicle of the center (公务用车): one account, one card, one place at night (R24).

    ``odometer`` is the highest reading known; only operations raise it.
    """

    LABEL = _("Vehicle")
    LABEL_MANY = _("Vehicle register")
    TITLE = "plate"
    LIST = (
        "plate",
        "name",
        "category",
        "site",
        "seats",
        "driver",
        "odometer",
        "insurance_until",
        "inspection_until",
        "status",
    )
    SEARCH = ("plate", "name", "driver.name", "fuel_card")
    SORT = "plate"
    FORM = (
        (_("Vehicle"), ("plate", "name", "category", "seats", "site", "driver", "bought_on")),
        (
            _("Fuel and card"),
            ("fuel", "standard_consumption", "tank_capacity", "fuel_card"),
        ),
        (_("Papers"), ("insurance_until", "inspection_until", "service_due_on", "remarks")),
    )
    OWNED = ("status", "odometer")
    SCOPE = Scope(site="site", owner="driver")
    INDEXES = (("status", "category"),)

    plate = Text(_("Plate"), max_length=16, unique=True)
    name = Text(_("Make and model"), max_length=60, default="")
    category = Choice(
        _("Class of use"),
        {
            "confidential": _("Confidential mail"),
            "emergency": _("Emergency and general support"),
            "law_enforcement": _("Law enforcement"),
            "special": _("Special technical"),
            "commuter": _("Commuter coach"),
            "other": _("Other"),
        },
        default="emergency",
    )
    site = Reference(Site, _("Office area"), help=_("Where it stands overnight."))
    seats = Whole(_("Seats"), minimum=1, maximum=80, help=_("The driver's not counted."))
    driver = Reference(
        Staff, _("Usual driver"), null=True, help=_("Answers for its fuel, service and look.")
    )
    fuel = Choice(
        _("Fuel kind"),
        {
            "petrol": _("Petrol"),
            "diesel": _("Diesel"),
            "hybrid": _("Hybrid"),
            ELECTRIC: _("Electric"),
        },
        default="petrol",
    )
    standard_consumption = Exact(
        _("Standard consumption"),
        scale=1,
        null=True,
        minimum=1,
        unit=_("L/100 km"),
        help=_("For an electric vehicle in kWh per 100 km."),
    )
    tank_capacity = Exact(_("Tank"), scale=1, null=True, minimum=1, unit=_("L"))
    fuel_card = Text(
        _("Fuel card"),
        max_length=30,
        null=True,
        unique=True,
        help=_("One card a vehicle; other vehicles are not fuelled with it."),
    )
    bought_on = Day(_("Bought on"), null=True)
    insurance_until = Day(_("Insured until"), null=True, help=_("It leaves only while insured."))
    inspection_until = Day(
        _("Inspection valid until"), null=True, help=_("It leaves only while this is valid.")
    )
    service_due_on = Day(_("Service due on"), null=True)
    odometer = Whole(_("Odometer"), null=True, minimum=0, unit=KILOMETRES)
    remarks = LongText(_("Remarks"), default="")
    status = Choice(
        _("Status"),
        {
            "available": _("Available"),
            "out": _("Out on a trip"),
            "repair": _("In the repair shop"),
            "sealed": _("Under seal"),
            "scrapped": _("Scrapped"),
        },
        default="available",
        tones={
            "available": "ok",
            "out": "work",
            "repair": "warn",
            "sealed": "info",
            "scrapped": "neutral",
        },
    )

    def __str__(self) -> str:
        return f"{self.plate} {self.name}".strip()


class DriverProfile(BaseModel):
    """What a driver may drive, and until when (R24)."""

    LABEL = _("Driver's file")
    LABEL_MANY = _("Drivers")
    TITLE = "staff"
    LIST = ("staff", "licence_class", "licence_no", "licence_until", "is_active", "remarks")
    SEARCH = ("staff.name", "staff.staff_no")
    SORT = "staff"
    FORM = (
        (_("Driver"), ("staff", "is_active", "remarks")),
        (_("Driving licence"), ("licence_class", "licence_no", "licence_until")),
    )
    PERSONAL = ("licence_no",)
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")

    staff = Reference(Staff, _("Staff member"), unique=True)
    licence_class = Choice(
        _("Licence class"),
        {
            "A1": _("A1 (large coach)"),
            "A2": _("A2 (articulated)"),
            "B1": _("B1 (medium coach)"),
            "B2": _("B2 (large lorry)"),
            "C1": _("C1 (car)"),
        },
        default="C1",
    )
    licence_no = Text(_("Licence number"), max_length=30, default="")
    licence_until = Day(_("Licence valid until"))
    is_active = Flag(_("Drives"), default=True)
    remarks = Text(_("Remarks"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.staff)


class SealLog(BaseModel):
    """A vehicle sealed over a holiday (节假日封存), its odometer read by two people (R23)."""

    LABEL = _("Sealing")
    LABEL_MANY = _("Holiday sealing")
    TITLE = "vehicle"
    LIST = (
        "vehicle",
        "occasion",
        "starts_at",
        "ends_at",
        "odo_before",
        "odo_after",
        "sealer",
        "driver",
        "status",
    )
    SEARCH = ("vehicle.plate", "occasion", "sealer.name", "driver.name")
    SORT = "-starts_at,vehicle"
    OWNED = (
        "vehicle",
        "occasion",
        "until",
        "starts_at",
        "ends_at",
        "odo_before",
        "odo_after",
        "sealer",
        "driver",
        "unsealer",
        "note",
        "status",
    )
    SCOPE = Scope(site="vehicle.site", owner="driver")
    PAGES = ("list", "details", "export", "history")
    NO_OVERLAP = (
        NoOverlap(
            "seal_log_once",
            ("vehicle",),
            "starts_at",
            "ends_at",
            "",
            _("This vehicle is sealed at that time already."),
        ),
    )
    CHECKS = (
        Rule("seal_log_interval", "ends_at IS NULL OR ends_at > starts_at", ENDS_AFTER_START),
        Rule("seal_log_two_people", "sealer_id <> driver_id", TWO_PEOPLE),
        Rule("seal_log_odometer", "odo_after IS NULL OR odo_after >= odo_before", ODOMETER_BACK),
    )

    vehicle = Reference(Vehicle, _("Vehicle"))
    occasion = Text(
        _("Which holiday"), max_length=60, help=_("Spring Festival 2026, for instance.")
    )
    until = Day(_("Sealed until"), help=_("The last day of the holiday."))
    starts_at = Instant(_("Sealed at"))
    ends_at = Instant(_("Unsealed at"), null=True)
    odo_before = Whole(_("Odometer when sealed"), minimum=0, unit=KILOMETRES)
    odo_after = Whole(_("Odometer when unsealed"), null=True, minimum=0, unit=KILOMETRES)
    sealer = Reference(Staff, _("Sealed by"))
    driver = Reference(Staff, _("Driver present"))
    unsealer = Reference(Staff, _("Unsealed by"), null=True)
    note = Text(
        _("Remarks"), max_length=200, default="", help=_("Why the odometer moved, if it did.")
    )
    status = Choice(
        _("Status"),
        {"sealed": _("Under seal"), "unsealed": _("Unsealed")},
        default="sealed",
        tones={"sealed": "info", "unsealed": "ok"},
    )

    def __str__(self) -> str:
        return f"{self.vehicle.plate} · {self.occasion}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.sealer_id and row.sealer_id == row.driver_id:
            yield "driver", TWO_PEOPLE


__all__ = ["ELECTRIC", "KILOMETRES", "ODOMETER_BACK", "DriverProfile", "SealLog", "Vehicle"]
