"""What waits in purchasing for the person at the start page: one line a kind, with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.database import local_today, now
from logistics.permissions import Actor
from logistics.wording import _
from models import (
    GoodsAcceptance,
    GoodsAcceptanceMember,
    Invoice,
    Payment,
    PurchaseOrder,
    PurchaseRequest,
    PurchaseRun,
    PurchaseRunAllocation,
    PurchaseRunLine,
)


def _unsigned(actor: Actor) -> Any:
    """Acceptances that this acceptor has not signed in their present round."""
    acceptance = GoodsAcceptance.alias()
    signed = (
        GoodsAcceptanceMember.select(GoodsAcceptanceMember.acceptance)
        .join(acceptance)
        .where(
            GoodsAcceptanceMember.round == acceptance.round,
            GoodsAcceptanceMember.staff == actor.staff_id,
        )
    )
    return GoodsAcceptance.id.not_in(signed)


def _for_site(actor: Actor) -> Any:
    """Runs that still bring something to the signer's own site."""
    return PurchaseRun.id.in_(
        PurchaseRunLine.select(PurchaseRunLine.run)
        .join(PurchaseRunAllocation)
        .where(
            PurchaseRunAllocation.site == actor.site_id,
            PurchaseRunAllocation.signed_at.is_null(),
        )
    )


WAITS = (
    Wait(PurchaseRequest, "approved", "order_purchases", "bag-check", _("To be ordered")),
    Wait(
        PurchaseRequest,
        "submitted",
        "order_purchases",
        "lightning",
        _("Urgent, allowed by word of mouth"),
        lambda _actor: PurchaseRequest.written_due.is_null(False),
    ),
    Wait(
        PurchaseRequest,
        "submitted",
        "record_oral_approvals",
        "exclamation-triangle",
        _("Written approval overdue"),
        lambda _actor: PurchaseRequest.written_due < local_today(),
    ),
    Wait(PurchaseOrder, "placed", "receive_goods", "box-arrow-in-down", _("Goods expected")),
    Wait(
        GoodsAcceptance,
        "open",
        "accept_goods",
        "clipboard-check",
        _("To be accepted"),
        _unsigned,
    ),
    Wait(GoodsAcceptance, "accepted", "stock_goods", "box-seam", _("To be put into stock")),
    Wait(GoodsAcceptance, "part_accepted", "stock_goods", "box-seam", _("To be put into stock")),
    Wait(Invoice, "registered", "request_payments", "receipt", _("Payment to be requested")),
    Wait(Payment, "requested", "make_payments", "cash-stack", _("To be paid")),
    Wait(
        PurchaseRun,
        "collecting",
        "lock_runs",
        "lock",
        _("Past their cut-off, to be locked"),
        lambda _actor: PurchaseRun.cutoff_at <= now(),
    ),
    Wait(
        PurchaseRun,
        "locked",
        "start_runs",
        "truck",
        _("To set out on"),
        lambda actor: (
            (PurchaseRun.buyer == actor.staff_id) | (PurchaseRun.second_buyer == actor.staff_id)
        ),
    ),
    Wait(PurchaseRun, "delivering", "sign_deliveries", "pen", _("To be signed for"), _for_site),
    Wait(PurchaseRun, "signed", "reconcile_runs", "check2-all", _("To be reconciled")),
)


def waiting_in_purchasing(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)


__all__ = ["waiting_in_purchasing"]
