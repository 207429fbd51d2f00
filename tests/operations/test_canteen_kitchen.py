"""Ingredients by two people; samples, disinfections, counts that were expected (R27, R29)."""

import datetime as dt

import peewee
import pytest

from logistics.database import database
from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.canteen.hygiene import (
    Eaten,
    count_meals,
    discard_samples,
    excuse_samples,
    record_disinfections,
    take_samples,
)
from logistics.operations.canteen.receipts import (
    inspect_ingredients,
    receive_ingredients,
    refuse_ingredients,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.canteen.hygiene import (
    lapsing_certificates,
    missing_disinfections,
    missing_samples,
    people_without_certificate,
)
from logistics.schema import explain_integrity_error
from models import DisinfectionLog, FoodSample, HealthCertificate, IngredientReceipt, MealCount
from tests.factories.canteen import MONDAY, make_canteen, make_receipt, published_menu

FRIDAY = MONDAY + dt.timedelta(days=4)
PORK = {"ingredient": "Pork", "kind": "meat", "quantity": "12.5", "price": "26.30"}


@pytest.fixture(autouse=True)
def on_monday(cast, set_clock):
    set_clock("2026-06-15 13:00")


@pytest.fixture
def canteen(cast):
    return make_canteen(cast)


@pytest.fixture
def samples(cast, canteen):
    """The samples expected on Monday."""
    published_menu(cast, canteen)
    return list(FoodSample.select().where(FoodSample.served_on == MONDAY).order_by(FoodSample.id))


def seen(rows):
    return [Seen(row.id) for row in rows]


def fresh(row):
    return type(row).get_by_id(row.id)


def refusal(action) -> str:
    with pytest.raises(peewee.IntegrityError) as caught, database.atomic():
        action()
    return explain_integrity_error(caught.value, IngredientReceipt).words


class TestReceipts:
    def test_one_inspects_and_another_takes_in(self, cast, canteen):
        receipt = make_receipt(
            cast, canteen, [{**PORK, "certificate_no": "Q-1"}, {**PORK, "kind": "egg_milk"}]
        )
        only(inspect_ingredients(seen=[Seen(receipt.id)], actor=cast.meeting))
        only(receive_ingredients(seen=[Seen(receipt.id)], actor=cast.canteen))
        receipt = fresh(receipt)
        # 12.5 kg × 26.30 yuan, twice.
        assert (receipt.status, str(receipt.amount)) == ("received", "657.50")
        assert receipt.doc_no == "FR-20260615-001"

    def test_only_the_people_named_sign(self, cast, canteen):
        receipt = make_receipt(cast, canteen)
        with pytest.raises(NotPermitted, match="Only the inspector named"):
            only(inspect_ingredients(seen=[Seen(receipt.id)], actor=cast.canteen))
        only(inspect_ingredients(seen=[Seen(receipt.id)], actor=cast.meeting))
        with pytest.raises(NotPermitted, match="Only the keeper named"):
            only(receive_ingredients(seen=[Seen(receipt.id)], actor=cast.meeting))

    def test_nothing_is_taken_in_uninspected(self, cast, canteen):
        receipt = make_receipt(cast, canteen)
        with pytest.raises(WrongState):
            only(receive_ingredients(seen=[Seen(receipt.id)], actor=cast.canteen))

    def test_the_database_itself_wants_two_people_and_a_keeper_who_did_not_buy(self, cast, canteen):
        same = {"keeper": cast.canteen_staff, "inspector": cast.canteen_staff}
        assert refusal(lambda: make_receipt(cast, canteen, **same)).startswith("Two different")
        bought = {"buyer": cast.canteen_staff}
        assert "does not keep them" in refusal(lambda: make_receipt(cast, canteen, **bought))

    def test_the_form_says_so_before_the_database_has_to(self, cast, canteen):
        draft = make_receipt(cast, canteen)
        names = ("canteen", "supplier", "received_on", "inspector", "buyer")
        values = {name: draft.__data__[name] for name in names}
        with pytest.raises(InvalidRecord, match="Two different people"):
            create_record(
                IngredientReceipt,
                {**values, "keeper": values["inspector"]},
                actor=cast.canteen,
            )

    def test_meat_needs_its_certificate(self, cast, canteen):
        receipt = make_receipt(cast, canteen, [PORK])
        with pytest.raises(RuleViolation, match="Pork needs the number of its quarantine"):
            only(inspect_ingredients(seen=[Seen(receipt.id)], actor=cast.meeting))

    def test_what_is_refused_stays_on_record(self, cast, canteen):
        receipt = make_receipt(cast, canteen, [PORK])
        only(refuse_ingredients(seen=[Seen(receipt.id)], reason="It smells.", actor=cast.canteen))
        receipt = fresh(receipt)
        assert (receipt.status, receipt.refusal) == ("refused", "It smells.")
        assert receipt.doc_no


class TestSamples:
    def test_a_whole_lunch_is_sampled_at_once_and_discarded_after_48_hours(
        self, cast, samples, set_clock
    ):
        heavy = {samples[0].id: 150}
        take_samples(seen=seen(samples), grams=130, weights=heavy, actor=cast.canteen)
        samples = [fresh(row) for row in samples]
        assert [row.grams for row in samples] == [150, 130, 130, 130, 130]
        assert {row.taken_by for row in samples} == {cast.canteen_staff}
        set_clock("2026-06-17 12:59")
        refused = discard_samples(seen=seen(samples), actor=cast.canteen)
        assert {outcome.words for outcome in refused} == {
            "A sample is kept for at least %(hours)s hours."
        }
        set_clock("2026-06-17 13:00")
        assert all(one.done for one in discard_samples(seen=seen(samples), actor=cast.canteen))

    def test_somebody_of_no_kitchen_takes_none(self, cast, samples):
        told = only_refusal(take_samples(seen=seen(samples[:1]), grams=130, actor=cast.keeper))
        assert told == "This belongs to the kitchen of another canteen."

    def test_a_sample_weighs_at_least_125_grams(self, cast, samples):
        with pytest.raises(RuleViolation, match="at least 125 g"):
            take_samples(seen=seen(samples), grams=124, actor=cast.canteen)

    def test_what_was_not_taken_on_its_day_stays_missing(self, cast, samples, set_clock):
        take_samples(seen=seen(samples[1:]), grams=130, actor=cast.canteen)
        assert list(missing_samples(MONDAY, FRIDAY)) == []
        set_clock("2026-06-16 08:00")
        late = only_refusal(take_samples(seen=seen(samples[:1]), grams=130, actor=cast.canteen))
        assert "one that was missed stays missing" in late
        assert list(missing_samples(MONDAY, FRIDAY)) == samples[:1]

    def test_a_dish_that_was_not_served_is_excused_with_a_reason_and_by_somebody_else(
        self, cast, samples, set_clock
    ):
        set_clock("2026-06-16 08:00")
        with pytest.raises(NotPermitted):
            excuse_samples(seen=seen(samples[:1]), reason="No duck.", actor=cast.canteen)
        only(excuse_samples(seen=seen(samples[:1]), reason="No duck.", actor=cast.deputy))
        assert fresh(samples[0]).excuse == "No duck."
        assert samples[0] not in list(missing_samples(MONDAY, FRIDAY))


def only_refusal(outcomes) -> str:
    (outcome,) = outcomes
    return outcome.words.filled()


class TestDisinfection:
    def test_it_is_recorded_by_the_day_after_and_missing_from_then_on(
        self, cast, samples, set_clock
    ):
        today = DisinfectionLog.select().where(DisinfectionLog.day == MONDAY)
        rows = list(today.order_by(DisinfectionLog.id))
        how = {"method": "steam", "minutes": 20, "actor": cast.canteen}
        only(record_disinfections(seen=seen(rows[:1]), **how))
        assert fresh(rows[0]).done_by == cast.canteen_staff
        set_clock("2026-06-17 08:00")
        assert [row.id for row in missing_disinfections(MONDAY, MONDAY)] == [rows[1].id]
        told = only_refusal(record_disinfections(seen=seen(rows[1:]), **how))
        assert "it stays missing" in told


class TestMeals:
    def test_meals_are_counted_guests_among_them(self, cast, samples):
        monday = MealCount.get(MealCount.day == MONDAY)
        counts = {monday.id: Eaten(118, 6)}
        only(count_meals(seen=seen([monday]), counts=counts, actor=cast.canteen))
        monday = fresh(monday)
        assert (monday.planned, monday.actual, monday.guests) == (120, 118, 6)

    def test_more_guests_than_meals_and_meals_to_come_are_refused(self, cast, samples):
        monday, friday = (
            MealCount.get(MealCount.day == day) for day in (MONDAY, MONDAY + dt.timedelta(days=3))
        )
        told = only_refusal(
            count_meals(seen=seen([monday]), actual=3, guests=4, actor=cast.canteen)
        )
        assert told == "There are more guests than meals."
        told = only_refusal(count_meals(seen=seen([friday]), actual=3, actor=cast.canteen))
        assert told == "2026-06-18 is still to come."


class TestCertificates:
    def test_the_latest_certificate_counts_and_is_told_of_before_it_ends(self, cast):
        person = cast.canteen_staff
        old = {"number": "1", "issued_on": "2025-06-01", "expires_on": "2026-05-31"}
        HealthCertificate.create(staff=person, **old)
        assert people_without_certificate(MONDAY) == [person]
        new = {"number": "2", "issued_on": "2026-06-01", "expires_on": "2026-07-01"}
        latest = HealthCertificate.create(staff=person, **new)
        assert people_without_certificate(MONDAY) == []
        assert lapsing_certificates(dt.date(2026, 6, 30)) == []
        assert lapsing_certificates(dt.date(2026, 7, 1)) == [latest]
