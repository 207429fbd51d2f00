"""Cleaning: areas with their rounds, the rounds of each day, and inspections."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Clock,
    Day,
    DocNo,
    Exact,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Score,
    Text,
    Whole,
    office_zone,
)
from logistics.tables.base import BaseModel
from logistics.tables.expected import ExpectedRecord
from logistics.tables.organisation import SQUARE_METRES, Site
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import _

LEAST_ROUNDS = 2


class CleanArea(BaseModel):
    """A part of an office area, cleaned at least twice a day (R39) by its own cleaner (R38)."""

    LABEL = _("Cleaning area")
    LABEL_MANY = _("Cleaning areas")
    LIST = ("site", "code", "name", "kind", "size", "rounds_per_day", "days", "cleaner")
    SEARCH = ("code", "name", "cleaner.name", "site.name")
    SORT = "site,code"
    FORM = (
        (_("Cleaning area"), ("site", "code", "name", "kind", "size")),
        (_("Plan"), ("rounds_per_day", "days", "cleaner", "starts_on", "ends_on")),
    )
    SCOPE = Scope(site="site", unit="cleaner.unit", owner="cleaner")
    CHECKS = (
        Rule(
            "clean_area_interval",
            "ends_on IS NULL OR ends_on >= starts_on",
            ENDS_AFTER_START,
        ),
    )

    site = Reference(Site, _("Office area"))
    code = Text(_("Code"), max_length=20, unique=True)
    name = Text(_("Name"), max_length=60)
    kind = Choice(
        _("Kind"),
        {
            "hall": _("Hall and stairs"),
            "corridor": _("Corridors"),
            "toilet": _("Toilets"),
            "office": _("Offices"),
            "meeting": _("Meeting rooms"),
            "outdoors": _("Outdoors"),
        },
    )
    size = Exact(_("Area"), null=True, unit=SQUARE_METRES, minimum=0)
    rounds_per_day = Whole(
        _("Rounds a day"),
        default=LEAST_ROUNDS,
        minimum=LEAST_ROUNDS,
        maximum=12,
        help=_("At least two on every open day."),
    )
    days = Choice(
        _("Open on"),
        {"workdays": _("Working days"), "all": _("Every day")},
        default="workdays",
    )
    cleaner = Reference(Staff, _("Cleaner"), null=True)
    starts_on = Day(_("Cleaned from"))
    ends_on = Day(_("Cleaned until"), null=True)

    def __str__(self) -> str:
        return str(self.name)


class CleanRound(BaseModel):
    """The window of one of an area's daily rounds."""

    LABEL = _("Round of an area")
    LABEL_MANY = _("Rounds of an area")
    TITLE = "round_no"
    LIST = ("area", "round_no", "starts", "ends")
    SEARCH = ("area.name",)
    SORT = "area,round_no"
    DOCUMENT = "area"
    UNIQUE = (("area", "round_no"),)
    CHECKS = (Rule("clean_round_interval", "ends > starts", ENDS_AFTER_START),)

    area = Reference(CleanArea, _("Cleaning area"))
    round_no = Whole(_("Round"), minimum=1, maximum=12)
    starts = Clock(_("From"))
    ends = Clock(_("Until"))

    def __str__(self) -> str:
        return f"{self.starts:%H:%M}–{self.ends:%H:%M}"


class CleaningTask(ExpectedRecord):
    """One round of one area on one day (R39); it counts only when done inside its window (R07)."""

    LABEL = _("Cleaning round")
    LABEL_MANY = _("Cleaning rounds")
    TITLE = "day"
    LIST = ("area", "round_no", "starts_at", "ends_at", "staff", "status", "done_at", "note")
    SEARCH = ("area.name", "staff.name", "note")
    SORT = "-starts_at"
    TODAY = "starts_at"
    OWNED = (*ExpectedRecord.OWNED, "site", "area", "day", "round_no", "staff", "done_by")
    SCOPE = Scope(site="site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("area", "day", "round_no"),)
    INDEXES = (("site", "day"), ("status", "ends_at"), ("staff", "day"))
    CHECKS = (
        Rule("cleaning_task_interval", "ends_at > starts_at", ENDS_AFTER_START),
        Rule(
            "cleaning_task_done_inside",
            "done_at IS NULL OR (done_at >= starts_at AND done_at < ends_at)",
            _("A round counts only inside its window."),
        ),
    )

    site = Reference(Site, _("Office area"))
    area = Reference(CleanArea, _("Cleaning area"))
    day = Day(_("Day"))
    round_no = Whole(_("Round"), minimum=1)
    staff = Reference(Staff, _("Cleaner"), null=True)
    done_by = Reference(Staff, _("Done by"), null=True)

    def __str__(self) -> str:
        return f"{self.area} {self.starts_at.astimezone(office_zone()):%m-%d %H:%M}"


class CleaningInspection(BaseModel):
    """A score for the cleanliness of an area (R34, R39), by one of three tiers of inspection."""

    LABEL = _("Cleaning inspection")
    LABEL_MANY = _("Cleaning inspections")
    TITLE = "doc_no"
    LIST = ("doc_no", "area", "level", "inspected_at", "inspector", "score", "findings", "status")
    SEARCH = ("doc_no", "findings", "area.name", "inspector.name", "cleaner.name")
    SORT = "-inspected_at"
    OWNED = (
        "doc_no",
        "site",
        "area",
        "cleaner",
        "level",
        "inspected_at",
        "inspector",
        "score",
        "findings",
        "rectify_by",
        "status",
        "rectified_at",
        "rectified_note",
    )
    SCOPE = Scope(site="site", unit="cleaner.unit", owner="cleaner")
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("site", "inspected_at"), ("status", "rectify_by"))

    doc_no = DocNo(_("Number"), prefix="CI")
    site = Reference(Site, _("Office area"))
    area = Reference(CleanArea, _("Cleaning area"))
    cleaner = Reference(Staff, _("Cleaner"), null=True)
    level = Choice(
        _("Tier"),
        {
            "leader_daily": _("Group leader, daily"),
            "supervisor_weekly": _("Supervisor, weekly"),
            "office_monthly": _("Office, monthly"),
        },
    )
    inspected_at = Instant(_("Time of inspection"))
    inspector = Reference(Staff, _("Cleaning inspector"))
    score = Score(_("Inspection score"), minimum=0, maximum=100)
    findings = LongText(_("What was found"), default="")
    rectify_by = Day(_("To be put right by"), null=True)
    status = Choice(
        _("Status"),
        {
            "rectifying": _("Being put right"),
            "rectified": _("To be rechecked"),
            "closed": _("Closed"),
        },
        tones={"rectifying": "warn", "rectified": "info", "closed": "ok"},
    )
    rectified_at = Instant(_("Put right at"), null=True)
    rectified_note = Text(_("How it was put right"), max_length=200, default="")

    def __str__(self) -> str:
        return str(self.doc_no)
