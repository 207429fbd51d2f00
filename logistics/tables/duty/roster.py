"""The month's roster, its posts and the swaps by which alone a published month changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import (
    SHARED,
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
    local_today,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.duty.shifts import ALL_SITES, DAY_CLASS_LABELS, DUTY_ROLES, DutyShift
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import Words, _

HOURS = _("hours")
PUBLIC_STATES = ("published", "closed")
OPEN_SWAPS = ("requested", "accepted")


def next_month() -> dt.date:
    """The first day of the month after this one."""
    return (local_today().replace(day=1) + dt.timedelta(days=31)).replace(day=1)


class DutyMonth(BaseModel):
    """The roster of one month for all office areas (值班表) (R40)."""

    LABEL = _("Monthly roster")
    LABEL_MANY = _("Monthly rosters")
    TITLE = "month"
    LIST = ("month", "status", "compiled_by", "approved_by", "published_at", "late_reason")
    SEARCH = ("remarks", "late_reason")
    SORT = "-month"
    FORM = (
        (_("Month of duty"), ("month", "remarks")),
        (_("Rest to be kept"), ("min_rest", "min_night_rest")),
    )
    OWNED = (
        "status",
        "compiled_by",
        "approved_by",
        "approved_at",
        "published_by",
        "published_at",
        "late_reason",
        "closed_at",
    )
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)

    month = Day(_("Month of duty"), default=next_month, unique=True, help=_("Its first day."))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "approved": _("Approved"),
            "published": _("Published"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={"approved": "info", "published": "ok", "closed": "neutral"},
    )
    min_rest = Whole(
        _("Rest between two shifts"),
        default=10,
        minimum=0,
        maximum=72,
        unit=HOURS,
        help=_("From the end of one shift to the start of the next."),
    )
    min_night_rest = Whole(
        _("Rest between two nights"),
        default=24,
        minimum=0,
        maximum=168,
        unit=HOURS,
        help=_("24 hours keep anybody from two nights running."),
    )
    remarks = LongText(_("Remarks"), default="")
    compiled_by = Reference(Account, _("Compiler"), null=True)
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_by = Reference(Account, _("Published by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    late_reason = Text(_("Reason for publishing late"), max_length=200, default="")
    closed_at = Instant(_("Closed at"), null=True)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.month and row.month.day != 1:
            return [("month", _("Give the first day of the month."))]
        return []


class DutyAssignment(BaseModel):
    """One person on one post of the roster, from instant to instant (R40).

    A swap never rewrites it: it is marked as replaced, and a new one names the person who came.
    """

    LABEL = _("Duty assignment")
    LABEL_MANY = _("Duty assignments")
    TITLE = "duty_on"
    LIST = ("duty_on", "shift", "site", "role", "staff", "starts_at", "ends_at", "status")
    SEARCH = ("staff.name", "staff.staff_no", "shift.name")
    SORT = "-duty_on,starts_at,id"
    TODAY = "duty_on"
    OWNED = (
        "month",
        "shift",
        "site",
        "role",
        "place",
        "staff",
        "duty_on",
        "day_class",
        "starts_at",
        "ends_at",
        "status",
        "replaces",
    )
    SCOPE = Scope(site="site", unit="staff.unit", owner="staff")
    DOCUMENT = "month"
    PAGES = ("list", "details", "export", "history")
    NO_OVERLAP = (
        NoOverlap(
            "duty_assignment_one_place",
            ("staff",),
            "starts_at",
            "ends_at",
            "status = 'assigned'",
            _("This person is on duty elsewhere at that time."),
        ),
        NoOverlap(
            "duty_assignment_one_person",
            ("shift", "role", "place"),
            "starts_at",
            "ends_at",
            "status = 'assigned'",
            _("Somebody else already stands on this post."),
        ),
    )
    CHECKS = (
        Rule(
            "duty_assignment_interval",
            "ends_at > starts_at",
            _("The end lies before the start."),
        ),
    )
    INDEXES = (
        ("staff", "starts_at"),
        ("starts_at", "ends_at"),
        ("duty_on", "status"),
        ("shift", "role", "starts_at"),
    )

    month = Reference(DutyMonth, _("Monthly roster"))
    shift = Reference(DutyShift, _("Duty shift"))
    site = Reference(Site, _("Office area"), null=True, help=ALL_SITES)
    role = Choice(_("Role"), DUTY_ROLES)
    place = Whole(
        _("Place number"), default=1, minimum=1, help=_("Which of several of the same role.")
    )
    staff = Reference(Staff, _("Staff member"))
    duty_on = Day(_("Duty of"), help=_("The day on which it starts."))
    day_class = Choice(_("Counted as"), DAY_CLASS_LABELS)
    starts_at = Instant(_("Starts at"))
    ends_at = Instant(_("Ends at"))
    status = Choice(
        _("Status"),
        {"assigned": _("Assigned"), "replaced": _("Swapped away")},
        default="assigned",
        tones={"assigned": "ok"},
    )
    replaces = Reference("self", _("In place of"), null=True)

    def __str__(self) -> str:
        return f"{self.duty_on:%Y-%m-%d} {self.shift} {self.staff}"


class DutySwap(BaseModel):
    """A change of a published roster (调班): asked by one, accepted by the other, approved
    (R40).
    """

    LABEL = _("Swap of shifts")
    LABEL_MANY = _("Swaps of shifts")
    LIST = (
        "doc_no",
        "from_assignment.staff",
        "from_assignment",
        "to_staff",
        "to_assignment",
        "reason",
        "status",
    )
    SEARCH = ("doc_no", "from_assignment.staff.name", "to_staff.name", "reason")
    SORT = "-created_at"
    OWNED = (
        "doc_no",
        "from_assignment",
        "to_staff",
        "to_assignment",
        "reason",
        "is_urgent",
        "status",
        "accepted_at",
        "decided_by",
        "decided_at",
        "decision_note",
    )
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("status", "created_at"),)

    doc_no = DocNo(_("Number"), prefix="DS")
    from_assignment = Reference(DutyAssignment, _("Duty given away"))
    to_staff = Reference(Staff, _("Taken over by"))
    to_assignment = Reference(
        DutyAssignment,
        _("Duty taken in return"),
        null=True,
        help=_("Empty: the duty is taken over without one in return."),
    )
    reason = Text(_("Reason"), max_length=200)
    is_urgent = Flag(_("On the day itself"))
    status = Choice(
        _("Status"),
        {
            "requested": _("Waiting for the other"),
            "accepted": _("Waiting for the leader"),
            "approved": _("Approved"),
            "declined": _("Declined"),
            "rejected": _("Rejected"),
            "withdrawn": _("Withdrawn"),
            "lapsed": _("Lapsed"),
        },
        default="requested",
        tones={
            "requested": "info",
            "accepted": "info",
            "approved": "ok",
            "declined": "bad",
            "rejected": "bad",
            "lapsed": "warn",
        },
    )
    accepted_at = Instant(_("Accepted at"), null=True)
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_at = Instant(_("Decided at"), null=True)
    decision_note = Text(_("Leader's note"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no)
