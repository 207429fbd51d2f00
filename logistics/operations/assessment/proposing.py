"""Events proposed automatically: what the measures observe, set-wise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.auditing import note
from logistics.database import local_today
from logistics.notices import notify
from logistics.operations.assessment.cycles import guard_before_scoring
from logistics.operations.assessment.measures import MEASURES, Observation, Span
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import append_rows
from logistics.operations.transitions import change, load
from logistics.permissions import Actor, require_verb
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
)
from logistics.tables.people import Staff
from logistics.wording import _

COLUMNS = (
    "cycle",
    "staff",
    "item",
    "clause",
    "day",
    "quantity",
    "possible",
    "points",
    "note",
    "doc_type",
    "doc_id",
    "status",
    "confirmed_on",
)
Faults = Mapping[str, tuple[int, Decimal]]


class Counted(NamedTuple):
    """An item that a measure feeds, with its clauses by fault and the people it is for."""

    item: int
    measure: str
    faults: Faults
    people: frozenset[int]


def propose_events(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Take over from the records whatever the measures observe and is not there yet.

    What costs or gives points is proposed, and its person told; what was merely looked at and found
    in order, or measured, stands as confirmed. Doing it again adds only what is new.
    """
    require_verb(actor, "propose_events")
    return each(
        seen, lambda one: _propose(one, actor), done=_("Events proposed"), model=AssessmentCycle
    )


def _propose(one: Seen, actor: Actor) -> AssessmentCycle:
    cycle = load(AssessmentCycle, one)
    guard_before_scoring(cycle)
    # The guarded change of the cycle keeps a second run out until this one has committed.
    change(cycle, {}, actor=actor, verb="propose_events")
    told: Counter[int] = Counter()
    rows = list(_new_events(cycle, told))
    append_rows(AssessmentEvent, COLUMNS, rows, actor=actor)
    note(
        actor,
        "propose_events",
        table="assessment_cycle",
        row_id=cycle.id,
        row_label=str(cycle),
        changes={"events": [None, len(rows)]},
    )
    _tell(cycle, told)
    return cycle


def _new_events(cycle: AssessmentCycle, told: Counter[int]) -> Iterator[tuple[Any, ...]]:
    span, today = Span(cycle.starts_on, cycle.ends_on), local_today()
    for counted in counted_items(cycle):
        known = _known(cycle, counted.item)
        for seen in MEASURES[counted.measure].observe(span):
            key = (seen.staff, seen.doc_type, seen.doc_id)
            if seen.staff not in counted.people or key in known:
                continue
            known.add(key)
            row = _event(cycle.id, counted, seen)
            told[seen.staff] += row[-1] == "proposed"
            yield (*row, None if row[-1] == "proposed" else today)


def _event(cycle: int, counted: Counted, seen: Observation) -> tuple[Any, ...]:
    """The values of one event up to its status. A fault without a clause costs nothing."""
    clause, each_costs = counted.faults.get(seen.fault, (None, Decimal(0)))
    points = seen.quantity * each_costs
    return (
        cycle,
        seen.staff,
        counted.item,
        clause,
        seen.day,
        seen.quantity,
        seen.possible,
        points,
        seen.note,
        seen.doc_type,
        seen.doc_id,
        "proposed" if clause is not None else "confirmed",
    )


def counted_items(cycle: AssessmentCycle) -> list[Counted]:
    """The items of the cycle's people that a measure feeds."""
    people: dict[int, set[int]] = {}
    participants: Any = AssessmentParticipant.select(
        AssessmentParticipant.scheme, AssessmentParticipant.staff
    ).where(AssessmentParticipant.cycle == cycle.id)
    for scheme, staff in participants.tuples():
        people.setdefault(scheme, set()).add(staff)
    items: Any = (
        AssessmentItem.select(AssessmentItem.id, AssessmentItem.measure, AssessmentDimension.scheme)
        .join(AssessmentDimension)
        .where(AssessmentDimension.scheme.in_(list(people)) & (AssessmentItem.measure != ""))
        .order_by(AssessmentItem.id)
        .tuples()
    )
    return [
        Counted(item, measure, _faults(item), frozenset(people[scheme]))
        for item, measure, scheme in items
    ]


def _faults(item: int) -> Faults:
    rows: Any = (
        AssessmentClause.select(AssessmentClause.code, AssessmentClause.id, AssessmentClause.points)
        .where(AssessmentClause.item == item)
        .tuples()
    )
    return {code: (clause, points) for code, clause, points in rows}


def _known(cycle: AssessmentCycle, item: int) -> set[tuple[int, str, int]]:
    rows: Any = (
        AssessmentEvent.select(
            AssessmentEvent.staff, AssessmentEvent.doc_type, AssessmentEvent.doc_id
        )
        .where((AssessmentEvent.cycle == cycle.id) & (AssessmentEvent.item == item))
        .tuples()
    )
    return set(rows)


def _tell(cycle: AssessmentCycle, told: Counter[int]) -> None:
    for person in Staff.select().where(Staff.id.in_([staff for staff in told if told[staff]])):
        notify(
            person,
            _(
                "%(count)s events were proposed for your assessment in %(cycle)s",
                count=told[person.id],
                cycle=str(cycle),
            ),
            link="/admin/assessment_event/?status__eq=proposed",
        )
