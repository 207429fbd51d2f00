"""Suggestions and acts of care of the demonstration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, moment, workdays
from logistics.demo.office import Office
from logistics.demo.surveys import survey_events
from logistics.demo.texts import read_texts
from logistics.operations.care.suggestions import (
    answer_suggestions,
    implement_suggestions,
    make_suggestions,
    review_suggestions,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.care.talks import own_people
from logistics.tables.care import CareEvent, Suggestion
from logistics.tables.people import Staff

HANDED_ON_AFTER = dt.timedelta(days=2)
TALK_HOURS = (10, 15)
Row = Mapping[str, Any]


def events(office: Office) -> Iterator[Entry]:
    """Suggestions and their answers, visits and talks, surveys."""
    texts = read_texts("care")
    for row in texts["suggestion"]:
        yield from _suggestion(office, row)
    for row in texts["recent"]:
        yield from _recent(office, row)
    for row in texts["care"]:
        yield Entry(moment(row["day"], 14), 0, partial(_care, office, row))
    for month, who in texts["birthdays"]["months"]:
        day = dt.date(FIRST_DAY.year, month, 12)
        row = {"kind": "birthday", "who": who, **texts["birthdays"]}
        yield Entry(moment(day, 11), 0, partial(_care, office, {**row, "day": day}))
    yield from _talks(office, texts["talks"])
    yield from survey_events(office, texts)


def _suggestion(office: Office, row: Row) -> Iterator[Entry]:
    yield Entry(moment(row["day"], 10), 0, partial(_make, office, row))
    yield Entry(moment(row["day"] + HANDED_ON_AFTER, 9), 0, partial(_hand_on, office, row))
    yield Entry(moment(row["answered"], 16), 0, partial(_answer, office, row))
    if "effect" in row:
        yield Entry(moment(row["implemented"], 17), 0, partial(_implement, office, row))


def _recent(office: Office, row: Row) -> Iterator[Entry]:
    day = local_today() - dt.timedelta(days=row["ago"])
    yield Entry(moment(day, 10), 0, partial(_make, office, row))
    if "unit" in row:
        yield Entry(moment(day + HANDED_ON_AFTER, 9), 0, partial(_hand_on, office, row))


def _make(office: Office, row: Row) -> None:
    make_suggestions(
        topic=row["topic"],
        title=row["title"],
        content=row["content"],
        anonymous=row.get("anonymous", False),
        actor=office.actor_for(row["who"]),
    )


def _found(row: Row) -> Seen:
    return Seen(Suggestion.get(Suggestion.title == row["title"]).id)


def _hand_on(office: Office, row: Row) -> None:
    unit = office.unit(row["unit"]).id
    only(review_suggestions(seen=[_found(row)], handled_by=unit, actor=office.actor("assessor")))


def _answer(office: Office, row: Row) -> None:
    only(
        answer_suggestions(
            seen=[_found(row)],
            verdict=row["verdict"],
            answer=row["answer"],
            is_major=row.get("major", False),
            actor=office.actor("deputy"),
        )
    )


def _implement(office: Office, row: Row) -> None:
    saving = Decimal(row["saving"]) if "saving" in row else None
    only(
        implement_suggestions(
            seen=[_found(row)], effect=row["effect"], saving=saving, actor=office.actor("assessor")
        )
    )


def _care(office: Office, row: Row) -> None:
    values = {
        "staff": office.staff_id(row["who"]),
        "kind": row["kind"],
        "held_on": row["day"],
        "visitor": office.staff_id(row["by"]),
        "gift": row.get("gift", ""),
        "amount": row.get("amount"),
        "private_note": row.get("note", ""),
    }
    create_record(CareEvent, values, actor=office.actor("assessor"))


def _talks(office: Office, words: Row) -> Iterator[Entry]:
    """Within the half-year somebody talks with everybody of the center's own, a few each week."""
    days = list(workdays())

    def talk(number: int, day: dt.date) -> None:
        people = own_people(FIRST_DAY, LAST_DAY)
        for person in people[number :: len(days)]:
            _talk(office, words, person, day)

    for number, day in enumerate(days):
        hour = TALK_HOURS[number % len(TALK_HOURS)]
        yield Entry(moment(day, hour, 20), 0, partial(talk, number, day))


def _talk(office: Office, words: Row, person: Staff, day: dt.date) -> None:
    leaders = (words["by_unit"].get(person.unit.code, words["others"]), words["others"])
    leader = next(one for who in leaders if (one := office.staff_id(who)) != person.id)
    values = {
        "staff": person.id,
        "kind": "talk",
        "held_on": day,
        "visitor": leader,
        "private_note": words["note"],
    }
    create_record(CareEvent, values, actor=office.actor("assessor"))
