"""Leases: submitted, approved by the director, the leader and the authority, signed, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.operations.approvals import Decision, Verdict, decide_on, open_approval
from logistics.operations.buildings.common import cleaned, permitted, said
from logistics.operations.buildings.renting import RENT_AHEAD, expect_instalments
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.leases import rent_of
from logistics.tables.buildings import Lease, LeasePayment
from logistics.wording import _


def submit_leases(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Send leases on their way of approval (R56).

    First own rooms are looked through; a fit-out needs a note on its benefit over the term.
    """
    require_verb(actor, "submit_leases")

    def submit(row: Seen) -> Lease:
        lease = permitted(Lease, row, "submit_leases", actor)
        said(
            lease.own_stock_note,
            _("Say which own rooms were looked at and why none of them serves."),
            "own_stock_note",
        )
        if lease.fitout_amount and not lease.benefit_note.strip():
            raise RuleViolation(
                _("A fit-out of leased rooms needs a note on its benefit over the months left."),
                field="benefit_note",
            )
        amount = rent_of(lease, lease.starts_on, lease.ends_on)
        if amount <= 0:
            raise RuleViolation(_("The amount must be above zero."), field="rent_month")
        with explained(Lease):
            lease = move(
                Lease,
                row,
                to="submitted",
                out_of=("draft", "returned"),
                actor=actor,
                verb="submit_leases",
                changes={
                    "doc_no": lease.doc_no or take_number(Lease.doc_no.prefix),
                    "amount": amount,
                },
            )
        open_approval(lease, amount=amount, actor=actor)
        return lease

    return each(seen, submit, done=_("Submitted."), model=Lease)


def approve_leases(*, decisions: Sequence[Decision], actor: Actor) -> list[Outcome]:
    """Approve, return or reject leases: the director, then the leader in charge (R56)."""
    return decide_on(Lease, decisions, _carry_out, actor=actor, verb="approve_leases")


def sign_leases(
    *,
    seen: Sequence[Seen],
    approval_no: str,
    actor: Actor,
    signed_on: dt.date | str | None = None,
) -> list[Outcome]:
    """Sign an approved lease once the organ-affairs authority has agreed, under its number.

    The rent of the next month and of the time since the lease began is expected at once.
    """
    require_verb(actor, "sign_leases")
    number = said(approval_no, _("Give the number of the authority's approval."), "approval_no")
    day = cleaned(Lease, {"signed_on": signed_on})["signed_on"] or local_today()
    if day > local_today():
        raise RuleViolation(_("This day has not come yet."), field="signed_on")

    def sign(row: Seen) -> Lease:
        permitted(Lease, row, "sign_leases", actor)
        changes = {"approval_no": number[:40], "signed_on": day}
        lease = move(
            Lease,
            row,
            to="active",
            out_of=("approved",),
            actor=actor,
            verb="sign_leases",
            changes=changes,
        )
        soon = local_today() + RENT_AHEAD
        expect_instalments([lease], lease.starts_on, soon, actor=actor, verb="sign_leases")
        return lease

    return each(seen, sign, done=_("In force."), model=Lease)


def end_leases(
    *, seen: Sequence[Seen], reason: str, actor: Actor, ended_on: dt.date | str | None = None
) -> list[Outcome]:
    """End leases; rent for the time afterwards is no longer due."""
    require_verb(actor, "end_leases")
    reason = said(reason, _("Say why."), "reason")
    day = cleaned(Lease, {"ended_on": ended_on})["ended_on"] or local_today()

    def end(row: Seen) -> Lease:
        lease = permitted(Lease, row, "end_leases", actor)
        if not lease.starts_on <= day <= lease.ends_on:
            raise RuleViolation(_("This day lies outside the lease."), field="ended_on")
        lease = move(
            Lease,
            row,
            to="ended",
            out_of=("active",),
            actor=actor,
            verb="end_leases",
            changes={"ended_on": day, "end_reason": reason},
        )
        for payment in lease.payments.where(
            (LeasePayment.status == "due") & (LeasePayment.covers_from > day)
        ):
            change(payment, {"status": "void"}, actor=actor, verb="end_leases")
        return lease

    return each(seen, end, done=_("Ended."), model=Lease)


def _carry_out(verdict: Verdict, actor: Actor) -> None:
    changes: dict[str, Any] = {"status": verdict.result}
    change(verdict.document, changes, actor=actor, verb="approve_leases")
