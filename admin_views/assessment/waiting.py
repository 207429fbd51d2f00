"""What waits in the assessment for the person at the start page: a line a kind, with its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from admin_views.waiting import Wait, waiting_by_state
from logistics.permissions import Actor
from logistics.wording import _
from models import AssessmentCycle, AssessmentEvent, BonusRun, Objection

WAITS = (
    Wait(AssessmentCycle, "closed", "rate_staff", "star", _("Ratings to be given")),
    Wait(AssessmentEvent, "proposed", "confirm_events", "journal-text", _("To be confirmed")),
    Wait(AssessmentEvent, "disputed", "confirm_events", "journal-text", _("Disputed, to settle")),
    Wait(AssessmentCycle, "rated", "score_cycles", "calculator", _("To be scored")),
    Wait(AssessmentCycle, "computed", "review_results", "bar-chart", _("Results to be checked")),
    Wait(AssessmentCycle, "reviewed", "decide_grades", "patch-check", _("Grades to be decided")),
    Wait(AssessmentCycle, "decided", "publicise_results", "megaphone", _("To be publicised")),
    Wait(Objection, "submitted", "answer_objections", "chat-left-text", _("To be answered")),
    Wait(BonusRun, "draft", "share_bonuses", "cash-coin", _("To be shared out")),
    Wait(BonusRun, "shared", "pay_bonuses", "cash-coin", _("To be paid")),
)


def waiting_in_assessment(actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines for this person."""
    yield from waiting_by_state(WAITS, actor)
