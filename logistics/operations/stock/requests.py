"""Issue requests: a unit asks, its head decides, what cannot come is given up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.auditing import record, snapshot
from logistics.database import local_today, lock, now, trimmed
from logistics.errors import NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.stock.numbers import require_reason
from logistics.operations.stock.receiving import close_served
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.people import head_of
from logistics.queries.stock.quotas import quota_uses
from logistics.tables.stock import IssueRequest, IssueRequestLine, Item
from logistics.wording import Words, _

SAY_WHY = _("Say why, so that it can be put right.")
LINK = "/admin/issue_request/details/?id=%s"


def submit_issue_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Hand requests to the unit's head; they get their numbers.

    Refused: no line, an item out of use, a line over the unit's quota without a reason.
    """

    def submit(wanted: Seen) -> IssueRequest:
        row = load(IssueRequest, wanted)
        require_verb(actor, "submit_issue_requests", row)
        day = local_today()
        _refuse_lines(row, _lines_of(row))
        row = move(
            IssueRequest,
            wanted,
            to="submitted",
            out_of=("draft", "returned"),
            actor=actor,
            verb="submit_issue_requests",
            changes={"doc_no": row.doc_no or take_number("IR", day), "submitted_at": now()},
        )
        head = head_of(row.unit)
        if head is not None:
            words = _("%(request)s waits for your decision.", request=str(row))
            notify(head, words, link=LINK % row.id)
        return row

    return each(seen, submit, done=_("Submitted"), model=IssueRequest)


def approve_issue_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Let the keeper issue what was asked for. Nobody approves his own request."""
    return _decide(seen, actor, "approve_issue_requests", "approved", _("Approved"), comment)


def return_issue_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Send requests back for correction; the comment says what is wrong."""
    comment = require_reason(comment, SAY_WHY, "comment")
    return _decide(seen, actor, "return_issue_requests", "returned", _("Returned"), comment)


def reject_issue_requests(
    *, seen: Sequence[Seen], actor: Actor, comment: str = ""
) -> list[Outcome]:
    """Refuse requests for good; the comment says why."""
    comment = require_reason(comment, SAY_WHY, "comment")
    return _decide(seen, actor, "reject_issue_requests", "rejected", _("Rejected"), comment)


def cancel_issue_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Withdraw requests of which nothing has been issued and that are on no sheet."""

    def cancel(wanted: Seen) -> IssueRequest:
        require_verb(actor, "cancel_issue_requests", load(IssueRequest, wanted))
        return move(
            IssueRequest,
            wanted,
            to="cancelled",
            out_of=("submitted", "approved", "returned"),
            actor=actor,
            verb="cancel_issue_requests",
        )

    return each(seen, cancel, done=_("Cancelled"), model=IssueRequest)


def close_issue_requests(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give up what could not be issued: it is offered to no further purchase run."""

    def close(wanted: Seen) -> IssueRequest:
        require_verb(actor, "close_issue_requests", load(IssueRequest, wanted))
        row = move(
            IssueRequest,
            wanted,
            to="issued",
            out_of=("short",),
            actor=actor,
            verb="close_issue_requests",
        )
        _give_up_rest(row, actor)
        close_served([row.id], actor=actor, verb="close_issue_requests")
        return row

    return each(seen, close, done=_("The rest is given up"), model=IssueRequest)


def _decide(
    seen: Sequence[Seen], actor: Actor, verb: str, to: str, done: Words, comment: str
) -> list[Outcome]:
    def decide(wanted: Seen) -> IssueRequest:
        row = load(IssueRequest, wanted)
        require_verb(actor, verb, row)
        if actor.staff_id == row.requester_id or actor.account_id == row.created_by_id:
            raise NotPermitted(_("Nobody decides on his own request."))
        changes: dict[str, Any] = {"decision_note": comment}
        if to == "approved":
            changes |= {"approved_by": actor.staff_id, "approved_at": now()}
        row = move(
            IssueRequest,
            wanted,
            to=to,
            out_of=("submitted",),
            actor=actor,
            verb=verb,
            changes=changes,
        )
        words = _("%(request)s: %(decision)s", request=str(row), decision=done)
        notify(row.requester, words, link=LINK % row.id)
        return row

    return each(seen, decide, done=done, model=IssueRequest)


def _lines_of(row: IssueRequest) -> list[IssueRequestLine]:
    query = IssueRequestLine.select(IssueRequestLine, Item).join(Item)
    return list(query.where(IssueRequestLine.request == row.id).order_by(IssueRequestLine.id))


def _refuse_lines(row: IssueRequest, lines: Sequence[IssueRequestLine]) -> None:
    if not lines:
        raise RuleViolation(_("Add at least one item first."), field="lines")
    for line in lines:
        if not line.item.is_active:
            raise RuleViolation(_("%(item)s is no longer kept.", item=str(line.item)))
    by_item = {line.item_id: line for line in lines}
    for use in quota_uses(row.unit_id, list(by_item), local_today(), but=row.id):
        line = by_item[use.quota.item_id]
        if line.quantity > use.left and not line.over_quota_reason.strip():
            raise RuleViolation(
                _(
                    "%(item)s: the unit's quota leaves %(left)s for this period, %(wanted)s are "
                    "asked for. Give the reason in the line.",
                    item=str(line.item),
                    left=trimmed(max(use.left, Decimal(0))),
                    wanted=trimmed(line.quantity),
                ),
                field="over_quota_reason",
            )


def _give_up_rest(row: IssueRequest, actor: Actor) -> None:
    query = IssueRequestLine.select(IssueRequestLine, Item).join(Item)
    for line in lock(query.where(IssueRequestLine.request == row.id)):
        if line.open_quantity > 0:
            before = snapshot(line)
            line.given_up += line.open_quantity
            line.row_version += 1
            line.save(only=["given_up", "row_version"])
            record(actor, "close_issue_requests", line, before=before)
