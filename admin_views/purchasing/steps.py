"""How far a purchase request has come, as the steps above its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from admin_views import words
from admin_views.timeline import names_of, way_of
from logistics.database import local_day
from logistics.queries.approvals.progress import Progress
from logistics.wording import Words, _

APPROVAL: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Review"), ("review",)),
    (_("Stock and budget"), ("reuse", "finance")),
    (_("Quotations"), ("quote",)),
    (_("Approval"), ("decide", "collective")),
)
AFTERWARDS: tuple[tuple[Words, tuple[str, ...]], ...] = (
    (_("Placing the order"), ("ordered", "received", "closed")),
    (_("Acceptance"), ("received", "closed")),
    (_("Closing"), ("closed",)),
)
UNDER_WAY = ("submitted", "approved", "ordered", "received", "closed")
FINISHED = ("done", "automatic", "passed_up")


def steps_of(request: Any) -> list[dict[str, Any]]:
    """The stepper's entries; none once the request has left its way."""
    if request.status not in ("draft", *UNDER_WAY):
        return []
    way = way_of("purchase_request", request.id)
    last = way[-1].task.round if way else 0
    current = [step for step in way if step.task.round == last]
    begun = request.status in UNDER_WAY
    entries = [_entry(_("Draft"), request.requester.name, is_done=begun, is_now=not begun)]
    for label, kinds in APPROVAL:
        part = [step for step in current if step.task.kind in kinds]
        if part or not begun:
            entries.append(_approval(label, part))
    waits = request.status != "submitted" and begun
    for label, states in AFTERWARDS:
        is_done = request.status in states
        entries.append(_entry(label, "", is_done=is_done, is_now=waits and not is_done))
        waits = waits and is_done
    return entries


def _approval(label: Words, part: Sequence[Progress]) -> dict[str, Any]:
    is_done = bool(part) and all(step.task.status in FINISHED for step in part)
    pending = next((step for step in part if step.task.status == "pending"), None)
    note = ""
    if pending is not None:
        note = names_of(pending.deciders)
    elif is_done:
        decided = [step.decision for step in part if step.decision is not None]
        if decided:
            moment = words.day(local_day(decided[-1].created_at))
            note = f"{decided[-1].decider.name} {moment}"
    return _entry(label, note, is_done=is_done, is_now=pending is not None)


def _entry(label: Words, note: str, *, is_done: bool, is_now: bool) -> dict[str, Any]:
    state = "done" if is_done else "now" if is_now else "later"
    return {"label": label, "note": note, "state": state}
