"""Deviations from rules: reported with a reason, decided by a leader, counted (R68)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.database import now
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move, step
from logistics.permissions import Actor, may, require_verb
from logistics.queries.rules.register import document_numbered, versions_in_force
from logistics.tables.rules import RuleDeviation, RuleVersion
from logistics.wording import Words, _

DEVIATION_PAGE = "/admin/rule_deviation/details/?id={id}"


def submit_rule_deviations(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Report deviations from the version that held on that day, to be decided on."""
    require_verb(actor, "submit_rule_deviations")

    def submit(row: Seen) -> RuleDeviation:
        deviation = load(RuleDeviation, row)
        require_verb(actor, "submit_rule_deviations", deviation)
        held = versions_in_force(deviation.occurred_on)
        if not held.where(RuleVersion.id == deviation.version_id).exists():
            raise RuleViolation(
                _("This version was not in force on that day; choose the one that was."),
                field="version",
            )
        return step(
            deviation,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_rule_deviations",
            changes={
                "doc_no": deviation.doc_no or take_number("RD"),
                **_concerned(deviation.concerns, actor),
            },
        )

    return each(seen, submit, done=_("Reported."), model=RuleDeviation)


def approve_rule_deviations(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Approve deviations; nobody approves his own."""
    return _decide(
        seen, "approved", actor, "approve_rule_deviations", comment.strip(), _("Approved.")
    )


def return_rule_deviations(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Ask for more about deviations before deciding."""
    if not comment.strip():
        raise RuleViolation(_("Say what is missing."), field="comment")
    return _decide(
        seen, "returned", actor, "return_rule_deviations", comment.strip(), _("Returned.")
    )


def reject_rule_deviations(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Refuse deviations: the rule held, and what was done counts as a breach of it."""
    if not comment.strip():
        raise RuleViolation(_("Say why the rule had to be kept."), field="comment")
    return _decide(
        seen, "rejected", actor, "reject_rule_deviations", comment.strip(), _("Not approved.")
    )


def _decide(
    seen: Sequence[Seen], to: str, actor: Actor, verb: str, comment: str, done: Words
) -> list[Outcome]:
    require_verb(actor, verb)

    def decide(row: Seen) -> RuleDeviation:
        deviation = load(RuleDeviation, row)
        if actor.account_id == deviation.created_by_id or actor.staff_id == deviation.staff_id:
            raise NotPermitted(_("Nobody decides on a deviation of his own."))
        deviation = move(
            RuleDeviation,
            row,
            to=to,
            out_of=("submitted",),
            actor=actor,
            verb=verb,
            changes={
                "decided_by": actor.account_id,
                "decided_at": now(),
                "decision_note": comment[:200],
            },
        )
        words = _("The deviation %(number)s was decided on.", number=str(deviation))
        notify(deviation.staff, words, link=DEVIATION_PAGE.format(id=deviation.id))
        return deviation

    return each(seen, decide, done=done, model=RuleDeviation)


def _concerned(number: str, actor: Actor) -> dict[str, Any]:
    """Which document bears the number; refused when the reporter knows of none."""
    if not number.strip():
        return {"doc_type": "", "doc_id": None}
    document = document_numbered(number)
    if document is None or not may(actor, "read", type(document), document):
        raise RuleViolation(
            _("There is no document with the number %(number)s.", number=number.strip()),
            field="concerns",
        )
    return {"doc_type": document._meta.table_name, "doc_id": document.id}
