"""Patrol routes with their checkpoints and times, and the slots that they expect."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Clock,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    local_today,
    office_zone,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.expected import ExpectedRecord
from logistics.tables.guarding.posts import GuardPost
from logistics.tables.organisation import Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import _

MINUTES = _("min")


class PatrolRoute(BaseModel):
    """A round that the guards of a post walk (R30); its times expect the slots in advance."""

    LABEL = _("Patrol route")
    LABEL_MANY = _("Patrol routes")
    LIST = ("post", "code", "name", "kind", "starts_on", "ends_on")
    SEARCH = ("code", "name", "post.name")
    SORT = "post,code"
    SCOPE = Scope(site="post.site")
    CHECKS = (
        Rule(
            "patrol_route_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )

    post = Reference(GuardPost, _("Guard post"), help=_("Its guards walk the round."))
    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    kind = Choice(
        _("Kind"), {"security": _("Security round"), "fire": _("Fire round")}, default="security"
    )
    starts_on = Day(_("Walked from"))
    ends_on = Day(_("Walked until"), null=True)

    def __str__(self) -> str:
        return str(self.name)


class PatrolCheckpoint(BaseModel):
    """A place of a round where the guard looks and scans."""

    LABEL = _("Checkpoint")
    LABEL_MANY = _("Checkpoints")
    TITLE = "name"
    LIST = ("route", "position", "name", "minutes_after", "look_at", "is_active")
    SEARCH = ("name", "look_at", "route.name")
    SORT = "route,position"
    DOCUMENT = "route"
    UNIQUE = (("route", "position"),)

    route = Reference(PatrolRoute, _("Patrol route"))
    position = Whole(_("Order on the round"), minimum=1)
    name = Text(_("Place"), max_length=80)
    minutes_after = Whole(
        _("Minutes after the start"),
        default=0,
        minimum=0,
        maximum=240,
        unit=MINUTES,
        help=_("When its window opens, counted from the start of the round."),
    )
    look_at = Text(_("What to look at"), max_length=200, default="")
    is_active = Flag(_("In use"), default=True)

    def __str__(self) -> str:
        return str(self.name)


class PatrolTime(BaseModel):
    """A time of day at which a round starts, and how long its window stays open."""

    LABEL = _("Patrol time")
    LABEL_MANY = _("Patrol times")
    TITLE = "starts"
    LIST = ("route", "starts", "minutes", "days")
    SEARCH = ("route.name",)
    SORT = "route,starts"
    DOCUMENT = "route"
    UNIQUE = (("route", "starts"),)

    route = Reference(PatrolRoute, _("Patrol route"))
    starts = Clock(_("Starts at"))
    minutes = Whole(_("Window"), default=40, minimum=5, maximum=240, unit=MINUTES)
    days = Choice(
        _("On which days"),
        {
            "all": _("Every day"),
            "workdays": _("Working days"),
            "days_off": _("Days off"),
        },
        default="all",
    )

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}"


class Patrol(ExpectedRecord):
    """A checkpoint that is to be patrolled within a window, and what was found there (R30) (R07).

    A late scan never fills an earlier slot: a miss stays a miss, forgiven or not.
    """

    LABEL = _("Patrol")
    LABEL_MANY = _("Patrols")
    TITLE = "starts_at"
    LIST = ("checkpoint", "site", "starts_at", "ends_at", "status", "done_at", "staff", "result")
    SEARCH = ("checkpoint.name", "checkpoint.route.name", "staff.name", "note")
    SORT = "-starts_at"
    TODAY = "starts_at"
    OWNED = (*ExpectedRecord.OWNED, "site", "checkpoint", "staff", "result", "source")
    SCOPE = Scope(site="site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("checkpoint", "starts_at"),)
    INDEXES = (("site", "starts_at"), ("status", "ends_at"))
    CHECKS = (
        Rule("patrol_interval", "ends_at > starts_at", ENDS_AFTER_START),
        Rule(
            "patrol_done_inside",
            "done_at IS NULL OR (done_at >= starts_at AND done_at < ends_at)",
            _("A patrol counts only inside its window."),
        ),
    )

    site = Reference(Site, _("Office area"))
    checkpoint = Reference(PatrolCheckpoint, _("Checkpoint"))
    staff = Reference(Staff, _("Patrolled by"), null=True)
    result = Choice(
        _("Result"),
        {"ok": _("All in order"), "fault": _("Something found")},
        null=True,
        tones={"ok": "ok", "fault": "warn"},
    )
    source = Choice(
        _("How recorded"),
        {"page": _("On the page"), "wand": _("By the patrol wand")},
        null=True,
    )

    def __str__(self) -> str:
        return f"{self.checkpoint} {self.starts_at.astimezone(office_zone()):%m-%d %H:%M}"


class FireCheck(BaseModel):
    """A fire-safety inspection, at least one a quarter (R30); inspector and supervisor sign."""

    LABEL = _("Fire inspection")
    LABEL_MANY = _("Fire inspections")
    TITLE = "doc_no"
    LIST = ("doc_no", "site", "kind", "checked_on", "inspector", "findings", "rectify_by", "status")
    SEARCH = ("doc_no", "extent", "findings", "inspector.name")
    SORT = "-checked_on"
    FORM = (
        (_("What was inspected and when"), ("site", "kind", "checked_on", "inspector", "extent")),
        (_("Result"), ("findings", "rectify_by")),
    )
    AUTHOR = "inspector"
    OWNED = ("doc_no", "status", "supervisor", "signed_at", "rectified_on", "rectified_note")
    SCOPE = Scope(site="site", unit="inspector.unit", owner="inspector")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("site", "checked_on"),)

    doc_no = DocNo(_("Number"), prefix="FC")
    site = Reference(Site, _("Office area"))
    kind = Choice(
        _("Kind"),
        {
            "quarterly": _("Quarterly inspection"),
            "monthly": _("Monthly inspection"),
            "holiday": _("Before a holiday"),
            "special": _("Special inspection"),
        },
        default="quarterly",
    )
    checked_on = Day(_("Day of inspection"), default=local_today)
    inspector = Reference(Staff, _("Fire inspector"))
    extent = LongText(_("What was inspected"))
    findings = LongText(_("What was found"), default="", help=_("Empty: all in order."))
    rectify_by = Day(_("To be put right by"), null=True)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "signed": _("Signed"),
            "rectifying": _("Being put right"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={"draft": "neutral", "signed": "ok", "rectifying": "warn", "closed": "ok"},
    )
    supervisor = Reference(Account, _("Signed by the supervisor"), null=True)
    signed_at = Instant(_("Signed by the supervisor at"), null=True)
    rectified_on = Day(_("Put right on"), null=True)
    rectified_note = Text(_("How it was put right"), max_length=200, default="")

    def __str__(self) -> str:
        return self.doc_no or f"{self.site} {self.checked_on}"


__all__ = [
    "FireCheck",
    "Patrol",
    "PatrolCheckpoint",
    "PatrolRoute",
    "PatrolTime",
]
