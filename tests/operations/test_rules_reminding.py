"""What of the rules is left undone is recalled by itself, once a week (R19, R85, R87)."""

import datetime as dt

import pytest

from logistics.operations.outcomes import Seen, only
from logistics.operations.rules.reading import acknowledge_rule_versions
from logistics.operations.rules.reminding import remind_of_rule_reviews, remind_of_unread_rules
from logistics.permissions import SYSTEM
from models import Notice
from tests.factories.rules import consulted, enact

MARCH_9 = dt.date(2026, 3, 9)
REVIEW = dt.date(2026, 6, 1)


@pytest.fixture
def version(cast, set_clock):
    """In force since Monday 9 March, to be read by everybody, to be reviewed on 1 June."""
    set_clock("2026-03-02 09:00")
    drafted = consulted(cast, binds="everybody")
    set_clock("2026-03-09 09:00")
    return enact(cast, drafted, MARCH_9, review_due_on=REVIEW)


def told(account, words):
    return Notice.select().where(Notice.account == account, Notice.message.contains(words)).count()


def test_who_has_not_read_is_asked_after_five_working_days_and_weekly(cast, version, set_clock):
    set_clock("2026-03-16 09:00")
    assert remind_of_unread_rules(actor=SYSTEM) == 0
    only(acknowledge_rule_versions(seen=[Seen(version.id)], actor=cast.staff))
    set_clock("2026-03-17 09:00")
    assert remind_of_unread_rules(actor=SYSTEM) > 0
    assert remind_of_unread_rules(actor=SYSTEM) == 0
    assert told(cast.head_account, "have not read yet") == 1
    assert told(cast.staff_staff.account_id, "have not read yet") == 0
    set_clock("2026-03-25 09:00")
    remind_of_unread_rules(actor=SYSTEM)
    assert told(cast.head_account, "have not read yet") == 2


def test_an_overdue_review_is_recalled_to_the_head_of_the_unit(cast, version, set_clock):
    set_clock("2026-06-01 09:00")
    assert remind_of_rule_reviews(actor=SYSTEM) == 0
    set_clock("2026-06-02 09:00")
    assert remind_of_rule_reviews(actor=SYSTEM) == 1
    assert remind_of_rule_reviews(actor=SYSTEM) == 0
    assert told(cast.director.account_id, "The review of") == 1
