"""What goes into a run: read once, set-wise, aggregated per person and item, with a fingerprint."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import peewee

from logistics.database import database, total
from logistics.operations.assessment.scoring.months import months_served
from logistics.operations.assessment.scoring.raters import (
    Vote,
    count_ballot,
    rate,
    rater_factors,
)
from logistics.operations.assessment.scoring.rules import (
    Rated,
    RatingRules,
    Records,
    SchemeRules,
    worse,
)
from logistics.operations.assessment.scoring.totals import Person
from logistics.operations.assessment.translation import rules_of
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentRating,
)

STANDING_CAPS = {
    "graded": "excellent",
    "not_excellent": "competent",
    "not_graded": "no_grade",
    "too_short": "no_grade",
}
DISPUTED_CAP = "competent"
"""Who has a dispute not settled yet is not excellent."""


@dataclass(frozen=True)
class Inputs:
    """Everything that a run counts, and nothing else.

    ``people`` is in the order of staff ids; ``scheme_of`` and ``months`` are by staff id.
    """

    schemes: Mapping[int, SchemeRules]
    scheme_of: Mapping[int, int]
    months: Mapping[int, Decimal]
    people: tuple[Person, ...]
    events: int
    highest_event: int
    ratings: int
    highest_rating: int

    @property
    def fingerprint(self) -> str:
        """SHA-256 over schemes, people and their records and ratings, summed per item."""
        digest = hashlib.sha256()
        for line in self._lines():
            digest.update(line.encode() + b"\n")
        return digest.hexdigest()

    def _lines(self) -> Iterator[str]:
        """One line for each fact, in an order that does not depend on the database."""
        yield f"events {self.events} {self.highest_event}"
        yield f"ratings {self.ratings} {self.highest_rating}"
        yield from (f"scheme {scheme}" for scheme in sorted(self.schemes))
        for person in self.people:
            scheme, months = self.scheme_of[person.staff], self.months[person.staff]
            yield f"person {person.staff} {scheme} {months} {person.cap}"
            for item, summed in sorted(person.records.items()):
                yield (
                    f"records {person.staff} {item} {summed.count} {summed.against}"
                    f" {summed.points} {summed.quantity} {summed.possible}"
                )
            for item, rated in sorted(person.ratings.items()):
                yield f"rated {person.staff} {item} {rated.raters} {rated.raw} {rated.normalised}"


def load_inputs(cycle: AssessmentCycle) -> Inputs:
    """Read a cycle's inputs in a handful of statements, however many people there are."""
    whole = months_served(cycle.starts_on, cycle.ends_on, None, None)
    participants: Any = (
        AssessmentParticipant.select(
            AssessmentParticipant.staff,
            AssessmentParticipant.scheme,
            AssessmentParticipant.months,
            AssessmentParticipant.standing,
        )
        .where(AssessmentParticipant.cycle == cycle.id)
        .order_by(AssessmentParticipant.staff)
        .tuples()
    )
    members = list(participants)
    schemes = rules_of({scheme for _staff, scheme, _months, _standing in members})
    records, events, highest_event = _records(cycle)
    votes, highest_rating = _votes(cycle)
    ratings = _ratings(votes, schemes)
    caps = _caps(cycle, records)
    people = tuple(
        Person(
            staff=staff,
            records=records.get(staff, {}),
            ratings=ratings.get(staff, {}),
            served=min(Decimal(1), months / whole),
            cap=worse(STANDING_CAPS[standing], caps.get(staff, "excellent")),
        )
        for staff, _scheme, months, standing in members
    )
    return Inputs(
        schemes=schemes,
        scheme_of={staff: scheme for staff, scheme, _months, _standing in members},
        months={staff: months for staff, _scheme, months, _standing in members},
        people=people,
        events=events,
        highest_event=highest_event,
        ratings=len(votes),
        highest_rating=highest_rating,
    )


def _records(cycle: AssessmentCycle) -> tuple[dict[int, dict[int, Records]], int, int]:
    """The confirmed events summed by the database: by staff and item, their count, highest id."""
    event = AssessmentEvent
    against = peewee.Case(None, [(event.points > 0, 1)])
    query = (
        event.select(
            event.staff,
            event.item,
            peewee.fn.COUNT(event.id),
            peewee.fn.COUNT(against),
            total(event.points),
            total(event.quantity),
            total(event.possible),
            peewee.fn.MAX(event.id),
        )
        .where((event.cycle == cycle.id) & (event.status == "confirmed"))
        .group_by(event.staff, event.item)
    )
    found: dict[int, dict[int, Records]] = defaultdict(dict)
    events = highest = 0
    for staff, item, count, costing, points, quantity, possible, newest in _stored(query):
        found[staff][item] = Records(
            count,
            int(costing),
            _unscaled(int(points), event.points.scale),
            _unscaled(int(quantity), event.quantity.scale),
            _unscaled(int(possible), event.possible.scale),
        )
        events += count
        highest = max(highest, newest)
    return found, events, highest


def _votes(cycle: AssessmentCycle) -> tuple[list[Vote], int]:
    rating = AssessmentRating
    query = (
        rating.select(
            rating.rater, rating.staff, rating.item, rating.rater_group, rating.value, rating.id
        )
        .where(rating.cycle == cycle.id)
        .order_by(rating.id)
    )
    rows = _stored(query)
    scale = rating.value.scale
    votes = [
        Vote(rater, staff, item, group, _unscaled(value, scale))
        for rater, staff, item, group, value, _id in rows
    ]
    return votes, rows[-1][5] if rows else 0


def _stored(query: Any) -> list[tuple[Any, ...]]:
    """Rows as the database stores them. Converting each value is what an ORM's reading costs."""
    rows: list[tuple[Any, ...]] = database.execute(query).fetchall()
    return rows


@lru_cache(maxsize=4096)
def _unscaled(stored: int, scale: int) -> Decimal:
    """An exact column's integer as the number it stands for; few different ones come in a run."""
    return Decimal(stored).scaleb(-scale)


def _ratings(
    votes: Iterable[Vote], schemes: Mapping[int, SchemeRules]
) -> dict[int, dict[int, Rated]]:
    """What the raters' values come to, by staff and item."""
    if not schemes:
        return {}
    rules: RatingRules = next(iter(schemes.values())).ratings
    by_item: dict[tuple[int, int], list[Vote]] = defaultdict(list)
    given: list[Vote] = []
    for vote in votes:
        by_item[vote.staff, vote.item].append(vote)
        if vote.group != "ballot":
            given.append(vote)
    factors = rater_factors(given, rules)
    found: dict[int, dict[int, Rated]] = defaultdict(dict)
    for (staff, item), cast in by_item.items():
        ballot = cast[0].group == "ballot"
        rated = count_ballot(cast, rules) if ballot else rate(cast, factors, rules)
        if rated is not None:
            found[staff][item] = rated
    return found


def _caps(cycle: AssessmentCycle, records: Mapping[int, Mapping[int, Records]]) -> dict[int, str]:
    """The best grade left to those whom a veto or an open dispute holds down.

    ``records`` tells who has a veto at all: of all the events only these few are read again.
    """
    event = AssessmentEvent
    items: Any = AssessmentItem.select(AssessmentItem.id).where(AssessmentItem.method == "veto")
    veto = {item for (item,) in items.tuples()}
    held_down = [staff for staff, summed in records.items() if not veto.isdisjoint(summed)]
    vetoes: Any = (
        event.select(event.staff, AssessmentClause.caps_at)
        .join(AssessmentClause)
        .where(
            (event.cycle == cycle.id)
            & (event.status == "confirmed")
            & event.staff.in_(held_down)
            & event.item.in_(list(veto))
        )
        .distinct()
        .tuples()
    )
    disputes: Any = (
        event.select(event.staff)
        .where((event.cycle == cycle.id) & (event.status == "disputed"))
        .distinct()
        .tuples()
    )
    caps: dict[int, str] = {}
    disputed = [(staff, DISPUTED_CAP) for (staff,) in disputes]
    for staff, cap in [*(vetoes if held_down else ()), *disputed]:
        caps[staff] = worse(cap, caps.get(staff, "excellent"))
    return caps
