"""A reward or a penalty is revoked: what it gave or took in the assessment goes with it."""

from __future__ import annotations

from collections.abc import Sequence

from logistics.errors import RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.assessment.events import guard_open_for
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.targets.rewards import take_back
from logistics.operations.transitions import change
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.events import events_of
from logistics.queries.rights import holders_of
from logistics.tables.assessment import AssessmentEvent
from logistics.tables.targets import RewardPenalty
from logistics.wording import _

VERB = "revoke_rewards"
EVENT_PAGE = "/admin/assessment_event/details/?id={id}"


def revoke_rewards(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Revoke what was decided, with the reason, and strike its events out (R80, R86).

    Where a cycle's events are settled the result stands until an objection to it is upheld: the
    person and the assessment officer are told.
    """
    require_verb(actor, VERB)
    reason = comment.strip()
    if not reason:
        raise RuleViolation(_("Give the reason."), field="comment")

    def revoke(row: Seen) -> RewardPenalty:
        act = take_back(row, reason, actor, VERB)
        for event in events_of(act):
            _strike_out(event, act, reason, actor)
        return act

    return each(seen, revoke, done=_("Revoked."), model=RewardPenalty)


def _strike_out(event: AssessmentEvent, act: RewardPenalty, reason: str, actor: Actor) -> None:
    try:
        guard_open_for(event.cycle, event.staff_id)
    except WrongState:
        _tell_settled(event, act)
        return
    struck = {"status": "void", "note": f"{event.note} · {reason}".strip(" ·")[:200]}
    change(event, struck, actor=actor, verb=VERB)


def _tell_settled(event: AssessmentEvent, act: RewardPenalty) -> None:
    told = _(
        "%(no)s was revoked after the events of %(cycle)s were settled; only an upheld objection "
        "takes it out of the result.",
        no=act.doc_no,
        cycle=event.cycle.name,
    )
    link = EVENT_PAGE.format(id=event.id)
    notify(event.staff, told, link=link)
    for account in holders_of("propose_events"):
        notify(account, told, link=link)


__all__ = ["revoke_rewards"]
