"""From scored to final: group, collective, publicity, notice; each within its rule (R66, R82)."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.assessment import (
    Decided,
    decide_grades,
    finish_cycles,
    notify_results,
    publicise_results,
    return_results,
    review_results,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM, load_actor
from logistics.queries.assessment.results import decided_grades, results_of
from models import (
    AssessmentResult,
    GradeDecision,
    Notice,
    Objection,
    Publicity,
    ScoreRun,
    Staff,
)
from tests.cast import Cast
from tests.factories.assessment import clause_of, make_event
from tests.operations.guardhouse import House

MONDAY = dt.datetime(2026, 7, 6, 2, tzinfo=dt.UTC)


def on(day: dt.date) -> Any:
    return time_machine.travel(dt.datetime.combine(day, dt.time(4), dt.UTC), tick=False)


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


class Panel(House):
    """A scored house on its way to the end."""

    def __init__(self, cast: Cast, people: int = 5, patrols: tuple[int, ...] = ()) -> None:
        super().__init__(people)
        self.cast = cast
        for person, done in zip(self.people, patrols or range(100, 100 - people, -1), strict=True):
            self.presence(person)
            self.patrols(person, done)
        self.score(cast.assessor)

    def step(self, operation: Any, actor: Any, **fields: Any) -> None:
        only(operation(seen=[Seen(self.cycle.id)], actor=actor, **fields))

    def reviewed(self) -> "Panel":
        self.step(review_results, self.cast.deputy)
        return self

    def decide(self, actor: Any = None, **words: Any) -> None:
        grades = {self.result(self.people[int(key[1:])]).id: word for key, word in words.items()}
        self.step(decide_grades, actor or self.cast.director, minutes_no="2026-17", grades=grades)

    def decided(self) -> "Panel":
        self.reviewed().decide()
        return self

    def publicised(self) -> "Panel":
        self.decided().step(publicise_results, self.cast.assessor, place="Lobby, 8001")
        return self

    def notified(self) -> "Panel":
        self.publicised()
        with on(dt.date(2026, 7, 14)):
            self.step(notify_results, self.cast.assessor)
        return self

    def grades(self) -> list[str]:
        decided = decided_grades(self.fresh())
        return [decided[self.result(person).id] for person in self.people]


class TestReview:
    def test_the_group_passes_the_results_on(self, cast: Cast) -> None:
        assert Panel(cast).reviewed().fresh().status == "reviewed"

    def test_or_sends_them_back_so_that_events_open_again(self, cast: Cast) -> None:
        panel = Panel(cast)
        panel.step(return_results, cast.deputy, reason="Two events are missing")
        assert panel.fresh().status == "rated"
        panel.score(cast.assessor)
        assert panel.fresh().current_run == 2

    def test_sending_back_needs_a_reason(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="reason"):
            Panel(cast).step(return_results, cast.deputy, reason=" ")

    def test_the_assessor_does_not_review_his_own_run(self, cast: Cast) -> None:
        for operation, fields in ((review_results, {}), (return_results, {"reason": "…"})):
            with pytest.raises(NotPermitted):
                Panel(cast).step(operation, cast.assessor, **fields)


class TestDeciding:
    def test_without_a_word_of_its_own_the_rules_hold(self, cast: Cast) -> None:
        panel = Panel(cast).decided()
        assert panel.grades() == ["excellent"] + ["competent"] * 4
        assert {row.minutes_no for row in GradeDecision.select()} == {"2026-17"}

    def test_the_collective_may_be_stricter_with_a_note(self, cast: Cast) -> None:
        panel = Panel(cast).reviewed()
        panel.decide(p0=Decided("competent", "Complaint pending"))
        assert panel.grades() == ["competent"] * 5

    def test_a_grade_that_differs_needs_a_note(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="Say why"):
            Panel(cast).reviewed().decide(p0=Decided("competent"))

    def test_places_are_not_exceeded(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="only 1 may be excellent"):
            Panel(cast).reviewed().decide(p1=Decided("excellent", "Deserves it"))

    def test_a_place_may_be_given_to_another(self, cast: Cast) -> None:
        panel = Panel(cast).reviewed()
        panel.decide(p0=Decided("competent", "Stood back"), p1=Decided("excellent", "Next in rank"))
        assert panel.grades()[:2] == ["competent", "excellent"]

    def test_nobody_is_excellent_under_90(self, cast: Cast) -> None:
        panel = Panel(cast, patrols=(70, 60, 60, 60, 60)).reviewed()
        with pytest.raises(RuleViolation, match=r"90\.00 points"):
            panel.decide(p0=Decided("excellent", "…"))

    def test_nobody_is_lifted_over_a_cap(self, cast: Cast) -> None:
        house = Panel(cast)
        veto = clause_of(house.scheme, "veto", "accident")
        make_event(cycle=house.cycle, staff=house.people[0], item=veto.item, clause=veto)
        house.score(cast.assessor)
        house.step(review_results, cast.deputy)
        row = house.result(house.people[0], 2)
        with pytest.raises(RuleViolation, match="may not be better than “Basically competent”"):
            house.step(
                decide_grades,
                cast.director,
                minutes_no="17",
                grades={row.id: Decided("competent", "…")},
            )

    def test_ties_are_decided_one_by_one(self, cast: Cast) -> None:
        panel = Panel(cast, patrols=(100, 100, 95, 95, 95)).reviewed()
        assert [panel.result(person).tied for person in panel.people[:3]] == [True, True, False]
        with pytest.raises(RuleViolation, match="tied for the last place"):
            panel.decide(p0=Decided("excellent", "More experience"))
        panel.decide(
            p0=Decided("excellent", "More experience"), p1=Decided("competent", "Less experience")
        )
        assert panel.grades()[:2] == ["excellent", "competent"]

    def test_a_tie_needs_its_note_even_where_the_grade_stays(self, cast: Cast) -> None:
        panel = Panel(cast, patrols=(100, 100, 95, 95, 95)).reviewed()
        with pytest.raises(RuleViolation, match="Say why"):
            panel.decide(p0=Decided("competent"), p1=Decided("competent", "…"))

    def test_nobody_decides_on_his_own_grade(self, cast: Cast) -> None:
        panel = Panel(cast).reviewed()
        Staff.update(account=None).where(Staff.account == cast.director_account).execute()
        Staff.update(account=cast.director_account).where(Staff.id == panel.people[0].id).execute()
        director = load_actor(cast.director_account)
        with pytest.raises(NotPermitted, match="his own grade"):
            panel.decide(director, p0=Decided("competent", "…"))

    def test_who_scored_does_not_decide(self, cast: Cast) -> None:
        panel = Panel(cast)
        panel.score(SYSTEM)
        panel.step(review_results, cast.deputy)
        with pytest.raises(NotPermitted, match="scored the cycle"):
            panel.step(decide_grades, SYSTEM, minutes_no="17")

    def test_it_needs_the_minutes(self, cast: Cast) -> None:
        with pytest.raises(RuleViolation, match="minutes"):
            Panel(cast).reviewed().step(decide_grades, cast.director, minutes_no="")

    def test_results_of_other_cycles_and_unknown_grades_are_refused(self, cast: Cast) -> None:
        panel = Panel(cast).reviewed()
        with pytest.raises(RuleViolation, match="not of this cycle"):
            panel.step(
                decide_grades, cast.director, minutes_no="17", grades={999999: Decided("basic")}
            )
        with pytest.raises(RuleViolation, match="list"):
            panel.decide(p0=Decided("splendid", "…"))

    def test_only_after_the_review(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            Panel(cast).decide()

    @pytest.mark.parametrize("who", ["assessor", "deputy", "staff", "admin"])
    def test_only_the_collective_decides(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotPermitted):
            Panel(cast).reviewed().decide(getattr(cast, who))


class TestPublicity:
    def test_it_runs_for_five_working_days_after_the_day_it_goes_up(self, cast: Cast) -> None:
        panel = Panel(cast).publicised()
        publicity = Publicity.get()
        assert (publicity.starts_on, publicity.ends_on) == (
            dt.date(2026, 7, 6),
            dt.date(2026, 7, 13),
        )
        assert publicity.doc_no == "PB-20260706-001"
        assert panel.fresh().status == "publicised"

    def test_it_says_where_and_begins_on_a_working_day(self, cast: Cast) -> None:
        panel = Panel(cast).decided()
        for fields, words in (
            ({"place": " "}, "where"),
            ({"place": "Lobby", "starts_on": dt.date(2026, 7, 11)}, "working day"),
            ({"place": "Lobby", "starts_on": dt.date(2026, 7, 3)}, "working day"),
        ):
            with pytest.raises(RuleViolation, match=words):
                panel.step(publicise_results, cast.assessor, **fields)

    def test_nobody_is_told_before_it_is_over(self, cast: Cast) -> None:
        panel = Panel(cast).publicised()
        with on(dt.date(2026, 7, 13)), pytest.raises(RuleViolation, match="2026-07-13"):
            panel.step(notify_results, cast.assessor)

    def test_it_follows_the_decision(self, cast: Cast) -> None:
        with pytest.raises(WrongState):
            Panel(cast).step(publicise_results, cast.assessor, place="Lobby")

    def test_only_the_assessor_does(self, cast: Cast) -> None:
        panel = Panel(cast)
        for operation, fields in ((publicise_results, {"place": "…"}), (notify_results, {})):
            with pytest.raises(NotPermitted):
                panel.step(operation, cast.staff, **fields)


class TestFinishing:
    def finish(self, panel: Panel, day: dt.date = dt.date(2026, 7, 29)) -> None:
        with on(day):
            panel.step(finish_cycles, panel.cast.director)

    def test_results_are_final_when_the_days_to_object_are_over(self, cast: Cast) -> None:
        """Notified on Tuesday 14 July; ten working days later is Tuesday the 28th."""
        panel = Panel(cast).notified()
        with pytest.raises(RuleViolation, match="2026-07-28"):
            self.finish(panel, dt.date(2026, 7, 28))
        self.finish(panel)
        assert panel.fresh().status == "final"

    @pytest.mark.parametrize(
        ("status", "words"), [("submitted", "not answered"), ("upheld", "score the cycle again")]
    )
    def test_not_over_an_open_objection(self, cast: Cast, status: str, words: str) -> None:
        panel = Panel(cast).notified()
        Objection.create(
            cycle=panel.cycle,
            run=ScoreRun.get(),
            staff=panel.people[0],
            grounds="…",
            status=status,
        )
        with pytest.raises(RuleViolation, match=words):
            self.finish(panel)

    def test_only_the_director_finishes_and_only_after_the_notice(self, cast: Cast) -> None:
        panel = Panel(cast)
        with pytest.raises(NotPermitted):
            panel.step(finish_cycles, cast.assessor)
        with pytest.raises(WrongState):
            self.finish(panel)


def test_results_come_by_group_with_the_best_first(cast: Cast) -> None:
    panel = Panel(cast)
    assert [row.rank for row in results_of(panel.fresh())] == [1, 2, 3, 4, 5]
    assert AssessmentResult.select().count() == 5
    assert decided_grades(panel.fresh()) == {}


def test_a_notice_goes_to_who_has_an_account(cast: Cast) -> None:
    panel = Panel(cast)
    Staff.update(account=None).where(Staff.account == cast.guard_account).execute()
    Staff.update(account=cast.guard_account).where(Staff.id == panel.people[0].id).execute()
    panel.notified()
    (notice,) = Notice.select().where(Notice.account == cast.guard_account)
    assert "/admin/assessment_result/sheet/" in notice.link
