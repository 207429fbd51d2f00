"""Duty: the shifts, who may keep them, the month's roster, its swaps, and what happened on duty."""

from logistics.tables.duty.roster import DutyAssignment, DutyMonth, DutySwap
from logistics.tables.duty.shifts import DutyMember, DutyNeed, DutyShift
from logistics.tables.duty.watch import CalendarAddress, DutyHandover, DutyLog, PhoneCheck

__all__ = [
    "CalendarAddress",
    "DutyAssignment",
    "DutyHandover",
    "DutyLog",
    "DutyMember",
    "DutyMonth",
    "DutyNeed",
    "DutyShift",
    "DutySwap",
    "PhoneCheck",
]
