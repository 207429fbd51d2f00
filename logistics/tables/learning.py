"""Learning: the plan of the year, its items, the sessions that are held, and who was there."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Exact,
    Flag,
    Instant,
    LongText,
    NoOverlap,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
    this_year,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Room, Site, Unit
from logistics.tables.people import AUDIENCES, ENDS_AFTER_START, Staff
from logistics.wording import Words, _

FORMS = {
    "theory": _("Theory study"),
    "lecture": _("Lecture"),
    "visit": _("Visit to see development"),
    "reflection": _("Sharing of reflections"),
    "post_training": _("Post training"),
    "post_check_education": _("Education after post checks"),
}
"""The forms of study, 學理論、聽報告、看發展、談體會 (R04), and the means beside them (R10)."""
STUDY = ("theory", "lecture", "visit", "reflection")
CLASS_HOURS = _("class hours")
ATTENDED = ("present", "late")
MISSED = ("absent", "leave")


class LearningPlan(BaseModel):
    """What a unit studies in a year: drafted, approved, published, closed (R09) (R05)."""

    LABEL = _("Learning plan")
    LABEL_MANY = _("Learning plans")
    LIST = ("doc_no", "year", "unit", "theme", "status", "published_at")
    SEARCH = ("doc_no", "theme", "unit.name")
    SORT = "-year,unit"
    FORM = (
        (_("Learning plan"), ("year", "unit", "site", "theme", "aims")),
        (_("Class hours a year"), ("hours_of_officials", "hours_of_others")),
    )
    OWNED = (
        "doc_no",
        "status",
        "approved_by",
        "approved_at",
        "published_by",
        "published_at",
        "closed_at",
        "review",
        "return_note",
    )
    SCOPE = Scope(site="site", unit="unit")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    UNIQUE = (("year", "unit"),)

    doc_no = DocNo(_("Number"), prefix="LP")
    year = Whole(_("Year"), default=this_year, minimum=2000, maximum=2100)
    unit = Reference(Unit, _("Unit"))
    site = Reference(Site, _("Office area"))
    theme = Text(_("Theme"), max_length=120)
    aims = LongText(_("Aims"), default="")
    hours_of_officials = Whole(
        _("For civil servants"),
        default=90,
        minimum=0,
        unit=CLASS_HOURS,
        help=_("Section level and below: 12 days or 90 class hours a year."),
    )
    hours_of_others = Whole(_("For all others"), default=24, minimum=0, unit=CLASS_HOURS)
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "approved": _("Approved"),
            "published": _("Published"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={"approved": "info", "published": "ok", "closed": "neutral"},
    )
    approved_by = Reference(Account, _("Approved by"), null=True)
    approved_at = Instant(_("Approved at"), null=True)
    published_by = Reference(Account, _("Signed by"), null=True)
    published_at = Instant(_("Published at"), null=True)
    closed_at = Instant(_("Closed at"), null=True)
    review = LongText(_("What the year has brought"), default="")
    return_note = Text(_("Reason for returning"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.year} {self.theme}"


class LearningPlanItem(BaseModel):
    """One subject of a plan; one that recurs gives a study day every week or fortnight (R11)
    (R04, R10).
    """

    LABEL = _("Item of a learning plan")
    LABEL_MANY = _("Items of learning plans")
    TITLE = "topic"
    LIST = ("plan", "form", "topic", "month", "hours", "audience", "recurs")
    SEARCH = ("topic", "plan.theme")
    SORT = "plan,month,id"
    DOCUMENT = "plan"

    plan = Reference(LearningPlan, _("Learning plan"))
    form = Choice(_("Form of study"), FORMS)
    topic = Text(_("Subject"), max_length=160)
    month = Whole(_("Month"), minimum=1, maximum=12)
    hours = Exact(_("Class hours"), scale=1, minimum=0)
    audience = Choice(_("Meant for"), AUDIENCES, default="center")
    is_study_day = Flag(_("On a study day"))
    recurs = Choice(
        _("Recurs"),
        {
            "once": _("Once in the month"),
            "weekly": _("Every week of the month"),
            "fortnightly": _("Every second week of the month"),
        },
        default="once",
    )
    weekday = Whole(
        _("Weekday"),
        null=True,
        minimum=1,
        maximum=7,
        help=_("1 Monday to 7 Sunday; from it the sessions are laid out. Empty: by hand."),
    )

    def __str__(self) -> str:
        return str(self.topic)


class TrainingSession(BaseModel):
    """A lesson, lecture, visit or discussion that is planned and held (R10, R11) (R04, R84)."""

    LABEL = _("Training session")
    LABEL_MANY = _("Training sessions")
    TITLE = "topic"
    LIST = ("doc_no", "topic", "form", "starts_at", "place", "lecturer", "hours", "status")
    SEARCH = ("doc_no", "topic", "lecturer", "place", "discussion")
    SORT = "-starts_at"
    FORM = (
        (_("Training session"), ("topic", "form", "plan_item", "audience", "hours")),
        (_("When and where"), ("starts_at", "ends_at", "site", "room", "place", "lecturer")),
        (_("Kind"), ("is_study_day", "makes_up")),
    )
    OWNED = ("doc_no", "status", "discussion", "cancel_reason", "held_by")
    SCOPE = Scope(site="site", unit="plan_item.plan.unit")
    EDITABLE_IN = ("draft", "planned")
    DELETABLE_IN = ("draft",)
    UNIQUE = (("plan_item", "starts_at"),)
    INDEXES = (("status", "starts_at"),)
    CHECKS = (Rule("training_session_interval", "ends_at > starts_at", ENDS_AFTER_START),)
    NO_OVERLAP = (
        NoOverlap(
            "training_session_room_once",
            ("room",),
            "starts_at",
            "ends_at",
            "status <> 'cancelled'",
            _("Another session is held in this room at that time."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="TS")
    plan_item = Reference(LearningPlanItem, _("Item of a learning plan"), null=True)
    topic = Text(_("Subject"), max_length=160)
    form = Choice(_("Form of study"), FORMS)
    audience = Choice(_("Meant for"), AUDIENCES, default="center")
    starts_at = Instant(_("Starts at"))
    ends_at = Instant(_("Ends at"))
    hours = Exact(_("Class hours"), scale=1, minimum=0)
    site = Reference(Site, _("Office area"))
    room = Reference(Room, _("Room"), null=True)
    place = Text(_("Place"), max_length=80, default="")
    lecturer = Text(_("Lecturer"), max_length=60, default="")
    is_study_day = Flag(_("Study day"))
    makes_up = Reference(
        "self",
        _("Makes up for"),
        null=True,
        help=_("The session that those had missed who come to this one."),
    )
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "planned": _("Called"),
            "held": _("Took place"),
            "cancelled": _("Cancelled"),
        },
        default="draft",
        tones={"draft": "neutral", "planned": "info", "held": "ok", "cancelled": "bad"},
    )
    discussion = LongText(_("Note of the discussion"), default="")
    cancel_reason = Text(_("Reason for cancelling"), max_length=200, default="")
    held_by = Reference(Account, _("Entered by"), null=True)

    def __str__(self) -> str:
        return str(self.topic)

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.starts_at and row.ends_at and row.ends_at <= row.starts_at:
            return [("ends_at", ENDS_AFTER_START)]
        return []


class TrainingAttendance(BaseModel):
    """One person called to a session: there from the start, so that nobody is forgotten (R10, R11)
    (R84).

    Who comes late gets half the hours; what was missed counts by the session that makes up for it.
    """

    LABEL = _("Attendance")
    LABEL_MANY = _("Attendance")
    TITLE = "staff"
    LIST = ("session", "staff", "status", "hours", "score", "signed_on")
    SEARCH = ("session.topic", "session.doc_no", "staff.name", "reflection")
    SORT = "-session,staff"
    DOCUMENT = "session"
    OWNED = ("session", "staff", "status", "hours", "score", "reflection", "signed_on")
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "export", "history")
    UNIQUE = (("session", "staff"),)
    INDEXES = (("staff", "status"),)

    session = Reference(TrainingSession, _("Training session"))
    staff = Reference(Staff, _("Staff member"))
    status = Choice(
        _("Attendance"),
        {
            "called": _("Called"),
            "present": _("There"),
            "late": _("Came late"),
            "leave": _("On leave"),
            "absent": _("Not there"),
            "made_up": _("Made up for"),
        },
        default="called",
        tones={
            "called": "info",
            "present": "ok",
            "late": "warn",
            "leave": "neutral",
            "absent": "bad",
            "made_up": "ok",
        },
    )
    hours = Exact(_("Class hours"), scale=1, default=0, minimum=0)
    score = Whole(_("Test result"), null=True, minimum=0, maximum=100)
    reflection = LongText(_("Reflections"), default="")
    signed_on = Day(_("Entered on"), null=True)

    def __str__(self) -> str:
        return str(self.staff)


__all__ = ["LearningPlan", "LearningPlanItem", "TrainingAttendance", "TrainingSession"]
