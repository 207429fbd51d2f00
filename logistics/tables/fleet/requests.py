"""What units ask the fleet for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    DocNo,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.fleet.vehicles import Vehicle
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

BEST_RATING = 5
WITHDRAWABLE = ("submitted", "unit_ok", "approved", "returned")


class VehicleRequest(BaseModel):
    """A request for a vehicle (公务用车申请): unit head, leader, dispatcher, driver (R23, R24).

    ``vehicle`` and ``driver`` tell the requester what he was given; the slip is the dispatch.
    """

    LABEL = _("Vehicle request")
    LABEL_MANY = _("Vehicle requests")
    LIST = (
        "doc_no",
        "unit",
        "requester",
        "destination",
        "starts_at",
        "ends_at",
        "passengers",
        "vehicle",
        "driver",
        "status",
    )
    SEARCH = ("doc_no", "reason", "destination", "unit.name", "requester.name")
    SORT = "-starts_at"
    FORM = (
        (_("Who asks"), ("unit", "site", "requester", "passengers")),
        (_("The journey"), ("reason", "origin", "destination", "starts_at", "ends_at")),
    )
    OWNED = (
        "doc_no",
        "status",
        "submitted_at",
        "endorsed_by",
        "endorsed_at",
        "approved_by",
        "approved_at",
        "decision_note",
        "vehicle",
        "driver",
        "rating",
        "rating_note",
        "rated_at",
    )
    SCOPE = Scope(site="site", unit="unit", owner="requester")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (Rule("vehicle_request_interval", "ends_at > starts_at", ENDS_AFTER_START),)
    INDEXES = (("status", "starts_at"), ("starts_at",), ("unit", "starts_at"))

    doc_no = DocNo(_("Number"), prefix="VR")
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"), help=_("Where the passengers are picked up."))
    requester = Reference(Staff, _("Requester"))
    reason = Text(_("Reason for the journey"), max_length=200)
    origin = Text(_("From (place)"), max_length=80)
    destination = Text(_("Destination"), max_length=80)
    starts_at = Instant(_("Leaves at"))
    ends_at = Instant(_("Back by"))
    passengers = Whole(_("Passengers"), default=1, minimum=1, maximum=80, unit=_("people"))
    submitted_at = Instant(_("Submitted at"), null=True)
    endorsed_by = Reference(Staff, _("Endorsed by"), null=True)
    endorsed_at = Instant(_("Endorsed at"), null=True)
    approved_by = Reference(Staff, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    decision_note = LongText(_("Opinion"), default="")
    vehicle = Reference(Vehicle, _("Vehicle"), null=True)
    driver = Reference(Staff, _("Driver"), null=True)
    rating = Whole(
        _("Passenger's rating"),
        null=True,
        minimum=1,
        maximum=BEST_RATING,
        help=_("5 is very good."),
    )
    rating_note = Text(_("Word to the rating"), max_length=200, default="")
    rated_at = Instant(_("Rated at"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "unit_ok": _("Endorsed by the unit"),
            "approved": _("Approved"),
            "dispatched": _("Vehicle assigned"),
            "out": _("Out on a trip"),
            "back": _("Back from the trip"),
            "rated": _("Journey rated"),
            "closed": _("Closed"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "unit_ok": "info",
            "approved": "info",
            "dispatched": "work",
            "out": "work",
            "back": "info",
            "rated": "ok",
            "closed": "ok",
            "returned": "warn",
            "rejected": "bad",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.destination}".strip()

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            yield "ends_at", ENDS_AFTER_START


__all__ = ["BEST_RATING", "WITHDRAWABLE", "VehicleRequest"]
