"""What has to be kept, day and night, and who may be asked to keep it."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Clock,
    Flag,
    Reference,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import Words, _

DUTY_ROLES = {
    "leader": _("Leader on duty"),
    "on_duty": _("Duty officer"),
    "driver": _("Duty driver"),
    "guard_lead": _("Guard leader"),
}
DAY_CLASS_LABELS = {
    "workday": _("Working day"),
    "weekend": _("Day off"),
    "statutory": _("Statutory holiday"),
}
ALL_SITES = _("Empty: all office areas together.")
NIGHT_KINDS = frozenset({"night", "full"})


class DutyShift(BaseModel):
    """A shift that recurs: its clock times, the days it is kept on, and where (R40).

    An end that is not after the start lies on the next day; the duty belongs to its start day.
    """

    LABEL = _("Duty shift")
    LABEL_MANY = _("Duty shifts")
    LIST = (
        "name",
        "kind",
        "site",
        "starts",
        "ends",
        "on_workdays",
        "on_weekends",
        "on_statutory",
        "by_office",
        "is_active",
    )
    SEARCH = ("name", "site.name")
    SORT = "position,starts"
    FORM = (
        (_("Shift"), ("name", "kind", "site", "starts", "ends", "position", "is_active")),
        (_("Kept on"), ("on_workdays", "on_weekends", "on_statutory", "by_office")),
    )
    SCOPE = SHARED

    name = Text(_("Name"), max_length=40)
    kind = Choice(
        _("Kind"),
        {"day": _("Day shift"), "night": _("Night shift"), "full": _("Day and night")},
        help=_("Nights and full days need a longer rest before the next night."),
    )
    site = Reference(Site, _("Office area"), null=True, help=ALL_SITES)
    starts = Clock(_("From"))
    ends = Clock(_("Until"), help=_("Not after the start: on the next day."))
    on_workdays = Flag(_("On working days"), default=True)
    on_weekends = Flag(_("On days off"), default=True)
    on_statutory = Flag(_("On statutory holidays"), default=True)
    by_office = Flag(
        _("Kept by the office itself"),
        help=_("Office hours: covered without anybody being put on the roster."),
    )
    position = Whole(_("Order in lists"), default=0, help=_("Smaller comes first."))
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_night(self) -> bool:
        """Whether keeping it costs the night."""
        return self.kind in NIGHT_KINDS

    def kept_on(self, day_class: str) -> bool:
        """Whether the shift is kept on days of this class."""
        kept = {
            "workday": self.on_workdays,
            "weekend": self.on_weekends,
            "statutory": self.on_statutory,
        }
        return bool(kept[day_class])


class DutyNeed(BaseModel):
    """How many people of which role a shift needs (R40)."""

    LABEL = _("Need of a shift")
    LABEL_MANY = _("Needs of shifts")
    TITLE = "shift"
    LIST = ("shift", "role", "people")
    SEARCH = ("shift.name",)
    SORT = "shift,role"
    DOCUMENT = "shift"
    UNIQUE = (("shift", "role"),)

    shift = Reference(DutyShift, _("Duty shift"))
    role = Choice(_("Role"), DUTY_ROLES)
    people = Whole(_("People needed"), default=1, minimum=1, maximum=20)

    def __str__(self) -> str:
        return f"{self.shift} {self.people} × {DUTY_ROLES[self.role]}"


class DutyMember(BaseModel):
    """Who may be put on duty in which role, and what he brings along into the rotation (R40)."""

    LABEL = _("Duty member")
    LABEL_MANY = _("Duty members")
    TITLE = "staff"
    LIST = (
        "staff",
        "role",
        "site",
        "is_eligible",
        "position",
        "opening_workdays",
        "opening_weekends",
        "opening_statutory",
        "note",
    )
    SEARCH = ("staff.name", "staff.staff_no", "note")
    SORT = "role,position,staff"
    FORM = (
        (_("Member"), ("staff", "role", "site", "is_eligible", "position", "note")),
        (
            _("Counts brought along"),
            ("opening_workdays", "opening_weekends", "opening_statutory"),
        ),
    )
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    UNIQUE = (("staff", "role"),)
    INDEXES = (("role", "is_eligible"),)

    staff = Reference(Staff, _("Staff member"))
    role = Choice(_("Role"), DUTY_ROLES)
    site = Reference(Site, _("Office area"), null=True, help=_("Empty: at any office area."))
    is_eligible = Flag(
        _("May be put on duty"),
        default=True,
        help=_("Switch off during pregnancy, illness or probation; no reason is asked."),
    )
    position = Whole(_("Order in the rotation"), default=0, help=_("Smaller comes first."))
    opening_workdays = Whole(
        _("Earlier duties on working days"),
        null=True,
        minimum=0,
        help=_("Empty: set to the least of the others when he first takes part."),
    )
    opening_weekends = Whole(_("Earlier duties on days off"), null=True, minimum=0)
    opening_statutory = Whole(_("Earlier duties on statutory holidays"), null=True, minimum=0)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.staff} · {DUTY_ROLES[self.role]}"

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.staff and row.staff.left_on and row.is_eligible:
            return [("staff", _("%(name)s has left the house.", name=str(row.staff)))]
        return []
