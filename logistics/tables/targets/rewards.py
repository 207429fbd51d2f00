"""Rewards and penalties (奖惩): proposed, heard, decided, in effect for a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from logistics.database import (
    Choice,
    Day,
    DocNo,
    Instant,
    LongText,
    Money,
    Reference,
    Rule,
    Scope,
    Text,
)
from logistics.tables.base import Account, BaseModel
from logistics.tables.conduct import Finding
from logistics.tables.people import Staff
from logistics.tables.targets.supervision import SupervisionItem
from logistics.wording import Words, _

REWARDS = {
    "oral_praise": _("Oral praise"),
    "bulletin_praise": _("Praise by bulletin"),
    "merit": _("Merit citation"),
    "bonus": _("Reward in money"),
}
PENALTIES = {
    "talk": _("Warning talk"),
    "criticism": _("Criticism by bulletin"),
    "deduct": _("Money deducted"),
    "warning": _("Disciplinary warning"),
    "demerit": _("Recorded demerit"),
}
KINDS = {**REWARDS, **PENALTIES}
FORMAL = frozenset({"warning", "demerit"})
"""Disciplinary acts: decided by the competent authority alone and only entered here."""
IN_MONEY = frozenset({"bonus", "deduct"})
NEEDS_AUTHORITY = _(
    "A disciplinary act is the competent authority's: name it and its paper, or take another kind."
)
MONEY_ONLY = _("Only a reward in money or a deduction has an amount, and needs one.")


class RewardPenalty(BaseModel):
    """A reward or a penalty of one person, with its basis and for how long it holds.

    Proposed by a unit, looked into by a deputy, decided by the director; whoever it concerns is
    heard before a penalty is decided (R55, R66, R80, R81, R86). What it gives or takes in the
    assessment are the points of the scheme's clause, once.
    """

    LABEL = _("Reward or penalty")
    LABEL_MANY = _("Rewards and penalties")
    TITLE = "staff"
    LIST = ("doc_no", "staff", "kind", "reason", "amount", "decided_on", "effective_to", "status")
    SEARCH = ("doc_no", "staff.name", "reason", "authority_paper")
    SORT = "-id"
    FORM = (
        (_("Person and kind"), ("staff", "kind", "amount", "reason")),
        (_("Basis"), ("basis", "finding", "supervision_item")),
        (_("Competent authority"), ("authority", "authority_paper")),
        (_("Effect"), ("effective_to",)),
    )
    OWNED = (
        "doc_no",
        "status",
        "statement",
        "reviewed_by",
        "reviewed_at",
        "decided_by",
        "decided_on",
        "opinion",
    )
    SCOPE = Scope(site="staff.site", unit="staff.unit", owner="staff")
    EDITABLE_IN = ("draft",)
    DELETABLE_IN = ("draft",)
    INDEXES = (("status", "decided_on"), ("kind", "status"))
    CHECKS = (
        Rule(
            "reward_penalty_authority",
            "kind NOT IN ('warning', 'demerit') OR (authority <> '' AND authority_paper <> '')",
            NEEDS_AUTHORITY,
        ),
        Rule(
            "reward_penalty_amount",
            "(amount IS NULL AND kind NOT IN ('bonus', 'deduct'))"
            " OR (amount IS NOT NULL AND amount > 0 AND kind IN ('bonus', 'deduct'))",
            MONEY_ONLY,
        ),
        Rule(
            "reward_penalty_effective",
            "effective_to IS NULL OR decided_on IS NULL OR effective_to >= decided_on",
            _("It cannot end before it was decided."),
        ),
    )

    doc_no = DocNo(_("Number"), prefix="RP")
    staff = Reference(Staff, _("Staff member"))
    kind = Choice(
        _("Kind"),
        KINDS,
        default="oral_praise",
        tones={**dict.fromkeys(REWARDS, "ok"), **dict.fromkeys(PENALTIES, "bad"), "talk": "warn"},
    )
    amount = Money(_("Amount"), null=True, minimum=0)
    reason = LongText(_("Facts of the case"))
    basis = Text(
        _("Rule that it rests on"),
        max_length=160,
        help=_("The clause of the rules of rewards and penalties."),
    )
    finding = Reference(Finding, _("Finding"), null=True)
    supervision_item = Reference(SupervisionItem, _("Matter under supervision"), null=True)
    authority = Text(
        _("Competent authority"),
        max_length=80,
        default="",
        help=_("For a disciplinary warning or a recorded demerit only."),
    )
    authority_paper = Text(_("Number of its paper"), max_length=60, default="")
    effective_to = Day(_("Holds until"), null=True, help=_("Empty: it has no end."))
    status = Choice(
        _("Status"),
        {
            "draft": _("Draft"),
            "proposed": _("Put forward, to be looked into"),
            "reviewed": _("Looked into"),
            "decided": _("Decided"),
            "rejected": _("Not agreed to"),
            "revoked": _("Revoked"),
        },
        default="draft",
        tones={"proposed": "info", "reviewed": "info", "decided": "ok", "revoked": "neutral"},
    )
    statement = LongText(_("Statement of the person"), default="")
    reviewed_by = Reference(Account, _("Looked into by"), null=True)
    reviewed_at = Instant(_("Looked into at"), null=True)
    decided_by = Reference(Account, _("Decided by"), null=True)
    decided_on = Day(_("Day of the decision"), null=True)
    opinion = LongText(_("Opinion"), default="")

    def __str__(self) -> str:
        return f"{self.staff} · {self.doc_no or self.id}"

    @classmethod
    def check(cls, row: Any) -> Iterable[tuple[str, Words]]:
        if row.kind in FORMAL and not (row.authority and row.authority_paper):
            yield "authority", NEEDS_AUTHORITY
        if (row.kind in IN_MONEY) != bool(row.amount):
            yield "amount", MONEY_ONLY
