"""Scoring by its page: what will happen is shown first, then done, then every point explained."""

from __future__ import annotations

import re
from typing import Any

import pytest

from logistics.queries.assessment.sheets import sheet_of
from models import (
    AssessmentCycle,
    AssessmentResult,
    ScoreRun,
    Staff,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.assessment import clause_of, item_of, make_event
from tests.operations.guardhouse import House


class Office(House):
    """Five guards, the first of whom is the guard of the cast."""

    def __init__(self, cast: Cast) -> None:
        super().__init__()
        Staff.update(account=None).where(Staff.id == cast.guard_staff.id).execute()
        Staff.update(account=cast.guard_account, name="Guard Gu").where(
            Staff.id == self.people[0].id
        ).execute()
        for place, person in enumerate(self.people):
            self.presence(person, *["late"] * place)
            self.patrols(person, 98 - place)
        self.rate(self.people[0], 90, "virtue", "integrity")
        self.cast = cast

    @property
    def address(self) -> str:
        return f"/admin/assessment_cycle/score/?id={self.cycle.id}"

    def state(self, status: str) -> None:
        AssessmentCycle.update(status=status).where(AssessmentCycle.id == self.cycle.id).execute()


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


@pytest.fixture
def assessor(client: Client, login: Any) -> Client:
    return login(client, "assessor")


def seen(page: Any) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page.text)


def test_the_page_says_who_is_scored_and_what_has_no_data(assessor: Client, office: Office) -> None:
    page = assessor.get(office.address)
    assert page.status_code == 200
    assert "Score 5 people" in page.text
    assert "Post checks: presence" in page.text
    assert "Given by raters" in page.text
    row = re.search(r"<tr[^>]*><th scope=\"row\">Ability</th>.*?</tr>", page.text, re.S)
    assert row is not None
    assert "is-faint" in row[0]
    assert not ScoreRun.select().exists()


def test_what_waits_is_said_before(assessor: Client, office: Office) -> None:
    clause = clause_of(office.scheme, "presence", "late")
    make_event(
        cycle=office.cycle,
        staff=office.people[0],
        item=clause.item,
        clause=clause,
        status="proposed",
    )
    page = assessor.get(office.address)
    assert "events are only proposed and do not count." in page.text
    assert f"cycle__eq={office.cycle.id}&amp;status__eq=proposed" in page.text


def test_a_press_scores_and_leads_to_the_results(assessor: Client, office: Office) -> None:
    page = assessor.get(office.address)
    answer = assessor.post(office.address, data={"seen": seen(page)})
    assert answer.status_code == 302
    assert f"/admin/assessment_cycle/results/?id={office.cycle.id}" in answer.location
    results = assessor.get(answer.location)
    assert results.status_code == 200
    assert "Guard Gu" in results.text
    assert "excellent: 1 of 1 places" in results.text
    assert office.fresh().current_run == 1


def test_a_second_press_on_the_same_page_does_nothing(assessor: Client, office: Office) -> None:
    page = assessor.get(office.address)
    assessor.post(office.address, data={"seen": seen(page)})
    again = assessor.post(office.address, data={"seen": seen(page)})
    assert again.status_code == 409
    assert "Nothing was done." in again.text
    assert ScoreRun.select().count() == 1


def test_unchanged_inputs_are_told(assessor: Client, office: Office) -> None:
    office.score(office.cast.assessor)
    assert "Nothing has changed since run 1." in assessor.get(office.address).text


def test_several_cycles_are_scored_at_once_with_an_answer_each(
    assessor: Client, office: Office
) -> None:
    other = House(status="collecting")
    address = f"/admin/assessment_cycle/score/?id={office.cycle.id},{other.cycle.id}"
    page = assessor.get(address)
    answer = assessor.post(address, data={"seen": seen(page)})
    assert answer.status_code == 200
    assert "1 done, 1 refused." in answer.text


def test_who_may_not_score_sees_no_page(client: Client, login: Any, office: Office) -> None:
    for who in ("guard", "director", "admin"):
        assert login(client, who).get(office.address).status_code == 403


class TestSheet:
    def address(self, office: Office, page: str = "sheet", person: int = 0) -> str:
        result = office.result(office.people[person])
        return f"/admin/assessment_result/{page}/?id={result.id}"

    def test_every_point_opens_the_records_behind_it(
        self, assessor: Client, office: Office
    ) -> None:
        office.score(office.cast.assessor)
        page = assessor.get(self.address(office, person=1))
        assert page.status_code == 200
        item = item_of(office.scheme, "presence")
        links = re.findall(r'href="(/admin/assessment_event/\?[^"]+)"', page.text)
        link = next(link for link in links if f"item__eq={item.id}" in link).replace("&amp;", "&")
        events = assessor.get(link)
        assert events.status_code == 200
        assert "2026-03-02" in events.text

    def test_no_data_is_hatched_and_named(self, assessor: Client, office: Office) -> None:
        office.score(office.cast.assessor)
        page = assessor.get(self.address(office))
        assert "Items without data: 1, together 15 of 100" in page.text
        assert "Ability: no data" in page.text

    def test_the_median_is_the_peers(self, assessor: Client, office: Office) -> None:
        """Of 99, 98.5 … the others' presence points are 58, 56, 54, 52: median 55 of 60."""
        office.score(office.cast.assessor)
        sheet = sheet_of(office.result(office.people[0]))
        lines = {line.item.code: line for _kind, lines in sheet.dimensions for line in lines}
        assert lines["presence"].median == 55
        assert sum(aspect.score for aspect in sheet.aspects if aspect.score is not None).quantize(
            sheet.result.base
        ) == pytest.approx(sheet.result.base)

    def test_a_person_reads_his_own_and_nobody_elses(
        self, client: Client, login: Any, office: Office
    ) -> None:
        office.score(office.cast.assessor)
        guard = login(client, "guard")
        assert guard.get(self.address(office)).status_code == 200
        assert guard.get(self.address(office, person=1)).status_code == 404
        page = guard.get(self.address(office)).text
        assert not [person for person in office.people[1:] if person.name in page]

    def test_a_person_sees_no_table_of_everybodys_results(
        self, client: Client, login: Any, office: Office
    ) -> None:
        office.score(office.cast.assessor)
        guard = login(client, "guard")
        for tail in ("results", "print_summary", "print_excellent"):
            address = f"/admin/assessment_cycle/{tail}/?id={office.cycle.id}"
            assert guard.get(address).status_code == 404

    def test_the_forms_print(self, assessor: Client, office: Office) -> None:
        office.score(office.cast.assessor)
        form = assessor.get(self.address(office, "print")).text
        assert "Assessment form" in form
        assert "Direct leader" in form
        for tail, words in (
            ("print_summary", "Summary of assessment results"),
            ("print_excellent", "Publicity: staff assessed as excellent"),
        ):
            page = assessor.get(f"/admin/assessment_cycle/{tail}/?id={office.cycle.id}")
            assert words in page.text
            assert "Guard Gu" in page.text

    def test_the_person_objects_from_his_sheet(
        self, client: Client, login: Any, office: Office
    ) -> None:
        office.score(office.cast.assessor)
        guard = login(client, "guard")
        lodge = self.address(office, "lodge")
        assert lodge.replace("&", "&amp;") not in guard.get(self.address(office)).text
        office.state("publicised")
        assert lodge in guard.get(self.address(office)).text
        answer = guard.post(lodge, data={"grounds": "The patrols were done"})
        assert answer.status_code == 302
        assert AssessmentResult.select().count() == 5

    def test_somebody_without_data_has_a_sheet_too(self, assessor: Client, cast: Cast) -> None:
        house = House()
        house.score(cast.assessor)
        result = house.result(house.people[0])
        page = assessor.get(f"/admin/assessment_result/sheet/?id={result.id}")
        assert "There are no data at all" in page.text
        assert assessor.get(f"/admin/assessment_result/print/?id={result.id}").status_code == 200
