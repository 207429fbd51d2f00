"""Suggestions (合理化建议): received, looked into, answered, carried out."""

from __future__ import annotations

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Flag,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff
from logistics.wording import _

ADOPTED = ("adopted", "partly", "implemented")


class Suggestion(BaseModel):
    """What somebody of the staff proposes, and what became of it (R66, R89).

    An anonymous one names no author, no creator and no unit; who sent it is kept apart, secret, so
    that the answer reaches him.
    """

    LABEL = _("Suggestion")
    LABEL_MANY = _("Suggestions")
    TITLE = "title"
    LIST = ("doc_no", "title", "topic", "author", "received_on", "answer_by", "saving", "status")
    SEARCH = ("doc_no", "title", "content")
    SORT = "-id"
    FORM = (
        (_("Suggestion"), ("topic", "title", "content", "author", "unit", "received_on")),
        (_("Answer"), ("handled_by", "answer_by", "answer", "answered_on")),
        (_("Effect"), ("saving", "is_major", "effect", "implemented_on")),
    )
    OWNED = (
        "doc_no",
        "status",
        "topic",
        "title",
        "content",
        "author",
        "sender",
        "unit",
        "received_on",
        "handled_by",
        "answer_by",
        "answer",
        "answered_on",
        "answered_by",
        "saving",
        "is_major",
        "effect",
        "implemented_on",
    )
    SECRET = ("sender",)
    SCOPE = Scope(site="unit.site", unit="handled_by", owner="sender")
    PAGES = ("list", "details", "export", "history")
    INDEXES = (("status", "answer_by"), ("author", "answered_on"))
    CHECKS = (
        Rule(
            "suggestion_saving",
            "saving IS NULL OR saving >= 0",
            _("A saving is not below zero."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="SG")
    topic = Choice(
        _("Topic"),
        {
            "canteen": _("Canteen"),
            "vehicles": _("Vehicles and shuttle"),
            "environment": _("Offices and surroundings"),
            "supplies": _("Supplies"),
            "saving": _("Saving"),
            "service": _("Service to people"),
            "rules": _("Rules and procedures"),
            "other": _("Other"),
        },
        default="service",
    )
    title = Text(_("Title"), max_length=120)
    content = LongText(_("What is proposed and why"))
    author = Reference(Staff, _("Author"), null=True, help=_("Empty: anonymous."))
    sender = Reference(Account, _("Sending account"), null=True)
    unit = Reference(Unit, _("Unit of the author"), null=True)
    received_on = Day(_("Came in on"))
    handled_by = Reference(Unit, _("Looked into by the unit"), null=True)
    answer_by = Day(_("To be answered by"), help=_("Thirty days after it was received."))
    status = Choice(
        _("Status"),
        {
            "received": _("Come in"),
            "reviewing": _("Being looked into"),
            "adopted": _("Adopted"),
            "partly": _("Adopted in part"),
            "declined": _("Not adopted"),
            "implemented": _("Carried out"),
        },
        default="received",
        tones={
            "received": "info",
            "reviewing": "work",
            "adopted": "ok",
            "partly": "ok",
            "declined": "neutral",
            "implemented": "ok",
        },
    )
    answer = LongText(_("Answer and its reasons"), default="")
    answered_on = Day(_("Answer given on"), null=True)
    answered_by = Reference(Account, _("Answer given by"), null=True)
    saving = Money(_("Saved a year"), null=True, minimum=0)
    is_major = Flag(_("Of marked effect"))
    effect = LongText(_("Effect"), default="")
    implemented_on = Day(_("Carried out on"), null=True)

    def __str__(self) -> str:
        return str(self.title)
