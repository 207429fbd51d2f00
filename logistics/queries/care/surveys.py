"""What a survey has shown: rate and index side by side, always with their n."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee

from logistics.tables.care import Survey, SurveyAnswer, SurveyInvitation, SurveyQuestion
from logistics.tables.care.surveys import LEVELS
from logistics.tables.organisation import Unit

LEAST_GROUP = 5
"""Groups with fewer answers are not shown, so that nobody can be recognised."""
HUNDRED = Decimal(100)
HUNDREDTH = Decimal("0.01")
GOOD = ("very", "satisfied")
INDEX = {"very": 100, "satisfied": 80, "basic": 60, "not": 40}


@dataclass(frozen=True)
class Shares:
    """Valid answers by level; rate and index are None without any, and are never mixed.

    ``rate`` = (very satisfied + satisfied) ÷ valid, in percent (满意率); ``index`` is the mean of
    100, 80, 60 and 40 by level.
    """

    counts: Mapping[str, int]

    @property
    def valid(self) -> int:
        return sum(self.counts.values())

    @property
    def rate(self) -> Decimal | None:
        good = sum(self.counts[level] for level in GOOD)
        return (HUNDRED * good / self.valid).quantize(HUNDREDTH) if self.valid else None

    @property
    def index(self) -> Decimal | None:
        points = sum(INDEX[level] * self.counts[level] for level in LEVELS)
        return (Decimal(points) / self.valid).quantize(HUNDREDTH) if self.valid else None

    @property
    def is_shown(self) -> bool:
        """Whether so many answered that nobody can be recognised."""
        return self.valid >= LEAST_GROUP


@dataclass(frozen=True)
class Results:
    """A survey as a whole: people asked and answering, shares in all, by question and by unit."""

    asked: int
    answered: int
    whole: Shares
    questions: list[tuple[SurveyQuestion, Shares]]
    units: list[tuple[Unit, Shares]]

    @property
    def response(self) -> Decimal | None:
        """Percent of those asked who took part."""
        return (HUNDRED * self.answered / self.asked).quantize(HUNDREDTH) if self.asked else None


def results_of(survey: Survey) -> Results:
    """Everything that the answers of one survey show (R43, R79, R88)."""
    by_question: dict[int, Counter[str]] = {}
    by_unit: dict[int, Counter[str]] = {}
    rows: Any = (
        SurveyAnswer.select(
            SurveyAnswer.question,
            SurveyAnswer.unit,
            SurveyAnswer.level,
            peewee.fn.COUNT(SurveyAnswer.id),
        )
        .where(SurveyAnswer.survey == survey.id)
        .group_by(SurveyAnswer.question, SurveyAnswer.unit, SurveyAnswer.level)
        .tuples()
    )
    for question, unit, level, count in rows:
        by_question.setdefault(question, Counter())[level] += count
        if unit is not None:
            by_unit.setdefault(unit, Counter())[level] += count
    questions = SurveyQuestion.select().where(SurveyQuestion.survey == survey.id)
    units = Unit.select().where(Unit.id.in_(list(by_unit))).order_by(Unit.code)
    return Results(
        asked=survey.invited + survey.handed_out,
        answered=_took_part(survey) + survey.handed_in,
        whole=_shares(by_question.values()),
        questions=[
            (question, _shares([by_question.get(question.id, Counter())]))
            for question in questions.order_by(SurveyQuestion.position)
        ],
        units=[(unit, _shares([by_unit[unit.id]])) for unit in units],
    )


def open_for(staff: int) -> list[tuple[Survey, bool]]:
    """The open surveys that ask a person, and whether he has answered."""
    rows = (
        SurveyInvitation.select(SurveyInvitation, Survey)
        .join(Survey)
        .where((SurveyInvitation.staff == staff) & (Survey.status == "open"))
        .order_by(Survey.ends_on, Survey.id)
    )
    return [(row.survey, row.has_answered) for row in rows]


def _took_part(survey: Survey) -> int:
    taken = (SurveyInvitation.survey == survey.id) & SurveyInvitation.has_answered
    return int(SurveyInvitation.select().where(taken).count())


def _shares(counters: Iterable[Counter[str]]) -> Shares:
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return Shares({level: total[level] for level in LEVELS})
