"""The report's claims on guarding hold, and each turns when one record is wrong (R30–R33)."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY, MOVE_DAY
from logistics.demo.office import Office
from logistics.queries.facts import Figure, Period
from logistics.queries.facts.guarding import FACTS
from models import (
    FireCheck,
    GuardPost,
    GuardShift,
    ParkingLane,
    ParkingViolation,
    Patrol,
    Site,
    Visitor,
)

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}


def figure(key: str) -> Figure:
    return BY_KEY[key].compute(HALF_YEAR)


def holds(key: str) -> bool:
    return BY_KEY[key].holds(figure(key))


@pytest.mark.parametrize("key", BY_KEY)
def test_what_the_report_says_of_guarding_holds(demonstration: Office, key: str) -> None:
    assert holds(key), (key, figure(key))


def test_one_missed_patrol_turns_the_claim_and_forgiving_turns_it_back(
    demonstration: Office,
) -> None:
    """R30, decisions.md 32."""
    slot = Patrol.select().where(Patrol.status == "done").order_by(Patrol.starts_at).get()
    mine = Patrol.id == slot.id
    Patrol.update(status="missed", done_at=None).where(mine).execute()
    assert (figure("patrols_missed").value, holds("patrols_missed")) == (1, False)
    Patrol.update(status="forgiven").where(mine).execute()
    assert holds("patrols_missed")


def test_a_day_whose_slots_were_never_laid_out_is_found(demonstration: Office) -> None:
    """R30: absence is a finding too."""
    day = dt.datetime.combine(dt.date(2026, 4, 8), dt.time(), HALF_YEAR.begins_at.tzinfo)
    site = Site.get(Site.code == "THIRD")
    gone = (Patrol.site == site) & (Patrol.starts_at >= day)
    Patrol.delete().where(gone & (Patrol.starts_at < day + dt.timedelta(days=1))).execute()
    assert holds("patrols_missed")
    assert (figure("days_without_patrol").value, holds("days_without_patrol")) == (1, False)


def test_a_quarter_without_a_fire_inspection_turns_the_claim(demonstration: Office) -> None:
    """R30: Order 61 asks for one a quarter."""
    site = Site.get(Site.code == "SISHUI")
    FireCheck.delete().where(FireCheck.site == site).execute()
    found = figure("quarters_without_fire_check")
    assert found.parts[site.name] == 1
    assert not holds("quarters_without_fire_check")


def test_one_absent_guard_leaves_a_gap_of_his_hours(demonstration: Office) -> None:
    """R31."""
    moved_in = dt.datetime.combine(MOVE_DAY, dt.time(8), HALF_YEAR.begins_at.tzinfo)
    shift = GuardShift.get(
        (GuardShift.starts_at == moved_in)
        & (GuardShift.post == demonstration.key(GuardPost, "GATE-B"))
    )
    GuardShift.update(status="absent").where(GuardShift.id == shift.id).execute()
    assert (figure("guard_gaps").value, holds("guard_gaps")) == (8, False)


def test_one_visitor_let_in_unregistered_turns_the_claim(demonstration: Office) -> None:
    """R32."""
    visitor = Visitor.select().where(Visitor.status == "left").first()
    Visitor.update(registered_at=None).where(Visitor.id == visitor.id).execute()
    assert (figure("unregistered_visitors").value, holds("unregistered_visitors")) == (1, False)


def test_more_violations_after_the_marking_turn_the_claim(demonstration: Office) -> None:
    """R33: the same cars, found after the lanes were marked."""
    site = Site.get(Site.code == "THIRD")
    marked_on = ParkingLane.get(ParkingLane.site == site).marked_on
    later = dt.datetime.combine(marked_on, dt.time(12), HALF_YEAR.begins_at.tzinfo)
    ParkingViolation.update(found_at=later, handled_at=None).where(
        ParkingViolation.site == site
    ).execute()
    assert not holds("parking_change")


def test_without_records_nothing_is_claimed(db: object) -> None:
    """No data is neither zero nor success."""
    assert not any(fact.holds(fact.compute(HALF_YEAR)) for fact in FACTS)
