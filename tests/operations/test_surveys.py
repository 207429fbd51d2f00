"""Surveys: one answer a person, joined to nobody, with rate, index and n."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.errors import InvalidRecord, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.care.surveys import (
    answer_surveys,
    close_surveys,
    enter_survey_papers,
    open_surveys,
)
from logistics.operations.outcomes import Seen, only
from logistics.queries.care.surveys import Shares, open_for, results_of
from logistics.tables.care.surveys import DIMENSIONS, LEVELS
from models import (
    AuditEntry,
    Staff,
    Survey,
    SurveyAnswer,
    SurveyInvitation,
    SurveyQuestion,
)
from tests.factories.care import answer, make_survey, open_survey


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 10:00")


def question(survey) -> int:
    return SurveyQuestion.get(SurveyQuestion.survey == survey.id).id


def enter(survey, actor, handed_out=10, **counts):
    only(
        enter_survey_papers(
            seen=[Seen(survey.id)],
            handed_out=handed_out,
            counts={question(survey): counts},
            actor=actor,
        )
    )


def test_everybody_asked_gets_an_invitation_and_answers_once(cast):
    """(R43)"""
    survey = open_survey(cast)
    assert survey.invited == Staff.select().count()
    answer(survey, cast.guard)
    with pytest.raises(WrongState, match="already"):
        answer(survey, cast.guard, "not")
    assert [(row.level, row.source) for row in SurveyAnswer.select()] == [("very", "online")]
    assert [done for _survey, done in open_for(cast.guard.staff_id)] == [True]


def test_nothing_leads_from_an_answer_to_a_person(cast, set_clock):
    """(R43, R88) No key, creator, hour or order; the audit notes the taking part only."""
    survey = open_survey(cast)
    set_clock("2026-06-13 11:11")
    for actor in (cast.guard, cast.keeper, cast.buyer):
        answer(survey, actor)
    rows = list(SurveyAnswer.select())
    people = {"staff", "owner", "author", "sender", "account"}
    assert not people & set(SurveyAnswer._meta.fields)
    assert {row.created_by_id for row in rows} == {row.updated_by_id for row in rows} == {None}
    assert {row.created_at for row in rows} == {row.updated_at for row in rows}
    assert rows[0].created_at == survey.created_at
    took_part = SurveyInvitation.get(SurveyInvitation.staff == cast.guard_staff)
    assert (took_part.updated_at, took_part.row_version) == (took_part.created_at, 1)
    assert AuditEntry.select().where(AuditEntry.table == "survey_answer").count() == 0
    taken = AuditEntry.select().where(AuditEntry.verb == "answer_surveys")
    assert {(entry.table, entry.changes) for entry in taken} == {("survey", "{}")}


def test_ids_of_answers_are_drawn_by_lot_and_never_twice(cast):
    survey = open_survey(cast)
    keys = iter([5, 5, 7, 3])
    for actor in (cast.guard, cast.keeper, cast.buyer):
        answer_surveys(
            survey=survey.id,
            levels={question(survey): "very"},
            actor=actor,
            new_key=lambda: next(keys),
        )
    assert sorted(row.id for row in SurveyAnswer.select()) == [3, 5, 7]


def test_a_unit_is_kept_for_groups_of_five_only(cast):
    """STORE has four people, CENTER more: who of the four answered cannot be told."""
    survey = open_survey(cast)
    answer(survey, cast.keeper)
    answer(survey, cast.assessor)
    kept = [row.unit_id for row in SurveyAnswer.select()]
    assert sorted(kept, key=str) == sorted([None, cast.units["CENTER"].id], key=str)


def test_every_question_is_answered_on_the_scale(cast):
    """(R79) 很满意、满意、基本满意、不满意"""
    assert list(LEVELS) == ["very", "satisfied", "basic", "not"]
    survey = open_survey(cast, "Letters", "Newspapers")
    with pytest.raises(InvalidRecord):
        answer_surveys(survey=survey.id, levels={question(survey): "very"}, actor=cast.guard)
    assert SurveyAnswer.select().count() == 0
    assert not SurveyInvitation.get(SurveyInvitation.staff == cast.guard_staff).has_answered


def test_rate_and_index_are_two_figures_of_the_valid_answers():
    """(R43) 满意率 = (很满意 + 满意) ÷ 有效."""
    shares = Shares({"very": 3, "satisfied": 2, "basic": 1, "not": 2})
    assert (shares.valid, shares.rate, shares.index) == (8, Decimal("62.50"), Decimal("75.00"))
    assert shares.is_shown
    empty = Shares(dict.fromkeys(LEVELS, 0))
    assert (empty.rate, empty.index, empty.is_shown) == (None, None, False)


def test_results_give_n_and_response_and_hide_small_groups(cast):
    """(R43, R88)"""
    survey = open_survey(cast)
    for actor in (cast.guard, cast.keeper, cast.deputy, cast.director):
        answer(survey, actor)
    results = results_of(survey)
    assert (results.answered, results.whole.valid, results.whole.rate) == (4, 4, Decimal(100))
    assert results.response == (Decimal(400) / survey.invited).quantize(Decimal("0.01"))
    assert not results.whole.is_shown
    answer(survey, cast.finance, "not")
    assert results_of(survey).whole.is_shown
    assert [shares.is_shown for _unit, shares in results_of(survey).units] == [False]


def test_a_pulse_asks_for_its_four_dimensions(cast):
    """(R88) Identity, belonging, cohesion, fighting strength."""
    pulse = open_survey(cast, kind="pulse", subject="center")
    answer(pulse, cast.guard, "satisfied")
    shown = [(row.dimension, shares.rate) for row, shares in results_of(pulse).questions]
    assert shown == [(name, Decimal(100)) for name in DIMENSIONS]
    partial = make_survey("Only one", kind="pulse")
    with pytest.raises(RuleViolation, match="each"):
        only(open_surveys(seen=[Seen(partial.id)], actor=cast.assessor))


def test_guests_answer_on_paper(cast):
    """(R79) Guests “very satisfied”; no more sheets come back than were handed out."""
    survey = open_survey(cast, audience="guests", subject="meetings")
    assert survey.invited == 0
    with pytest.raises(NotPermitted, match="does not ask you"):
        answer(survey, cast.guard)
    enter(survey, cast.meeting, handed_out=12, very=9, satisfied=1)
    results = results_of(Survey.get())
    assert (results.asked, results.answered, results.whole.rate) == (12, 10, Decimal(100))
    with pytest.raises(RuleViolation, match="No more sheets"):
        enter(survey, cast.meeting, handed_out=1, very=2)
    with pytest.raises(RuleViolation, match="number of sheets"):
        enter(survey, cast.meeting, very=0)
    with pytest.raises(NotFound):
        enter(survey, cast.meeting, superb=1)


@pytest.mark.parametrize("day", ["2026-06-09 10:00", "2026-06-21 10:00"])
def test_a_survey_is_answered_within_its_days(cast, set_clock, day):
    survey = open_survey(cast)
    set_clock(day)
    with pytest.raises(WrongState, match="not open"):
        answer(survey, cast.guard)


def test_a_closed_survey_takes_no_answer(cast):
    survey = open_survey(cast)
    only(close_surveys(seen=[Seen(survey.id)], actor=cast.assessor))
    with pytest.raises(WrongState, match="not open"):
        answer(survey, cast.guard)
    with pytest.raises(WrongState, match="not open"):
        enter(survey, cast.assessor, very=1)
    with pytest.raises(NotFound):
        answer_surveys(survey=999_999, levels={}, actor=cast.guard)


def test_a_survey_opens_with_questions_and_time_left(cast):
    survey = make_survey()
    SurveyQuestion.delete().execute()
    with pytest.raises(RuleViolation, match="at least one question"):
        only(open_surveys(seen=[Seen(survey.id)], actor=cast.assessor))
    SurveyQuestion.create(survey=survey, text="Letters", dimension="identity")
    with pytest.raises(RuleViolation, match="Only the questions of a pulse"):
        only(open_surveys(seen=[Seen(survey.id)], actor=cast.assessor))
    past = make_survey(starts_on=dt.date(2026, 5, 1), ends_on=dt.date(2026, 5, 9))
    with pytest.raises(RuleViolation, match="past"):
        only(open_surveys(seen=[Seen(past.id)], actor=cast.assessor))


def test_a_survey_of_one_office_area_asks_its_people_only(cast):
    survey = open_survey(cast, site=cast.site_b)
    asked = {row.staff_id for row in SurveyInvitation.select()}
    assert asked == {row.id for row in Staff.select().where(Staff.site == cast.site_b)}
    assert survey.invited == len(asked)
