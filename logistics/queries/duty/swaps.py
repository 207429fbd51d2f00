"""Which swaps of shifts the rules allow, and who decides on them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from logistics.database import local_today, now
from logistics.queries.duty.checks import not_eligible, rest_of, rest_words
from logistics.queries.duty.posts import Away, pools
from logistics.queries.duty.standing import leaders_at, published_duties, turns_around
from logistics.rostering import Turn, obstacle
from logistics.tables.duty import DutyAssignment, DutySwap
from logistics.tables.duty.roster import OPEN_SWAPS
from logistics.tables.people import Staff
from logistics.wording import Words, _


class Move(NamedTuple):
    """A duty and the person who is to keep it."""

    duty: DutyAssignment
    to: Staff


class Offer(NamedTuple):
    """Somebody who could take a duty over, for one of his own in return or for none."""

    staff: Staff
    in_return: DutyAssignment | None


class SwapFacts:
    """What decides on swaps among some people in some time, read in a few statements."""

    def __init__(self, people: Iterable[Staff], duties: Sequence[DutyAssignment]) -> None:
        staff = list(people)
        first = min(duty.starts_at for duty in duties)
        last = max(duty.ends_at for duty in duties)
        days = [duty.duty_on for duty in duties]
        self._pools = pools()
        self._turns = turns_around(first, last, [person.id for person in staff])
        self._away = Away(staff, min(days), max(days))

    def hindrance(self, moves: Sequence[Move]) -> Words | None:
        """Why people cannot keep the duties that they would get; None when they can.

        All moves are judged together: what somebody gives away does not stand in his own way.
        """
        given_away = {duty.id for duty, _to in moves}
        for duty, to in moves:
            words = self._unable(duty, to) or self._tired(duty, to, given_away)
            if words is not None:
                return words
        return None

    def _unable(self, duty: DutyAssignment, to: Staff) -> Words | None:
        if to not in self._pools.get((duty.role, duty.site_id), ()):
            return not_eligible(to.name, duty.role)
        span = duty.starts_at, duty.ends_at
        if self._away.leave_during(to.id, *span) or not self._away.is_employed(to.id, *span):
            return _("%(name)s is away on %(day)s.", name=to.name, day=duty.duty_on)
        return None

    def _tired(self, duty: DutyAssignment, to: Staff, given_away: set[int]) -> Words | None:
        new = Turn(to.id, duty.starts_at, duty.ends_at, duty.shift.is_night)
        others = [
            turn for turn in self._turns if turn.staff_id == to.id and turn.key not in given_away
        ]
        clash = obstacle(new, others, rest_of(duty.month))
        return None if clash is None else rest_words(to.name, clash)


def moves_of(swap: DutySwap) -> list[Move]:
    """Who is to keep which duty once a swap is carried out."""
    moves = [Move(swap.from_assignment, swap.to_staff)]
    if swap.to_assignment is not None:
        moves.append(Move(swap.to_assignment, swap.from_assignment.staff))
    return moves


def offers_for(duty: DutyAssignment, *, most_days: int = 31) -> list[Offer]:
    """Everybody who could take over ``duty``, and what each could give in return, by name."""
    people = [
        person
        for person in pools().get((duty.role, duty.site_id), ())
        if person.id != duty.staff_id
    ]
    horizon = dt.timedelta(days=most_days)
    theirs = list(
        published_duties()
        .where(
            DutyAssignment.staff.in_([person.id for person in people])
            & (DutyAssignment.role == duty.role)
            & (DutyAssignment.duty_on > local_today())
            & (DutyAssignment.starts_at < duty.starts_at + horizon)
        )
        .order_by(DutyAssignment.starts_at)
    )
    facts = SwapFacts([*people, duty.staff], [duty, *theirs])
    offers = []
    for person in people:
        if facts.hindrance([Move(duty, person)]) is None:
            offers.append(Offer(person, None))
        for taken in theirs:
            both = [Move(duty, person), Move(taken, duty.staff)]
            if taken.staff_id == person.id and facts.hindrance(both) is None:
                offers.append(Offer(person, taken))
    return offers


def my_duties_to_swap(staff_id: int) -> list[DutyAssignment]:
    """A person's published duties that may still be given away, soonest first."""
    own = (DutyAssignment.staff == staff_id) & (DutyAssignment.duty_on > local_today())
    return list(published_duties().where(own).order_by(DutyAssignment.starts_at))


def open_swaps_of(staff_id: int) -> list[DutySwap]:
    """Undecided swaps that a person has asked for or was asked for."""
    query = (
        DutySwap.select()
        .join(DutyAssignment, on=DutySwap.from_assignment)
        .where(
            DutySwap.status.in_(OPEN_SWAPS)
            & (DutyAssignment.starts_at > now())
            & ((DutyAssignment.staff == staff_id) | (DutySwap.to_staff == staff_id))
        )
        .order_by(DutySwap.id)
    )
    return list(query)


def leads_at_swap(staff_id: int | None, swap: DutySwap) -> bool:
    """Whether a person is the leader on duty when the duty to be swapped begins."""
    leaders = leaders_at(swap.from_assignment.starts_at)
    return staff_id in {person.id for person in leaders}


def takes_part(staff_id: int | None, swap: DutySwap) -> bool:
    """Whether a person is one of the two who swap."""
    return staff_id is not None and staff_id in (
        swap.from_assignment.staff_id,
        swap.to_staff_id,
    )
