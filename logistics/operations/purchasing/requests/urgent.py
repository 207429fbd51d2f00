"""Urgent purchases: allowed by word of mouth, ordered at once, approved in writing afterwards.

Domain 2.0: urgent = oral approval, then the written one, flagged, within one working day. The round
of approval goes on as it is; only its time is cut, so that the reminders of late decisions name it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_day, local_today, now
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.approvals import Hearing
from logistics.operations.money import post_entries
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.purchasing.requests.reserving import (
    DOC_TYPE,
    fit_reservations,
    wanted_of,
)
from logistics.operations.sets import change_many
from logistics.operations.transitions import change, load
from logistics.permissions import Actor, require_verb
from logistics.queries.approvals.matrix import matrix_on
from logistics.queries.approvals.progress import deciders_of, last_round
from logistics.queries.purchasing.ordering import has_orders
from logistics.tables.approvals import ApprovalTask
from logistics.tables.people import Staff
from logistics.tables.purchasing.requests import PurchaseRequest
from logistics.wording import _

VERB = "record_oral_approvals"
WRITTEN_WITHIN = 1
"""Working days."""
ROWS_ALLOWED = 2
"""Rows of the matrix, from the lowest, in which a word is enough to begin."""
UNDECIDED = ("pending", "waiting")
NOTHING_ORAL: dict[str, Any] = dict.fromkeys(
    ("oral_by", "oral_at", "oral_amount", "written_due"), None
) | {"oral_reason": ""}


def record_oral_approvals(
    *, seen: Sequence[Seen], allowed_by: int | None, allowed_at: Any, reason: str, actor: Actor
) -> list[Outcome]:
    """Write down that the decider has allowed submitted requests by word of mouth.

    ``allowed_by`` is a member of staff who may take the last step of the round, and neither the
    requester nor the actor. The budget is reserved now. Refused above the second row of the matrix
    and once the working day for the written approval is over.
    """
    require_verb(actor, VERB)
    if not reason.strip():
        raise RuleViolation(_("Say why it could not wait."), field="reason")
    due = _written_due(allowed_at)

    def enter(row: Seen) -> PurchaseRequest:
        request = load(PurchaseRequest, row)
        require_verb(actor, VERB, request)
        # Takes the row, so that of two the second sees what the first has written.
        request = change(request, {}, actor=actor, verb=VERB)
        if request.status != "submitted":
            raise WrongState(
                _("%(row)s does not wait for its approval.", row=str(request)), field="allowed_by"
            )
        if request.written_due is not None:
            raise Conflict(_("For %(row)s an oral approval is written down.", row=str(request)))
        tasks = last_round(DOC_TYPE, request.id)
        _refuse_too_high(request, tasks)
        allower = _allower(allowed_by, tasks, actor)
        _reserve(request, actor)
        changes = {
            "oral_by": allower.id,
            "oral_at": allowed_at,
            "oral_reason": reason.strip(),
            "oral_amount": request.amount,
            "written_due": due,
        }
        request = change(request, changes, actor=actor, verb=VERB)
        _hasten(tasks, due, actor)
        _tell(request, allower, due, actor)
        return request

    return each(seen, enter, done=_("Oral approval written down."), model=PurchaseRequest)


def may_be_ordered(request: PurchaseRequest) -> bool:
    """Whether a request may be ordered: approved, or allowed by word of mouth at this amount."""
    if request.status == "approved":
        return True
    allowed = request.oral_amount is not None and request.amount <= request.oral_amount
    return request.status == "submitted" and allowed


def unwritten(request_ids: Collection[int]) -> list[PurchaseRequest]:
    """Those of the requests that were ordered by word of mouth and are not approved yet."""
    return list(
        PurchaseRequest.select().where(
            PurchaseRequest.id.in_(list(request_ids)), PurchaseRequest.status == "submitted"
        )
    )


def refuse_undoing_orders(hearing: Hearing) -> None:
    """What has been ordered by word of mouth is neither sent back nor rejected as if it were not.

    The order is cancelled first; then the paper and the goods agree again.
    """
    for doc_id, verdict in list(hearing.verdicts.items()):
        urgent = verdict.document.written_due is not None
        if urgent and verdict.result in ("returned", "rejected") and has_orders(doc_id):
            hearing.refuse(
                doc_id,
                WrongState(
                    _(
                        "%(row)s was ordered by word of mouth: cancel or end the order first.",
                        row=str(verdict.document),
                    )
                ),
            )


def _written_due(allowed_at: Any) -> dt.date:
    if not isinstance(allowed_at, dt.datetime):
        raise RuleViolation(_("Say when it was allowed."), field="allowed_at")
    if allowed_at > now():
        raise RuleViolation(_("This moment is still to come."), field="allowed_at")
    due = add_workdays(local_day(allowed_at), WRITTEN_WITHIN)
    if due < local_today():
        raise RuleViolation(
            _("The written approval was due on %(day)s; ask for that one.", day=due),
            field="allowed_at",
        )
    return due


def _refuse_too_high(request: PurchaseRequest, tasks: Sequence[ApprovalTask]) -> None:
    matrix = matrix_on(DOC_TYPE, local_today())
    highest = matrix[min(ROWS_ALLOWED, len(matrix)) - 1]
    if tasks[0].rule.above_amount > highest.above:
        raise RuleViolation(
            _(
                "%(row)s needs the approval of more than %(amount)s yuan; a word is not enough.",
                row=str(request),
                amount=tasks[0].rule.above_amount,
            )
        )


def _allower(staff_id: int | None, tasks: Sequence[ApprovalTask], actor: Actor) -> Staff:
    staff = None if staff_id is None else Staff.get_or_none(Staff.id == staff_id)
    if staff is None:
        raise RuleViolation(_("Name who allowed it."), field="allowed_by")
    if staff.account_id == actor.account_id:
        raise NotPermitted(
            _("Whoever allowed it decides in writing; somebody else writes the word down."),
            field="allowed_by",
        )
    # The requester and whoever has decided already are not among those who may.
    if staff.account_id not in deciders_of(tasks[-1:])[tasks[-1].id]:
        raise RuleViolation(
            _("%(name)s does not decide on it last.", name=staff.name), field="allowed_by"
        )
    return staff


def _reserve(request: PurchaseRequest, actor: Actor) -> None:
    postings, refusals = fit_reservations([(request, wanted_of(request))])
    for refusal in refusals.values():
        raise refusal
    post_entries(postings, actor=actor)


def _hasten(tasks: Sequence[ApprovalTask], due: dt.date, actor: Actor) -> None:
    """Every step that is open or to come has until the written approval is due."""
    hurried = [task for task in tasks if task.status in UNDECIDED]
    changes = [
        {
            "workdays": WRITTEN_WITHIN,
            "due_on": min(task.due_on, due) if task.due_on is not None else None,
        }
        for task in hurried
    ]
    change_many(hurried, changes, actor=actor, verb=None)


def _tell(request: PurchaseRequest, allower: Staff, due: dt.date, actor: Actor) -> None:
    words = _(
        "%(name)s wrote down that you allowed %(document)s by word of mouth. Its written approval "
        "is due on %(day)s.",
        name=actor.name,
        document=str(request)[:120],
        day=due,
    )
    notify(allower, words, link=f"/admin/{DOC_TYPE}/details/?id={request.id}")


__all__ = [
    "NOTHING_ORAL",
    "may_be_ordered",
    "record_oral_approvals",
    "refuse_undoing_orders",
    "unwritten",
]
