"""Mail from the register to the signature, in time (R41)."""

import datetime as dt

import peewee
import pytest

from logistics.database import database
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.mail.delivering import (
    deliver_mail,
    finish_delivery_rounds,
    sign_mail,
    sort_mail,
)
from logistics.operations.mail.registering import (
    Arrival,
    distribute_newspapers,
    expect_delivery_rounds,
    register_mail,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.mail.rounds import missed_rounds
from logistics.schema import explain_integrity_error
from models import DeliveryRound, MailItem, Site, SubscriptionUnit
from tests.factories.mail import (
    DAY,
    at,
    delivered_mail,
    make_round,
    register,
    sorted_mail,
    subscribe,
)

CLASSIFIED = {"kind": "classified", "tracking": "JY-0317"}


@pytest.fixture(autouse=True)
def in_the_morning(cast, set_clock):
    set_clock("2026-06-12 09:00")


@pytest.fixture
def round_(cast):
    return make_round(cast.site_a)


@pytest.fixture
def bureau(cast):
    return cast.units["BUREAU"]


def seen(rows):
    return [Seen(row.id) for row in rows]


def fresh(row):
    return MailItem.get_by_id(row.id)


def refusal(outcomes) -> str:
    (outcome,) = outcomes
    assert not outcome.done
    return outcome.words.filled()


class TestRegister:
    def test_each_item_takes_its_number(self, cast, round_, bureau):
        items = register(cast, round_, Arrival(to_unit_id=bureau.id), Arrival())
        assert [item.doc_no for item in items] == ["ML-20260612-001", "ML-20260612-002"]
        assert {item.site for item in items} == {cast.site_a}

    @pytest.mark.parametrize(
        ("arrival", "starts", "due"),
        [
            ({}, (9, 30), (11, 0)),
            ({}, (15, 0), (16, 0)),
            ({"is_urgent": True}, (15, 0), (9, 30)),
            (CLASSIFIED, (15, 0), (9, 30)),
        ],
        ids=["within two hours", "with the next round", "urgent", "classified"],
    )
    def test_it_is_due_in_two_hours_or_with_the_round_or_at_once(
        self, cast, bureau, arrival, starts, due
    ):
        round_ = make_round(cast.site_a, at(*starts))
        (item,) = register(cast, round_, Arrival(to_unit_id=bureau.id, **arrival))
        assert item.due_at == at(*due)

    @pytest.mark.parametrize(
        ("arrival", "words"),
        [
            ({"kind": "registered"}, "Item 1, Tracking number: Registered, express and"),
            ({**CLASSIFIED, "from_org": "Provincial office"}, "by its number only"),
            ({**CLASSIFIED, "remarks": "About the plan"}, "by its number only"),
        ],
    )
    def test_classified_mail_is_a_number_and_nothing_else(self, cast, round_, arrival, words):
        outcomes = register_mail(
            seen=[Seen(round_.id)], arrivals=[Arrival(**arrival)], actor=cast.mail
        )
        assert words in refusal(outcomes)
        assert MailItem.select().count() == 0

    def test_the_database_keeps_it_so(self, cast, round_, bureau):
        (item,) = register(cast, round_, Arrival(to_unit_id=bureau.id, **CLASSIFIED))
        told = MailItem.update(remarks="About the plan").where(MailItem.id == item.id)
        with pytest.raises(peewee.IntegrityError) as caught, database.atomic():
            told.execute()
        assert "by its number only" in explain_integrity_error(caught.value, MailItem).words

    def test_nothing_is_registered_for_a_round_that_is_over(self, cast, round_, set_clock):
        set_clock("2026-06-12 10:00")
        only(finish_delivery_rounds(seen=[Seen(round_.id)], actor=cast.mail))
        outcomes = register_mail(seen=[Seen(round_.id)], arrivals=[Arrival()], actor=cast.mail)
        assert "take the next one" in refusal(outcomes)


class TestSort:
    def test_an_unknown_addressee_is_traced_first(self, cast, round_):
        (item,) = register(cast, round_, Arrival())
        assert "trace it, or return" in refusal(sort_mail(seen=[Seen(item.id)], actor=cast.mail))

    def test_mail_of_a_unit_that_moved_goes_with_the_round_of_its_new_place(self, cast, round_):
        there = make_round(cast.site_b, at(15))
        moved = cast.units["BUREAU2"]
        (item,) = sorted_mail(cast, round_, Arrival(to_unit_id=moved.id))
        assert (item.round, item.site) == (there, cast.site_b)


class TestDeliver:
    def test_many_items_are_handed_over_against_one_signature(self, cast, round_, bureau):
        items = sorted_mail(cast, round_, *[Arrival(to_unit_id=bureau.id)] * 3)
        outcomes = deliver_mail(seen=seen(items), signed_by=cast.staff_staff.id, actor=cast.mail)
        assert all(outcome.done for outcome in outcomes)
        rows = [fresh(item) for item in items]
        assert {(row.status, row.signed_by.name, row.delivered_by.name) for row in rows} == {
            ("delivered", "Clerk Shi", "Postman You")
        }
        assert not any(row.is_late for row in rows)

    def test_who_signs_belongs_to_the_unit_or_says_for_whom(self, cast, round_):
        """(R42): this is what keeps a letter from the wrong unit."""
        (item,) = sorted_mail(cast, round_)
        stranger = {"signed_by": cast.keeper_staff.id, "actor": cast.mail}
        told = refusal(deliver_mail(seen=[Seen(item.id)], **stranger))
        assert told.startswith("Keeper Kang does not belong to")
        only(deliver_mail(seen=[Seen(item.id)], proxy_note="Door was locked", **stranger))
        assert fresh(item).proxy_note == "Door was locked"

    def test_a_wrong_item_in_the_pile_leaves_the_others_standing(self, cast, round_, bureau):
        store = cast.units["STORE"]
        items = sorted_mail(
            cast, round_, Arrival(to_unit_id=bureau.id), Arrival(to_unit_id=store.id)
        )
        outcomes = deliver_mail(seen=seen(items), signed_by=cast.staff_staff.id, actor=cast.mail)
        assert [outcome.done for outcome in outcomes] == [True, False]

    def test_a_unit_signs_for_its_own_mail_only(self, cast, round_):
        (item,) = sorted_mail(cast, round_)
        told = refusal(sign_mail(seen=[Seen(item.id)], actor=cast.keeper))
        assert told.startswith("This item is for")
        only(sign_mail(seen=[Seen(item.id)], actor=cast.staff))
        row = fresh(item)
        assert (row.signed_by, row.delivered_by) == (cast.staff_staff, cast.mail_staff)

    def test_what_is_not_sorted_is_not_handed_over(self, cast, round_):
        (item,) = register(cast, round_)
        with pytest.raises(WrongState):
            only(deliver_mail(seen=[Seen(item.id)], signed_by=cast.staff_staff.id, actor=cast.mail))

    def test_a_clerk_of_a_unit_delivers_nothing(self, cast, round_):
        (item,) = sorted_mail(cast, round_)
        with pytest.raises(NotPermitted):
            deliver_mail(seen=[Seen(item.id)], signed_by=cast.staff_staff.id, actor=cast.staff)

    def test_after_its_time_it_is_late(self, cast, round_, set_clock):
        (item,) = sorted_mail(cast, round_)
        set_clock("2026-06-12 11:01")
        only(deliver_mail(seen=[Seen(item.id)], signed_by=cast.staff_staff.id, actor=cast.mail))
        assert fresh(item).is_late


class TestRounds:
    def test_two_rounds_are_expected_at_each_open_area_on_each_working_day(self, cast):
        """19 June is a holiday, and 20 and 21 June are a weekend."""
        Site.update(opened_on=dt.date(2026, 6, 17)).where(Site.code == "SISHUI").execute()
        plan = {"first": dt.date(2026, 6, 15), "last": dt.date(2026, 6, 21), "actor": SYSTEM}
        sites = Site.select().count()
        assert expect_delivery_rounds(**plan) == 2 * (4 * sites - 2)
        assert expect_delivery_rounds(**plan) == 0

    def test_a_round_that_nobody_made_is_missed_from_the_next_day_on(self, cast, round_, set_clock):
        afternoon = make_round(cast.site_a, at(15))
        set_clock("2026-06-12 10:00")
        only(finish_delivery_rounds(seen=[Seen(round_.id)], actor=cast.mail))
        span = (at(0), at(23))
        assert missed_rounds(*span) == []
        set_clock("2026-06-13 08:00")
        assert missed_rounds(*span) == [afternoon]

    def test_a_round_is_not_finished_before_it_begins(self, cast, round_):
        with pytest.raises(WrongState, match="has not begun yet"):
            only(finish_delivery_rounds(seen=[Seen(round_.id)], actor=cast.mail))


class TestNewspapers:
    def test_each_unit_gets_one_bundle_by_its_subscriptions(self, cast, round_, bureau):
        """(R42) 12 June 2026 is a Friday."""
        daily = subscribe(bureau, 2, title="Daily")
        SubscriptionUnit.create(subscription=daily, unit=cast.units["STORE"], copies=1)
        subscribe(bureau, 1, title="Evening")
        subscribe(bureau, 5, title="Weekly", frequency="weekly")
        subscribe(bureau, 5, title="Ended", ends_on=DAY - dt.timedelta(days=1))
        subscribe(cast.units["BUREAU2"], 1, title="Elsewhere")
        only(distribute_newspapers(seen=[Seen(round_.id)], actor=cast.mail))
        bundles = {item.to_unit.code: item for item in MailItem.select()}
        assert {code: item.copies for code, item in bundles.items()} == {"BUREAU": 3, "STORE": 1}
        assert bundles["BUREAU"].remarks == "Daily 2、Evening 1"
        assert bundles["BUREAU"].status == "sorted"

    def test_the_second_time_adds_nothing(self, cast, round_, bureau):
        subscribe(bureau)
        only(distribute_newspapers(seen=[Seen(round_.id)], actor=cast.mail))
        afternoon = make_round(cast.site_a, at(15))
        only(distribute_newspapers(seen=[Seen(afternoon.id)], actor=cast.mail))
        assert MailItem.select().count() == 1


def test_an_entry_of_the_register_cannot_be_taken_out(cast, round_):
    (item,) = delivered_mail(cast, round_)
    assert "delete" not in MailItem.PAGES
    with pytest.raises(RuleViolation):
        only(sort_mail(seen=[Seen(item.id)], actor=cast.mail))
    assert DeliveryRound.get_by_id(round_.id).status == "planned"
