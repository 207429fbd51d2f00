"""Runs, scores and results, all appended; what is decided about them, and who objects."""

from __future__ import annotations

from logistics.database import (
    SHARED,
    Choice,
    Day,
    DocNo,
    Exact,
    Flag,
    LongText,
    Percent,
    Quantity,
    Reference,
    Rule,
    Score,
    Text,
    Whole,
)
from logistics.tables.assessment.choices import GRADE_TONES, GRADES, POINTS
from logistics.tables.assessment.cycles import PERSON, AssessmentCycle
from logistics.tables.assessment.items import AssessmentItem
from logistics.tables.assessment.schemes import AssessmentScheme
from logistics.tables.base import Account, BaseModel, Ledger
from logistics.tables.people import Staff
from logistics.wording import _

SHOWN = ("list", "details", "export")


class ScoreRun(Ledger):
    """One calculation of a cycle, with the fingerprint of what went into it. Never edited (R82)."""

    LABEL = _("Scoring run")
    LABEL_MANY = _("Scoring runs")
    TITLE = "number"
    LIST = (
        "cycle",
        "number",
        "people",
        "events",
        "ratings",
        "inputs_hash",
        "created_by",
        "created_at",
    )
    SEARCH = ("cycle.code", "inputs_hash")
    SORT = "-created_at"
    SCOPE = SHARED
    PAGES = SHOWN
    UNIQUE = (("cycle", "number"),)

    cycle = Reference(AssessmentCycle, _("Cycle"))
    number = Whole(_("Number of the run"), minimum=1)
    inputs_hash = Text(_("Fingerprint of the inputs"), max_length=64)
    people = Whole(_("People scored"), minimum=0)
    events = Whole(_("Events counted"), minimum=0)
    highest_event = Whole(_("Highest event"), minimum=0)
    ratings = Whole(_("Ratings counted"), minimum=0)
    highest_rating = Whole(_("Highest rating"), minimum=0)

    def __str__(self) -> str:
        return f"{self.cycle} · {self.number}"


class ItemScore(Ledger):
    """What one person got under one item in one run: the inputs as summed, and what became of them.

    Without data `value`, `share` and `points` are empty and `weight_used` is zero.
    """

    LABEL = _("Item score")
    LABEL_MANY = _("Item scores")
    TITLE = "staff"
    LIST = ("run", "staff", "item", "records", "value", "share", "points", "weight_used", "no_data")
    SEARCH = ("staff.name", "item.name")
    SORT = "run,staff,item"
    SCOPE = PERSON
    PAGES = SHOWN
    UNIQUE = (("run", "staff", "item"),)

    class Meta:
        table_name = "score"

    run = Reference(ScoreRun, _("Scoring run"))
    staff = Reference(Staff, _("Staff member"))
    item = Reference(AssessmentItem, _("Assessment item"))
    records = Whole(_("Records"), default=0, minimum=0, help=_("Raters, where it is rated."))
    against = Whole(_("With points"), default=0, minimum=0)
    quantity = Quantity(_("Quantity"), default=0)
    possible = Quantity(_("Possible"), default=0)
    event_points = Score(_("Points of the events"), default=0)
    value = Exact(_("Measured value"), scale=4, null=True)
    share = Percent(_("Of the full score"), null=True, unit=_("%"))
    points = Score(_("Points"), null=True, unit=POINTS)
    weight_used = Exact(_("Weight used"), scale=4, default=0, unit=_("%"))
    no_data = Flag(_("No data"))

    def __str__(self) -> str:
        return f"{self.staff} · {self.item}"


class AssessmentResult(Ledger):
    """What a person came to in one run: total, rank among peers and the grade by the rules
    (R66, R80).
    """

    LABEL = _("Assessment result")
    LABEL_MANY = _("Assessment results")
    TITLE = "staff"
    LIST = ("staff", "peer_group", "base", "bonus", "total", "rank", "grade", "tied", "run")
    SEARCH = ("staff.name",)
    SORT = "-run,peer_group,rank"
    SCOPE = PERSON
    PAGES = SHOWN
    UNIQUE = (("run", "staff"),)
    INDEXES = (("run", "peer_group", "rank"),)

    run = Reference(ScoreRun, _("Scoring run"))
    staff = Reference(Staff, _("Staff member"))
    scheme = Reference(AssessmentScheme, _("Scheme"))
    peer_group = Text(_("Peer group"), max_length=40)
    peers = Whole(_("People in the group"), minimum=1)
    months = Exact(_("Months served"), minimum=0, unit=_("months"))
    base = Score(_("Base"), null=True, unit=POINTS)
    bonus = Score(_("Bonus"), default=0, unit=POINTS)
    total = Score(_("Total score"), null=True, unit=POINTS)
    data_share = Percent(
        _("Weights with data"), default=0, unit=_("%"), help=_("Before the others grew.")
    )
    best_grade = Choice(_("Best grade left"), GRADES, default="excellent", tones=GRADE_TONES)
    rank = Whole(_("Ranking"), null=True, minimum=1)
    grade = Choice(_("Grade by the rules"), GRADES, tones=GRADE_TONES)
    tied = Flag(_("Tie for the last place"), help=_("Left to the collective."))

    def __str__(self) -> str:
        return f"{self.staff} · {self.run}"


class GradeDecision(Ledger):
    """The grade that the collective gave, with its minutes; the newest one counts."""

    LABEL = _("Decision on a grade")
    LABEL_MANY = _("Decisions on grades")
    TITLE = "result"
    LIST = ("result", "grade", "minutes_no", "note", "created_by", "created_at")
    SEARCH = ("result.staff.name", "minutes_no")
    SORT = "-id"
    SCOPE = PERSON.under("result")
    PAGES = SHOWN

    result = Reference(AssessmentResult, _("Assessment result"))
    grade = Choice(_("Grade"), GRADES, tones=GRADE_TONES)
    minutes_no = Text(_("Minutes number"), max_length=40)
    note = Text(_("Note"), max_length=200, default="")

    def __str__(self) -> str:
        return f"{self.result.staff} · {self.minutes_no}"


class Publicity(BaseModel):
    """The public display of those who are to be excellent, for at least five working days (R82)."""

    LABEL = _("Publicity")
    LABEL_MANY = _("Publicity")
    LIST = ("doc_no", "cycle", "run", "starts_on", "ends_on", "place")
    SEARCH = ("doc_no", "cycle.code", "place")
    SORT = "-starts_on"
    OWNED = ("doc_no", "cycle", "run", "starts_on", "ends_on", "place")
    SCOPE = SHARED
    PAGES = ("list", "details", "export", "history")
    CHECKS = (
        Rule("publicity_interval", "ends_on > starts_on", _("The end lies before the start.")),
    )

    doc_no = DocNo(_("Number"), prefix="PB")
    cycle = Reference(AssessmentCycle, _("Cycle"))
    run = Reference(ScoreRun, _("Scoring run"))
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"))
    place = Text(_("Place and telephone"), max_length=120)

    def __str__(self) -> str:
        return str(self.doc_no)


class Objection(BaseModel):
    """A person asks for a review of his result, or appeals against the answer (R82)."""

    LABEL = _("Objection")
    LABEL_MANY = _("Objections")
    LIST = ("doc_no", "cycle", "staff", "kind", "status", "answered_by", "answered_on")
    SEARCH = ("doc_no", "staff.name")
    SORT = "-created_at"
    OWNED = (
        "doc_no",
        "cycle",
        "run",
        "staff",
        "kind",
        "appeal_of",
        "grounds",
        "status",
        "answer",
        "answered_by",
        "answered_on",
    )
    PERSONAL = ("grounds", "answer")
    SCOPE = PERSON
    PAGES = ("list", "details", "history")
    UNIQUE = (("appeal_of",),)
    INDEXES = (("cycle", "status"),)

    doc_no = DocNo(_("Number"), prefix="OB")
    cycle = Reference(AssessmentCycle, _("Cycle"))
    run = Reference(ScoreRun, _("Scoring run"))
    staff = Reference(Staff, _("Staff member"))
    kind = Choice(
        _("Kind"), {"review": _("Request for review"), "appeal": _("Appeal")}, default="review"
    )
    appeal_of = Reference("self", _("Appeal against"), null=True)
    grounds = LongText(_("Grounds"))
    status = Choice(
        _("Status"),
        {
            "submitted": _("Submitted"),
            "upheld": _("Granted"),
            "rejected": _("Dismissed"),
        },
        default="submitted",
        tones={"submitted": "info", "upheld": "ok", "rejected": "bad"},
    )
    answer = LongText(_("Answer"), default="")
    answered_by = Reference(Account, _("Answer given by"), null=True)
    answered_on = Day(_("Answer given on"), null=True)

    def __str__(self) -> str:
        return str(self.doc_no)
