"""Objections: by the person, in time, answered by somebody who had no hand in the result."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import (
    answer_objections,
    appeal_objections,
    lodge_objections,
    score_cycles,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM, load_actor
from models import (
    AssessmentCycle,
    AssessmentResult,
    Notice,
    Objection,
    ScoreRun,
    Staff,
)
from tests.cast import Cast
from tests.factories.assessment import item_of, make_rating
from tests.operations.guardhouse import House
from tests.operations.test_assessment_grades import MONDAY, Panel, on


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


def guard_house(cast: Cast) -> Panel:
    """A notified house whose first person is the guard of the cast."""
    panel = Panel(cast)
    guard = cast.guard_staff
    Staff.update(account=None).where(Staff.id == guard.id).execute()
    Staff.update(account=cast.guard_account).where(Staff.id == panel.people[0].id).execute()
    panel.notified()
    return panel


def guard_actor(cast: Cast) -> Any:
    return load_actor(cast.guard_account)


def lodge(panel: House, actor: Any, grounds: str = "The patrols were done") -> Objection:
    result = panel.result(panel.people[0])
    only(lodge_objections(seen=[Seen(result.id)], grounds=grounds, actor=actor))
    return Objection.select().order_by(Objection.id.desc()).get()


def answer(objection: Objection, actor: Any, *, upheld: bool = False, text: str = "…") -> Objection:
    only(answer_objections(seen=[Seen(objection.id)], upheld=upheld, answer=text, actor=actor))
    return Objection.get_by_id(objection.id)


def appeal(objection: Objection, actor: Any, grounds: str = "Not heard") -> Objection:
    only(appeal_objections(seen=[Seen(objection.id)], grounds=grounds, actor=actor))
    return Objection.select().order_by(Objection.id.desc()).get()


class TestLodging:
    def test_a_person_objects_to_his_own_result(self, cast: Cast) -> None:
        objection = lodge(guard_house(cast), guard_actor(cast))
        assert (objection.kind, objection.status) == ("review", "submitted")
        assert objection.doc_no.startswith("OB-20260706")

    def test_not_to_anothers(self, cast: Cast) -> None:
        with pytest.raises(NotFound):
            lodge(guard_house(cast), cast.keeper)

    def test_once_for_each_result(self, cast: Cast) -> None:
        panel = guard_house(cast)
        lodge(panel, guard_actor(cast))
        with pytest.raises(Conflict):
            lodge(panel, guard_actor(cast))

    def test_with_grounds(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="grounds"):
            lodge(guard_house(cast), guard_actor(cast), grounds=" ")

    def test_until_ten_working_days_after_the_notice(self, cast: Cast) -> None:
        panel, guard = guard_house(cast), guard_actor(cast)
        with on(dt.date(2026, 7, 29)), pytest.raises(RuleViolation, match="2026-07-28"):
            lodge(panel, guard)
        with on(dt.date(2026, 7, 28)):
            lodge(panel, guard)

    def test_not_before_the_results_are_known(self, cast: Cast) -> None:
        panel = guard_house(cast)
        AssessmentCycle.update(status="decided").execute()
        with pytest.raises(WrongState, match="made known"):
            lodge(panel, guard_actor(cast))

    def test_not_to_a_run_that_no_longer_counts(self, cast: Cast) -> None:
        panel = guard_house(cast)
        AssessmentCycle.update(current_run=2).execute()
        with pytest.raises(WrongState, match="newer run"):
            lodge(panel, guard_actor(cast))


class TestAnswering:
    def test_an_outsider_answers_and_the_person_is_told(self, cast: Cast) -> None:
        objection = answer(lodge(guard_house(cast), guard_actor(cast)), cast.discipline)
        assert objection.status == "rejected"
        assert objection.answered_by == cast.discipline_account
        assert Notice.select().where(Notice.link.contains("/objection/")).exists()

    def test_upheld_it_lets_the_cycle_be_scored_again_and_both_runs_stay(self, cast: Cast) -> None:
        panel = guard_house(cast)
        answer(lodge(panel, guard_actor(cast)), cast.discipline, upheld=True)
        only(score_cycles(seen=[Seen(panel.cycle.id)], actor=cast.assessor))
        assert ScoreRun.select().count() == 2
        assert AssessmentResult.select().count() == 10
        assert panel.fresh().status == "computed"

    def test_not_without_reasons(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="reasons"):
            answer(lodge(guard_house(cast), guard_actor(cast)), cast.discipline, text="")

    def test_not_by_who_decided_the_grade(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted, match="decided on the grade"):
            answer(lodge(guard_house(cast), guard_actor(cast)), cast.director)

    def test_not_by_who_rated_the_person(self, cast: Cast) -> None:
        panel = guard_house(cast)
        make_rating(
            cycle=panel.cycle,
            staff=panel.people[0],
            item=item_of(panel.scheme, "virtue"),
            rater=cast.deputy_staff,
        )
        with pytest.raises(NotPermitted, match="rated the person"):
            answer(lodge(panel, guard_actor(cast)), cast.deputy)

    def test_not_by_who_scored_nor_by_the_person(self, cast: Cast) -> None:
        panel = guard_house(cast)
        objection = lodge(panel, guard_actor(cast))
        with pytest.raises(NotPermitted):
            answer(objection, guard_actor(cast))
        unscored = ScoreRun.create(
            cycle=panel.cycle,
            number=2,
            inputs_hash="0" * 64,
            people=5,
            events=0,
            highest_event=0,
            ratings=0,
            highest_rating=0,
        )
        Objection.update(run=unscored).execute()
        with pytest.raises(NotPermitted, match="scored the cycle"):
            answer(objection, SYSTEM)

    def test_once(self, cast: Cast) -> None:
        objection = answer(lodge(guard_house(cast), guard_actor(cast)), cast.discipline)
        with pytest.raises(WrongState):
            answer(objection, cast.leader)

    def test_staff_do_not_answer(self, cast: Cast) -> None:
        with pytest.raises(NotPermitted):
            answer(lodge(guard_house(cast), guard_actor(cast)), cast.keeper)


class TestAppeals:
    def rejected(self, cast: Cast) -> Objection:
        return answer(lodge(guard_house(cast), guard_actor(cast)), cast.discipline)

    def test_a_rejected_review_may_be_appealed(self, cast: Cast) -> None:
        review = self.rejected(cast)
        objection = appeal(review, guard_actor(cast))
        assert (objection.kind, objection.appeal_of) == ("appeal", review)

    def test_somebody_else_answers_it(self, cast: Cast) -> None:
        objection = appeal(self.rejected(cast), guard_actor(cast))
        with pytest.raises(NotPermitted, match="answered the review"):
            answer(objection, cast.discipline)
        assert answer(objection, cast.leader, upheld=True).status == "upheld"

    def test_once_and_in_time_and_by_the_person(self, cast: Cast) -> None:
        """Answered on Monday 6 July; fifteen working days later is Monday the 27th."""
        review, guard = self.rejected(cast), guard_actor(cast)
        with pytest.raises(NotFound):
            appeal(review, cast.keeper)
        with on(dt.date(2026, 7, 28)), pytest.raises(RuleViolation, match="2026-07-27"):
            appeal(review, guard)
        appeal(review, guard)
        with pytest.raises(Conflict):
            appeal(review, guard)

    def test_only_what_was_rejected_and_no_appeal_of_an_appeal(self, cast: Cast) -> None:
        panel, guard = guard_house(cast), guard_actor(cast)
        review = lodge(panel, guard)
        with pytest.raises(WrongState):
            appeal(review, guard)
        second = appeal(answer(review, cast.discipline), guard)
        with pytest.raises(WrongState):
            appeal(answer(second, cast.leader), guard)
