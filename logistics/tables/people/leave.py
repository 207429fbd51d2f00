"""Leave: who is away with whose approval."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    office_zone,
)
from logistics.tables.base import BaseModel
from logistics.tables.people.staff import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

HALF_DAY = _("Half a day begins and ends on the same day.")
STANDS_IN_HIMSELF = _("Somebody else takes the work over.")
AWAY = ("approved", "ended")
"""States of a leave in which its days count."""
NOON = 12


class StaffLeave(BaseModel):
    """Leave (请假): asked for, approved by whoever its days call for, reported back from (R13).

    Only what was approved counts: rosters, drawn posts and lessons look at ``AWAY`` alone.
    """

    LABEL = _("Leave")
    LABEL_MANY = _("Leave")
    TITLE = "staff"
    TITLE_BESIDE = "starts_on"
    LIST = ("doc_no", "staff", "kind", "starts_on", "ends_on", "part", "days", "reason", "status")
    SEARCH = ("doc_no", "staff.name", "reason")
    SORT = "-starts_on"
    FORM = (
        (_("Leave"), ("staff", "kind", "starts_on", "ends_on", "part", "reason")),
        (_("Meanwhile"), ("stand_in", "contact")),
    )
    AUTHOR = "staff"
    OWNED = ("doc_no", "days", "back_on", "status")
    PERSONAL = ("contact",)
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    EDITABLE_IN = ("draft", "returned")
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule("staff_leave_interval", "ends_on >= starts_on", ENDS_AFTER_START),
        Rule("staff_leave_half_day", "part = 'day' OR ends_on = starts_on", HALF_DAY),
        Rule("staff_leave_stand_in", "stand_in_id <> staff_id", STANDS_IN_HIMSELF),
    )
    NO_OVERLAP = (
        NoOverlap(
            "staff_leave_once",
            ("staff",),
            "starts_on",
            "ends_on",
            "status IN ('submitted', 'approved', 'ended')",
            _("This person already has leave on some of these days."),
        ),
    )
    INDEXES = (("status", "starts_on"),)

    doc_no = DocNo(_("Number"), prefix="LV")
    staff = Reference(Staff, _("Staff member"), backref="leaves")
    kind = Choice(
        _("Kind"),
        {
            "annual": _("Annual leave"),
            "sick": _("Sick leave"),
            "personal": _("Personal leave"),
            "family": _("Marriage, maternity or bereavement leave"),
            "time_off": _("Time off for duty worked"),
            "official": _("Official business"),
        },
    )
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"), help=_("The last day, included."))
    part = Choice(
        _("Part of the day"),
        {"day": _("Whole days"), "morning": _("Morning"), "afternoon": _("Afternoon")},
        default="day",
        help=_("Half a day: choose morning or afternoon, and the same day twice."),
    )
    reason = Text(_("Reason"), max_length=200, default="")
    stand_in = Reference(Staff, _("Work is taken over by"), null=True, backref="stood_in")
    contact = Text(_("Reachable under"), max_length=40, default="")
    days = Exact(
        _("Days away"),
        scale=1,
        null=True,
        unit=_("days"),
        help=_("By the calendar; what decides who approves."),
    )
    back_on = Day(_("Back at work on"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "submitted": _("Submitted"),
            "approved": _("Approved"),
            "returned": _("Returned"),
            "rejected": _("Rejected"),
            "ended": _("Reported back"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={
            "submitted": "info",
            "approved": "ok",
            "returned": "warn",
            "rejected": "bad",
            "ended": "ok",
            "cancelled": "neutral",
        },
    )

    def __str__(self) -> str:
        return f"{self.doc_no or ''} {self.staff} {self.starts_on:%Y-%m-%d}".strip()

    @property
    def requester(self) -> Any:
        """Who asks, whoever writes it down for him."""
        return self.staff

    @property
    def unit(self) -> Any:
        """The unit whose head reviews it."""
        return self.staff.unit

    @property
    def unit_id(self) -> int:
        """The key of that unit."""
        return int(self.staff.unit_id)

    def covers(self, moment: dt.datetime) -> bool:
        """Whether the days and the half of the day hold ``moment``."""
        local = moment.astimezone(office_zone())
        if not self.starts_on <= local.date() <= self.ends_on:
            return False
        return bool(self.part == "day" or (self.part == "morning") == (local.hour < NOON))

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on:
            if row.ends_on < row.starts_on:
                yield "ends_on", ENDS_AFTER_START
            elif row.part != "day" and row.ends_on != row.starts_on:
                yield "ends_on", HALF_DAY
        if row.stand_in_id is not None and row.stand_in_id == row.staff_id:
            yield "stand_in", STANDS_IN_HIMSELF


__all__ = ["AWAY", "StaffLeave"]
