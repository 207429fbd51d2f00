"""What stands against a swap of shifts."""

from __future__ import annotations

from logistics.database import now
from logistics.errors import Conflict, NotPermitted, RuleViolation, WrongState
from logistics.permissions import Actor, may_verb, require_verb
from logistics.queries.duty.swaps import SwapFacts, leads_at_swap, moves_of, takes_part
from logistics.tables.duty import DutyAssignment, DutySwap
from logistics.tables.duty.roster import OPEN_SWAPS
from logistics.wording import _

FILES_FOR_OTHERS = ("assign_duties", "approve_swaps")


def refuse_unfit(swap: DutySwap) -> None:
    """Refuse a swap that the roster itself would not have allowed."""
    giver, taken = swap.from_assignment, swap.to_assignment
    if swap.to_staff_id == giver.staff_id:
        raise RuleViolation(_("Choose somebody else to swap with."), field="to_staff_id")
    if taken is not None and taken.staff_id != swap.to_staff_id:
        raise RuleViolation(
            _("%(duty)s is not a duty of %(name)s.", duty=str(taken), name=swap.to_staff.name),
            field="to_assignment_id",
        )
    moves = moves_of(swap)
    for duty, _to in moves:
        _refuse_settled(duty)
    facts = SwapFacts([to for _duty, to in moves], [duty for duty, _to in moves])
    words = facts.hindrance(moves)
    if words is not None:
        raise RuleViolation(words, field="to_staff_id")


def refuse_second_swap(duty: DutyAssignment) -> None:
    """Refuse to ask two people about one duty at the same time."""
    same = (DutySwap.from_assignment == duty.id) | (DutySwap.to_assignment == duty.id)
    other = DutySwap.get_or_none(same & DutySwap.status.in_(OPEN_SWAPS))
    if other is not None:
        raise Conflict(
            _(
                "For this duty swap %(number)s is still open; withdraw it first.",
                number=other.doc_no,
            )
        )


def refuse_strangers(actor: Actor, duty: DutyAssignment, *, urgent: bool) -> None:
    """Everybody asks for himself and in time; officers and leaders also for others and late."""
    for_others = any(may_verb(actor, verb) for verb in FILES_FOR_OTHERS)
    if duty.staff_id != actor.staff_id and not for_others:
        raise NotPermitted(_("You can only swap your own duties."))
    if urgent and not for_others:
        raise NotPermitted(
            _(
                "A swap is asked for at the latest on the day before. Call the leader on duty: he "
                "or the roster officer can still file it."
            )
        )


def refuse_unless_leader(actor: Actor, swap: DutySwap, verb: str) -> None:
    """The leader on duty at that time decides, or who holds the right; never one of the two."""
    if takes_part(actor.staff_id, swap):
        raise NotPermitted(_("Nobody decides on a swap of his own."))
    if not leads_at_swap(actor.staff_id, swap):
        require_verb(actor, verb)


def _refuse_settled(duty: DutyAssignment) -> None:
    if duty.month.status != "published":
        raise WrongState(_("Swaps are for published rosters; this one is still being compiled."))
    if duty.status != "assigned":
        raise WrongState(_("%(duty)s was swapped away already.", duty=str(duty)))
    if duty.starts_at <= now():
        raise WrongState(_("%(duty)s has begun already.", duty=str(duty)))
