"""What targets, supervision, suggestions, rewards and surveys give to the assessment."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.operations.assessment.measures import MEASURES, Span
from logistics.operations.assessment.scoring.items import score_records
from logistics.operations.assessment.scoring.rules import ItemRule, Records
from models import RewardPenalty, Suggestion, SupervisionItem, Survey
from tests.factories.care import answer, handed_in, open_survey
from tests.factories.targets import make_act, make_matter, make_target

HALF = Span(dt.date(2026, 1, 1), dt.date(2026, 6, 30))


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def observed(measure, span=HALF):
    return list(MEASURES[measure].observe(span))


def test_a_target_counts_with_its_score_and_weight(cast):
    """(R80, R81) Σ score × weight; a target due without a report counts as nothing."""
    make_target(cast, weight=Decimal(60), score=Decimal("101.5"), status="reached")
    make_target(cast, weight=Decimal(40), status="published")
    make_target(cast, weight=Decimal(40))
    make_target(cast, weight=Decimal(40), status="published", due_on=dt.date(2026, 7, 1))
    first, second = observed("target_scores")
    assert (first.quantity, first.possible) == (Decimal("60.9"), Decimal(60))
    assert (second.quantity, second.possible) == (Decimal(0), Decimal(40))
    records = Records(
        count=2,
        quantity=first.quantity + second.quantity,
        possible=first.possible + second.possible,
    )
    rule = ItemRule(1, 1, "target", Decimal(40), cap=Decimal(110))
    assert score_records(rule, records).points == Decimal("24.36")


def test_a_matter_is_in_time_or_not(cast):
    """(R65) Reported as done by its day; the hour of striking it off does not matter."""
    due = dt.date(2026, 6, 10)
    in_time = dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC)
    made = {"accept_by": in_time, "due_on": due}
    make_matter(cast, status="done", reported_at=in_time, **made)
    make_matter(cast, status="done", reported_at=in_time + dt.timedelta(days=1), **made)
    make_matter(cast, status="accepted", **made)
    make_matter(cast, status="withdrawn", due_on=due)
    assert [seen.quantity for seen in observed("supervision_on_time")] == [1, 0, 0]
    assert SupervisionItem.select().count() == 4


def test_adopted_suggestions_and_commendations_give_points_but_not_to_the_anonymous(cast):
    """(R66) The anonymous author would be named by his points."""
    for actor, anonymous in ((cast.guard, False), (cast.keeper, True), (cast.buyer, False)):
        handed_in(actor, anonymous=anonymous)
    Suggestion.update(status="adopted", answered_on=dt.date(2026, 6, 12)).execute()
    Suggestion.update(is_major=True).where(Suggestion.author == cast.buyer_staff).execute()
    make_act(cast, status="decided", decided_on=dt.date(2026, 6, 1))
    make_act(cast, kind="oral_praise", status="decided", decided_on=dt.date(2026, 6, 1))
    assert [(seen.staff, seen.fault) for seen in observed("merits")] == [
        (cast.guard_staff.id, "suggestion"),
        (cast.buyer_staff.id, "suggestion_major"),
        (cast.keeper_staff.id, "commendation"),
    ]


def test_a_disciplinary_act_bars_from_a_grade(cast):
    """(R80, R86)"""
    made = {"authority": "纪工委", "authority_paper": "3", "decided_on": dt.date(2026, 6, 1)}
    make_act(cast, kind="demerit", status="decided", **made)
    make_act(cast, kind="warning", status="revoked", **made)
    assert [seen.fault for seen in observed("discipline")] == ["demerit"]
    assert RewardPenalty.select().count() == 2


def test_a_survey_counts_for_the_family_that_it_is_about_from_five_answers_on(cast):
    """(R43, R78)"""
    survey = open_survey(cast)
    for actor in (cast.guard, cast.keeper, cast.deputy, cast.director):
        answer(survey, actor)
    answer(survey, cast.finance, "basic")
    Survey.update(status="closed", ends_on=dt.date(2026, 6, 12)).execute()
    (seen,) = observed("service_satisfaction")
    assert (seen.staff, seen.quantity, seen.possible) == (cast.mail_staff.id, 4, 5)
    small = open_survey(cast)
    Survey.update(status="closed").where(Survey.id == small.id).execute()
    assert len(observed("service_satisfaction")) == 1
