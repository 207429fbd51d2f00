"""Issue requests: the buttons of their way from draft to the keeper's sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from wtforms import StringField, TextAreaField

from admin_views.verbs import Verb
from logistics.database import local_today, trimmed
from logistics.operations import stock
from logistics.permissions import Actor
from logistics.queries.stock import quota_uses
from logistics.wording import Words, _
from models import IssueRequest, IssueRequestLine, IssueSlip, IssueSlipLine, Item

COMMENT = {"comment": TextAreaField(_("Opinion"))}


def approval_effects(rows: Sequence[Any], _actor: Actor) -> list[Words]:
    """What each request asks for, and where it goes over the unit's quota."""
    effects: list[Words] = []
    for row in rows:
        lines = list(
            IssueRequestLine.select(IssueRequestLine, Item)
            .join(Item)
            .where(IssueRequestLine.request == row.id)
            .order_by(Item.code)
        )
        effects += [_what(row, line) for line in lines]
        effects += _over_quota(row, lines)
    return effects


def _what(row: IssueRequest, line: IssueRequestLine) -> Words:
    return _(
        "%(unit)s gets up to %(quantity)s %(measure)s of %(item)s.",
        unit=str(row.unit),
        quantity=trimmed(line.quantity),
        measure=line.item.unit_of_measure,
        item=str(line.item),
    )


def _over_quota(row: IssueRequest, lines: Sequence[IssueRequestLine]) -> list[Words]:
    by_item = {line.item_id: line for line in lines}
    uses = quota_uses(row.unit_id, list(by_item), local_today(), but=row.id)
    return [
        _(
            "Over quota: of %(item)s only %(left)s were left for this period. Reason: %(reason)s",
            item=str(by_item[use.quota.item_id].item),
            left=trimmed(use.left),
            reason=by_item[use.quota.item_id].over_quota_reason,
        )
        for use in uses
        if by_item[use.quota.item_id].quantity > use.left
    ]


def sheet_of(rows: Sequence[Any]) -> str:
    """The issue page of the sheet that has just taken up these requests."""
    line = (
        IssueSlipLine.select(IssueSlipLine, IssueSlip)
        .join(IssueSlip)
        .switch(IssueSlipLine)
        .join(IssueRequestLine)
        .where(IssueRequestLine.request == rows[0].id)
        .order_by(IssueSlipLine.id.desc())
        .get()
    )
    return url_for("issue_sheet.verb", tail="issue", id=line.slip.sheet_id)


REQUEST_VERBS = (
    Verb(
        stock.submit_issue_requests,
        _("Submit"),
        icon="send",
        states=("draft", "returned"),
        primary=True,
    ),
    Verb(
        stock.approve_issue_requests,
        _("Approve"),
        icon="check-lg",
        states=("submitted",),
        fields=COMMENT,
        effects=approval_effects,
        primary=True,
    ),
    Verb(
        stock.return_issue_requests,
        _("Return"),
        icon="arrow-return-left",
        states=("submitted",),
        fields=COMMENT,
    ),
    Verb(
        stock.reject_issue_requests,
        _("Reject"),
        icon="x-lg",
        states=("submitted",),
        fields=COMMENT,
        danger=True,
    ),
    Verb(
        stock.make_issue_sheet,
        _("Put on an issue sheet"),
        icon="box-arrow-up-right",
        states=("approved", "short"),
        fields={"title": StringField(_("Title of the sheet"))},
        leads_to=sheet_of,
        primary=True,
    ),
    Verb(
        stock.close_issue_requests,
        _("Give up the rest"),
        icon="slash-circle",
        states=("short",),
        tail="close",
    ),
    Verb(
        stock.cancel_issue_requests,
        _("Withdraw"),
        icon="x-circle",
        states=("submitted", "approved", "returned"),
        danger=True,
    ),
)
