"""The report's claims on cleaning hold, and each turns when one record is wrong (R34–R39)."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.demo.office import Office
from logistics.demo.people import HIRED_FOR_SISHUI
from logistics.queries.facts import Figure, Period
from logistics.queries.facts.cleaning import FACTS
from models import CleanArea, CleaningInspection, CleaningTask, Staff

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}
A_DAY = dt.date(2026, 4, 8)


def figure(key: str) -> Figure:
    return BY_KEY[key].compute(HALF_YEAR)


def holds(key: str) -> bool:
    return BY_KEY[key].holds(figure(key))


@pytest.mark.parametrize("key", BY_KEY)
def test_what_the_report_says_of_cleaning_holds(demonstration: Office, key: str) -> None:
    assert holds(key), (key, figure(key))


def test_one_missed_round_turns_twice_a_day(demonstration: Office) -> None:
    """R39, decisions.md 32."""
    hall = demonstration.key(CleanArea, "BJ-A1")
    CleaningTask.update(status="missed", done_at=None).where(
        (CleaningTask.area == hall) & (CleaningTask.day == A_DAY) & (CleaningTask.round_no == 2)
    ).execute()
    assert not holds("cleaned_twice")


def test_a_day_without_any_round_laid_out_turns_twice_a_day(demonstration: Office) -> None:
    """R39: a row that is not there must not count as done."""
    CleaningTask.delete().where(CleaningTask.day == A_DAY).execute()
    assert not holds("cleaned_twice")


def test_a_fourth_or_a_missing_cleaner_turns_the_three_hired(demonstration: Office) -> None:
    """R38."""
    Staff.update(hired_on=dt.date(2025, 1, 1)).where(Staff.name == HIRED_FOR_SISHUI[0]).execute()
    assert (figure("cleaners_hired").value, holds("cleaners_hired")) == (2, False)


def test_low_scores_turn_clean_and_tidy(demonstration: Office) -> None:
    """R34."""
    CleaningInspection.update(score=70).execute()
    assert not holds("cleaning_score")


def test_without_records_nothing_is_claimed(db: object) -> None:
    """No data is neither zero nor success."""
    assert not any(fact.holds(fact.compute(HALF_YEAR)) for fact in FACTS)
