"""What the report says of roof, painting and Room 503, and when it would no longer be true."""

from __future__ import annotations

import datetime as dt

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.buildings import FACTS
from models import BuildingDefect, Lease, Reinspection, SiteSurvey, WorksProject, WorksRoom

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}

pytestmark = pytest.mark.usefixtures("demonstration")


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_half_year_bears_out_what_the_report_claims(key: str) -> None:
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


def test_a_roof_that_leaked_once_does_not_leak_often() -> None:
    BuildingDefect.update(recurrences=1).where(BuildingDefect.kind == "roof_leak").execute()
    assert not holds("roof_recurrences")


def test_two_teams_are_not_several() -> None:
    roof = WorksProject.get(WorksProject.kind == "roof")
    surveys = SiteSurvey.select(SiteSurvey.id).where(SiteSurvey.project == roof)
    SiteSurvey.delete().where(SiteSurvey.id.in_(surveys.order_by(SiteSurvey.id).limit(2))).execute()
    assert not holds("roof_surveys")


def test_one_leak_or_one_rain_that_nobody_looked_at_turns_the_claim() -> None:
    rain = Reinspection.get(Reinspection.weather == "heavy")
    Reinspection.update(result="leak").where(Reinspection.id == rain.id).execute()
    assert not holds("roof_leaks")
    Reinspection.update(result=None, status="expected", inspected_on=None).where(
        Reinspection.id == rain.id
    ).execute()
    assert not holds("roof_leaks")


def test_no_rain_at_all_proves_nothing() -> None:
    Reinspection.delete().where(Reinspection.trigger == "rain").execute()
    figure = BY_KEY["roof_leaks"].compute(HALF_YEAR)
    assert (figure.value, BY_KEY["roof_leaks"].holds(figure)) == (None, False)


def test_a_corridor_left_unpainted_turns_the_claim() -> None:
    corridor = WorksRoom.get(WorksRoom.room.is_null())
    WorksRoom.update(done_on=None).where(WorksRoom.id == corridor.id).execute()
    assert not holds("painted_places")


def test_few_satisfied_users_or_none_asked_turn_the_claim() -> None:
    WorksProject.update(users_satisfied=20).where(WorksProject.kind == "painting").execute()
    assert not holds("painting_response")
    WorksProject.update(users_asked=None, users_satisfied=None).execute()
    assert BY_KEY["painting_response"].compute(HALF_YEAR).value is None


def test_a_lease_given_up_is_no_longer_in_force() -> None:
    Lease.update(status="ended", ended_on=dt.date(2026, 6, 1)).execute()
    assert not holds("leases_in_force")


def test_a_fit_out_accepted_in_june_is_not_one_of_may() -> None:
    WorksProject.update(accepted_on=dt.date(2026, 6, 2)).where(
        WorksProject.kind == "decoration"
    ).execute()
    assert not holds("leased_fit_outs")
