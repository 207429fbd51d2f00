"""Targets from publishing to confirmation."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.operations.targets.targets import (
    amend_targets,
    confirm_targets,
    publish_targets,
    report_targets,
    return_targets,
    withdraw_targets,
)
from logistics.permissions import SYSTEM
from logistics.queries.targets.attainment import attainment
from logistics.queries.targets.board import branches_of, totals_of
from logistics.queries.targets.overdue import late_targets, overdue_targets
from models import Notice, Target, TargetProgress
from tests.factories.targets import DUE, make_target, published_target


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def report(target, actor, attained, note="Counted from the patrol book."):
    only(report_targets(seen=[Seen(target.id)], attained=Decimal(attained), note=note, actor=actor))
    return Target.get_by_id(target.id)


@pytest.mark.parametrize(
    ("value", "direction", "percent"),
    [
        ("100", "higher", "100"),
        ("95", "higher", "95"),
        ("105", "higher", "105"),
        ("130", "higher", "110"),
        ("0", "higher", "0"),
        ("100", "lower", "100"),
        ("105", "lower", "95"),
        ("80", "lower", "110"),
        ("250", "lower", "0"),
    ],
)
def test_a_score_is_in_proportion_and_capped(value, direction, percent):
    """(R80) decisions.md 33: linear, 110 percent at most, nothing below zero."""
    assert attainment(Decimal(value), Decimal(100), direction) == Decimal(percent)


def test_a_target_goes_from_draft_to_its_confirmation(cast):
    """(R65, R79, R86)"""
    target = published_target(cast)
    assert target.doc_no == "TG-20260612-001"
    assert Notice.select().where(Notice.account == cast.guard_account).count() == 1
    assert report(target, cast.guard, "90").status == "published"
    reached = report(target, cast.guard, "98.98")
    assert (reached.status, reached.score) == ("reached", Decimal("101.00"))
    assert reached.reached_on == dt.date(2026, 6, 12)
    only(confirm_targets(seen=[Seen(target.id)], actor=cast.deputy))
    assert Target.get().status == "done"
    assert [row.percent for row in TargetProgress.select().order_by(TargetProgress.id)] == [
        Decimal("91.84"),
        Decimal("101.00"),
    ]


def test_the_weights_beside_each_other_are_a_hundred(cast):
    first = make_target(cast, weight=Decimal(60))
    second = make_target(cast, indicator="Visitors registered", weight=Decimal(40))
    (alone,) = publish_targets(seen=[Seen(first.id)], actor=cast.director)
    assert "are 60.00 together" in alone.words.filled()
    for outcome in publish_targets(seen=[Seen(first.id), Seen(second.id)], actor=cast.director):
        only([outcome])
    third = make_target(cast, indicator="Parking in order", weight=Decimal(10))
    with pytest.raises(RuleViolation, match=r"are 110\.00 together"):
        only(publish_targets(seen=[Seen(third.id)], actor=cast.director))


def test_parts_of_one_target_are_weighed_among_themselves(cast):
    whole = published_target(cast, level="center", unit=cast.units["CENTER"])
    part = make_target(cast, parent=whole, weight=Decimal(70))
    make_target(cast, indicator="Another unit's own", weight=Decimal(100))
    with pytest.raises(RuleViolation, match=r"are 70\.00 together"):
        only(publish_targets(seen=[Seen(part.id)], actor=cast.director))


def test_nobody_publishes_or_confirms_a_target_of_his_own(cast):
    target = make_target(cast, created_by=cast.director_account)
    with pytest.raises(NotPermitted, match="drew up himself"):
        only(publish_targets(seen=[Seen(target.id)], actor=cast.director))
    own = published_target(cast, indicator="His own", owner=cast.deputy_staff)
    report(own, cast.deputy, "98")
    with pytest.raises(NotPermitted, match="target of his own"):
        only(confirm_targets(seen=[Seen(own.id)], actor=cast.deputy))


def test_only_its_owner_reports_on_a_target_and_says_what_was_done(cast):
    target = published_target(cast)
    with pytest.raises(NotPermitted):
        report(target, cast.staff, "98")
    with pytest.raises(RuleViolation, match="what was done"):
        report_targets(seen=[], attained=Decimal(1), note=" ", actor=cast.guard)
    with pytest.raises(InvalidRecord):
        report_targets(seen=[], attained=Decimal("1.23456"), note="x", actor=cast.guard)


def test_a_returned_target_is_not_reached(cast):
    target = published_target(cast)
    report(target, cast.guard, "98")
    with pytest.raises(RuleViolation, match="does not show"):
        return_targets(seen=[], comment="", actor=cast.deputy)
    only(return_targets(seen=[Seen(target.id)], comment="Pages missing.", actor=cast.deputy))
    assert (Target.get().status, Target.get().reached_on) == ("published", None)
    with pytest.raises(WrongState):
        only(confirm_targets(seen=[Seen(target.id)], actor=cast.deputy))


def test_an_amended_target_keeps_the_reason_and_is_scored_anew(cast):
    target = published_target(cast, wanted=Decimal(100))
    report(target, cast.guard, "90")
    later = DUE + dt.timedelta(days=31)
    only(
        amend_targets(
            seen=[Seen(target.id)],
            wanted=Decimal(120),
            due_on=later,
            note="Two routes more.",
            actor=cast.director,
        )
    )
    row = Target.get()
    assert (row.wanted, row.due_on, row.score) == (Decimal(120), later, Decimal("75.00"))
    assert "Two routes more." in row.details
    with pytest.raises(InvalidRecord):
        amend_targets(seen=[], wanted=None, due_on=None, note="x", actor=cast.director)


def test_a_withdrawn_target_says_why(cast):
    target = published_target(cast)
    with pytest.raises(RuleViolation, match="reason"):
        withdraw_targets(seen=[Seen(target.id)], comment="", actor=cast.director)
    only(withdraw_targets(seen=[Seen(target.id)], comment="Merged.", actor=cast.director))
    assert (Target.get().status, "Merged." in Target.get().details) == ("withdrawn", True)


def test_overdue_follows_from_the_day(cast, set_clock):
    """(R65) Targets that are not completed at once stand on a list by themselves."""
    target = published_target(cast, due_on=dt.date(2026, 6, 11))
    assert list(overdue_targets(dt.date(2026, 6, 12))) == [target]
    assert list(overdue_targets(dt.date(2026, 6, 11))) == []
    report(target, cast.guard, "98")
    assert list(overdue_targets(dt.date(2026, 6, 12))) == []
    assert list(late_targets(dt.date(2026, 6, 1), dt.date(2026, 6, 30))) == [target]


def test_a_part_stands_under_the_target_that_it_serves(cast):
    whole = published_target(cast, level="center", unit=cast.units["CENTER"])
    part = published_target(cast, parent=whole)
    branches = branches_of(2026, cast.director)
    assert [(branch.target, branch.depth) for branch in branches] == [(whole, 0), (part, 1)]
    report(whole, cast.guard, "49")
    totals = totals_of(branches_of(2026, cast.director), dt.date(2026, 7, 1))
    assert (totals.number, totals.reached, totals.overdue) == (2, 0, 2)
    assert totals.score == Decimal("50.0")


@pytest.mark.parametrize(
    ("wrong", "column"),
    [({"wanted": "0"}, "wanted"), ({"level": "person"}, "parent"), ({"year": "2027"}, "parent")],
)
def test_a_target_serves_one_of_the_level_above_and_of_its_year(cast, wrong, column):
    whole = make_target(cast, level="center", unit=cast.units["CENTER"])
    values = {
        "year": "2026",
        "level": "unit",
        "parent": whole.id,
        "indicator": "Patrols done",
        "wanted": "98",
        "weight": "100",
        "unit": cast.units["GUARD"].id,
        "owner": cast.guard_staff.id,
        "due_on": "2026-06-30",
    }
    with pytest.raises(InvalidRecord) as refusal:
        create_record(Target, {**values, **wrong}, actor=SYSTEM)
    assert column in refusal.value.errors
