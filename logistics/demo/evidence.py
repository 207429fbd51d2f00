"""What goes into a cycle beside the records of the house: papers, events by hand, ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from logistics.demo.office import Office
from logistics.operations.assessment import (
    Given,
    NewEvent,
    confirm_events,
    rate_staff,
    record_events,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.assessment.people import Rateable, rateable_by
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentScheme,
)
from logistics.tables.people import Staff

SERVED_RATERS = ("head", "staff", "staff2", "acceptor3", "leader")
"""Log-ins of the units that the center serves, and of the leader above its director."""
MOST_RATED = 8
"""Of many colleagues everybody rates only some; whom he leads he rates all."""
WORST, BEST = 60, 100


class Evidence:
    """Enters into one cycle what people know and think, under their own log-ins."""

    def __init__(self, office: Office, texts: Mapping[str, Any], cycle: AssessmentCycle) -> None:
        self.office = office
        self.texts = texts
        self.cycle = cycle
        self.people = list(
            AssessmentParticipant.select(AssessmentParticipant, Staff, AssessmentScheme)
            .join(Staff)
            .switch(AssessmentParticipant)
            .join(AssessmentScheme)
            .where(AssessmentParticipant.cycle == cycle.id)
            .order_by(AssessmentParticipant.staff)
        )
        self.items = {
            (item.dimension.scheme_id, item.code): item
            for item in AssessmentItem.select(AssessmentItem, AssessmentDimension)
            .join(AssessmentDimension)
            .where(AssessmentDimension.scheme.in_([row.scheme_id for row in self.people]))
        }

    def enter(self) -> None:
        """The assessor enters what the papers of the sections say; nobody does so about himself."""
        assessor = self.office.actor("assessor")
        events = [*self._marks(), *self._events()]
        own = {row.id for row in self.people if row.staff_id == assessor.staff_id}
        others = [event for event in events if event.participant not in own]
        record_events(events=others, actor=assessor)

    def confirm(self) -> None:
        """The deputy confirms what is proposed; the director what is about the deputy."""
        for login in ("deputy", "director"):
            actor = self.office.actor(login)
            proposed = AssessmentEvent.select(AssessmentEvent.id).where(
                (AssessmentEvent.cycle == self.cycle.id)
                & (AssessmentEvent.status == "proposed")
                & (AssessmentEvent.staff != actor.staff_id)
            )
            seen = [Seen(event.id) for event in proposed.order_by(AssessmentEvent.id)]
            for outcome in confirm_events(seen=seen, actor=actor):
                only([outcome])

    def rate(self) -> None:
        """Everybody rates whom the rules let him; each sees people a little differently."""
        chance = self.office.random
        merits = {row.staff_id: chance.randrange(80, 97) for row in self.people}
        raters = [row.staff for row in self.people]
        raters += [self.office.staff(login) for login in SERVED_RATERS]
        for rater in raters:
            habit = chance.randrange(-3, 4)
            given = [
                Given(person.staff, item.id, self._value(merits[person.staff] + habit))
                for person in self._chosen(rater)
                for item in self._rated_items(person.scheme)
            ]
            if given:
                seen = [Seen(self.cycle.id)]
                rate_staff(seen=seen, given=given, actor=self.office.actor_of(rater))

    def _chosen(self, rater: Staff) -> list[Rateable]:
        people = rateable_by(self.cycle, rater)
        crowd = [person for person in people if person.group in ("peer", "served")]
        chosen = self.office.random.sample(crowd, min(MOST_RATED, len(crowd)))
        return chosen + [person for person in people if person.group in ("self", "leader")]

    def _rated_items(self, scheme: int) -> list[AssessmentItem]:
        return [
            item
            for (owner, _code), item in self.items.items()
            if owner == scheme and item.method == "rating"
        ]

    def _value(self, around: int) -> Decimal:
        return Decimal(min(BEST, max(WORST, around + self.office.random.randrange(-3, 4))))

    def _marks(self) -> Iterator[NewEvent]:
        for mark in self.texts["mark"]:
            for row in self.people:
                item = self.items.get((row.scheme_id, mark["item"]))
                if item is not None and mark["family"] in ("*", row.scheme.post_family):
                    yield from self._values(mark, row, item)

    def _values(
        self, mark: Mapping[str, Any], row: AssessmentParticipant, item: AssessmentItem
    ) -> Iterator[NewEvent]:
        months = range(1, self.cycle.ends_on.month + 1)
        if mark.get("monthly") and self.cycle.period == "quarter":
            return
        for month in months if mark.get("monthly") else (self.cycle.ends_on.month,):
            tenths = self.office.random.randrange(mark["low"] * 10, mark["high"] * 10 + 1)
            is_count = "possible" in mark
            yield NewEvent(
                row.id,
                item.id,
                self.cycle.starts_on.replace(month=month, day=28),
                mark["note"],
                quantity=Decimal(tenths // 10) if is_count else Decimal(tenths) / 10,
                possible=Decimal(mark.get("possible", 0)),
            )

    def _events(self) -> Iterator[NewEvent]:
        by_name = {row.staff.name: row for row in self.people}
        for event in self.texts["event"]:
            row = by_name[event["name"]]
            is_void = event.get("voided") and self.cycle.period != "quarter"
            if event["day"] <= self.cycle.ends_on and not is_void:
                item = self.items[row.scheme_id, event["item"]]
                clause = item.clauses.where(AssessmentClause.code == event["clause"]).get()
                yield NewEvent(row.id, item.id, event["day"], event["note"], clause.id)
