"""Suggestions from their arrival until they are carried out."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.care.suggestions import (
    answer_suggestions,
    implement_suggestions,
    review_suggestions,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import visible
from logistics.queries.care.talks import talk_coverage
from models import AuditEntry, CareEvent, Notice, Staff, Suggestion
from tests.factories.care import handed_in, looked_into


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def reply(made, actor, verdict="adopted", answer="From July on.", **overrides):
    only(
        answer_suggestions(
            seen=[Seen(made.id)], verdict=verdict, answer=answer, actor=actor, **overrides
        )
    )
    return Suggestion.get_by_id(made.id)


def test_a_suggestion_goes_from_arrival_to_its_effect(cast):
    """(R66, R89)"""
    made = looked_into(cast, cast.guard)
    assert (made.doc_no, made.author_id) == ("SG-20260612-001", cast.guard.staff_id)
    assert made.answer_by == dt.date(2026, 7, 12)
    assert reply(made, cast.deputy, is_major=True).is_major
    only(
        implement_suggestions(
            seen=[Seen(made.id)], effect="Dark at noon.", saving=Decimal(1200), actor=cast.assessor
        )
    )
    row = Suggestion.get()
    assert (row.status, row.saving) == ("implemented", Decimal(1200))
    assert Notice.select().where(Notice.account == cast.guard_account).count() == 2


def test_an_anonymous_author_stands_nowhere_that_anybody_reads(cast):
    """(R89) Not in the row, not as its creator, not in the audit; the answer still arrives."""
    made = looked_into(cast, cast.guard, anonymous=True)
    assert (made.author_id, made.unit_id, made.created_by_id) == (None, None, None)
    entry = AuditEntry.get(AuditEntry.verb == "make_suggestions")
    assert entry.account_id is None
    assert cast.guard.name not in entry.actor + entry.changes + entry.row_label
    assert cast.guard.login not in entry.actor + entry.changes
    reply(made, cast.deputy, verdict="declined", answer="The cost is too high.")
    assert Notice.select().where(Notice.account == cast.guard_account).count() == 1


def test_staff_read_their_own_suggestions_only_anonymous_ones_too(cast):
    mine = handed_in(cast.guard, anonymous=True)
    handed_in(cast.staff)
    assert list(visible(cast.guard, Suggestion.select(), Suggestion)) == [mine]


def test_nobody_answers_a_suggestion_of_his_own_not_even_an_anonymous_one(cast):
    made = looked_into(cast, cast.deputy, anonymous=True)
    with pytest.raises(NotPermitted, match="of his own"):
        reply(made, cast.deputy)
    assert reply(made, cast.director).status == "adopted"


def test_an_answer_has_a_verdict_and_reasons(cast):
    made = looked_into(cast, cast.guard)
    with pytest.raises(InvalidRecord) as refusal:
        reply(made, cast.deputy, verdict="implemented", answer=" ")
    assert set(refusal.value.errors) == {"verdict", "answer"}


def test_only_what_was_adopted_is_carried_out(cast):
    made = looked_into(cast, cast.guard)
    reply(made, cast.deputy, verdict="declined")
    with pytest.raises(WrongState):
        only(
            implement_suggestions(
                seen=[Seen(made.id)], effect="x", saving=None, actor=cast.assessor
            )
        )
    with pytest.raises(RuleViolation, match="changed since"):
        implement_suggestions(seen=[], effect=" ", saving=None, actor=cast.assessor)
    with pytest.raises(InvalidRecord):
        implement_suggestions(seen=[], effect="x", saving=Decimal(-1), actor=cast.assessor)


def test_a_suggestion_says_what_and_is_handed_on_to_a_unit(cast):
    with pytest.raises(InvalidRecord) as refusal:
        handed_in(cast.guard, title="", content=" ", topic="weather")
    assert set(refusal.value.errors) == {"topic", "title", "content"}
    with pytest.raises(InvalidRecord):
        review_suggestions(seen=[], handled_by=0, actor=cast.assessor)


def test_talks_are_counted_against_three_a_year(cast):
    """(R89) By mid-year one talk with everybody of the center's own; by its end three."""
    first = dt.date(2026, 1, 1)
    CareEvent.create(
        staff=cast.guard_staff, kind="talk", held_on=dt.date(2026, 3, 2), visitor=cast.deputy_staff
    )
    coverage = talk_coverage(first, dt.date(2026, 6, 30))
    assert (coverage.covered, coverage.needed) == (1, 1)
    assert 1 < coverage.people < Staff.select().count()
    year = talk_coverage(first, dt.date(2026, 12, 31))
    assert (year.covered, year.needed) == (0, 3)


def test_what_was_talked_about_enters_the_audit_as_a_digest_only(cast):
    """(R89) PERSONAL: the row can be purged while the chain stays whole."""
    from logistics.operations.records import create_record

    create_record(
        CareEvent,
        {
            "staff": cast.guard_staff.id,
            "kind": "talk",
            "held_on": "2026-06-12",
            "visitor": cast.deputy_staff.id,
            "private_note": "His mother is ill.",
        },
        actor=cast.deputy,
    )
    assert "mother" not in AuditEntry.get(AuditEntry.table == "care_event").changes
