"""Rounds of post checks (查崗) and what they found at each post."""

from __future__ import annotations

from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    Instant,
    LongText,
    Reference,
    Rule,
    Scope,
    Score,
    Text,
    Whole,
    local_today,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Site
from logistics.tables.people import Post, Staff
from logistics.wording import Words, _

PRESENCE = {
    "on_post": _("On post"),
    "official_out": _("Out on business"),
    "leave": _("On leave"),
    "late": _("Late"),
    "early": _("Left early"),
    "off_post": _("Off post"),
    "empty_post": _("Empty post"),
}
ABSENCES = frozenset({"off_post", "empty_post"})
PRESENCE_FAULTS = ABSENCES | {"late", "early"}
MARKS = ("attitude", "service", "dress")
PASS_MARK = 6


class CheckRound(BaseModel):
    """One round of checks: who goes, which posts were drawn, and how far it has come (R10, R13)."""

    LABEL = _("Check round")
    LABEL_MANY = _("Check rounds")
    LIST = ("doc_no", "planned_on", "site", "checker", "second_checker", "places", "status")
    SEARCH = ("doc_no", "checker.name", "remarks")
    SORT = "-planned_on"
    FORM = (
        (_("Check round"), ("planned_on", "site", "places", "is_unannounced")),
        (_("Checkers"), ("checker", "second_checker", "remarks")),
    )
    OWNED = (
        "doc_no",
        "status",
        "draw_seed",
        "done_at",
        "explain_by",
        "confirmed_by",
        "confirmed_at",
        "closed_at",
    )
    SCOPE = Scope(site="site", owner="checker")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "planned_on"),)
    CHECKS = (
        Rule(
            "check_round_two_checkers",
            "second_checker_id IS NULL OR second_checker_id <> checker_id",
            _("The two checkers must be different people."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="CR")
    planned_on = Day(_("Planned for"), default=local_today)
    site = Reference(
        Site, _("Office area"), null=True, help=_("Empty: posts of all office areas are drawn.")
    )
    places = Whole(
        _("Posts to draw"),
        default=5,
        minimum=1,
        maximum=200,
        help=_("Drawn by lot; posts long unchecked or with earlier faults come up more often."),
    )
    is_unannounced = Flag(
        _("Unannounced"),
        default=True,
        help=_("Who is to be checked does not learn of it beforehand."),
    )
    checker = Reference(Staff, _("Checker"))
    second_checker = Reference(Staff, _("Second checker"), null=True)
    remarks = LongText(_("Remarks"), default="")
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "planned": _("Planned"),
            "done": _("Waiting for explanations"),
            "explained": _("Explained"),
            "confirmed": _("Confirmed"),
            "bulletined": _("Published in a bulletin"),
            "rectified": _("Put right"),
            "closed": _("Closed"),
        },
        default="draft",
        tones={
            "planned": "info",
            "done": "info",
            "explained": "info",
            "confirmed": "work",
            "bulletined": "work",
            "rectified": "ok",
            "closed": "ok",
        },
    )
    draw_seed = Text(
        _("Seed of the lot"),
        max_length=32,
        default="",
        help=_("With it the same lot can be drawn again as a proof."),
    )
    done_at = Instant(_("Checked at"), null=True)
    explain_by = Day(_("Explanations until"), null=True)
    confirmed_by = Reference(Account, _("Confirmed by"), null=True)
    confirmed_at = Instant(_("Confirmed at"), null=True)
    closed_at = Instant(_("Closed at"), null=True)

    def __str__(self) -> str:
        return str(self.doc_no or f"{self.planned_on:%Y-%m-%d}")

    @classmethod
    def check(cls, row: Any) -> list[tuple[str, Words]]:
        if row.second_checker_id and row.second_checker_id == row.checker_id:
            return [("second_checker", _("The two checkers must be different people."))]
        return []


class CheckResult(BaseModel):
    """What was found at one drawn post, and what the person says to it (R13, R14).

    ``drawn`` is whom the lot met; ``staff`` stays empty until the check, so that nobody reads of it
    beforehand, and is then the person whom roster, swaps and leave make responsible.
    """

    LABEL = _("Check result")
    LABEL_MANY = _("Check results")
    TITLE = "post"
    LIST = (
        "round",
        "post",
        "site",
        "staff",
        "checked_at",
        "presence",
        "attitude",
        "service",
        "verdict",
    )
    SEARCH = ("round.doc_no", "staff.name", "post.name", "note")
    SORT = "-round,id"
    DOCUMENT = "round"
    OWNED = (
        "round",
        "post",
        "site",
        "drawn",
        "is_duty",
        "staff",
        "checked_at",
        "presence",
        "attitude",
        "service",
        "dress",
        "note",
        "observed",
        "records_say",
        "is_fault",
        "explanation",
        "explained_at",
        "verdict",
        "verdict_note",
    )
    SCOPE = Scope(site="site", unit="staff.unit", owner="staff")
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("staff", "checked_at"), ("drawn", "checked_at"), ("verdict", "presence"))

    round = Reference(CheckRound, _("Check round"))
    post = Reference(Post, _("Post"), null=True)
    site = Reference(Site, _("Office area"))
    drawn = Reference(Staff, _("Drawn by lot"), null=True)
    is_duty = Flag(_("Duty post"), help=_("Whoever the duty roster names at that hour."))
    staff = Reference(Staff, _("Responsible"), null=True)
    checked_at = Instant(_("Checked at"), null=True)
    presence = Choice(
        _("Presence"),
        PRESENCE,
        null=True,
        tones={
            "on_post": "ok",
            "official_out": "info",
            "leave": "info",
            "late": "warn",
            "early": "warn",
            "off_post": "bad",
            "empty_post": "bad",
        },
    )
    attitude = Score(_("Attitude"), null=True, minimum=0, maximum=10)
    service = Score(_("Service"), null=True, minimum=0, maximum=10)
    dress = Score(_("Dress"), null=True, minimum=0, maximum=10)
    note = LongText(_("Note"), default="")
    observed = Choice(
        _("Seen by the checkers"),
        PRESENCE,
        null=True,
        help=_("Before leave, roster and business trips were looked up."),
    )
    records_say = Choice(
        _("What the records say"),
        {
            "leave": _("On leave"),
            "official": _("Away on official business"),
            "duty_elsewhere": _("On duty at another office area"),
            "night_before": _("Came off night duty that morning"),
        },
        null=True,
    )
    is_fault = Flag(_("To be explained"))
    explanation = LongText(_("Explanation"), default="")
    explained_at = Instant(_("Explained at"), null=True)
    verdict = Choice(
        _("Verdict"),
        {
            "pending": _("Pending"),
            "clean": _("Nothing to object"),
            "upheld": _("Upheld"),
            "excused": _("Excused"),
        },
        default="pending",
        tones={"clean": "ok", "upheld": "bad", "excused": "info"},
    )
    verdict_note = Text(_("Reason of the verdict"), max_length=200, default="")

    def __str__(self) -> str:
        who = self.staff or self.drawn
        return f"{self.post or self.site}" + (f" · {who}" if who else "")


__all__ = [
    "ABSENCES",
    "MARKS",
    "PASS_MARK",
    "PRESENCE",
    "PRESENCE_FAULTS",
    "CheckResult",
    "CheckRound",
]
