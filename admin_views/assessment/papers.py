"""Printed forms of the assessment: the ballot, the notice of the result, the request for review."""

from __future__ import annotations

from typing import Any

from admin_views.assessment.ratings_page import items_of
from admin_views.printing import PrintedForm
from logistics import permissions
from logistics.operations.assessment.results import objection_until
from logistics.operations.assessment.scoring.raters import BALLOT_VALUES
from logistics.permissions import Actor
from logistics.queries.assessment.people import participant_of
from logistics.queries.assessment.results import decision_on
from logistics.tables.assessment.choices import GRADES, RATER_GROUPS
from logistics.wording import _
from models import AssessmentCycle, AssessmentParticipant, AssessmentResult, Objection, Post, Staff

NOTIFIED = ("notified", "final", "paid")
VOTED_ON = ("collecting", "closed")
VOTING_GROUPS = ("leader", "peer", "served")


def may_print_ballots(cycle: AssessmentCycle, actor: Actor) -> bool:
    """Whether ballots are due, and the actor may read who is assessed beyond himself."""
    scopes = permissions.scopes_of(actor, "read", AssessmentParticipant)
    return cycle.status in VOTED_ON and bool(scopes & {"all", "own_unit", "own_site"})


def ballots_of(cycle: AssessmentCycle, actor: Actor) -> dict[str, Any]:
    """One blank ballot a scheme: its people, and its rated and balloted items."""
    people: dict[int, list[AssessmentParticipant]] = {}
    for row in permissions.visible(actor, _people_of(cycle), AssessmentParticipant):
        people.setdefault(row.scheme_id, []).append(row)
    items = items_of(people)
    return {
        "ballots": [
            {"scheme": rows[0].scheme, "items": items[scheme], "people": rows}
            for scheme, rows in people.items()
            if items[scheme]
        ],
        "groups": [RATER_GROUPS[group] for group in VOTING_GROUPS],
        "votes": [GRADES[grade] for grade in BALLOT_VALUES],
    }


def _people_of(cycle: AssessmentCycle) -> Any:
    return (
        AssessmentParticipant.select(AssessmentParticipant, Staff, Post)
        .join(Staff)
        .switch(AssessmentParticipant)
        .join(Post)
        .where(AssessmentParticipant.cycle == cycle.id)
        .order_by(AssessmentParticipant.scheme, Staff.staff_no)
    )


def _counts(row: AssessmentResult) -> bool:
    """Whether people have been told of this result, and no newer run has replaced it."""
    cycle = row.run.cycle
    return cycle.status in NOTIFIED and row.run.number == cycle.current_run


def _notice(row: AssessmentResult) -> dict[str, Any]:
    decision = decision_on(row)
    cycle = row.run.cycle
    return {
        "cycle": cycle,
        "decision": decision,
        "grade": GRADES[decision.grade if decision else row.grade],
        "until": objection_until(cycle),
    }


def _review(row: Objection) -> dict[str, Any]:
    result = AssessmentResult.get_or_none(
        (AssessmentResult.run == row.run_id) & (AssessmentResult.staff == row.staff_id)
    )
    decision = decision_on(result) if result else None
    participant = participant_of(row.cycle_id, row.staff_id)
    return {
        "result": result,
        "grade": GRADES[decision.grade if decision else result.grade] if result else "",
        "post": participant.post if participant else None,
        "kind": Objection._meta.fields["kind"].labels[row.kind],
        "status": Objection._meta.fields["status"].labels[row.status],
    }


RESULT_PRINTS = (
    PrintedForm(
        "notice",
        _("Print the notice of the result"),
        "assessment/print_notice.html",
        _notice,
        when=_counts,
    ),
)
OBJECTION_PRINTS = (
    PrintedForm(
        "review", _("Print the request for review"), "assessment/print_review.html", _review
    ),
)
