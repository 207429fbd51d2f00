"""Who decides instead of whom, from when to when."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import Choice, Day, NoOverlap, Reference, Rule, Scope, Text
from logistics.tables.base import BaseModel
from logistics.tables.people import ENDS_AFTER_START, Staff
from logistics.wording import Words, _

NOT_TO_ONESELF = _("A person cannot delegate to himself.")


class Delegation(BaseModel):
    """Somebody decides for an absent person; it counts once that person has confirmed it."""

    LABEL = _("Delegation")
    LABEL_MANY = _("Delegations")
    LIST = ("delegator", "delegate", "starts_on", "ends_on", "reason", "status")
    SEARCH = ("delegator.name", "delegate.name", "reason")
    SORT = "-starts_on"
    FORM = ((_("Delegation"), ("delegator", "delegate", "starts_on", "ends_on", "reason")),)
    OWNED = ("status",)
    SCOPE = Scope(site="delegator.site", unit="delegator.unit", owner="delegator")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    CHECKS = (
        Rule("delegation_interval", "ends_on >= starts_on", ENDS_AFTER_START),
        Rule("delegation_to_another", "delegate_id <> delegator_id", NOT_TO_ONESELF),
    )
    NO_OVERLAP = (
        NoOverlap(
            "delegation_once",
            ("delegator",),
            "starts_on",
            "ends_on",
            "status = 'confirmed'",
            _("Another delegation of this person is in force on some of these days."),
        ),
    )
    INDEXES = (("status", "starts_on", "ends_on"),)

    delegator = Reference(Staff, _("Absent person"))
    delegate = Reference(Staff, _("Decides instead"))
    starts_on = Day(_("From"))
    ends_on = Day(_("Until"), help=_("The last day, included."))
    reason = Text(_("Reason"), max_length=200)
    status = Choice(
        _("Status"),
        {"draft": _("To be confirmed"), "confirmed": _("Confirmed"), "ended": _("Ended")},
        default="draft",
        tones={"draft": "info", "confirmed": "ok", "ended": "neutral"},
    )

    def __str__(self) -> str:
        return f"{self.delegator} → {self.delegate}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.delegator_id is not None and row.delegator_id == row.delegate_id:
            yield "delegate", NOT_TO_ONESELF
        if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            yield "ends_on", ENDS_AFTER_START


__all__ = ["Delegation"]
