"""The claims about targets, supervision, rewards, surveys, suggestions and care turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from logistics.demo.diary import LAST_DAY
from logistics.demo.office import Office
from logistics.tables.targets.rewards import PENALTIES
from models import (
    CareEvent,
    RewardPenalty,
    Staff,
    Suggestion,
    SupervisionItem,
    Survey,
    SurveyAnswer,
    SurveyQuestion,
    Target,
)
from tests.facts.claims import holds

EARLY = dt.datetime(2026, 1, 5, 2, tzinfo=dt.UTC)


def one_answer_less_than_satisfied() -> None:
    surveys = Survey.select().where(Survey.subject == "mail_duty")
    answer = SurveyAnswer.get(SurveyAnswer.survey.in_(surveys))
    SurveyAnswer.update(level="basic").where(SurveyAnswer.id == answer.id).execute()


def only_three_answers() -> None:
    surveys = Survey.select().where(Survey.subject == "mail_duty")
    kept = SurveyAnswer.select(SurveyAnswer.id).where(SurveyAnswer.survey.in_(surveys)).limit(3)
    ids = [row.id for row in kept]
    SurveyAnswer.delete().where(
        SurveyAnswer.survey.in_(surveys) & SurveyAnswer.id.not_in(ids)
    ).execute()


def many_dissatisfied() -> None:
    SurveyAnswer.update(level="basic").where(SurveyAnswer.id % 3 == 0).execute()


def guests_merely_satisfied() -> None:
    guests = Survey.select().where(Survey.audience == "guests")
    SurveyAnswer.update(level="satisfied").where(SurveyAnswer.survey.in_(guests)).execute()


def a_dimension_not_asked_for() -> None:
    SurveyQuestion.update(dimension=None).where(SurveyQuestion.dimension == "cohesion").execute()
    SurveyQuestion.update(dimension="identity").where(SurveyQuestion.dimension.is_null()).execute()


def everybody_suggests() -> None:
    people = list(Staff.select())
    made = Suggestion.get()
    for number, person in enumerate(people):
        Suggestion.create(
            doc_no=f"SG-{number}",
            title="One more",
            content="…",
            author=person,
            received_on=made.received_on,
            answer_by=made.answer_by,
        )


def one_answer_too_late() -> None:
    late = LAST_DAY + dt.timedelta(days=60)
    Suggestion.update(answered_on=late).where(Suggestion.id == Suggestion.get().id).execute()


def half_the_talks() -> None:
    CareEvent.delete().where((CareEvent.kind == "talk") & (CareEvent.id % 2 == 0)).execute()


def nobody_in_hardship_visited() -> None:
    CareEvent.update(kind="birthday").where(CareEvent.kind == "hardship").execute()


def one_line_of_work_without_targets() -> None:
    Target.update(work_line="management").where(Target.work_line == "support").execute()


def every_target_on_its_day() -> None:
    Target.update(reached_on=Target.due_on, status="done").execute()


def every_matter_in_time() -> None:
    SupervisionItem.update(reported_at=EARLY).execute()


def every_matter_at_once() -> None:
    SupervisionItem.update(accepted_at=SupervisionItem.issued_at).execute()


def only_one_goal() -> None:
    Target.update(indicator="宾客测评").where(Target.indicator.contains("很满意")).execute()


def only_rewards() -> None:
    RewardPenalty.update(status="revoked").where(RewardPenalty.kind.in_(list(PENALTIES))).execute()


def nothing_supervised() -> None:
    SupervisionItem.update(status="withdrawn").execute()


@pytest.mark.parametrize(
    ("key", "mutate"),
    [
        ("mail_and_duty", one_answer_less_than_satisfied),
        ("mail_and_duty", only_three_answers),
        ("service_as_a_whole", many_dissatisfied),
        ("guests_very_satisfied", guests_merely_satisfied),
        ("pulse", a_dimension_not_asked_for),
        ("suggestions_a_hundred", everybody_suggests),
        ("suggestions_answered", one_answer_too_late),
        ("talks_held", half_the_talks),
        ("acts_of_care", nobody_in_hardship_visited),
        ("lines_of_work", one_line_of_work_without_targets),
        ("targets_late", every_target_on_its_day),
        ("matters_in_time", every_matter_in_time),
        ("taken_on_at_once", every_matter_at_once),
        ("goals_set", only_one_goal),
        ("rewards_and_penalties", only_rewards),
        ("mechanisms_at_work", nothing_supervised),
    ],
)
def test_the_claim_turns(demonstration: Office, key: str, mutate: Callable[[], None]) -> None:
    """(R03, R43, R65, R66, R78–R80, R86, R88, R89) decisions.md 32"""
    assert holds(key)
    mutate()
    assert not holds(key)
