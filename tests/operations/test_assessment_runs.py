"""Scoring a cycle: what is counted, what is kept, and what a further run leaves alone
(R80, R81).
"""

import datetime as dt
from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.errors import NotPermitted, RuleViolation, StaleRecord, WrongState
from logistics.operations.assessment import preview_run, score_cycles
from logistics.operations.outcomes import Seen, only
from models import (
    AssessmentCycle,
    AssessmentResult,
    AuditEntry,
    ItemScore,
    Objection,
    ScoreRun,
)
from tests.cast import Cast
from tests.factories.assessment import (
    clause_of,
    item_of,
    make_event,
    make_participant,
    make_rating,
    make_scheme,
)
from tests.factories.people import make_staff
from tests.operations.guardhouse import House

D = Decimal


class TestWhatIsCounted:
    def test_events_and_ratings_become_a_total(self, cast: Cast) -> None:
        """Late twice and off post once: 60 − 7 = 53; 95 of 100 patrols: 38; 91 × 65 % = 59.15.

        90 by all raters × 35 % = 31.5; together 90.65.
        """
        house = House()
        person = house.people[0]
        house.presence(person, "late", "late", "off_post")
        house.patrols(person, 95)
        house.rate(person, 90)
        house.score(cast.assessor)
        result = house.result(person)
        assert (result.base, result.bonus, result.total) == (D("90.65"), 0, D("90.65"))
        scores = house.scores(person)
        assert (scores["presence"].records, scores["presence"].against) == (4, 3)
        assert scores["presence"].points == 53
        assert (scores["patrols"].value, scores["patrols"].points) == (95, 38)
        assert scores["virtue"].records == 3
        assert sum(score.weight_used for score in scores.values()) == 100

    def test_no_data_is_neither_nothing_nor_everything(self, cast: Cast) -> None:
        """features.md, case 10: no ratings, so the post's 65 become the whole 100."""
        house = House()
        person = house.people[0]
        house.presence(person, "late")
        house.patrols(person, 100)
        house.score(cast.assessor)
        assert house.result(person).total == 98
        virtue = house.scores(person)["virtue"]
        assert virtue.no_data
        assert (virtue.points, virtue.share, virtue.value) == (None, None, None)
        assert virtue.weight_used == 0
        assert house.scores(person)["presence"].weight_used == 60

    def test_somebody_without_records_gets_no_grade(self, cast: Cast) -> None:
        house = House()
        house.score(cast.assessor)
        result = house.result(house.people[0])
        assert (result.total, result.rank, result.grade) == (None, None, "no_grade")

    @pytest.mark.parametrize("status", ["proposed", "void"])
    def test_only_confirmed_events_count(self, cast: Cast, status: str) -> None:
        house = House()
        person = house.people[0]
        house.presence(person)
        clause = clause_of(house.scheme, "presence", "empty_post")
        make_event(cycle=house.cycle, staff=person, item=clause.item, clause=clause, status=status)
        house.score(cast.assessor)
        assert house.result(person).total == 100

    def test_an_open_dispute_counts_for_nothing_but_bars_from_excellent(self, cast: Cast) -> None:
        house = House()
        for person in house.people:
            house.presence(person)
        clause = clause_of(house.scheme, "presence", "late")
        make_event(
            cycle=house.cycle,
            staff=house.people[0],
            item=clause.item,
            clause=clause,
            status="disputed",
        )
        house.score(cast.assessor)
        result = house.result(house.people[0])
        assert (result.total, result.best_grade, result.grade) == (100, "competent", "competent")

    def test_a_veto_caps_the_grade(self, cast: Cast) -> None:
        house = House()
        person = house.people[0]
        house.presence(person)
        veto = clause_of(house.scheme, "veto", "accident")
        make_event(cycle=house.cycle, staff=person, item=veto.item, clause=veto)
        house.score(cast.assessor)
        result = house.result(person)
        assert (result.total, result.rank, result.grade) == (100, 1, "basic")

    def test_a_bonus_comes_on_top_and_is_shown(self, cast: Cast) -> None:
        house = House()
        person = house.people[0]
        house.presence(person)
        bonus = clause_of(house.scheme, "bonus", "suggestion")
        for _ in range(2):
            make_event(cycle=house.cycle, staff=person, item=bonus.item, clause=bonus)
        house.score(cast.assessor)
        assert (house.result(person).bonus, house.result(person).total) == (6, 106)
        assert house.scores(person)["bonus"].points == 6

    @pytest.mark.parametrize(
        ("standing", "grade"),
        [("not_graded", "no_grade"), ("too_short", "no_grade"), ("not_excellent", "competent")],
    )
    def test_a_standing_holds_the_grade_down(self, cast: Cast, standing: str, grade: str) -> None:
        house = House(people=4)
        person = make_staff()
        make_participant(cycle=house.cycle, staff=person, scheme=house.scheme, standing=standing)
        for each in (person, *house.people):
            house.presence(each)
        house.score(cast.assessor)
        assert house.result(person).grade == grade

    def test_raters_habits_are_levelled_over_the_cycle(self, cast: Cast) -> None:
        """decisions 33: means 87 and 94 give M 90.5 and the factors 1.040 and 0.963.

        The third rater of each person gives 90 to four people only and stays as he is; M is then
        (87 + 94 + 90) ÷ 3 = 90.333…, the factors 1.038 and 0.961.
        """
        house = House()
        strict, mild, fair = make_staff(), make_staff(), make_staff()
        item = item_of(house.scheme, "virtue")
        for person in house.people:
            make_rating(cycle=house.cycle, staff=person, item=item, rater=strict, value=87)
            make_rating(cycle=house.cycle, staff=person, item=item, rater=mild, value=94)
        for person in house.people[:4]:
            make_rating(cycle=house.cycle, staff=person, item=item, rater=fair, value=90)
        house.score(cast.assessor)
        score = house.scores(house.people[0])["virtue"]
        assert score.value == D("90.3333")
        expected = (87 * D("1.038") + 94 * D("0.961") + 90) / 3
        assert score.share == expected.quantize(D("0.01"))

    def test_a_fifth_of_the_group_is_excellent(self, cast: Cast) -> None:
        house = House(people=12)
        for place, person in enumerate(house.people):
            house.presence(person)
            house.patrols(person, 100 - place)
        house.score(cast.assessor)
        grades = [house.result(person).grade for person in house.people]
        assert grades == ["excellent"] * 2 + ["competent"] * 10
        assert [house.result(person).rank for person in house.people] == list(range(1, 13))
        assert {house.result(person).peers for person in house.people} == {12}

    def test_small_families_are_pooled(self, cast: Cast) -> None:
        house = House(people=3)
        drivers = make_scheme(family="driver")
        for _ in range(3):
            make_participant(cycle=house.cycle, staff=make_staff(), scheme=drivers)
        for person in house.people:
            house.presence(person)
        house.score(cast.assessor)
        assert {row.peer_group for row in AssessmentResult.select()} == {"worker_pool"}


class TestTheRun:
    def test_it_keeps_what_went_in(self, cast: Cast) -> None:
        house = House()
        house.presence(house.people[0], "late")
        house.rate(house.people[0], 90, "virtue")
        house.score(cast.assessor)
        run = ScoreRun.get(ScoreRun.cycle == house.cycle)
        assert (run.number, run.people, run.events, run.ratings) == (1, 5, 2, 3)
        assert run.highest_event > 0
        assert run.highest_rating > 0
        assert len(run.inputs_hash) == 64
        assert run.created_by_id == cast.assessor.account_id
        assert (house.fresh().status, house.fresh().current_run) == ("computed", 1)

    def test_repeated_it_gives_the_same_and_supersedes(self, cast: Cast) -> None:
        house = House()
        for place, person in enumerate(house.people):
            house.presence(person, *["late"] * place)
            house.rate(person, 80 + place)
        house.score(cast.assessor)
        house.score(cast.assessor)
        first, second = ScoreRun.select().order_by(ScoreRun.number)
        assert first.inputs_hash == second.inputs_hash
        assert house.fresh().current_run == 2
        for person in house.people:
            one, two = house.result(person, 1), house.result(person, 2)
            assert (one.total, one.rank, one.grade) == (two.total, two.rank, two.grade)

    def test_a_changed_input_changes_the_fingerprint_and_leaves_the_first_run_alone(
        self, cast: Cast
    ) -> None:
        house = House()
        person = house.people[0]
        house.presence(person)
        house.score(cast.assessor)
        house.presence(person, "late")
        assert not preview_run(house.fresh()).unchanged
        house.score(cast.assessor)
        first, second = ScoreRun.select().order_by(ScoreRun.number)
        assert first.inputs_hash != second.inputs_hash
        assert (house.result(person, 1).total, house.result(person, 2).total) == (100, D("96.67"))

    @pytest.mark.parametrize("model", [ScoreRun, ItemScore, AssessmentResult])
    def test_nobody_edits_it(self, cast: Cast, model: Any) -> None:
        house = House()
        house.score(cast.assessor)
        database = model._meta.database
        for statement in (model.update(row_version=9), model.delete()):
            with pytest.raises(peewee.DatabaseError), database.atomic():
                statement.execute()

    def test_progress_is_told(self, cast: Cast) -> None:
        told: list[tuple[int, int]] = []
        House().score(cast.assessor, progress=lambda done, of: told.append((done, of)))
        assert told == [(5, 5)]

    def test_it_leaves_one_entry_for_the_run_and_one_for_the_cycle(self, cast: Cast) -> None:
        house = House()
        house.score(cast.assessor)
        entries = AuditEntry.select().where(AuditEntry.verb == "score_cycles")
        assert {entry.table for entry in entries} == {"assessment_cycle", "score_run"}

    def test_the_preview_tells_what_waits(self, cast: Cast) -> None:
        house = House()
        clause = clause_of(house.scheme, "presence", "late")
        for status in ("proposed", "proposed", "disputed"):
            make_event(
                cycle=house.cycle,
                staff=house.people[0],
                item=clause.item,
                clause=clause,
                status=status,
            )
        preview = preview_run(house.cycle)
        assert (preview.proposed, preview.disputed, preview.last_run) == (2, 1, None)
        assert not preview.unchanged
        house.score(cast.assessor)
        assert preview_run(house.fresh()).unchanged


class TestRefusals:
    @pytest.mark.parametrize("who", ["staff", "director", "admin", "keeper"])
    def test_only_the_assessor_scores(self, cast: Cast, who: str) -> None:
        with pytest.raises(NotPermitted):
            House().score(getattr(cast, who))

    @pytest.mark.parametrize("status", ["draft", "collecting", "closed", "final", "paid"])
    def test_it_needs_a_cycle_that_is_ready(self, cast: Cast, status: str) -> None:
        with pytest.raises(WrongState):
            House(status=status).score(cast.assessor)

    @pytest.mark.parametrize("status", ["reviewed", "decided", "publicised", "notified"])
    def test_reviewed_results_are_reopened_by_an_upheld_objection_only(
        self, cast: Cast, status: str
    ) -> None:
        house = House()
        house.score(cast.assessor)
        AssessmentCycle.update(status=status).where(AssessmentCycle.id == house.cycle.id).execute()
        with pytest.raises(RuleViolation, match="upheld objection"):
            house.score(cast.assessor)
        Objection.create(
            cycle=house.cycle,
            run=ScoreRun.get(),
            staff=house.people[0],
            grounds="…",
            status="upheld",
            answered_on=dt.date(2026, 7, 20),
        )
        house.score(cast.assessor)
        assert (house.fresh().status, house.fresh().current_run) == ("computed", 2)
        assert ScoreRun.select().count() == 2

    def test_a_stale_page_scores_nothing(self, cast: Cast) -> None:
        house = House()
        seen = [Seen(house.cycle.id, house.cycle.row_version)]
        only(score_cycles(seen=seen, actor=cast.assessor))
        with pytest.raises(StaleRecord):
            only(score_cycles(seen=seen, actor=cast.assessor))
        assert ScoreRun.select().count() == 1

    def test_a_cycle_of_nobody_is_not_scored(self, cast: Cast) -> None:
        house = House(people=0)
        with pytest.raises(RuleViolation, match="Nobody is assessed"):
            house.score(cast.assessor)
        assert house.fresh().status == "rated"

    def test_of_several_cycles_each_gets_its_answer(self, cast: Cast) -> None:
        ready, open_one = House(), House(status="collecting")
        outcomes = score_cycles(
            seen=[Seen(open_one.cycle.id), Seen(ready.cycle.id)], actor=cast.assessor
        )
        assert [outcome.done for outcome in outcomes] == [False, True]
