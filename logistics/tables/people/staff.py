"""People: staff, posts, who holds which post, who sits in which room."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    Exact,
    Flag,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import SQUARE_METRES, Room, Site, Unit
from logistics.wording import _

FAMILIES = {
    "driver": _("Driving"),
    "guard": _("Guarding"),
    "cleaner": _("Cleaning"),
    "canteen": _("Canteen"),
    "meeting": _("Meeting service"),
    "mail_duty": _("Mail and duty"),
    "maintenance": _("Maintenance"),
    "purchase_store": _("Purchasing and stores"),
    "management": _("Management"),
}
AUDIENCES = {"everybody": _("All staff"), "center": _("Staff of the center"), **FAMILIES}
"""Whom a rule binds or a lesson is for: all, the center with its sections, or a post family."""
ENDS_AFTER_START = _("The end lies before the start.")


class Staff(BaseModel):
    """An employee (职工) of the center or of a unit that it serves (R12, R38)."""

    LABEL = _("Staff member")
    LABEL_MANY = _("Staff")
    LIST = (
        "staff_no",
        "name",
        "unit",
        "site",
        "employment",
        "rank",
        "phone",
        "hired_on",
        "left_on",
    )
    SEARCH = ("staff_no", "name", "phone", "unit.name")
    SORT = "staff_no"
    FORM = (
        (_("Person"), ("staff_no", "name", "phone", "account")),
        (
            _("Employment"),
            ("unit", "site", "employment", "rank", "hired_on", "left_on"),
        ),
    )
    PERSONAL = ("phone",)
    SCOPE = Scope(site="site", unit="unit", owner="account")
    CHECKS = (
        Rule(
            "staff_leaves_after_hire",
            "left_on IS NULL OR left_on >= hired_on",
            ENDS_AFTER_START,
        ),
    )
    INDEXES = (("unit", "left_on"), ("name",))

    staff_no = Text(_("Staff number"), max_length=20, unique=True)
    name = Text(_("Full name"), max_length=60)
    account = Reference(Account, _("Account"), null=True, unique=True)
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"))
    employment = Choice(
        _("Employment"),
        {
            "civil_servant": _("Civil servant"),
            "institution": _("Public institution"),
            "worker": _("Manual worker"),
            "contract": _("Contract worker"),
            "dispatched": _("Dispatched worker"),
            "outsourced": _("Outsourced"),
        },
    )
    rank = Text(_("Rank"), max_length=40, default="")
    phone = Text(_("Phone"), max_length=40, default="")
    hired_on = Day(_("Hired on"))
    left_on = Day(_("Left on"), null=True, help=_("Last day of work."))

    def __str__(self) -> str:
        return str(self.name)


class Post(BaseModel):
    """A job post (岗位) with its duties; a backup post stands in, so that it is never empty
    (R12, R83).
    """

    LABEL = _("Post")
    LABEL_MANY = _("Posts")
    LIST = (
        "code",
        "name",
        "family",
        "site",
        "min_headcount",
        "requires_24h",
        "backup_post",
    )
    SEARCH = ("code", "name")
    SORT = "code"
    SCOPE = Scope(site="site")
    CHECKS = (
        Rule(
            "post_not_own_backup",
            "backup_post_id <> id",
            _("A post cannot stand in for itself."),
        ),
    )

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    family = Choice(_("Post family"), FAMILIES)
    site = Reference(Site, _("Office area"))
    duties = LongText(_("Duties"), default="")
    min_headcount = Whole(_("Least headcount"), default=1, minimum=0, unit=_("people"))
    requires_24h = Flag(_("Manned day and night"))
    backup_post = Reference(
        "self",
        _("Backup post"),
        null=True,
        help=_("The post whose holder stands in (A/B posts)."),
    )

    def __str__(self) -> str:
        return str(self.name)


class StaffPost(BaseModel):
    """Who holds a post, and from when to when. Heading a unit is a post held in it (R12, R38)."""

    LABEL = _("Post assignment")
    LABEL_MANY = _("Post assignments")
    LIST = ("staff", "post", "heads_unit", "is_backup", "starts_on", "ends_on")
    SEARCH = ("staff.name", "post.name")
    SORT = "-starts_on"
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    CHECKS = (
        Rule(
            "staff_post_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )
    UNIQUE = (("staff", "post", "starts_on"),)

    staff = Reference(Staff, _("Staff member"))
    post = Reference(Post, _("Post"))
    heads_unit = Reference(Unit, _("Heads the unit"), null=True)
    is_backup = Flag(_("As backup"))
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"), null=True)

    def __str__(self) -> str:
        return f"{self.staff} · {self.post}"


class RoomAllocation(BaseModel):
    """Which unit or person uses how much of a room (R49)."""

    LABEL = _("Room allocation")
    LABEL_MANY = _("Room allocations")
    LIST = (
        "room",
        "room.code",
        "room.building",
        "unit",
        "staff",
        "area",
        "starts_on",
        "ends_on",
    )
    SEARCH = ("room.code", "unit.name", "staff.name")
    SORT = "-starts_on"
    SCOPE = Scope(site="room.building.site", unit="unit", owner="staff")
    CHECKS = (
        Rule(
            "room_allocation_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )

    room = Reference(Room, _("Room"))
    unit = Reference(Unit, _("Unit"))
    staff = Reference(Staff, _("Staff member"), null=True)
    area = Exact(_("Area"), null=True, unit=SQUARE_METRES, minimum=0)
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"), null=True)

    def __str__(self) -> str:
        return f"{self.room} · {self.unit}"


__all__ = [
    "AUDIENCES",
    "ENDS_AFTER_START",
    "FAMILIES",
    "Post",
    "RoomAllocation",
    "Staff",
    "StaffPost",
]
