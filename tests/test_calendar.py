"""The office's calendar: printed holidays, the office's own days, working days and half-years
(R37).
"""

import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.calendar import (
    add_workdays,
    calendar_warning,
    days_between,
    half_year,
    is_workday,
    kind_of,
    kinds_between,
    month_days,
    names_between,
    workdays_between,
)
from logistics.holidays import KNOWN_YEARS, WORKED, printed_kind, statutory_days
from logistics.tables.organisation import CalendarDay


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("first", "last", "workdays"),
    [
        ("2025-01-01", "2025-06-30", 120),
        ("2025-07-01", "2025-12-31", 128),
        ("2026-01-01", "2026-06-30", 120),
        ("2026-07-01", "2026-12-31", 128),
        ("2026-09-20", "2026-09-20", 1),
        ("2026-06-30", "2026-06-29", 0),
    ],
)
def test_half_years_have_the_working_days_of_the_notices(db, first, last, workdays):
    assert workdays_between(day(first), day(last)) == workdays


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-09-24", -5, "2026-09-18"),
        ("2026-06-20", 0, "2026-06-20"),
        ("2026-06-20", 1, "2026-06-22"),
    ],
)
def test_working_days_are_added_over_holidays_and_adjusted_sundays(db, start, count, end):
    assert add_workdays(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("date", "kind"),
    [
        ("2026-06-18", "workday"),
        ("2026-06-19", "statutory"),
        ("2026-06-20", "weekend"),
        ("2026-02-16", "statutory"),
        ("2026-02-15", "weekend"),
        ("2026-02-20", "bridge_off"),
        ("2026-02-28", "adjusted_work"),
        ("2026-10-03", "statutory"),
        ("2026-10-05", "bridge_off"),
        ("2026-04-05", "statutory"),
        ("2026-04-06", "bridge_off"),
    ],
)
def test_a_day_is_of_the_kind_that_the_notice_gives_it(db, date, kind):
    assert kind_of(day(date)) == kind


@pytest.mark.parametrize(("year", "count"), [(2004, 10), (2019, 11), (2025, 13), (2026, 13)])
def test_a_year_has_its_number_of_statutory_days(year, count):
    assert len(statutory_days(year)) == count


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_every_statutory_day_is_a_day_off_in_the_notices(year):
    assert {printed_kind(each) for each in statutory_days(year)} == {"statutory"}


def test_a_row_of_the_calendar_table_overrides_the_notice(db):
    CalendarDay.create(day=day("2026-06-18"), kind="bridge_off", name="Zone festival")
    assert kind_of(day("2026-06-18")) == "bridge_off"
    assert not is_workday(day("2026-06-18"))
    assert workdays_between(day("2026-01-01"), day("2026-06-30")) == 119
    assert add_workdays(day("2026-06-17"), 1) == day("2026-06-22")
    assert names_between(day("2026-06-18"), day("2026-06-19")) == {
        day("2026-06-18"): "Zone festival",
        day("2026-06-19"): "Dragon Boat Festival",
    }


def test_a_holiday_made_a_working_day_loses_its_festival(db):
    CalendarDay.create(day=day("2026-06-20"), kind="adjusted_work")
    assert is_workday(day("2026-06-20"))
    assert day("2026-06-20") not in names_between(day("2026-06-19"), day("2026-06-21"))


def test_years_without_a_notice_work_monday_to_friday_and_say_so(db):
    assert kind_of(day("2027-01-01")) == "workday"
    assert kind_of(day("2027-01-02")) == "weekend"
    warning = calendar_warning(day("2026-12-01"), day("2027-01-31"))
    assert warning is not None
    assert "2027" in warning.filled()
    assert calendar_warning(day("2026-01-01"), day("2026-12-31")) is None


def test_the_warning_ends_when_the_days_of_the_year_are_imported(db):
    CalendarDay.create(day=day("2027-02-06"), kind="statutory", name="Spring Festival")
    assert calendar_warning(day("2027-01-01"), day("2027-12-31")) is None
    assert kind_of(day("2027-02-06")) == "statutory"


def test_kinds_of_a_year_come_in_one_statement(db, caplog):
    with caplog.at_level("DEBUG", logger="peewee"):
        kinds = kinds_between(day("2026-01-01"), day("2026-12-31"))
    assert len(caplog.records) == 1
    assert sum(kind in WORKED for kind in kinds.values()) == 248


def test_half_years_and_months_name_their_first_and_last_day():
    assert half_year(day("2026-06-30")) == (
        2026,
        1,
        day("2026-01-01"),
        day("2026-06-30"),
    )
    assert half_year(day("2026-07-01")).half == 2
    assert month_days(day("2028-02-10")) == (day("2028-02-01"), day("2028-02-29"))
    assert month_days(day("2026-12-31")) == (day("2026-12-01"), day("2026-12-31"))


@given(st.dates(dt.date(2005, 1, 1), dt.date(2026, 12, 31)))
def test_a_weekday_is_never_a_weekend_and_an_adjusted_day_always_is_one(date):
    kind = printed_kind(date)
    assert (date.weekday() >= 5) or kind not in {"weekend", "adjusted_work"}
    assert (date.weekday() < 5) or kind not in {"workday", "bridge_off"}


def test_every_day_between_two_days_is_named_once():
    days = Counter(days_between(day("2026-02-27"), day("2026-03-02")))
    assert list(days.values()) == [1, 1, 1, 1]
