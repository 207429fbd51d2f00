"""What counts of canteen and mail for assessment by itself: facts, faults, and about whom."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.operations.assessment.measures import MEASURES, Span
from logistics.operations.canteen.hygiene import record_disinfections, take_samples
from logistics.operations.mail.correcting import report_by_number
from logistics.operations.mail.delivering import deliver_mail, finish_delivery_rounds
from logistics.operations.outcomes import Seen, all_of, only
from models import (
    CanteenSettlement,
    DisinfectionLog,
    FoodSample,
    HealthCertificate,
    MealCount,
    WasteLog,
)
from tests.factories.canteen import MONDAY, make_canteen, published_menu
from tests.factories.mail import delivered_mail, make_round, sorted_mail

JUNE = Span(dt.date(2026, 6, 1), dt.date(2026, 6, 30))


def observed(code, span=JUNE):
    return list(MEASURES[code].observe(span))


def seen(rows):
    return [Seen(row.id) for row in rows]


class TestFoodSafety:
    @pytest.fixture
    def monday(self, cast, set_clock):
        """Monday's lunch: all but one sample taken, one of two disinfections recorded."""
        set_clock("2026-06-15 13:00")
        published_menu(cast, make_canteen(cast))
        samples = list(FoodSample.select().where(FoodSample.served_on == MONDAY))
        all_of(take_samples(seen=seen(samples[1:]), grams=130, actor=cast.canteen))
        logs = DisinfectionLog.select().where(DisinfectionLog.day == MONDAY)
        done = seen(list(logs)[1:])
        how = {"method": "heat", "minutes": 20}
        all_of(record_disinfections(seen=done, actor=cast.canteen, **how))

    def test_what_is_still_to_be_done_is_no_fault(self, cast, monday):
        assert {row.fault for row in observed("food_safety")} == {""}

    def test_what_is_missing_is_one_of_the_safety_officer(self, cast, monday, set_clock):
        """(R29): absence is a finding."""
        set_clock("2026-06-16 08:00")
        faults = [(row.staff, row.fault) for row in observed("food_safety") if row.fault]
        person = cast.canteen_staff.id
        assert faults == [(person, "sample_missing"), (person, "disinfection_missing")]

    def test_a_certificate_that_ended_is_a_fault_unless_another_follows(self, cast, set_clock):
        set_clock("2026-06-20 08:00")
        for person, ends, follows in (
            (cast.canteen_staff, "2026-06-10", None),
            (cast.staff_staff, "2026-06-10", "2026-06-11"),
            (cast.keeper_staff, "2026-06-25", None),
        ):
            HealthCertificate.create(
                staff=person, number="1", issued_on="2025-06-10", expires_on=ends
            )
            if follows:
                HealthCertificate.create(
                    staff=person, number="2", issued_on=follows, expires_on="2027-06-10"
                )
        faults = [row for row in observed("food_safety") if row.fault]
        assert [(row.staff, row.day.day) for row in faults] == [(cast.canteen_staff.id, 10)]


def test_cost_is_ingredients_in_percent_of_turnover_about_the_people_of_the_canteen(cast):
    """(R26): 98,000 of 100,000 yuan is within two percent."""
    CanteenSettlement.create(
        canteen=make_canteen(cast),
        month=dt.date(2026, 6, 1),
        income=60000,
        subsidy=40000,
        food_cost=98000,
        balance=2000,
        status="approved",
    )
    (row,) = observed("canteen_cost")
    assert (row.staff, row.quantity) == (cast.canteen_staff.id, Decimal("98.00"))


def test_waste_is_grams_a_meal_of_a_month(cast):
    canteen = make_canteen(cast)
    WasteLog.create(canteen=canteen, day=MONDAY, weight="4.32")
    MealCount.create(canteen=canteen, day=MONDAY, actual=120, status="counted")
    (row,) = observed("canteen_waste")
    assert (row.staff, row.quantity) == (cast.canteen_staff.id, Decimal("36.0"))


class TestMail:
    @pytest.fixture(autouse=True)
    def in_the_morning(self, cast, set_clock):
        set_clock("2026-06-12 09:40")

    def test_a_misdelivery_is_a_fault_of_who_delivered_even_after_its_correction(self, cast):
        """(R42)"""
        round_ = make_round(cast.site_a)
        (item,) = delivered_mail(cast, round_)
        only(finish_delivery_rounds(seen=[Seen(round_.id)], actor=cast.mail))
        assert [row.fault for row in observed("mail_accuracy")] == [""]
        report_by_number(doc_no=item.doc_no, note="Not for us.", actor=cast.keeper)
        fault = observed("mail_accuracy")[-1]
        assert (fault.staff, fault.fault) == (cast.mail_staff.id, "misdelivered")

    def test_punctuality_counts_the_items_of_each_round(self, cast, set_clock):
        """(R41)"""
        round_ = make_round(cast.site_a)
        delivered_mail(cast, round_)
        (late,) = sorted_mail(cast, round_)
        set_clock("2026-06-12 13:00")
        signed = {"signed_by": cast.staff_staff.id, "actor": cast.mail}
        only(deliver_mail(seen=[Seen(late.id)], **signed))
        (row,) = observed("mail_punctuality")
        assert (row.staff, row.quantity, row.possible) == (cast.mail_staff.id, 1, 2)
