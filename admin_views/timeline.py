"""How far a document has come in its approval, as the steps and the history on its page show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import g, request

from logistics.queries.approvals.progress import Progress, progress_of
from logistics.queries.approvals.refusals import role_words
from logistics.wording import Words, _
from models import ApprovalDecision, ApprovalTask

DECISION = ApprovalDecision._meta.fields["choice"]
MARKS = {"approve": "ok", "return": "returned", "reject": "bad"}


def way_of(doc_type: str, doc_id: int) -> list[Progress]:
    """How far a document has come, read once a page that only shows it: its steps stand at the top
    of the page and beside it."""
    if request.method != "GET":
        return progress_of(doc_type, doc_id)
    known: dict[tuple[str, int], list[Progress]] = g.setdefault("ways", {})
    if (doc_type, doc_id) not in known:
        known[doc_type, doc_id] = progress_of(doc_type, doc_id)
    return known[doc_type, doc_id]


def timeline_of(doc_type: str, row: Any) -> list[dict[str, Any]]:
    """Every round of a document's approval as the entries of a timeline."""
    entries: list[dict[str, Any]] = []
    shown_round = 0
    for step in way_of(doc_type, row.id):
        if step.task.status == "void":
            continue
        if step.task.round != shown_round:
            shown_round = step.task.round
            entries.append(
                {
                    "mark": "sent",
                    "name": row.requester.name,
                    "result": None,
                    "at": step.task.created_at,
                    "role": _("Submitted, round %(round)s", round=shown_round),
                    "text": getattr(row, "reason", "") if shown_round == 1 else "",
                }
            )
        entries.append(_entry(step))
    return entries


def names_of(accounts: Iterable[Any]) -> str:
    """The people who may decide, by name."""
    return "、".join(account.name for account in accounts) or "—"


def kind_label(task: ApprovalTask) -> Words:
    """The word for the kind of a step."""
    label: Words = ApprovalTask._meta.fields["kind"].labels[task.kind]
    return label


def step_words(task: ApprovalTask) -> Words:
    """Whose step it is, and of which kind."""
    who = role_words(task.role) if task.signer_id is None else task.signer.name
    return _("%(role)s · %(step)s", role=who, step=kind_label(task))


def _entry(step: Progress) -> dict[str, Any]:
    task = step.task
    if step.decision is not None:
        return _decided(step.decision, task)
    status = ApprovalTask._meta.fields["status"].labels[task.status]
    if task.status == "pending":
        at: Any = _("waiting, due %(day)s", day=task.due_on)
        return _undecided("now", step, at)
    if task.status == "waiting":
        return _undecided("later", step, _("afterwards"))
    mark = "ok" if task.status == "automatic" else "later"
    return {
        "mark": mark,
        "name": kind_label(task),
        "result": None,
        "at": None,
        "role": status,
        "text": "",
    }


def _undecided(mark: str, step: Progress, at: Words) -> dict[str, Any]:
    return {
        "mark": mark,
        "name": names_of(step.deciders) if step.task.role_id is not None else _("The system"),
        "result": None,
        "at": at,
        "role": _("%(role)s · %(step)s", role=step.waits_for, step=kind_label(step.task)),
        "text": step.task.reason,
    }


def _decided(decision: ApprovalDecision, task: ApprovalTask) -> dict[str, Any]:
    role: Words = step_words(task)
    if decision.on_behalf_of_id is not None:
        role = _("%(role)s, on behalf of %(name)s", role=role, name=decision.on_behalf_of.name)
    text = decision.comment
    if decision.minutes_no:
        text = _("Minutes %(number)s. %(comment)s", number=decision.minutes_no, comment=text)
    return {
        "mark": MARKS[decision.choice],
        "name": decision.decider.name,
        "result": {
            "text": DECISION.labels[decision.choice],
            "tone": DECISION.tones[decision.choice],
        },
        "at": decision.created_at,
        "role": role,
        "text": text,
    }
