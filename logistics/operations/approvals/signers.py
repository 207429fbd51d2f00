"""Asking a further person to sign before a step is decided (features.md, Top 20, 3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from logistics.auditing import transaction
from logistics.calendar import add_workdays
from logistics.database import Record, local_today, now
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.approvals.deciding import Hearing, hear, report
from logistics.operations.approvals.judging import Decision, Verdict
from logistics.operations.outcomes import Outcome, Seen
from logistics.operations.sets import change_many
from logistics.operations.transitions import add
from logistics.permissions import Actor
from logistics.queries.approvals.facts import step_of
from logistics.queries.approvals.routing import route
from logistics.tables.approvals import ApprovalTask
from logistics.tables.base import Account
from logistics.tables.people import Staff
from logistics.wording import _

VERB = "add_signers"
SIGNER_DAYS = 2


def add_signers(
    *, model: type[Record], seen: Sequence[Seen], signer: int | None, reason: str, actor: Actor
) -> list[Outcome]:
    """Have the member of staff ``signer`` decide before the step whose turn it is.

    Only who may decide that step asks. His own step waits meanwhile and is then his turn again,
    so that a signature is added to the way and takes none away.
    """
    decisions = [Decision(row, "approve", "-", "-") for row in seen]
    with transaction():
        hearing = hear(model, decisions, actor=actor, verb=VERB)
        account = _account_of(signer)
        for doc_id, verdict in list(hearing.verdicts.items()):
            try:
                _refuse_signer(hearing, verdict, account, reason, actor)
            except RuleViolation as refusal:
                hearing.refuse(doc_id, refusal)
            else:
                _insert(hearing, verdict, account, reason.strip(), actor)
        return report(
            decisions, hearing, dict.fromkeys(("submitted", "approved"), _("Asked to sign first"))
        )


def _account_of(signer: int | None) -> Account:
    staff = None if signer is None else Staff.get_or_none(Staff.id == signer)
    if staff is None:
        raise RuleViolation(_("Name the person who is to sign."), field="signer")
    if staff.account_id is None or not staff.account.is_active:
        raise RuleViolation(
            _("%(name)s has no account to sign with.", name=staff.name), field="signer"
        )
    account: Account = staff.account
    return account


def _refuse_signer(
    hearing: Hearing, verdict: Verdict, signer: Account, reason: str, actor: Actor
) -> None:
    if not reason.strip():
        raise RuleViolation(_("Say what the further signature is for."), field="reason")
    sitting = hearing.sitting
    past = sitting.pasts[verdict.document.id]
    if signer.id == actor.account_id:
        raise RuleViolation(_("You decide this step yourself."), field="signer")
    if signer.id in past.requesters:
        raise RuleViolation(
            _("%(name)s asked for it and signs nothing on it.", name=signer.name), field="signer"
        )
    if signer.id in past.decided:
        raise RuleViolation(
            _("%(name)s has already decided in this round.", name=signer.name), field="signer"
        )
    later = [task for task in _undecided(hearing, verdict)[1:] if task.role_id is not None]
    for step in map(step_of, later):
        if signer.id in route(step, sitting.house, past).deciders:
            raise RuleViolation(
                _("%(name)s decides a later step and signs there.", name=signer.name),
                field="signer",
            )


def _undecided(hearing: Hearing, verdict: Verdict) -> list[ApprovalTask]:
    """The task whose turn it is, and those of the round after it."""
    tasks = hearing.sitting.tasks[verdict.document.id]
    return tasks[tasks.index(verdict.task) :]


def _insert(hearing: Hearing, verdict: Verdict, signer: Account, reason: str, actor: Actor) -> None:
    """Make room in the round: from its end, since no two steps may have one place."""
    task = verdict.task
    place = task.seq
    for later in reversed(_undecided(hearing, verdict)):
        change_many([later], [{"seq": later.seq + 1}], actor=actor, verb=None)
    change_many(
        [task],
        [{"status": "waiting", "opened_at": None, "due_on": None}],
        actor=actor,
        verb=None,
    )
    kept: dict[str, Any] = {
        name: task.__data__[name]
        for name in ("doc_type", "doc_id", "round", "rule", "role", "unit")
        + ("requester", "submitted_by")
    }
    add(
        ApprovalTask(
            **kept,
            seq=place,
            kind="sign",
            signer=signer,
            reason=reason,
            status="pending",
            workdays=SIGNER_DAYS,
            opened_at=now(),
            due_on=add_workdays(local_today(), SIGNER_DAYS),
        ),
        actor=actor,
        verb=VERB,
    )
    document = verdict.document
    words = _(
        "%(name)s asks for your signature on %(document)s.",
        name=actor.name,
        document=str(document)[:120],
    )
    notify(signer, words, link=f"/admin/{task.doc_type}/approve/?id={document.id}")


__all__ = ["add_signers"]
