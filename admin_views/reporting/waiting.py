"""What of reports waits for a person at the start page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.permissions import Actor
from logistics.wording import _
from models import Report

WAITS = (
    Wait(Report, "review", "approve_reports", "file-earmark-text", _("Reports to be approved")),
    Wait(Report, "approved", "publish_reports", "file-earmark-text", _("Reports to be signed")),
)


def waiting_in_reporting(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
