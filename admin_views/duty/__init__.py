"""Duty: the roster page, compiling a month, swaps, handovers and personal calendars."""

from admin_views.duty.leave import LEAVE_PRINTS, LEAVE_VERBS, StaffLeaveView
from admin_views.duty.months import DutyMonthView
from admin_views.duty.pages import blueprint
from admin_views.duty.papers import LOG_PRINTS, SWAP_PRINTS
from admin_views.duty.watch import (
    ADDRESS_VERBS,
    ASSIGNMENT_VERBS,
    SITE_VERBS,
    SWAP_VERBS,
    DutyHandoverView,
)

ROSTER_VERBS = ("request_swaps", "assign_duties", "approve_swaps", "approve_duty_months")

__all__ = [
    "ADDRESS_VERBS",
    "ASSIGNMENT_VERBS",
    "LEAVE_PRINTS",
    "LEAVE_VERBS",
    "LOG_PRINTS",
    "ROSTER_VERBS",
    "SITE_VERBS",
    "SWAP_PRINTS",
    "SWAP_VERBS",
    "DutyHandoverView",
    "DutyMonthView",
    "StaffLeaveView",
    "blueprint",
]
