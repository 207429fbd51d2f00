"""Dispatch slips and the trips that were driven on them."""

from __future__ import annotations

from logistics.database import (
    Choice,
    DocNo,
    Flag,
    Instant,
    Money,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.fleet.requests import VehicleRequest
from logistics.tables.fleet.vehicles import KILOMETRES, ODOMETER_BACK, Vehicle
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import _

YUAN = _("yuan")
RESERVED = "status IN ('issued', 'out')"
"""A slip that still binds vehicle and driver, also before anybody has left."""


class Dispatch(BaseModel):
    """A dispatch slip (派车单): without one no vehicle leaves; it may carry several requests (R23).

    From its issue on it reserves vehicle and driver, which the database keeps.
    """

    LABEL = _("Dispatch slip")
    LABEL_MANY = _("Dispatch slips")
    LIST = (
        "doc_no",
        "kind",
        "vehicle",
        "driver",
        "destination",
        "starts_at",
        "ends_at",
        "passengers",
        "status",
    )
    SEARCH = ("doc_no", "vehicle.plate", "driver.name", "destination", "purpose")
    SORT = "-starts_at"
    OWNED = (
        "doc_no",
        "kind",
        "site",
        "vehicle",
        "driver",
        "purpose",
        "origin",
        "destination",
        "passengers",
        "starts_at",
        "ends_at",
        "issued_by",
        "issued_at",
        "end_reason",
        "is_refused",
        "status",
    )
    SCOPE = Scope(site="site", owner="driver")
    PAGES = ("list", "details", "export", "history")
    NO_OVERLAP = (
        NoOverlap(
            "dispatch_one_vehicle",
            ("vehicle",),
            "starts_at",
            "ends_at",
            RESERVED,
            _("This vehicle is already reserved at that time. Choose another one or another time."),
        ),
        NoOverlap(
            "dispatch_one_driver",
            ("driver",),
            "starts_at",
            "ends_at",
            RESERVED,
            _("This driver already has a trip at that time. Choose another driver."),
        ),
    )
    CHECKS = (Rule("dispatch_interval", "ends_at > starts_at", ENDS_AFTER_START),)
    INDEXES = (("status", "starts_at"), ("vehicle", "starts_at"), ("driver", "starts_at"))

    doc_no = DocNo(_("Number"), prefix="DP")
    kind = Choice(
        _("Kind"),
        {
            "request": _("On request"),
            "purchase": _("Weekly purchase run"),
            "errand": _("Errand of the center"),
        },
        default="request",
    )
    site = Reference(Site, _("Office area"))
    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    purpose = Text(_("Reason for the journey"), max_length=200, default="")
    origin = Text(_("From (place)"), max_length=80, default="")
    destination = Text(_("Destination"), max_length=200)
    passengers = Whole(_("Passengers"), default=0, minimum=0, unit=_("people"))
    starts_at = Instant(_("Leaves at"))
    ends_at = Instant(_("Back by"))
    issued_by = Reference(Account, _("Dispatched by"), null=True)
    issued_at = Instant(_("Slip issued at"), null=True)
    end_reason = Text(_("Why given up"), max_length=200, default="")
    is_refused = Flag(_("Refused by the driver"), help=_("Counts against the driver's discipline."))
    status = Choice(
        _("Status"),
        {
            "issued": _("Slip issued"),
            "out": _("Out on a trip"),
            "back": _("Back from the trip"),
            "cancelled": _("Cancelled"),
        },
        default="issued",
        tones={"issued": "info", "out": "work", "back": "ok"},
    )

    def __str__(self) -> str:
        return str(self.doc_no or self.destination)


class DispatchRequest(BaseModel):
    """One of the requests that a dispatch slip carries: same way, one vehicle (R23)."""

    LABEL = _("Request on a dispatch slip")
    LABEL_MANY = _("Requests on dispatch slips")
    TITLE = "request"
    LIST = ("dispatch", "request")
    SEARCH = ("dispatch.doc_no", "request.doc_no", "request.destination")
    SORT = "dispatch,request"
    DOCUMENT = "dispatch"
    OWNED = ("dispatch", "request")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("dispatch", "request"),)

    dispatch = Reference(Dispatch, _("Dispatch slip"))
    request = Reference(VehicleRequest, _("Vehicle request"))

    def __str__(self) -> str:
        return f"{self.dispatch} · {self.request}"


class Trip(BaseModel):
    """What was driven on a slip (出车记录): when, how far, what it cost on the way (R24, R59).

    ``gap_km`` are kilometres between the reading before and the one at departure that no trip
    explains.
    """

    LABEL = _("Trip")
    LABEL_MANY = _("Trips")
    TITLE = "dispatch"
    LIST = (
        "dispatch",
        "vehicle",
        "driver",
        "out_at",
        "in_at",
        "odo_in",
        "distance",
        "gap_km",
        "status",
    )
    SEARCH = ("dispatch.doc_no", "vehicle.plate", "driver.name", "dispatch.destination")
    SORT = "-out_at"
    OWNED = (
        "dispatch",
        "vehicle",
        "driver",
        "out_at",
        "in_at",
        "odo_out",
        "odo_in",
        "distance",
        "gap_km",
        "gap_reason",
        "tolls",
        "parking",
        "note",
        "end_reason",
        "status",
    )
    SCOPE = Scope(site="dispatch.site", owner="driver")
    PAGES = ("list", "details", "export", "history")
    NO_OVERLAP = (
        NoOverlap(
            "trip_one_vehicle",
            ("vehicle",),
            "out_at",
            "in_at",
            "status <> 'cancelled'",
            _("This vehicle is out on another trip at that time."),
        ),
        NoOverlap(
            "trip_one_driver",
            ("driver",),
            "out_at",
            "in_at",
            "status <> 'cancelled'",
            _("This driver is out on another trip at that time."),
        ),
    )
    CHECKS = (
        Rule("trip_interval", "in_at IS NULL OR in_at > out_at", ENDS_AFTER_START),
        Rule("trip_odometer", "odo_in IS NULL OR odo_in >= odo_out", ODOMETER_BACK),
        Rule(
            "trip_complete",
            "status <> 'back' OR (in_at IS NOT NULL AND odo_in IS NOT NULL)",
            _("A finished trip needs the time and the odometer of its end."),
        ),
    )
    INDEXES = (("vehicle", "out_at"), ("driver", "out_at"), ("out_at",))

    dispatch = Reference(Dispatch, _("Dispatch slip"), unique=True)
    vehicle = Reference(Vehicle, _("Vehicle"))
    driver = Reference(Staff, _("Driver"))
    out_at = Instant(_("Departed at"))
    in_at = Instant(_("Came back at"), null=True)
    odo_out = Whole(_("Odometer at departure"), minimum=0, unit=KILOMETRES)
    odo_in = Whole(_("Odometer on return"), null=True, minimum=0, unit=KILOMETRES)
    distance = Whole(_("Distance"), null=True, minimum=0, unit=KILOMETRES)
    gap_km = Whole(
        _("Unexplained distance"),
        default=0,
        minimum=0,
        unit=KILOMETRES,
        help=_("Driven since the reading before this trip, on no slip."),
    )
    gap_reason = Text(_("Explanation of the gap"), max_length=200, default="")
    tolls = Money(_("Tolls"), default=0, minimum=0, unit=YUAN)
    parking = Money(_("Parking fees"), default=0, minimum=0, unit=YUAN)
    note = Text(_("Remarks"), max_length=200, default="")
    end_reason = Text(_("Why cancelled"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"out": _("Out on a trip"), "back": _("Back from the trip"), "cancelled": _("Cancelled")},
        default="out",
        tones={"out": "work", "back": "ok"},
    )

    def __str__(self) -> str:
        return str(self.dispatch)


__all__ = ["Dispatch", "DispatchRequest", "Trip"]
