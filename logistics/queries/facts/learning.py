"""Learning in the report: the four forms, the plan of the year, study days (R04, R09–R11, R84)."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from logistics.database import local_day
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.queries.learning.hours import coverage, held_between, learners
from logistics.tables.learning import STUDY, LearningPlan, TrainingSession
from logistics.wording import _

PERCENT = _("%")
SESSIONS = _("sessions")
PERSON_HOURS = _("class hours a head")
HELD = "status__eq=held&starts_at__between={first} to {last}"
MEANS = ("study", "post_training", "post_check_education")
"""組織學習、崗位培訓、查崗教育: the three means that the report names."""
LEAST_TOPICS = 2
PUBLISHED_BY = (1, 31)
"""Month and day by which a plan counts as made at the beginning of its year."""


def _held(period: Period) -> list[TrainingSession]:
    query = TrainingSession.select().where(held_between(period.first, period.last))
    return list(query.order_by(TrainingSession.starts_at))


def forms_of_study(period: Period) -> Figure:
    """Sessions held in each of the four forms of study."""
    counts = Counter(session.form for session in _held(period))
    total = sum(counts[form] for form in STUDY)
    return Figure(total or None, total, {form: counts[form] for form in STUDY})


def plan_of_the_year(period: Period) -> Figure:
    """The day on which the year's learning plan was published."""
    plans = LearningPlan.select().where(
        (LearningPlan.year == period.last.year) & LearningPlan.published_at.is_null(False)
    )
    days = [local_day(plan.published_at) for plan in plans]
    return Figure(min(days) if days else None, len(days))


def made_at_the_beginning(figure: Figure) -> bool:
    """Whether the plan was published in January of its year."""
    day = figure.value
    return isinstance(day, dt.date) and (day.month, day.day) <= PUBLISHED_BY


def means_of_education(period: Period) -> Figure:
    """Percent of those called who were reached, and the sessions of each of the three means."""
    held = _held(period)
    counts = Counter("study" if each.form in STUDY else each.form for each in held)
    reached = coverage(period.first, period.last)
    return Figure(reached.percent, reached.called, {each: counts[each] for each in MEANS})


def study_days_for_all(period: Period) -> Figure:
    """Percent of the staff called to study days who came to at least one."""
    reached = coverage(period.first, period.last, TrainingSession.is_study_day)
    days = sum(session.is_study_day for session in _held(period))
    return Figure(reached.percent, reached.called, {"days": days})


def topics_of_study_days(period: Period) -> Figure:
    """Different subjects of the study days."""
    topics = [session.topic for session in _held(period) if session.is_study_day]
    return Figure(len(set(topics)) or None, len(topics))


def undiscussed_sessions(period: Period) -> Figure:
    """Study days without a note of what was discussed."""
    notes = [session.discussion for session in _held(period) if session.is_study_day]
    return Figure(sum(not note for note in notes) if notes else None, len(notes))


def hours_a_head(period: Period) -> Figure:
    """Class hours a head in the period, over everybody of the center."""
    plan = LearningPlan.get_or_none(LearningPlan.year == period.last.year)
    people: list[Any] = list(learners(plan, period.first, period.last)) if plan else []
    if not people:
        return Figure(None, 0)
    hours = sum((person.hours for person in people), Decimal(0)) / len(people)
    asked = Decimal(sum(person.asked for person in people)) / len(people) / 2
    return Figure(_tenth(hours), len(people), {"asked": _tenth(asked)})


def enough_hours(figure: Figure) -> bool:
    """Whether the mean reaches half of what the plan asks for the whole year."""
    value, asked = figure.value, figure.parts.get("asked")
    return isinstance(value, Decimal) and isinstance(asked, Decimal) and value >= asked


def _tenth(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.1"), ROUND_HALF_UP)


def _everybody(figure: Figure) -> bool:
    return figure.value == 100 and figure.n > 0


FACTS: tuple[Fact, ...] = (
    Fact(
        "R04",
        "forms_of_study",
        _("Sessions in the four forms of study"),
        "training_session",
        forms_of_study,
        lambda figure: all(figure.parts[form] for form in STUDY),
        SESSIONS,
        HELD,
    ),
    Fact(
        "R09",
        "plan_of_the_year",
        _("Learning plan of the year published on"),
        "learning_plan",
        plan_of_the_year,
        made_at_the_beginning,
    ),
    Fact(
        "R10",
        "means_of_education",
        _("Staff reached by study, training and education"),
        "training_attendance",
        means_of_education,
        lambda figure: _everybody(figure) and all(figure.parts.values()),
        PERCENT,
    ),
    Fact(
        "R11",
        "study_days",
        _("Staff who came to study days"),
        "training_attendance",
        study_days_for_all,
        _everybody,
        PERCENT,
    ),
    Fact(
        "R11",
        "study_topics",
        _("Subjects of the study days"),
        "training_session",
        topics_of_study_days,
        lambda figure: isinstance(figure.value, int) and figure.value >= LEAST_TOPICS,
        filters=HELD,
    ),
    Fact(
        "R11",
        "undiscussed_study_days",
        _("Study days without a note of the discussion"),
        "training_session",
        undiscussed_sessions,
        lambda figure: figure.value == 0 and figure.n > 0,
        SESSIONS,
        HELD,
    ),
    Fact(
        "R84",
        "hours_a_head",
        _("Class hours a head"),
        "training_attendance",
        hours_a_head,
        enough_hours,
        PERSON_HOURS,
    ),
)
