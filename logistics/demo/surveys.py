"""Surveys of the demonstration, on the page and on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from logistics.database import local_today
from logistics.demo.diary import Entry, moment, this_morning
from logistics.demo.office import Office
from logistics.operations.care.surveys import (
    answer_surveys,
    close_surveys,
    enter_survey_papers,
    open_surveys,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, create_record
from logistics.tables.care import Survey, SurveyInvitation, SurveyQuestion
from logistics.tables.care.surveys import DIMENSIONS, LEVELS
from logistics.tables.people import Staff

DAY = dt.timedelta(days=1)
MOST_KEY = 2**31 - 1
OPEN_SINCE, OPEN_FOR = 2 * DAY, 8 * DAY
LOGINS = frozenset({"staff", "staff2", "guard", "keeper", "head", "deputy"})
"""Whose log-ins find the open survey unanswered on their desks."""
Row = Mapping[str, Any]


def survey_events(office: Office, texts: Row) -> Iterator[Entry]:
    """Each opened on its day, answered day by day or counted in from paper, and ended."""
    for row in texts["survey"]:
        yield Entry(moment(row["from"], 8, 40), 0, partial(_open, office, row))
        if "online" in row:
            yield from _answers(office, row, row["from"], row["until"])
        else:
            counted = row.get("counted", row["until"])
            yield Entry(moment(counted, 16), 0, partial(_count_papers, office, row))
        yield Entry(moment(row["until"], 17, 30), 0, partial(_close, office, row))
    today = local_today()
    now = {**texts["now"], "from": today - OPEN_SINCE, "until": today + OPEN_FOR}
    yield Entry(moment(now["from"], 8, 40), 0, partial(_open, office, now))
    answer = partial(_answer, office, now, now["online"], LOGINS)
    yield Entry(this_morning(), 40, answer)


def _answers(office: Office, row: Row, first: dt.date, last: dt.date) -> Iterator[Entry]:
    days = [first + DAY * number for number in range((last - first).days + 1)]
    each_day = -(-row["online"] // len(days))
    left = row["online"]
    for day in days:
        part = min(each_day, left)
        left -= part
        if part:
            act = partial(_answer, office, row, part, frozenset())
            yield Entry(moment(day, 12, 15), 0, act)


def _open(office: Office, row: Row) -> None:
    is_pulse = row.get("kind") == "pulse"
    dimensions = list(DIMENSIONS) if is_pulse else [None] * len(row["questions"])
    lines = [
        LineChange({"position": position, "text": text, "dimension": dimension})
        for position, (text, dimension) in enumerate(
            zip(row["questions"], dimensions, strict=True), start=1
        )
    ]
    values = {
        "title": row["title"],
        "kind": row.get("kind", "satisfaction"),
        "subject": row["subject"],
        "audience": row.get("audience", "staff"),
        "site": office.site(row["site"]).id if "site" in row else None,
        "introduction": row.get("introduction", ""),
        "starts_on": row["from"],
        "ends_on": row["until"],
    }
    assessor = office.actor("assessor")
    made = create_record(Survey, values, actor=assessor, lines={SurveyQuestion: lines})
    only(open_surveys(seen=[Seen(made.id)], actor=assessor))


def _found(row: Row) -> Survey:
    return Survey.get(Survey.title == row["title"])


def _questions(survey: Survey) -> list[int]:
    rows = SurveyQuestion.select().where(SurveyQuestion.survey == survey.id)
    return [row.id for row in rows.order_by(SurveyQuestion.position)]


def _answer(office: Office, row: Row, count: int, spared: frozenset[str]) -> None:
    """Some of those who have not answered yet do so."""
    survey, chance = _found(row), office.random
    waiting = list(
        SurveyInvitation.select(SurveyInvitation, Staff)
        .join(Staff)
        .where((SurveyInvitation.survey == survey.id) & ~SurveyInvitation.has_answered)
        .order_by(SurveyInvitation.id)
    )
    keep_out = {office.staff_id(login) for login in spared}
    able = [
        one.staff
        for one in waiting
        if one.staff_id not in keep_out and _may_answer(office, one.staff)
    ]
    questions = _questions(survey)
    for person in chance.sample(able, min(count, len(able))):
        answer_surveys(
            survey=survey.id,
            levels={question: _level(office, row["weights"]) for question in questions},
            actor=office.actor_of(person),
            new_key=lambda: chance.randrange(1, MOST_KEY),
        )


def _may_answer(office: Office, person: Staff) -> bool:
    return ("verb", "answer_surveys", "") in office.actor_of(person).grants


def _level(office: Office, weights: Sequence[int]) -> str:
    return office.random.choices(list(LEVELS), weights)[0]


def _count_papers(office: Office, row: Row) -> None:
    survey, chance = _found(row), office.random
    handed_out, by_question = row["papers"]
    counts = {
        question: dict(zip(LEVELS, numbers, strict=True))
        for question, numbers in zip(_questions(survey), by_question, strict=True)
    }
    only(
        enter_survey_papers(
            seen=[Seen(survey.id)],
            handed_out=handed_out,
            counts=counts,
            actor=office.actor("assessor"),
            new_key=lambda: chance.randrange(1, MOST_KEY),
        )
    )


def _close(office: Office, row: Row) -> None:
    only(close_surveys(seen=[Seen(_found(row).id)], actor=office.actor("assessor")))
