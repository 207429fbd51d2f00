"""What waits in stock for the person at the start page: one line a kind, with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.permissions import Actor
from logistics.wording import _
from models import IssueRequest, IssueSheet, IssueSlip, Stocktake

WAITS = (
    Wait(
        IssueRequest,
        "submitted",
        "approve_issue_requests",
        "basket",
        _("To be decided"),
        lambda actor: IssueRequest.requester != actor.staff_id,
    ),
    Wait(IssueRequest, "approved", "make_issue_sheet", "basket", _("To be put on an issue sheet")),
    Wait(IssueSheet, "draft", "issue_supplies", "box-arrow-up-right", _("To be issued")),
    Wait(
        IssueSlip,
        "issued",
        "sign_slips",
        "pen",
        _("To be signed for"),
        lambda actor: IssueSlip.sheet.not_in(
            IssueSheet.select(IssueSheet.id).where(IssueSheet.issued_by == actor.account_id)
        ),
    ),
    Wait(Stocktake, "submitted", "check_stocktakes", "clipboard-check", _("To be checked")),
    Wait(Stocktake, "checked", "approve_stocktakes", "clipboard-check", _("To be approved")),
)


def waiting_in_stock(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
