"""What a score sheet says of each kind of item, of the time before, and of how it came about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from models import AssessmentCycle, AssessmentItem, AssessmentResult, Staff
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
from tests.factories.people import make_staff
from tests.operations.guardhouse import House
from tests.operations.test_assessment_grades import MONDAY, Panel
from tests.operations.test_assessment_objections import answer, guard_actor, lodge


@pytest.fixture(autouse=True)
def july() -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def assessor(client: Client, login: Any) -> Client:
    return login(client, "assessor")


def sheet(client: Client, result: AssessmentResult) -> str:
    page = client.get(f"/admin/assessment_result/sheet/?id={result.id}")
    assert page.status_code == 200
    return str(page.text)


def test_a_mean_says_its_value_and_its_target(assessor: Client, cast: Cast) -> None:
    house = House()
    item = item_of(house.scheme, "patrols")
    AssessmentItem.update(reckoning="mean", target=5).where(AssessmentItem.id == item.id).execute()
    make_event(cycle=house.cycle, staff=house.people[0], item=item, quantity=4)
    house.score(cast.assessor)
    assert "Records: 1, value 4, target 5" in sheet(assessor, house.result(house.people[0]))


def test_silence_that_is_full_is_told_as_such(assessor: Client, cast: Cast) -> None:
    house = House()
    item = item_of(house.scheme, "presence")
    AssessmentItem.update(silence_is_full=True).where(AssessmentItem.id == item.id).execute()
    house.score(cast.assessor)
    text = sheet(assessor, house.result(house.people[0]))
    assert "Nothing was entered, which here is the full score" in text
    assert "Data on 39 % of the weights only." in text


def test_a_bonus_stands_beside_with_its_evidence(assessor: Client, cast: Cast) -> None:
    house = House()
    person = house.people[0]
    house.presence(person)
    bonus = clause_of(house.scheme, "bonus", "suggestion")
    make_event(cycle=house.cycle, staff=person, item=bonus.item, clause=bonus)
    house.score(cast.assessor)
    text = sheet(assessor, house.result(person))
    assert "Records: 1, +3" in text
    assert f"item__eq={bonus.item_id}" in text


def test_the_time_before_is_compared(assessor: Client, cast: Cast) -> None:
    """Late three times then (54 of 60), never now."""
    house = House()
    person = house.people[0]
    house.presence(person, "late", "late", "late")
    house.score(cast.assessor)
    AssessmentCycle.update(
        starts_on=dt.date(2025, 7, 1), ends_on=dt.date(2025, 12, 31), status="final"
    ).where(AssessmentCycle.id == house.cycle.id).execute()
    house.cycle = make_cycle(house.scheme, status="rated")
    make_participant(cycle=house.cycle, staff=person, scheme=house.scheme)
    house.presence(person)
    house.score(cast.assessor)
    assert "Last time 90, now +10" in sheet(assessor, house.result(person))


def test_it_tells_how_it_came_about(assessor: Client, cast: Cast) -> None:
    panel = Panel(cast)
    Staff.update(account=None).where(Staff.account == cast.guard_account).execute()
    Staff.update(account=cast.guard_account).where(Staff.id == panel.people[0].id).execute()
    panel.notified()
    answer(lodge(panel, guard_actor(cast)), cast.discipline, text="The log is clear")
    text = sheet(assessor, panel.result(panel.people[0]))
    for words in (
        "Scored, run 1",
        "Decided, minutes 2026-17",
        "Notified",
        "Dismissed",
        "The log is clear",
    ):
        assert words in text


def test_a_superseded_run_says_so(assessor: Client, cast: Cast) -> None:
    house = House()
    house.presence(house.people[0])
    house.score(cast.assessor)
    house.score(cast.assessor)
    assert "Run 1, superseded" in sheet(assessor, house.result(house.people[0], 1))
    assert "superseded" not in sheet(assessor, house.result(house.people[0], 2))


def test_a_tie_is_told(assessor: Client, cast: Cast) -> None:
    panel = Panel(cast, patrols=(100, 100, 95, 95, 95))
    assert "Equal in everything for the last place." in sheet(
        assessor, panel.result(panel.people[0])
    )


def test_small_families_are_named_as_such(assessor: Client, cast: Cast) -> None:
    house = House(people=3)
    drivers = make_scheme(family="driver")
    for _ in range(3):
        make_participant(cycle=house.cycle, staff=make_staff(), scheme=drivers)
    house.presence(house.people[0])
    house.score(cast.assessor)
    page = assessor.get(f"/admin/assessment_cycle/results/?id={house.cycle.id}")
    assert "Workers: small families together" in page.text


@pytest.mark.parametrize(
    ("tail", "words"), [("propose", "Nothing is taken over twice."), ("open", "Open")]
)
def test_pages_of_a_cycle_say_what_will_happen(
    assessor: Client, cast: Cast, tail: str, words: str
) -> None:
    house = House(status="collecting")
    page = assessor.get(f"/admin/assessment_cycle/{tail}/?id={house.cycle.id}")
    assert words in page.text
