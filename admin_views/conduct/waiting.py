"""What of post checks waits for a person, as lines of his start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import url_for

from admin_views.waiting import Wait, waiting_by_state
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.queries.conduct.figures import to_explain
from logistics.wording import _
from models import Bulletin, CheckRound, Finding

WAITS = (
    Wait(
        CheckRound, "planned", "record_check_results", "clipboard-check", _("Rounds to be checked")
    ),
    Wait(
        CheckRound,
        "explained",
        "confirm_check_rounds",
        "clipboard-check",
        _("Rounds to be confirmed"),
    ),
    Wait(Finding, "rectified", "close_findings", "clipboard-check", _("Findings to be rechecked")),
    Wait(Bulletin, "draft", "approve_bulletins", "clipboard-check", _("Bulletins to be approved")),
    Wait(Bulletin, "approved", "publish_bulletins", "clipboard-check", _("Bulletins to be signed")),
)


def waiting_in_conduct(actor: Actor) -> Iterator[dict[str, Any]]:
    """One's own explanations and findings first, then what one's duty asks for."""
    if actor.staff_id is not None:
        yield from _own(actor.staff_id)
    yield from waiting_by_state(WAITS, actor)


def _own(staff_id: int) -> Iterator[dict[str, Any]]:
    for result in to_explain(staff_id):
        yield {
            "kind": _("Explain a check result"),
            "icon": "chat-left-text",
            "title": result.note,
            "wait": _("Due %(day)s", day=result.round.explain_by),
            "url": url_for("check_result.verb", tail="explain", id=result.id),
        }
    own = (Finding.owner == staff_id) & (Finding.status == "acting")
    for finding in Finding.select().where(own).order_by(Finding.due_on):
        late = finding.due_on < local_today()
        yield {
            "kind": Finding.LABEL,
            "icon": "exclamation-diamond",
            "title": str(finding),
            "wait": _("Due %(day)s", day=finding.due_on),
            "tone": "bad" if late else None,
            "url": url_for("finding.details", id=finding.id),
        }
