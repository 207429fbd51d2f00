"""Rules: one version in force at a time, read anew with every version (R18, R19, R23, R85, R87)."""

import datetime as dt

import peewee
import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.rules.deviating import (
    approve_rule_deviations,
    reject_rule_deviations,
    return_rule_deviations,
    submit_rule_deviations,
)
from logistics.operations.rules.drafting import (
    comment_rule_versions,
    draft_rule_versions,
    return_rule_versions,
)
from logistics.operations.rules.enacting import repeal_rule_versions, review_rule_versions
from logistics.operations.rules.reading import acknowledge_rule_versions, remind_rule_readers
from logistics.queries.rules.register import (
    governing_versions,
    has_not_read,
    overdue_reviews,
    to_read,
    ungoverned_types,
    version_in_force,
    versions_in_force,
)
from models import (
    Notice,
    RuleAcknowledgement,
    RuleComment,
    RuleDeviation,
    RuleLink,
    RuleVersion,
)
from tests.factories.buildings import make_defect
from tests.factories.rules import REVIEW, consulted, drafted, enact, make_rule

MARCH_9 = dt.date(2026, 3, 9)
JUNE_1 = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def monday(set_clock):
    set_clock("2026-03-02 09:00")


@pytest.fixture
def first(cast, set_clock):
    """A version in force since 9 March."""
    version = consulted(cast)
    set_clock("2026-03-09 09:00")
    return enact(cast, version, MARCH_9)


@pytest.fixture
def second(cast, first, set_clock):
    """Its successor, in force from 1 June; the clock stands on that day."""
    set_clock("2026-05-20 09:00")
    version = consulted(cast, first.rule, until=dt.date(2026, 5, 25))
    set_clock("2026-06-01 09:00")
    return enact(cast, version, JUNE_1)


def read(version, actor):
    only(acknowledge_rule_versions(seen=[Seen(version.id)], actor=actor))


def told(account):
    return [row.message for row in Notice.select().where(Notice.account == account)]


def deviation(cast, version, **overrides):
    values = {
        "version": version,
        "staff": cast.guard_staff,
        "unit": cast.units["GUARD"],
        "site": cast.site_a,
        "occurred_on": MARCH_9,
        "reason": "The slip was written afterwards.",
        "created_by": cast.guard_account,
    }
    row = RuleDeviation.create(**{**values, **overrides})
    only(submit_rule_deviations(seen=[Seen(row.id)], actor=cast.guard))
    return RuleDeviation.get_by_id(row.id)


def test_a_rule_is_drafted_discussed_and_put_into_force(cast, first):
    assert (first.status, first.starts_on, first.review_due_on) == ("in_force", MARCH_9, REVIEW)
    assert version_in_force(first.rule_id) == first
    assert any("Please comment" in text for text in told(cast.guard_account))
    assert any("Please read it" in text for text in told(cast.guard_account))


def test_a_new_version_begins_with_the_text_of_the_last(cast, first):
    version = RuleVersion.select().order_by(RuleVersion.id.desc())
    only(draft_rule_versions(seen=[Seen(first.rule_id)], actor=cast.assessor))
    assert (version.get().number, version.get().content) == (2, "Article 1.")
    with pytest.raises(WrongState, match="under way already"):
        only(draft_rule_versions(seen=[Seen(first.rule_id)], actor=cast.assessor))


def test_an_empty_text_is_not_sent_round(cast):
    with pytest.raises(InvalidRecord, match="This day is past"):
        consulted(cast, until=dt.date(2026, 3, 1))
    version = drafted(cast)
    RuleVersion.update(content="").where(RuleVersion.id == version.id).execute()
    with pytest.raises(WrongState, match="comments on it were taken"):
        enact(cast, version, MARCH_9)


def test_comments_are_heard_out_before_a_rule_comes_into_force(cast, set_clock):
    version = consulted(cast)
    only(
        comment_rule_versions(
            seen=[Seen(version.id)], remark="Five minutes are not enough.", actor=cast.guard
        )
    )
    assert RuleComment.get().staff == cast.guard_staff
    with pytest.raises(WrongState, match="Comments are still taken"):
        enact(cast, version, MARCH_9)
    only(return_rule_versions(seen=[Seen(version.id)], comment="Ten.", actor=cast.deputy))
    assert RuleVersion.get_by_id(version.id).status == "drafting"


def test_who_drafted_a_rule_does_not_put_it_into_force(cast, set_clock):
    version = consulted(cast)
    set_clock("2026-03-09 09:00")
    RuleVersion.update(created_by=cast.director_account).execute()
    with pytest.raises(NotPermitted, match="does not put it into force"):
        enact(cast, version, MARCH_9)


def test_a_major_rule_needs_the_minutes(cast, set_clock):
    version = consulted(cast, is_major=True)
    set_clock("2026-03-09 09:00")
    with pytest.raises(RuleViolation, match="number of the minutes"):
        enact(cast, version, MARCH_9)
    assert enact(cast, version, MARCH_9, minutes_no="No. 3").minutes_no == "No. 3"


def test_one_version_is_in_force_on_each_day(cast, first, second):
    """R19: nothing lapses between two versions, and no two hold on the same day."""
    former = RuleVersion.get_by_id(first.id)
    assert (former.status, former.ends_on) == ("revised", dt.date(2026, 5, 31))
    for day, version in ((dt.date(2026, 5, 31), first), (JUNE_1, second)):
        assert list(versions_in_force(day)) == [version]
    assert not versions_in_force(dt.date(2026, 3, 8)).exists()


def test_the_database_keeps_two_versions_apart(cast, first):
    values = {"rule": first.rule, "number": 9, "title": "X", "review_due_on": REVIEW}
    with pytest.raises(peewee.IntegrityError, match="rule_version_once"):
        RuleVersion.create(**values, status="in_force", starts_on=JUNE_1)


def test_a_new_version_does_not_reach_back(cast, first, set_clock):
    version = consulted(cast, first.rule, until=MARCH_9)
    set_clock("2026-03-20 09:00")
    with pytest.raises(RuleViolation, match="does not reach back"):
        enact(cast, version, dt.date(2026, 3, 12))


def test_old_acknowledgements_stay_with_the_old_version(cast, first, set_clock):
    """features.md, case 15 (probo#1399): reminders go out for the new version only."""
    read(first, cast.guard)
    set_clock("2026-05-20 09:00")
    version = consulted(cast, first.rule, until=dt.date(2026, 5, 25))
    set_clock("2026-06-01 09:00")
    second = enact(cast, version, JUNE_1)
    kept = RuleAcknowledgement.get()
    assert (kept.version, kept.staff) == (first, cast.guard_staff)
    assert cast.guard_staff in has_not_read(second)
    assert to_read(cast.guard_staff) == [second]
    with pytest.raises(WrongState, match="Only of the version in force"):
        only(remind_rule_readers(seen=[Seen(first.id)], actor=cast.assessor))
    read(second, cast.guard)
    before = len(told(cast.guard_account)), len(told(cast.keeper_account))
    only(remind_rule_readers(seen=[Seen(second.id)], actor=cast.assessor))
    assert len(told(cast.guard_account)) == before[0]
    assert told(cast.keeper_account)[-1].startswith("Please read and acknowledge")
    assert len(told(cast.keeper_account)) == before[1] + 1


def test_a_rule_is_acknowledged_once_by_those_whom_it_binds(cast, first):
    read(first, cast.guard)
    with pytest.raises(WrongState, match="acknowledged it already"):
        read(first, cast.guard)
    with pytest.raises(NotPermitted, match="does not bind you"):
        read(first, cast.staff)  # of a bureau, while the rule binds the center


def test_a_rule_of_a_post_family_binds_its_holders(cast, set_clock):
    version = consulted(cast, binds="guard")
    set_clock("2026-03-09 09:00")
    version = enact(cast, version, MARCH_9)
    assert list(has_not_read(version)) == [cast.guard_staff, cast.captain_staff]


def test_an_acknowledgement_cannot_be_taken_back(cast, first):
    read(first, cast.guard)
    with pytest.raises(peewee.IntegrityError, match="append"):
        RuleAcknowledgement.delete().execute()


def test_a_review_keeps_a_rule_and_sets_the_next(cast, first, set_clock):
    """R85: rules are looked at again; an overdue review is seen."""
    set_clock("2027-03-02 09:00")
    assert list(overdue_reviews()) == [first]
    due = dt.date(2028, 3, 1)
    only(
        review_rule_versions(
            seen=[Seen(first.id)], review_note="Fits.", review_due_on=due, actor=cast.assessor
        )
    )
    assert not overdue_reviews().exists()


def test_a_repealed_rule_holds_until_its_last_day(cast, first, set_clock):
    repeal = {"seen": [Seen(first.id)], "reason": "Merged.", "actor": cast.director}
    with pytest.raises(RuleViolation, match="past"):
        repeal_rule_versions(**repeal, ends_on=dt.date(2026, 3, 1))
    only(repeal_rule_versions(**repeal, ends_on=dt.date(2026, 3, 31)))
    assert version_in_force(first.rule_id, dt.date(2026, 3, 31)) == first
    assert version_in_force(first.rule_id, dt.date(2026, 4, 1)) is None


def test_every_kind_of_document_has_its_governing_version(cast, first, set_clock):
    """R87: the link is carried over; earlier documents stay with the version of their day."""
    RuleLink.create(doc_type="ticket", version=first, clause="Art. 3")
    assert "ticket" not in ungoverned_types()
    assert "learning_plan" in ungoverned_types()
    set_clock("2026-05-20 09:00")
    version = consulted(cast, first.rule, until=dt.date(2026, 5, 25))
    set_clock("2026-06-01 09:00")
    second = enact(cast, version, JUNE_1)
    assert governing_versions("ticket") == [second]
    assert governing_versions("ticket", MARCH_9) == [first]
    assert RuleLink.get(RuleLink.version == second.id).clause == "Art. 3"


def test_a_deviation_has_a_reason_and_somebody_elses_decision(cast, first):
    """R68: rules are not quietly passed by."""
    row = deviation(cast, first)
    assert row.doc_no.startswith("RD-")
    only(return_rule_deviations(seen=[Seen(row.id)], comment="Since when?", actor=cast.deputy))
    only(submit_rule_deviations(seen=[Seen(row.id)], actor=cast.guard))
    only(approve_rule_deviations(seen=[Seen(row.id)], actor=cast.deputy))
    row = RuleDeviation.get_by_id(row.id)
    assert (row.status, row.decided_by) == ("approved", cast.deputy_account)


def test_nobody_decides_on_a_deviation_of_his_own(cast, first):
    row = deviation(cast, first, staff=cast.guard_staff, created_by=cast.deputy_account)
    with pytest.raises(NotPermitted, match="of his own"):
        only(approve_rule_deviations(seen=[Seen(row.id)], actor=cast.deputy))
    with pytest.raises(RuleViolation, match="why the rule had to be kept"):
        reject_rule_deviations(seen=[Seen(row.id)], comment="", actor=cast.director)
    only(reject_rule_deviations(seen=[Seen(row.id)], comment="No.", actor=cast.director))


def test_a_deviation_names_the_version_of_its_day_and_a_document_that_is_there(cast, first):
    with pytest.raises(RuleViolation, match="not in force on that day"):
        deviation(cast, first, occurred_on=dt.date(2026, 3, 1))
    with pytest.raises(RuleViolation, match="no document with the number RD-1"):
        deviation(cast, first, concerns="RD-1")
    people = (cast.guard_staff, cast.mail_staff)
    defects = [make_defect(who, doc_no=f"BD-{who.id}") for who in people]
    row = deviation(cast, first, concerns=f" bd-{cast.guard_staff.id} ")
    assert (row.doc_type, row.doc_id) == ("building_defect", defects[0].id)
    with pytest.raises(RuleViolation, match="no document"):
        deviation(cast, first, concerns=defects[1].doc_no)


def test_line_officers_draft_for_their_own_unit_only(cast):
    own = make_rule(cast, owner_unit=cast.units["CENTER"])
    other = make_rule(cast, owner_unit=cast.units["BUREAU"])
    only(draft_rule_versions(seen=[Seen(own.id)], actor=cast.dispatcher))
    with pytest.raises(NotPermitted):
        only(draft_rule_versions(seen=[Seen(other.id)], actor=cast.dispatcher))
