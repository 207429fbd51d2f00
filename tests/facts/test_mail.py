"""What the report claims of the mail, and that each claim turns when one thing went wrong."""

import datetime as dt

import pytest

from logistics.database import now, office_zone
from logistics.demo.diary import FIRST_DAY, LAST_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.mail import FACTS
from models import DeliveryRound, MailItem

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_claim_is_borne_out(demonstration, key):
    figure = BY_KEY[key].compute(HALF_YEAR)
    assert BY_KEY[key].holds(figure), figure


@pytest.mark.parametrize("key", BY_KEY)
def test_without_records_nothing_is_claimed(db, key):
    assert not holds(key)


def test_one_working_day_without_a_round_turns_it(demonstration):
    """(R41)"""
    begins = dt.datetime(2026, 4, 15, tzinfo=office_zone())
    day = DeliveryRound.starts_at.between(begins, begins + dt.timedelta(days=1))
    site = demonstration.site("COMMITTEE")
    DeliveryRound.update(status="planned").where(day & (DeliveryRound.site == site.id)).execute()
    assert BY_KEY["days_without_delivery"].compute(HALF_YEAR).value == 1
    assert not holds("days_without_delivery")


def test_mail_that_reaches_no_section_turns_it(demonstration):
    """(R41)"""
    section = demonstration.unit("21").kind
    assert section == "section"
    office = demonstration.unit("10").id
    MailItem.update(to_unit=office).execute()
    assert not holds("mail_delivered")


def test_mail_that_comes_late_turns_it(demonstration):
    """(R41)"""
    MailItem.update(due_at=MailItem.received_at).execute()
    assert not holds("mail_in_time")


def test_one_misdelivery_turns_it_though_it_was_put_right(demonstration):
    """(R42)"""
    item = MailItem.get(MailItem.kind == "newspaper")
    MailItem.update(misdelivered_at=now()).where(MailItem.id == item.id).execute()
    figure = BY_KEY["mail_misdelivered"].compute(HALF_YEAR)
    assert (figure.value, holds("mail_misdelivered")) == (1, False)


def test_an_item_that_nobody_signed_for_leaves_it_unproven(demonstration):
    """(R42): absence must be proven."""
    item = MailItem.get(MailItem.kind == "letter")
    MailItem.update(status="sorted").where(MailItem.id == item.id).execute()
    assert BY_KEY["mail_misdelivered"].compute(HALF_YEAR).value is None
    assert not holds("mail_misdelivered")
