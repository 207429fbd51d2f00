"""What the report says of energy, and when it would no longer be true (decisions.md 32)."""

from __future__ import annotations

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.energy import FACTS
from models import (
    EnergyCoefficient,
    EnergyEquipment,
    EnergyMeasure,
    EnergyQuota,
    MeterReading,
    OverQuotaNote,
)

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}

pytestmark = pytest.mark.usefixtures("demonstration")


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_half_year_bears_out_what_the_report_claims(key: str) -> None:
    assert holds(key), BY_KEY[key].compute(HALF_YEAR)


def test_what_was_not_measured_saves_nothing() -> None:
    """R75."""
    EnergyMeasure.update(status="done", saving_measured=None).execute()
    assert not holds("new_technology")


def test_one_high_consumer_left_alone_turns_the_claim() -> None:
    """R76."""
    EnergyEquipment.update(is_high_consumption=True).execute()
    assert not holds("uncontrolled_equipment")


def test_one_reading_not_taken_turns_the_claim() -> None:
    """R76."""
    row = MeterReading.select().where(MeterReading.month == FIRST_DAY).order_by(MeterReading.id)
    MeterReading.update(status="expected", value=None, used=None).where(
        MeterReading.id == row.get().id
    ).execute()
    assert not holds("missing_readings")


def test_an_explanation_that_was_not_accepted_turns_the_claim() -> None:
    """R77."""
    OverQuotaNote.update(status="submitted").execute()
    assert not holds("unexplained_quotas")


def test_what_cannot_be_reckoned_is_not_within_the_quota() -> None:
    """R77."""
    EnergyCoefficient.delete().where(EnergyCoefficient.kind == "heat").execute()
    assert not holds("unexplained_quotas")


def test_two_topics_of_saving_are_not_three() -> None:
    """R77."""
    EnergyMeasure.update(topic="energy").where(EnergyMeasure.topic == "water").execute()
    assert not holds("saving_topics")


def test_without_records_nothing_is_claimed() -> None:
    OverQuotaNote.delete().execute()
    for model in (EnergyMeasure, EnergyEquipment, EnergyQuota, MeterReading):
        model.delete().execute()
    for fact in FACTS:
        figure = fact.compute(HALF_YEAR)
        assert (figure.value, fact.holds(figure)) == (None, False), fact.key
