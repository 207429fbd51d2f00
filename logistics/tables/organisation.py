"""Organisation: sites, buildings, rooms, units and the calendar."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Day,
    Exact,
    Flag,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.wording import _

SQUARE_METRES = _("m²")


class Site(BaseModel):
    """An office area (办公区). There may be any number of them (R30, R36, R48)."""

    LABEL = _("Office area")
    LABEL_MANY = _("Office areas")
    LIST = (
        "code",
        "name",
        "address",
        "phone",
        "opened_on",
        "floor_area",
        "heated_area",
    )
    SEARCH = ("code", "name", "address")
    SORT = "position,code"
    FORM = (
        (
            _("Office area"),
            ("code", "name", "address", "phone", "opened_on", "position"),
        ),
        (_("Areas"), ("floor_area", "heated_area")),
    )
    SCOPE = Scope(site="id")

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60, unique=True)
    address = Text(_("Address"), max_length=200, default="")
    phone = Text(_("Duty phone"), max_length=40, default="")
    opened_on = Day(_("Opened on"), null=True)
    position = Whole(_("Order in lists"), default=0, help=_("Smaller comes first."))
    floor_area = Exact(_("Floor area"), null=True, unit=SQUARE_METRES, minimum=0)
    heated_area = Exact(_("Heated area"), null=True, unit=SQUARE_METRES, minimum=0)

    def __str__(self) -> str:
        return str(self.name)


class Building(BaseModel):
    """A building of an office area."""

    LABEL = _("Building")
    LABEL_MANY = _("Buildings")
    LIST = ("site", "code", "name")
    SEARCH = ("code", "name", "site.name")
    SORT = "site,code"
    SCOPE = Scope(site="site")
    UNIQUE = (("site", "code"),)

    site = Reference(Site, _("Office area"))
    code = Text(_("Code"), max_length=20)
    name = Text(_("Name"), max_length=60)

    def __str__(self) -> str:
        return str(self.name)


class Room(BaseModel):
    """A room of a building, owned or leased (R49, R56)."""

    LABEL = _("Room")
    LABEL_MANY = _("Rooms")
    LIST = (
        "building",
        "code",
        "name",
        "floor",
        "kind",
        "usable_area",
        "capacity",
        "is_bookable",
    )
    SEARCH = ("code", "name", "building.name")
    SORT = "building,code"
    FORM = (
        (_("Place"), ("building", "floor", "code", "name")),
        (_("Use"), ("kind", "usable_area", "capacity", "is_bookable", "ownership")),
    )
    SCOPE = Scope(site="building.site")
    UNIQUE = (("building", "code"),)

    building = Reference(Building, _("Building"))
    code = Text(_("Room number"), max_length=20)
    name = Text(_("Name"), max_length=60, default="")
    floor = Whole(_("Floor"), null=True)
    kind = Choice(
        _("Kind"),
        {
            "office": _("Office"),
            "meeting": _("Meeting room"),
            "hall": _("Exhibition hall"),
            "canteen": _("Canteen"),
            "duty": _("Duty room"),
            "store": _("Storeroom"),
            "machine": _("Machine room"),
            "lane": _("Parking lane"),
        },
        default="office",
    )
    usable_area = Exact(_("Usable area"), null=True, unit=SQUARE_METRES, minimum=0)
    capacity = Whole(_("Seats"), null=True, minimum=0)
    is_bookable = Flag(_("May be booked"))
    ownership = Choice(
        _("Ownership"), {"owned": _("Owned"), "leased": _("Leased")}, default="owned"
    )

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class Unit(BaseModel):
    """A unit that the center serves, or a section of one (R02, R41, R86)."""

    LABEL = _("Unit")
    LABEL_MANY = _("Units")
    LIST = ("code", "name", "kind", "parent", "site", "headcount_quota")
    SEARCH = ("code", "name")
    SORT = "code"
    SCOPE = Scope(site="site", unit="id")
    CHECKS = (
        Rule(
            "unit_not_own_parent",
            "parent_id <> id",
            _("A unit cannot belong to itself."),
        ),
    )

    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60, unique=True)
    parent = Reference("self", _("Belongs to"), null=True)
    kind = Choice(
        _("Kind"),
        {
            "leadership": _("Leadership"),
            "department": _("Department"),
            "section": _("Section"),
            "center": _("Center"),
            "external": _("External unit"),
        },
        default="department",
    )
    site = Reference(Site, _("Office area"), null=True)
    headcount_quota = Whole(_("Establishment"), null=True, minimum=0, unit=_("people"))

    def __str__(self) -> str:
        return str(self.name)


class CalendarDay(BaseModel):
    """What a calendar day is, where that differs from the printed calendar or confirms it (R37)."""

    LABEL = _("Calendar day")
    LABEL_MANY = _("Calendar")
    LIST = ("day", "kind", "name")
    SEARCH = ("name",)
    SORT = "-day"
    SCOPE = SHARED

    day = Day(_("Day"), unique=True)
    kind = Choice(
        _("Kind"),
        {
            "workday": _("Working day"),
            "weekend": _("Weekend"),
            "statutory": _("Statutory holiday"),
            "bridge_off": _("Day off in lieu"),
            "adjusted_work": _("Adjusted working day"),
        },
        tones={"statutory": "ok", "bridge_off": "ok", "adjusted_work": "warn"},
    )
    name = Text(_("Occasion"), max_length=60, default="")

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"


__all__ = ["Building", "CalendarDay", "Room", "Site", "Unit"]
