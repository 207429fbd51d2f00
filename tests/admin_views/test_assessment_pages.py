"""The other pages of the assessment: recording, rating, deciding, schemes, bonus."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from logistics.operations.assessment import notify_results, publicise_results
from models import (
    AssessmentEvent,
    AssessmentItem,
    AssessmentRating,
    AssessmentScheme,
    BonusRun,
    GradeDecision,
    Objection,
    ScoreRun,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.assessment import (
    clause_of,
    item_of,
    make_cycle,
    make_event,
    make_participant,
    make_scheme,
)
from tests.operations.test_assessment_bonuses import Till
from tests.operations.test_assessment_grades import Panel
from tests.operations.test_assessment_measures import check


class TestRecording:
    def people(self, cast: Cast) -> Any:
        scheme = make_scheme()
        cycle = make_cycle(scheme)
        return [
            make_participant(cycle=cycle, staff=staff, scheme=scheme)
            for staff in (cast.guard_staff, cast.keeper_staff)
        ]

    def address(self, rows: Any) -> str:
        return f"/admin/assessment_participant/record/?id={','.join(str(row.id) for row in rows)}"

    def test_one_event_is_recorded_about_the_chosen_people(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        rows, assessor = self.people(cast), login(client, "assessor")
        page = assessor.get(self.address(rows))
        clause = clause_of(rows[0].scheme, "presence", "off_post")
        assert f'value="{clause.item_id}:{clause.id}"' in page.text
        answer = assessor.post(
            self.address(rows),
            data={
                "what": f"{clause.item_id}:{clause.id}",
                "day": "2026-03-02",
                "quantity": "1",
                "note": "Log of 2 March",
            },
        )
        assert "2 done, 0 refused." in answer.text
        assert [event.points for event in AssessmentEvent.select()] == [3, 3]

    @pytest.mark.parametrize(
        ("changed", "words"),
        [({"what": ""}, "Choose what happened."), ({"day": ""}, "Give a date")],
    )
    def test_what_is_missing_is_told(
        self, client: Client, login: Any, cast: Cast, changed: dict[str, str], words: str
    ) -> None:
        rows, assessor = self.people(cast)[:1], login(client, "assessor")
        clause = clause_of(rows[0].scheme, "presence", "late")
        sent = {
            "what": f"{clause.item_id}:{clause.id}",
            "day": "2026-03-02",
            "note": "…",
            **changed,
        }
        answer = assessor.post(self.address(rows), data=sent)
        assert answer.status_code == 409
        assert words in answer.text

    def test_people_of_two_schemes_are_told_apart(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        rows = self.people(cast)
        drivers = make_scheme(family="driver")
        rows.append(
            make_participant(cycle=rows[0].cycle, staff=cast.dispatcher_staff, scheme=drivers)
        )
        page = login(client, "assessor").get(self.address(rows))
        assert "different schemes" in page.text


class TestRating:
    def cycle(self, cast: Cast) -> Any:
        scheme = make_scheme()
        cycle = make_cycle(scheme, status="closed")
        make_participant(cycle=cycle, staff=cast.guard_staff, scheme=scheme)
        return scheme, cycle

    def test_one_rates_whom_one_may_and_sees_ones_own(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        scheme, cycle = self.cycle(cast)
        address = f"/admin/assessment_cycle/rate/?id={cycle.id}"
        name = f"r-{cast.guard_staff.id}-{item_of(scheme, 'virtue').id}"
        director = login(client, "director")
        assert f'name="{name}"' in director.get(address).text
        assert director.post(address, data={name: "88.5", "other": "x"}).status_code == 302
        assert AssessmentRating.get().value == Decimal("88.5")
        assert 'value="88.5"' in director.get(address).text
        staff = login(client, "staff")
        assert 'value="88.5"' not in staff.get(address).text

    def test_nonsense_is_refused_and_kept_in_the_form(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        scheme, cycle = self.cycle(cast)
        address = f"/admin/assessment_cycle/rate/?id={cycle.id}"
        name = f"r-{cast.guard_staff.id}-{item_of(scheme, 'virtue').id}"
        director = login(client, "director")
        for text in ("good", "NaN", "80.123"):
            answer = director.post(address, data={name: text})
            assert answer.status_code == 409
            assert f'value="{text}"' in answer.text
        assert not AssessmentRating.select().exists()

    def test_a_ballot_is_a_choice_of_four(self, client: Client, login: Any, cast: Cast) -> None:
        scheme, cycle = self.cycle(cast)
        AssessmentItem.update(method="ballot").where(
            AssessmentItem.id == item_of(scheme, "virtue").id
        ).execute()
        page = login(client, "director").get(f"/admin/assessment_cycle/rate/?id={cycle.id}")
        assert '<option value="80">Competent</option>' in page.text

    def test_who_may_rate_nobody_is_told_so(self, client: Client, login: Any, cast: Cast) -> None:
        _scheme, cycle = self.cycle(cast)
        page = login(client, "staff2").get(f"/admin/assessment_cycle/rate/?id={cycle.id}")
        assert "nobody in this cycle whom you may rate" in page.text

    def test_no_list_shows_who_gave_what(self, client: Client, login: Any, cast: Cast) -> None:
        scheme, cycle = self.cycle(cast)
        name = f"r-{cast.guard_staff.id}-{item_of(scheme, 'virtue').id}"
        director = login(client, "director")
        director.post(f"/admin/assessment_cycle/rate/?id={cycle.id}", data={name: "87"})
        page = login(client, "admin").get("/admin/assessment_rating/").text
        assert "Director Ding" not in page
        assert "87.00" not in page


class TestDeciding:
    def test_the_collective_decides_on_its_page(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        with time_machine.travel(dt.datetime(2026, 7, 6, 2, tzinfo=dt.UTC), tick=False):
            panel = Panel(cast).reviewed()
            director = login(client, "director")
            address = f"/admin/assessment_cycle/decide/?id={panel.cycle.id}"
            first = panel.result(panel.people[0])
            assert f'name="grade-{first.id}"' in director.get(address).text
            sent = {"minutes_no": "2026-17", f"grade-{first.id}": "competent"}
            refused = director.post(address, data=sent)
            assert refused.status_code == 409
            assert "Say why" in refused.text
            sent[f"note-{first.id}"] = "Stood back"
            done = director.post(address, data=sent)
            assert done.status_code == 302
            assert "by the rules: Excellent" in director.get(done.location).text
        assert GradeDecision.select().count() == 5

    def test_an_objection_is_answered_on_its_page(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        with time_machine.travel(dt.datetime(2026, 7, 6, 2, tzinfo=dt.UTC), tick=False):
            panel = Panel(cast).notified()
            objection = Objection.create(
                doc_no="OB-20260706-001",
                cycle=panel.cycle,
                run=ScoreRun.get(),
                staff=panel.people[0],
                grounds="…",
            )
            inspector = login(client, "discipline")
            address = f"/admin/objection/answer/?id={objection.id}"
            assert "Uphold" in inspector.get(address).text
            inspector.post(address, data={"verdict": "upheld", "answer": "The log proves it"})
        assert Objection.get().status == "upheld"


class TestPapers:
    def test_ballots_are_blank_and_for_who_sees_all(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        scheme = make_scheme()
        cycle = make_cycle(scheme, status="closed")
        make_participant(cycle=cycle, staff=cast.guard_staff, scheme=scheme)
        item = item_of(scheme, "virtue")
        AssessmentItem.update(method="ballot").where(AssessmentItem.id == item.id).execute()
        address = f"/admin/assessment_cycle/print_ballots/?id={cycle.id}"
        page = login(client, "assessor").get(address).text
        assert cast.guard_staff.name in page
        assert f'colspan="4">{item.name}' in page
        assert "Printed" not in page
        assert login(client, "staff").get(address).status_code == 404

    def test_a_notice_is_printed_once_people_are_told(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        with time_machine.travel(dt.datetime(2026, 7, 6, 2, tzinfo=dt.UTC), tick=False):
            panel = Panel(cast).decided()
            address = f"/admin/assessment_result/form/notice/?id={panel.result(panel.people[0]).id}"
            assessor = login(client, "assessor")
            assert assessor.get(address).status_code == 404
            panel.step(publicise_results, cast.assessor, place="Lobby, 8001")
        with time_machine.travel(dt.datetime(2026, 7, 14, 2, tzinfo=dt.UTC), tick=False):
            panel.step(notify_results, cast.assessor)
            page = login(client, "assessor").get(address).text
        assert "Excellent" in page
        assert "2026-17" in page
        assert "2026-07-28" in page

    def test_a_request_for_review_has_its_grounds_and_room_for_the_answer(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        panel = Panel(cast)
        objection = Objection.create(
            doc_no="OB-20260706-001",
            cycle=panel.cycle,
            run=ScoreRun.get(),
            staff=panel.people[0],
            grounds="The patrols were done",
        )
        page = login(client, "discipline").get(f"/admin/objection/form/review/?id={objection.id}")
        assert "The patrols were done" in page.text
        assert "Answer given by: ____" in page.text


class TestSchemes:
    def test_a_scheme_shows_all_of_itself(self, client: Client, login: Any, cast: Cast) -> None:
        scheme = make_scheme()
        page = login(client, "guard").get(f"/admin/assessment_scheme/details/?id={scheme.id}")
        assert page.status_code == 200
        for words in ("Presence", "Off_Post", "Post checks: presence", "Given by raters"):
            assert words in page.text

    def test_publishing_first_tells_what_does_not_add_up(
        self, client: Client, login: Any, cast: Cast
    ) -> None:
        scheme = make_scheme(status="draft", weight_self=10)
        deputy = login(client, "deputy")
        address = f"/admin/assessment_scheme/publish/?id={scheme.id}"
        assert "rater groups make 105.00, not 100" in deputy.get(address).text
        assert deputy.post(address).status_code == 409

    def test_a_copy_leads_to_its_draft(self, client: Client, login: Any, cast: Cast) -> None:
        scheme = make_scheme()
        answer = login(client, "assessor").post(f"/admin/assessment_scheme/copy/?id={scheme.id}")
        draft = AssessmentScheme.get(AssessmentScheme.status == "draft")
        assert answer.location.endswith(f"/admin/assessment_scheme/details/?id={draft.id}")

    def test_an_empty_draft_says_what_to_do(self, client: Client, login: Any, cast: Cast) -> None:
        scheme = AssessmentScheme.create(code="E", name="Empty", post_family="guard")
        page = login(client, "assessor").get(f"/admin/assessment_scheme/details/?id={scheme.id}")
        assert "No dimensions yet." in page.text


class TestBonus:
    def test_from_pool_to_voucher(self, client: Client, login: Any, cast: Cast) -> None:
        till = Till(cast)
        address = f"/admin/assessment_cycle/bonus/?id={till.cycle.id}"
        assert login(client, "assessor").post(address, data={"pool": "50000"}).status_code == 302
        run = BonusRun.get()
        director = login(client, "director")
        assert "shared by 5 people" in director.get(f"/admin/bonus_run/share/?id={run.id}").text
        assert director.post(f"/admin/bonus_run/share/?id={run.id}").status_code == 302
        finance = login(client, "finance")
        printed = finance.get(f"/admin/bonus_run/print/?id={run.id}")
        assert "50,000.00" in printed.text
        finance.post(f"/admin/bonus_run/pay/?id={run.id}", data={"voucher_no": "V-88"})
        assert BonusRun.get().status == "paid"


def test_events_are_confirmed_in_bulk(client: Client, login: Any, cast: Cast) -> None:
    scheme = make_scheme()
    cycle = make_cycle(scheme)
    clause = clause_of(scheme, "presence", "late")
    events = [
        make_event(
            cycle=cycle,
            staff=cast.guard_staff,
            item=clause.item,
            clause=clause,
            status="proposed",
            doc_type="check_result",
            doc_id=number,
        )
        for number in range(3)
    ]
    ids = ",".join(str(event.id) for event in events)
    answer = login(client, "deputy").post(f"/admin/assessment_event/confirm/?id={ids}")
    assert "3 done, 0 refused." in answer.text


def test_the_standing_is_chosen_in_words(client: Client, login: Any, cast: Cast) -> None:
    scheme = make_scheme()
    row = make_participant(cycle=make_cycle(scheme), staff=cast.guard_staff, scheme=scheme)
    assessor = login(client, "assessor")
    address = f"/admin/assessment_participant/set/?id={row.id}"
    assert "Not to be excellent" in assessor.get(address).text
    sent = {"standing": "not_graded", "reason": "On probation"}
    assert assessor.post(address, data=sent).status_code == 302


def test_an_event_leads_to_the_record_behind_it(client: Client, login: Any, cast: Cast) -> None:
    scheme = make_scheme()
    result = check(cast.guard_staff)
    event = make_event(
        cycle=make_cycle(scheme),
        staff=cast.guard_staff,
        item=item_of(scheme, "presence"),
        doc_type="check_result",
        doc_id=result.id,
    )
    page = login(client, "assessor").get(f"/admin/assessment_event/details/?id={event.id}")
    # The assessment officer reads no post checks; the inspector does.
    assert f"/admin/check_result/details/?id={result.id}" not in page.text
    page = login(client, "discipline").get(f"/admin/assessment_event/details/?id={event.id}")
    assert f"/admin/check_result/details/?id={result.id}" in page.text


def test_parts_of_a_published_scheme_offer_no_form(client: Client, login: Any, cast: Cast) -> None:
    published, draft = make_scheme(), make_scheme(status="draft")
    assessor = login(client, "assessor")
    for scheme, offered in ((published, False), (draft, True)):
        item = item_of(scheme, "presence")
        page = assessor.get(f"/admin/assessment_item/details/?id={item.id}")
        assert (f"/admin/assessment_item/edit/?id={item.id}" in page.text) is offered
