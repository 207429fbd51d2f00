"""What the report says of learning holds on the half-year, and turns when the half-year differs."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from logistics.database import office_zone
from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts.kinds import Period
from logistics.queries.facts.learning import FACTS
from models import LearningPlan, TrainingAttendance, TrainingSession

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}
SPRING = dt.datetime(2026, 3, 2, 9, tzinfo=office_zone())


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_report_is_borne_out(demonstration, key):
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


def test_a_form_of_study_that_never_was_shows(demonstration):
    TrainingSession.update(status="cancelled").where(TrainingSession.form == "visit").execute()
    assert not holds("forms_of_study")


def test_a_plan_made_in_march_was_not_made_at_the_beginning(demonstration):
    LearningPlan.update(published_at=SPRING).execute()
    assert not holds("plan_of_the_year")


@pytest.mark.parametrize("key", ["means_of_education", "study_days"])
def test_one_person_who_never_came_makes_it_less_than_everybody(demonstration, key):
    person = TrainingAttendance.select().get().staff
    TrainingAttendance.update(status="absent").where(TrainingAttendance.staff == person).execute()
    assert not holds(key)


def test_one_subject_all_year_is_too_few(demonstration):
    TrainingSession.update(topic="Theory").execute()
    assert not holds("study_topics")


def test_a_study_day_without_discussion_shows(demonstration):
    day = TrainingSession.select().where(
        TrainingSession.is_study_day & (TrainingSession.status == "held")
    )
    TrainingSession.update(discussion="").where(TrainingSession.id == day.get().id).execute()
    assert not holds("undiscussed_study_days")


def test_a_few_minutes_each_time_are_not_enough(demonstration):
    TrainingAttendance.update(hours=Decimal("0.2")).execute()
    assert not holds("hours_a_head")
