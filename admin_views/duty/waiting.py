"""What of duty waits for a person, as lines of his start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.duty.swaps import leads_at_swap, takes_part
from logistics.wording import Words, _
from models import DutyAssignment, DutyHandover, DutyMonth, DutySwap


def waiting_on_duty(actor: Actor) -> Iterator[dict[str, Any]]:
    """Swaps to answer and to decide, handovers to confirm, rosters to approve and to publish."""
    yield from _swaps(actor)
    yield from _handovers(actor)
    yield from _rosters(actor)


def _swaps(actor: Actor) -> Iterator[dict[str, Any]]:
    if not permissions.may_verb(actor, "accept_swaps"):
        return
    asked = (DutySwap.status == "requested") & (DutySwap.to_staff == actor.staff_id)
    for swap in DutySwap.select().where(asked | (DutySwap.status == "accepted")):
        if swap.status == "requested":
            yield _line(swap, _("%(duty)s: can you take over?", duty=str(swap.from_assignment)))
        elif _decides(actor, swap):
            yield _line(swap, _("%(duty)s: swap to be approved", duty=str(swap.from_assignment)))


def _decides(actor: Actor, swap: DutySwap) -> bool:
    if takes_part(actor.staff_id, swap):
        return False
    return permissions.may_verb(actor, "approve_swaps") or leads_at_swap(actor.staff_id, swap)


def _handovers(actor: Actor) -> Iterator[dict[str, Any]]:
    if actor.staff_id is None:
        return
    mine = (
        DutyHandover.select()
        .join(DutyAssignment, on=DutyHandover.incoming)
        .where((DutyHandover.status == "handed") & (DutyAssignment.staff == actor.staff_id))
    )
    for handover in mine:
        yield _line(handover, _("%(duty)s: take over", duty=str(handover.outgoing)))


def _rosters(actor: Actor) -> Iterator[dict[str, Any]]:
    steps = (
        ("approve_duty_months", "draft", _("%(month)s: to be approved")),
        ("publish_duty_months", "approved", _("%(month)s: to be published")),
    )
    open_steps = [step for step in steps if permissions.may_verb(actor, step[0])]
    if not open_steps:
        return
    months = DutyMonth.select().where(
        DutyMonth.status.in_([status for _verb, status, _words in open_steps])
        & DutyMonth.compiled_by.is_null(False)
    )
    for month in months:
        for verb, status, text in open_steps:
            own = verb == "approve_duty_months" and month.compiled_by_id == actor.account_id
            if month.status == status and not own:
                yield _line(month, Words(str(text), {"month": str(month)}))


def _line(row: Any, title: Words) -> dict[str, Any]:
    return {
        "kind": row.LABEL,
        "icon": "calendar3",
        "title": title,
        "url": url_for(f"{row._meta.table_name}.details", id=row.id),
    }
