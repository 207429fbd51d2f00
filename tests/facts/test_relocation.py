"""What the report says of the move to Sishui, and when it would no longer be true."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.relocation import FACTS
from models import MoveSlot, PhoneExtension, Relocation, RelocationTask

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}

pytestmark = pytest.mark.usefixtures("demonstration")


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_half_year_bears_out_what_the_report_claims(key: str) -> None:
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


@pytest.mark.parametrize(
    ("category", "key"),
    [
        ("allocation", "offices_left"),
        ("furniture", "fit_out_left"),
        ("network", "wiring_left"),
        ("canteen", "canteen_left"),
        ("hvac", "installations_left"),
    ],
)
def test_one_task_left_open_turns_its_claim(category: str, key: str) -> None:
    RelocationTask.update(done_on=None, status="open").where(
        RelocationTask.category == category
    ).execute()
    assert not holds(key)


def test_a_phase_without_a_task_proves_nothing() -> None:
    RelocationTask.update(phase="before").execute()
    assert BY_KEY["installations_left"].compute(HALF_YEAR).value is None


def test_units_that_sat_there_in_late_june_did_not_move_early() -> None:
    late = dt.datetime(2026, 6, 22, 1, tzinfo=dt.UTC)
    MoveSlot.update(moved_at=late).where(MoveSlot.seq == 4).execute()
    assert not holds("units_moved")


def test_a_move_out_of_turn_or_without_a_mover_turns_the_claim() -> None:
    early = dt.datetime(2026, 6, 1, 1, tzinfo=dt.UTC)
    MoveSlot.update(moved_at=early).where(MoveSlot.seq == 4).execute()
    assert not holds("slots_in_order")
    moved = MoveSlot.get(MoveSlot.seq == 1).moved_at
    MoveSlot.update(moved_at=moved).where(MoveSlot.seq == 4).execute()
    Relocation.update(mover=None).execute()
    assert not holds("slots_in_order")


def test_no_number_no_exchange_and_no_night_no_overtime() -> None:
    PhoneExtension.delete().execute()
    assert not holds("extensions")
    RelocationTask.update(worked_overtime=False).execute()
    assert not holds("overtime_tasks")
