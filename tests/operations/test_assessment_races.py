"""Two assessors press at the same moment: one run, one proposal of each event, one bonus."""

from decimal import Decimal
from typing import Any

import pytest

from logistics.operations.assessment import draft_bonuses, propose_events, score_cycles
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from models import (
    Account,
    AssessmentCycle,
    AssessmentEvent,
    AssessmentResult,
    BonusLine,
    BonusRun,
    ScoreRun,
)
from tests.cast import Cast
from tests.factories.assessment import make_cycle, make_participant, make_scheme
from tests.operations.guardhouse import House
from tests.operations.test_assessment_measures import check
from tests.races import everyone, race

pytestmark = pytest.mark.race


def assessor() -> Any:
    return load_actor(Account.get(Account.login == "assessor"))


def score(cycle: int, version: int | None) -> str:
    outcome = only(score_cycles(seen=[Seen(cycle, version)], actor=assessor()))
    return str(outcome.words)


def propose(cycle: int) -> str:
    return str(only(propose_events(seen=[Seen(cycle)], actor=assessor())).words)


def draft(cycle: int) -> str:
    pool = Decimal(1000)
    return str(only(draft_bonuses(seen=[Seen(cycle)], pool=pool, actor=assessor())).words)


def test_eight_who_saw_the_same_cycle_make_one_run(race_db: str) -> None:
    house = House()
    for person in house.people:
        house.presence(person)
    told = race(race_db, score, everyone(house.cycle.id, house.cycle.row_version))
    assert told.count("Scored") == 1
    assert sum(answer.startswith("StaleRecord") for answer in told) == 7
    assert (ScoreRun.select().count(), AssessmentResult.select().count()) == (1, 5)


def test_runs_that_follow_one_another_are_numbered_without_gap_or_double(race_db: str) -> None:
    """Whoever comes without a version scores what is there; nobody's run is half another's."""
    house = House()
    told = race(race_db, score, everyone(house.cycle.id, None))
    assert told == ["Scored"] * 8
    numbers = [run.number for run in ScoreRun.select().order_by(ScoreRun.number)]
    assert numbers == list(range(1, 9))
    assert AssessmentCycle.get_by_id(house.cycle.id).current_run == 8
    assert AssessmentResult.select().count() == 5 * 8


def test_eight_proposals_propose_each_event_once(race_db: str, cast: Cast) -> None:
    scheme = make_scheme()
    cycle = make_cycle(scheme)
    make_participant(cycle=cycle, staff=cast.guard_staff, scheme=scheme)
    for _ in range(20):
        check(cast.guard_staff, presence="late", verdict="upheld")
    told = race(race_db, propose, everyone(cycle.id))
    assert not [answer for answer in told if "Error" in answer]
    assert AssessmentEvent.select().count() == 20


def test_eight_drafts_make_one_bonus(race_db: str, cast: Cast) -> None:
    house = House()
    for person in house.people:
        house.presence(person)
    house.score(cast.assessor)
    AssessmentCycle.update(status="final").execute()
    told = race(race_db, draft, everyone(house.cycle.id))
    assert told.count("Bonus drafted") == 1
    assert BonusRun.select().count() == 1
    assert BonusLine.select().count() == 5
