"""A cycle of some guards, and ways to record things about them."""

from typing import Any

from logistics.operations.assessment import score_cycles
from logistics.operations.outcomes import Outcome, Seen, only
from models import (
    AssessmentCycle,
    AssessmentResult,
    AssessmentScheme,
    ItemScore,
    ScoreRun,
    Staff,
)
from tests.factories.assessment import (
    clause_of,
    item_of,
    make_cycle,
    make_event,
    make_participant,
    make_rating,
    make_scheme,
)
from tests.factories.people import make_staff


class House:
    """A cycle of five guards, ready to score, and ways to record things about them."""

    def __init__(self, people: int = 5, **overrides: Any) -> None:
        self.scheme: AssessmentScheme = make_scheme()
        self.cycle = make_cycle(self.scheme, **{"status": "rated", **overrides})
        self.people: list[Staff] = [make_staff() for _ in range(people)]
        for person in self.people:
            make_participant(cycle=self.cycle, staff=person, scheme=self.scheme)

    def presence(self, person: Staff, *clauses: str) -> None:
        """A check in order and one event for each fault."""
        item = item_of(self.scheme, "presence")
        make_event(cycle=self.cycle, staff=person, item=item, points=0)
        for code in clauses:
            clause = clause_of(self.scheme, "presence", code)
            make_event(cycle=self.cycle, staff=person, item=item, clause=clause)

    def patrols(self, person: Staff, done: int, planned: int = 100) -> None:
        item = item_of(self.scheme, "patrols")
        make_event(cycle=self.cycle, staff=person, item=item, quantity=done, possible=planned)

    def rate(self, person: Staff, value: int, *kinds: str) -> None:
        """Three peers who rate nobody else."""
        for kind in kinds or ("virtue", "ability", "integrity"):
            for _peer in range(3):
                make_rating(
                    cycle=self.cycle, staff=person, item=item_of(self.scheme, kind), value=value
                )

    def score(self, actor: Any, **arguments: Any) -> Outcome:
        seen = [Seen(self.cycle.id, self.fresh().row_version)]
        return only(score_cycles(seen=seen, actor=actor, **arguments))

    def fresh(self) -> AssessmentCycle:
        return AssessmentCycle.get_by_id(self.cycle.id)

    def result(self, person: Staff, number: int = 1) -> AssessmentResult:
        run = ScoreRun.get((ScoreRun.cycle == self.cycle) & (ScoreRun.number == number))
        return AssessmentResult.get(
            (AssessmentResult.run == run) & (AssessmentResult.staff == person)
        )

    def scores(self, person: Staff) -> dict[str, ItemScore]:
        return {
            score.item.code: score for score in ItemScore.select().where(ItemScore.staff == person)
        }
