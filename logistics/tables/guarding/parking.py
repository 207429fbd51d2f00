"""Parking lanes and spaces, cars that stand where they should not, and incidents."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
    now,
)
from logistics.tables.base import BaseModel
from logistics.tables.guarding.posts import GuardPost
from logistics.tables.organisation import Site
from logistics.tables.people import Staff
from logistics.wording import _


class ParkingLane(BaseModel):
    """A lane in which cars are to stand; the day of its marking parts before from after (R33)."""

    LABEL = _("Parking lane")
    LABEL_MANY = _("Parking lanes")
    LIST = ("site", "code", "name", "marked_on", "is_active")
    SEARCH = ("code", "name", "site.name")
    SORT = "site,code"
    SCOPE = Scope(site="site")

    site = Reference(Site, _("Office area"))
    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    marked_on = Day(_("Marked on"), null=True, help=_("Empty: not marked yet."))
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class ParkingSpace(BaseModel):
    """One space of a lane, and for whom it is."""

    LABEL = _("Parking space")
    LABEL_MANY = _("Parking spaces")
    TITLE = "number"
    LIST = ("lane", "number", "kind", "holder", "plate")
    SEARCH = ("number", "plate", "lane.name", "holder.name")
    SORT = "lane,number"
    DOCUMENT = "lane"
    PERSONAL = ("plate",)
    UNIQUE = (("lane", "number"),)

    lane = Reference(ParkingLane, _("Parking lane"))
    number = Text(_("Number"), max_length=12)
    kind = Choice(
        _("For whom"),
        {
            "official": _("Official vehicles"),
            "staff": _("Staff"),
            "visitor": _("Visitors"),
            "shuttle": _("Commuter bus"),
            "disabled": _("Disabled persons"),
        },
        default="staff",
    )
    holder = Reference(Staff, _("Space given to"), null=True)
    plate = Text(_("Number plate"), max_length=12, default="")

    def __str__(self) -> str:
        return str(self.number)


class ParkingViolation(BaseModel):
    """A car that stands where it should not (乱停乱放, R33): found, told, dealt with."""

    LABEL = _("Parking violation")
    LABEL_MANY = _("Parking violations")
    TITLE = "place"
    LIST = ("doc_no", "site", "place", "kind", "plate", "found_at", "found_by", "status")
    SEARCH = ("doc_no", "place", "plate", "found_by.name", "owner.name")
    SORT = "-found_at"
    FORM = (
        (_("Violation"), ("site", "place", "lane", "kind", "plate", "owner")),
        (_("Found"), ("found_at", "found_by", "note")),
    )
    AUTHOR = "found_by"
    OWNED = ("doc_no", "status", "notified_at", "handled_at", "handled")
    PERSONAL = ("plate",)
    SCOPE = Scope(site="site", unit="found_by.unit", owner="found_by")
    EDITABLE_IN = ("found",)
    DELETABLE_IN = ("found",)
    INDEXES = (("site", "found_at"), ("status", "found_at"), ("plate",))
    CHECKS = (
        Rule(
            "parking_violation_order",
            "handled_at IS NULL OR handled_at >= found_at",
            _("It cannot be dealt with before it was found."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="PV")
    site = Reference(Site, _("Office area"))
    place = Text(_("Place"), max_length=120)
    lane = Reference(ParkingLane, _("Parking lane"), null=True)
    kind = Choice(
        _("Kind"),
        {
            "outside": _("Outside the lanes"),
            "blocking": _("Blocks a passage"),
            "fire_lane": _("On the fire lane"),
            "wrong_space": _("In a space of others"),
            "unregistered": _("Unregistered car"),
        },
        default="outside",
        tones={"fire_lane": "bad", "blocking": "bad"},
    )
    plate = Text(_("Number plate"), max_length=12)
    owner = Reference(Staff, _("Keeper of the car"), null=True, help=_("Empty: not of the staff."))
    found_at = Instant(_("Found at"), default=now)
    found_by = Reference(Staff, _("Found by"))
    note = Text(_("Note"), max_length=200, default="")
    status = Choice(
        _("Status"),
        {"found": _("Just found"), "notified": _("Told"), "handled": _("Dealt with")},
        default="found",
        tones={"found": "warn", "notified": "info", "handled": "ok"},
    )
    notified_at = Instant(_("Told at"), null=True)
    handled_at = Instant(_("Dealt with at"), null=True)
    handled = Text(_("How it was dealt with"), max_length=200, default="")

    def __str__(self) -> str:
        """The number or the place, never the plate: it stands in the audit."""
        return self.doc_no or str(self.place)


class Incident(BaseModel):
    """Something that went wrong at an office area, and what was done (R30)."""

    LABEL = _("Security incident")
    LABEL_MANY = _("Security incidents")
    TITLE = "what"
    LIST = ("doc_no", "site", "kind", "severity", "what", "happened_at", "loss", "status")
    SEARCH = ("doc_no", "what", "place", "handled", "reporter.name")
    SORT = "-happened_at"
    FORM = (
        (
            _("Security incident"),
            ("site", "post", "kind", "severity", "happened_at", "place", "what"),
        ),
        (_("First steps"), ("reporter", "reported_to", "first_steps")),
    )
    AUTHOR = "reporter"
    OWNED = ("doc_no", "status", "reported_at", "handled", "answerable", "loss", "closed_at")
    SCOPE = Scope(site="site", unit="reporter.unit", owner="reporter")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("site", "happened_at"), ("status",))

    doc_no = DocNo(_("Number"), prefix="IN")
    site = Reference(Site, _("Office area"))
    post = Reference(GuardPost, _("Guard post"), null=True)
    kind = Choice(
        _("Kind"),
        {
            "theft": _("Theft"),
            "fire": _("Fire"),
            "dispute": _("Quarrel"),
            "intrusion": _("Intrusion"),
            "damage": _("Damage"),
            "medical": _("Medical emergency"),
            "food_poisoning": _("Food poisoning"),
            "other": _("Other"),
        },
    )
    severity = Choice(
        _("Severity"),
        {"minor": _("Minor"), "general": _("General"), "serious": _("Serious")},
        default="minor",
        tones={"minor": "neutral", "general": "warn", "serious": "bad"},
    )
    happened_at = Instant(_("Happened at"), default=now)
    place = Text(_("Place"), max_length=120)
    what = LongText(_("What occurred"))
    reporter = Reference(Staff, _("Reporting person"))
    reported_to = Text(_("Reported to"), max_length=80, default="")
    first_steps = LongText(_("First steps"), default="")
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "reported": _("Reported"), "closed": _("Closed")},
        default="draft",
        tones={"draft": "neutral", "reported": "warn", "closed": "ok"},
    )
    reported_at = Instant(_("Reported at"), null=True)
    handled = LongText(_("How it was handled"), default="")
    answerable = Reference(
        Staff,
        _("Answerable person"),
        null=True,
        help=_("Whose neglect led to it, if anybody's; it then stands against his assessment."),
    )
    loss = Money(_("Loss"), default=0, minimum=0, unit=_("yuan"))
    closed_at = Instant(_("Closed at"), null=True)

    def __str__(self) -> str:
        return self.doc_no or str(self.what)[:60]
