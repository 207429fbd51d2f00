"""Surveys: who was asked stands in one table, what was answered in another; no key joins them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Flag,
    LongText,
    Reference,
    Rule,
    Scope,
    Text,
    Whole,
)
from logistics.tables.base import BaseModel
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

LEVELS = {
    "very": _("Very satisfied"),
    "satisfied": _("Satisfied"),
    "basic": _("Basically satisfied"),
    "not": _("Not satisfied"),
}
"""很满意、满意、基本满意、不满意: the scale of every survey (R79)."""
DIMENSIONS = {
    "identity": _("Identity"),
    "belonging": _("Belonging"),
    "cohesion": _("Cohesion"),
    "fighting": _("Fighting strength"),
}
"""认同感、归属感、凝聚力、战斗力 (R88)."""


class Survey(BaseModel):
    """A question sheet with its period and whom it asks (R27, R43, R47, R79, R88)."""

    LABEL = _("Survey")
    LABEL_MANY = _("Surveys")
    TITLE = "title"
    LIST = ("doc_no", "title", "kind", "subject", "audience", "starts_on", "ends_on", "status")
    SEARCH = ("doc_no", "title")
    SORT = "-starts_on,-id"
    FORM = (
        (_("Survey"), ("title", "kind", "subject", "introduction")),
        (_("Who is asked, and when"), ("audience", "site", "starts_on", "ends_on")),
    )
    OWNED = ("doc_no", "status", "invited", "handed_out", "handed_in")
    SCOPE = SHARED
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "ends_on"), ("subject", "ends_on"))
    CHECKS = (
        Rule("survey_period", "ends_on >= starts_on", ENDS_AFTER_START),
        Rule(
            "survey_papers",
            "handed_in <= handed_out",
            _("No more sheets can come back than were handed out."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="SU")
    title = Text(_("Title"), max_length=120)
    kind = Choice(
        _("Kind"),
        {"satisfaction": _("Satisfaction"), "pulse": _("Pulse of the staff")},
        default="satisfaction",
    )
    subject = Choice(
        _("What it is about"),
        {
            "mail_duty": _("Mail and duty"),
            "canteen": _("Canteen"),
            "meetings": _("Meeting service"),
            "cleaning": _("Cleaning"),
            "guarding": _("Guarding"),
            "vehicles": _("Vehicles and shuttle"),
            "works": _("Repairs and works"),
            "relocation": _("Relocation"),
            "supplies": _("Supplies"),
            "center": _("The center as a whole"),
        },
        default="center",
    )
    audience = Choice(
        _("Who is asked"), {"staff": _("Staff"), "guests": _("Guests")}, default="staff"
    )
    site = Reference(Site, _("Office area"), null=True, help=_("Empty: all office areas."))
    introduction = LongText(_("Introduction"), default="")
    starts_on = Day(_("Open from"))
    ends_on = Day(_("Open until"))
    status = Choice(
        _("Status"),
        {"draft": _("Draft"), "open": _("Open to answers"), "closed": _("Ended")},
        default="draft",
        tones={"open": "work", "closed": "ok"},
    )
    invited = Whole(_("People asked"), default=0, minimum=0)
    handed_out = Whole(_("Paper sheets handed out"), default=0, minimum=0)
    handed_in = Whole(_("Paper sheets come back"), default=0, minimum=0)

    def __str__(self) -> str:
        return str(self.title)

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START
        if row.kind == "pulse" and row.audience == "guests":
            yield "audience", _("The pulse is taken of the staff only.")


class SurveyQuestion(BaseModel):
    """One question of a survey; of a pulse each belongs to a dimension (R88)."""

    LABEL = _("Question")
    LABEL_MANY = _("Questions")
    TITLE = "text"
    LIST = ("survey", "position", "text", "dimension")
    SEARCH = ("text", "survey.title")
    SORT = "survey,position"
    DOCUMENT = "survey"
    UNIQUE = (("survey", "position"),)

    survey = Reference(Survey, _("Survey"), backref="questions")
    position = Whole(_("Serial no."), default=1, minimum=1)
    text = Text(_("Question"), max_length=160)
    dimension = Choice(
        _("Dimension"), DIMENSIONS, null=True, help=_("For a pulse of the staff only.")
    )

    def __str__(self) -> str:
        return str(self.text)


class SurveyInvitation(BaseModel):
    """That somebody was asked, and whether he took part; not what he answered (R43)."""

    LABEL = _("Invitation to a survey")
    LABEL_MANY = _("Invitations to surveys")
    TITLE = "survey"
    LIST = ("survey", "staff", "has_answered")
    SEARCH = ("survey.title", "staff.name")
    SORT = "-survey,id"
    OWNED = ("survey", "staff", "has_answered")
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details")
    UNIQUE = (("survey", "staff"),)

    survey = Reference(Survey, _("Survey"))
    staff = Reference(Staff, _("Staff member"))
    has_answered = Flag(_("Took part"))

    def __str__(self) -> str:
        return f"{self.survey} · {self.staff}"


class SurveyAnswer(BaseModel):
    """One answer to one question, of nobody in particular (R27, R43, R79, R88).

    Its id is drawn by lot and its times are those of the survey's opening, so that neither order
    nor hour leads back to an invitation. The unit is kept for groups of five and more only.
    """

    LABEL = _("Answer of a survey")
    LABEL_MANY = _("Answers of surveys")
    TITLE = "question"
    LIST = ("survey", "question", "level", "source")
    SEARCH = ("survey.title", "question.text")
    SORT = "-survey,question,id"
    OWNED = ("survey", "question", "level", "source", "unit")
    SECRET = ("unit",)
    SCOPE = SHARED
    PAGES = ("list",)
    INDEXES = (("survey", "question", "level"),)

    survey = Reference(Survey, _("Survey"))
    question = Reference(SurveyQuestion, _("Question"))
    level = Choice(
        _("Chosen answer"),
        LEVELS,
        tones={"very": "ok", "satisfied": "ok", "basic": "warn", "not": "bad"},
    )
    source = Choice(
        _("Source"), {"online": _("On the page"), "paper": _("On paper")}, default="online"
    )
    unit = Reference(Unit, _("Unit"), null=True)

    def __str__(self) -> str:
        return str(self.id)
