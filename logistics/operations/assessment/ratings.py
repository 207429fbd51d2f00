"""Ratings: everybody gives his own, sees his own, and nobody else's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.auditing import note, transaction
from logistics.database import now
from logistics.errors import NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment.scoring.raters import BALLOT_VALUES
from logistics.operations.outcomes import Outcome, Seen
from logistics.operations.transitions import load
from logistics.permissions import Actor, require_verb
from logistics.queries.assessment.people import Rateable, rateable_by
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentDimension,
    AssessmentItem,
    AssessmentRating,
)
from logistics.tables.people import Staff
from logistics.wording import _

HUNDRED = Decimal(100)


class Given(NamedTuple):
    """One value (0 to 100) for one person under one rated item."""

    staff: int
    item: int
    value: Decimal


def rate_staff(*, seen: Sequence[Seen], given: Sequence[Given], actor: Actor) -> list[Outcome]:
    """Keep what the actor gives in a cycle, replacing what he gave before; all or nothing (R17).

    As which group he rates follows from the two people's places, never from what he says.
    """
    require_verb(actor, "rate_staff")
    (one,) = seen
    with transaction():
        cycle = load(AssessmentCycle, one)
        if cycle.status != "closed":
            raise WrongState(_("Ratings are given after the collection and before the scoring."))
        rater = Staff.get_or_none(Staff.id == actor.staff_id)
        if rater is None:
            raise NotPermitted(_("Only members of staff rate."))
        people = {person.staff: person for person in rateable_by(cycle, rater)}
        items = _rated_items(people)
        rows = [_row(cycle, rater, actor, people, items, each) for each in given]
        if rows:
            _keep(rows)
        count = len({each.staff for each in given})
        note(
            actor,
            "rate_staff",
            table="assessment_cycle",
            row_id=cycle.id,
            row_label=str(cycle),
            changes={"people": [None, count]},
        )
    return [Outcome(cycle.id, str(cycle), _("%(count)s people rated", count=count))]


def _rated_items(people: Mapping[int, Rateable]) -> dict[int, tuple[int, str]]:
    """Rated and balloted items as id → (scheme, method)."""
    schemes = {person.scheme for person in people.values()}
    rows: Any = (
        AssessmentItem.select(AssessmentItem.id, AssessmentDimension.scheme, AssessmentItem.method)
        .join(AssessmentDimension)
        .where(
            AssessmentDimension.scheme.in_(schemes)
            & AssessmentItem.method.in_(("rating", "ballot"))
        )
        .tuples()
    )
    return {item: (scheme, method) for item, scheme, method in rows}


def _row(
    cycle: AssessmentCycle,
    rater: Staff,
    actor: Actor,
    people: Mapping[int, Rateable],
    items: Mapping[int, tuple[int, str]],
    each: Given,
) -> dict[str, Any]:
    """One rating as it is stored; refused unless it is the rater's to give."""
    person = people.get(each.staff)
    if person is None or each.item not in items:
        raise NotFound(_("There is no such record."))
    scheme, method = items[each.item]
    if scheme != person.scheme:
        raise NotFound(_("There is no such record."))
    group = person.group
    if method == "ballot":
        if group == "self":
            raise NotPermitted(_("Nobody votes on himself."))
        if each.value not in BALLOT_VALUES.values():
            raise RuleViolation(_("A vote is one of the four grades."))
        group = "ballot"
    if not 0 <= each.value <= HUNDRED:
        raise RuleViolation(_("A rating lies between 0 and 100."))
    return {
        "cycle": cycle.id,
        "item": each.item,
        "staff": each.staff,
        "rater": rater.id,
        "rater_group": group,
        "value": each.value,
        "created_by": actor.account_id,
        "updated_by": actor.account_id,
    }


def _keep(rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert, or replace what the same rater gave before under the same item."""
    kept = AssessmentRating
    for start in range(0, len(rows), 500):
        kept.insert_many(rows[start : start + 500]).on_conflict(
            conflict_target=(kept.cycle, kept.item, kept.staff, kept.rater),
            preserve=(kept.value, kept.rater_group, kept.updated_by),
            update={kept.row_version: kept.row_version + 1, kept.updated_at: now()},
        ).execute()


def own_ratings(cycle: AssessmentCycle, actor: Actor) -> dict[tuple[int, int], Decimal]:
    """What the actor himself has given so far, by person and item."""
    if actor.staff_id is None:
        return {}
    rows: Any = (
        AssessmentRating.select(
            AssessmentRating.staff, AssessmentRating.item, AssessmentRating.value
        )
        .where((AssessmentRating.cycle == cycle.id) & (AssessmentRating.rater == actor.staff_id))
        .tuples()
    )
    return {(staff, item): value for staff, item, value in rows}
