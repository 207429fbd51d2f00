"""Swaps: the only way in which a published roster changes.

One asks, the other accepts, the leader on duty approves. Nothing is rewritten: the duty given away
is marked as replaced, and a new one names who came instead.
"""

from __future__ import annotations

from collections.abc import Sequence

from logistics.database import local_today, now
from logistics.errors import NotFound, NotPermitted, RuleViolation
from logistics.notices import notify
from logistics.operations.duty.swap_rules import (
    refuse_second_swap,
    refuse_strangers,
    refuse_unfit,
    refuse_unless_leader,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import add, change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.standing import leaders_at
from logistics.queries.duty.swaps import moves_of
from logistics.tables.duty import DutyAssignment, DutySwap
from logistics.tables.duty.roster import OPEN_SWAPS
from logistics.tables.people import Staff
from logistics.wording import Words, _

SWAP_PAGE = "/admin/duty_swap/details/?id={id}"


def request_swaps(
    *,
    seen: Sequence[Seen],
    to_staff_id: int,
    reason: str,
    actor: Actor,
    to_assignment_id: int | None = None,
) -> list[Outcome]:
    """Ask somebody to take over duties, for one of his own in return or for none.

    At the latest on the day before; on the day itself only the roster officer or a leader files it,
    as they also may for somebody who cannot. Refused when it would break rest, meet leave, or give
    a duty to somebody who may not keep it.
    """
    require_verb(actor, "request_swaps")
    if not reason.strip():
        raise RuleViolation(_("Give the reason for the swap."), field="reason")

    def request(row: Seen) -> DutySwap:
        duty = load(DutyAssignment, row)
        swap = DutySwap(
            from_assignment=duty,
            to_staff=_person(to_staff_id),
            to_assignment=_duty(to_assignment_id) if to_assignment_id else None,
            reason=reason.strip(),
            is_urgent=duty.duty_on <= local_today(),
        )
        refuse_strangers(actor, duty, urgent=swap.is_urgent)
        refuse_second_swap(duty)
        refuse_unfit(swap)
        swap.doc_no = take_number("DS")
        add(swap, actor=actor, verb="request_swaps")
        notify(
            swap.to_staff,
            _("%(name)s asks you to take over: %(duty)s.", name=duty.staff.name, duty=str(duty)),
            link=SWAP_PAGE.format(id=swap.id),
        )
        return swap

    return each(seen, request, done=_("Asked."), model=DutyAssignment)


def accept_swaps(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Agree to take over what one was asked to; then the leader decides."""
    require_verb(actor, "accept_swaps")

    def accept(row: Seen) -> DutySwap:
        swap = load(DutySwap, row)
        _refuse_unless(swap.to_staff_id == actor.staff_id)
        refuse_unfit(swap)
        swap = _move(swap, "accepted", ("requested",), actor, "accept_swaps", accepted_at=now())
        for leader in leaders_at(swap.from_assignment.starts_at):
            notify(
                leader,
                _("Swap of shifts %(number)s waits for your approval.", number=swap.doc_no),
                link=SWAP_PAGE.format(id=swap.id),
            )
        return swap

    return each(seen, accept, done=_("Accepted; now the leader decides."), model=DutySwap)


def decline_swaps(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Refuse to take over what one was asked to."""
    require_verb(actor, "decline_swaps")

    def decline(row: Seen) -> DutySwap:
        swap = load(DutySwap, row)
        _refuse_unless(swap.to_staff_id == actor.staff_id)
        swap = _move(swap, "declined", ("requested",), actor, "decline_swaps")
        _tell(
            swap, _("Swap of shifts %(number)s was declined.", number=swap.doc_no), giver_only=True
        )
        return swap

    return each(seen, decline, done=_("Declined."), model=DutySwap)


def withdraw_swaps(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take back what one has asked for and nobody has decided yet."""
    require_verb(actor, "withdraw_swaps")

    def withdraw(row: Seen) -> DutySwap:
        swap = load(DutySwap, row)
        _refuse_unless(
            swap.from_assignment.staff_id == actor.staff_id
            or swap.created_by_id == actor.account_id
        )
        return _move(swap, "withdrawn", OPEN_SWAPS, actor, "withdraw_swaps")

    return each(seen, withdraw, done=_("Withdrawn."), model=DutySwap)


def approve_swaps(*, seen: Sequence[Seen], actor: Actor, comment: str = "") -> list[Outcome]:
    """Approve accepted swaps and carry them out, all that was checked before checked again."""

    def approve(row: Seen) -> DutySwap:
        swap = load(DutySwap, row)
        refuse_unless_leader(actor, swap, "approve_swaps")
        if swap.status == "accepted":
            refuse_unfit(swap)
        swap = _decide(swap, "approved", actor, "approve_swaps", comment)
        with explained(DutyAssignment):
            _carry_out(swap, actor)
        _tell(swap, _("Swap of shifts %(number)s was approved.", number=swap.doc_no))
        return swap

    return each(seen, approve, done=_("Approved; the roster is changed."), model=DutySwap)


def reject_swaps(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Reject accepted swaps, with the reason."""
    if not comment.strip():
        raise RuleViolation(_("Give the reason for rejecting."), field="comment")

    def reject(row: Seen) -> DutySwap:
        swap = load(DutySwap, row)
        refuse_unless_leader(actor, swap, "reject_swaps")
        swap = _decide(swap, "rejected", actor, "reject_swaps", comment)
        _tell(swap, _("Swap of shifts %(number)s was rejected.", number=swap.doc_no))
        return swap

    return each(seen, reject, done=_("Rejected."), model=DutySwap)


def _carry_out(swap: DutySwap, actor: Actor) -> None:
    moves = moves_of(swap)
    # Both are set aside first: the database lets nobody stand in two places even for a moment.
    for duty, _to in moves:
        change(
            duty,
            {"status": "replaced"},
            actor=actor,
            verb="approve_swaps",
            where=DutyAssignment.status == "assigned",
        )
    for duty, to in moves:
        columns = {
            name: getattr(duty, name)
            for name in ("month", "shift", "site", "role", "place", "duty_on", "day_class")
        }
        span = {"starts_at": duty.starts_at, "ends_at": duty.ends_at}
        new = DutyAssignment(**columns, **span, staff=to, replaces=duty)
        add(new, actor=actor, verb="approve_swaps")


def _refuse_unless(own: bool) -> None:
    if not own:
        raise NotPermitted(_("This is for the other person to answer."))


def _decide(swap: DutySwap, to: str, actor: Actor, verb: str, comment: str) -> DutySwap:
    return _move(
        swap,
        to,
        ("accepted",),
        actor,
        verb,
        decided_by=actor.account_id,
        decided_at=now(),
        decision_note=comment.strip()[:200],
    )


def _move(
    swap: DutySwap, to: str, out_of: Sequence[str], actor: Actor, verb: str, **changes: object
) -> DutySwap:
    seen = Seen(swap.id, swap.row_version)
    return move(DutySwap, seen, to=to, out_of=out_of, actor=actor, verb=verb, changes=changes)


def _tell(swap: DutySwap, words: Words, *, giver_only: bool = False) -> None:
    people = [swap.from_assignment.staff] + ([] if giver_only else [swap.to_staff])
    for person in people:
        notify(person, words, link=SWAP_PAGE.format(id=swap.id))


def _person(staff_id: int) -> Staff:
    person = Staff.get_or_none(Staff.id == staff_id)
    if person is None:
        raise NotFound(_("There is no such person."), field="to_staff_id")
    return person


def _duty(duty_id: int) -> DutyAssignment:
    duty = DutyAssignment.get_or_none(DutyAssignment.id == duty_id)
    if duty is None:
        raise NotFound(_("There is no such duty."), field="to_assignment_id")
    return duty
