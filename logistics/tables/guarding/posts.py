"""Guard posts, who keeps them when, and how one guard hands over to the next."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Clock,
    Day,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    office_zone,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import _

KEPT_STATES = ("planned", "kept")


class GuardPost(BaseModel):
    """A gate or other place that guards keep; one kept day and night may have no gap (R31)."""

    LABEL = _("Guard post")
    LABEL_MANY = _("Guard posts")
    LIST = ("site", "code", "name", "requires_24h", "people", "closes", "starts_on", "ends_on")
    SEARCH = ("code", "name", "site.name")
    SORT = "site,code"
    FORM = (
        (_("Post"), ("site", "code", "name", "phone")),
        (_("Manning"), ("requires_24h", "people", "closes", "starts_on", "ends_on")),
    )
    SCOPE = Scope(site="site")
    CHECKS = (
        Rule(
            "guard_post_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )

    site = Reference(Site, _("Office area"))
    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    phone = Text(_("Phone"), max_length=40, default="")
    requires_24h = Flag(_("Manned day and night"), default=True)
    people = Whole(_("Guards at a time"), default=1, minimum=1, maximum=20, unit=_("people"))
    closes = Clock(
        _("Closing time"),
        help=_("A visitor who is still inside after this is overdue."),
    )
    starts_on = Day(_("Manned from"))
    ends_on = Day(_("Manned until"), null=True)

    def __str__(self) -> str:
        return str(self.name)


class GuardShift(BaseModel):
    """Who keeps a post from when to when. Nobody stands at two posts at once (R31)."""

    LABEL = _("Guard shift")
    LABEL_MANY = _("Guard shifts")
    TITLE = "starts_at"
    LIST = ("post", "staff", "starts_at", "ends_at", "status", "note")
    SEARCH = ("staff.name", "post.name", "note")
    SORT = "-starts_at"
    TODAY = "starts_at"
    OWNED = ("post", "staff", "starts_at", "ends_at", "status", "note")
    SCOPE = Scope(site="post.site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "delete", "export", "history")
    DELETABLE_IN = ("planned",)
    UNIQUE = (("post", "staff", "starts_at"),)
    INDEXES = (("post", "starts_at"), ("staff", "starts_at"))
    CHECKS = (Rule("guard_shift_interval", "ends_at > starts_at", ENDS_AFTER_START),)
    NO_OVERLAP = (
        NoOverlap(
            "guard_shift_one_place",
            ("staff",),
            "starts_at",
            "ends_at",
            "status <> 'absent'",
            _("This guard stands at a post at that time already."),
        ),
    )

    post = Reference(GuardPost, _("Guard post"))
    staff = Reference(Staff, _("Guard"))
    starts_at = Instant(_("From"))
    ends_at = Instant(_("Until"))
    status = Choice(
        _("Status"),
        {"planned": _("Planned"), "kept": _("Shift kept"), "absent": _("Absent from the post")},
        default="planned",
        tones={"planned": "info", "kept": "ok", "absent": "bad"},
    )
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        begins, ends = (each.astimezone(office_zone()) for each in (self.starts_at, self.ends_at))
        return f"{self.post} {begins:%m-%d %H:%M}–{ends:%H:%M} {self.staff}"


class GuardHandover(BaseModel):
    """The handover of a guard post: written by who leaves, confirmed by who relieves him (R31)."""

    LABEL = _("Guard handover")
    LABEL_MANY = _("Guard handovers")
    TITLE = "handed_at"
    LIST = (
        "outgoing.post",
        "outgoing.staff",
        "received_by",
        "handed_at",
        "received_at",
        "open_items",
        "is_complete",
        "status",
    )
    SEARCH = ("outgoing.staff.name", "incoming.staff.name", "matters", "open_items", "remark")
    SORT = "-handed_at"
    OWNED = (
        "outgoing",
        "incoming",
        "handed_at",
        "matters",
        "open_items",
        "equipment_complete",
        "status",
        "received_at",
        "received_by",
        "is_complete",
        "remark",
    )
    SCOPE = Scope(site="outgoing.post.site", unit="outgoing.staff.unit", owner="outgoing.staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("outgoing",),)
    INDEXES = (("status", "handed_at"),)
    CHECKS = (
        Rule(
            "guard_handover_two_shifts",
            "incoming_id IS NULL OR incoming_id <> outgoing_id",
            _("Nobody hands over to himself."),
        ),
    )

    outgoing = Reference(GuardShift, _("Shift that ends"))
    incoming = Reference(
        GuardShift,
        _("Shift that begins"),
        null=True,
        help=_("Empty: nobody relieves, the post closes."),
    )
    handed_at = Instant(_("Handed over at"))
    matters = LongText(_("What happened"))
    open_items = LongText(_("Still open"), default="")
    equipment_complete = Flag(_("Keys, radio and badges complete"), default=True)
    status = Choice(
        _("Status"),
        {"handed": _("To be confirmed"), "received": _("Taken over")},
        default="handed",
        tones={"handed": "info", "received": "ok"},
    )
    received_at = Instant(_("Taken over at"), null=True)
    received_by = Reference(Staff, _("Relieved by"), null=True)
    is_complete = Flag(
        _("Found as written"),
        default=True,
        help=_("Whoever takes over says whether the record was complete."),
    )
    remark = Text(_("Remark of who takes over"), max_length=200, default="")

    def __str__(self) -> str:
        handed = self.handed_at.astimezone(office_zone())
        return f"{self.outgoing.post} {handed:%m-%d %H:%M}"
