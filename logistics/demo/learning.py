"""Learning of the demonstration: the plan of the year, study days, training, who was there."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from typing import Any

from logistics.calendar import ONE_DAY, add_workdays
from logistics.database import local_day, local_today, now
from logistics.demo.diary import Entry, moment
from logistics.demo.office import SEED, Office
from logistics.demo.texts import read_texts
from logistics.demo.weeks import is_told
from logistics.operations.learning.plans import (
    approve_learning_plans,
    lay_out_sessions,
    publish_learning_plans,
    study_days,
)
from logistics.operations.learning.sessions import (
    Attended,
    call_sessions,
    hold_sessions,
    reflect_on_sessions,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import LineChange, change_record, create_record
from logistics.tables.learning import (
    ATTENDED,
    MISSED,
    LearningPlan,
    LearningPlanItem,
    TrainingAttendance,
    TrainingSession,
)
from logistics.tables.organisation import Site, Unit
from logistics.tables.people import Staff

FRIDAY = 5
STUDY_HOURS = "2"
CALLED_BEFORE = 3
"""Working days before a session on which people are called."""
COMING = dt.timedelta(days=14)
REFLECTIONS = 6


class Classroom:
    """What the entries share: the office, the texts, and chances of their own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.texts = read_texts("learning")
        self.random = random.Random(SEED)  # noqa: S311  (repeatable, and guards no secret)
        self.items = [*self._study_days(), *self.texts["item"]]

    def _study_days(self) -> Iterator[dict[str, Any]]:
        for month, topic in self.texts["theory"].items():
            yield {
                "form": "theory",
                "month": int(month),
                "topic": topic,
                "hours": STUDY_HOURS,
                "weekday": FRIDAY,
                "recurs": "fortnightly",
                "is_study_day": True,
            }

    @property
    def plan(self) -> LearningPlan:
        return LearningPlan.get(LearningPlan.year == self.texts["drafted"].year)


def events(office: Office) -> Iterator[Entry]:
    """The plan at the year's start, then every session that is over or comes soon."""
    room = Classroom(office)
    texts = room.texts
    yield Entry(moment(texts["drafted"], 10), 0, partial(_draft, room))
    yield Entry(moment(texts["approved"], 10), 0, partial(_approve, room))
    yield Entry(moment(texts["published"], 10), 0, partial(_publish, room))
    last = local_today() + COMING
    for told in room.items:
        for day in _days(told, texts["drafted"].year):
            if is_told(day) or day <= last:
                yield from _session(room, told, day)


def _days(told: dict[str, Any], year: int) -> list[dt.date]:
    item = LearningPlanItem(
        month=told["month"], weekday=told["weekday"], recurs=told.get("recurs", "once")
    )
    first = moment(dt.date(year, 1, 8), 0).date()
    return [day for day in study_days(item, year) if day >= first]


def _session(room: Classroom, told: dict[str, Any], day: dt.date) -> Iterator[Entry]:
    called_on = max(add_workdays(day, -CALLED_BEFORE), room.texts["published"])
    called_at = moment(called_on, 11)
    if called_at > now() and not is_told(day):
        return
    yield Entry(called_at, 5, partial(_call, room, told, day))
    if not is_told(day):
        return
    yield Entry(moment(day, 19), 5, partial(_hold, room, told, day))
    if told["form"] == "reflection":
        yield Entry(moment(day + ONE_DAY, 10), 5, partial(_reflect, room, told, day))
    make_up = room.texts["make_up"]
    if told.get("is_study_day") and told["month"] in make_up["months"]:
        yield Entry(moment(add_workdays(day, 4), 19), 6, partial(_make_up, room, told, day))


def _draft(room: Classroom) -> None:
    office, texts = room.office, room.texts
    values = {
        "year": texts["drafted"].year,
        "unit": office.key(Unit, "20"),
        "site": office.key(Site, "COMMITTEE"),
        "theme": texts["theme"],
        "aims": texts["aims"],
    }
    named = ("form", "month", "topic", "hours", "weekday", "recurs", "is_study_day", "audience")
    lines = [
        LineChange({name: told[name] for name in named if name in told}) for told in room.items
    ]
    create_record(
        LearningPlan, values, actor=office.actor("assessor"), lines={LearningPlanItem: lines}
    )


def _approve(room: Classroom) -> None:
    seen = [Seen(room.plan.id)]
    only(approve_learning_plans(seen=seen, actor=room.office.actor("deputy")))


def _publish(room: Classroom) -> None:
    seen = [Seen(room.plan.id)]
    only(publish_learning_plans(seen=seen, actor=room.office.actor("director")))
    only(lay_out_sessions(seen=seen, actor=room.office.actor("assessor")))


def _find(told: dict[str, Any], day: dt.date) -> TrainingSession:
    sessions = TrainingSession.select().where(
        (TrainingSession.topic == told["topic"]) & TrainingSession.makes_up.is_null()
    )
    return next(each for each in sessions if local_day(each.starts_at) == day)


def _call(room: Classroom, told: dict[str, Any], day: dt.date) -> None:
    session = _find(told, day)
    assessor = room.office.actor("assessor")
    values = {
        "place": room.texts["place"],
        "lecturer": told.get("lecturer", room.texts["lecturer"]),
    }
    change_record(TrainingSession, Seen(session.id), values, actor=assessor)
    only(call_sessions(seen=[Seen(session.id)], actor=assessor))


def _hold(room: Classroom, told: dict[str, Any], day: dt.date) -> None:
    _enter(room, _find(told, day), spared=False)


def _enter(room: Classroom, session: TrainingSession, *, spared: bool) -> None:
    """Nearly everybody is there; a few come late, fewer are missing."""
    chance, texts = room.random, room.texts
    entries = []
    low, high = texts["scores"]
    for row in _called(session):
        drawn = chance.random()
        score = chance.randint(low, high) if session.form == "post_training" else None
        if drawn < texts["absent"] and not spared:
            entries.append(Attended(row.staff_id, "absent"))
        elif drawn < texts["absent"] + texts["late"]:
            entries.append(Attended(row.staff_id, "late", score))
        elif score is not None:
            entries.append(Attended(row.staff_id, "present", score))
    only(
        hold_sessions(
            seen=[Seen(session.id)],
            entries=entries,
            discussion=chance.choice(texts["texts"]["discussion"]),
            actor=room.office.actor("assessor"),
        )
    )


def _called(session: TrainingSession) -> list[TrainingAttendance]:
    query = TrainingAttendance.select().where(TrainingAttendance.session == session.id)
    return list(query.order_by(TrainingAttendance.id))


def _make_up(room: Classroom, told: dict[str, Any], day: dt.date) -> None:
    """Whoever was missing at a study day comes to a session that makes up for it."""
    missed = _find(told, day)
    people = TrainingAttendance.select().join(Staff)
    missing = (TrainingAttendance.session == missed.id) & TrainingAttendance.status.in_(MISSED)
    if not people.where(missing & Staff.left_on.is_null()).exists():
        return
    assessor, starts_at = room.office.actor("assessor"), moment(local_today(), 16)
    values = {
        "topic": room.texts["make_up"]["topic"].format(topic=missed.topic),
        "form": missed.form,
        "plan_item": missed.plan_item_id,
        "audience": missed.audience,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
        "hours": Decimal(STUDY_HOURS),
        "site": missed.site_id,
        "place": room.texts["place"],
        "lecturer": room.texts["lecturer"],
        "makes_up": missed.id,
    }
    session = create_record(TrainingSession, values, actor=assessor)
    only(call_sessions(seen=[Seen(session.id)], actor=assessor))
    _enter(room, session, spared=True)


def _reflect(room: Classroom, told: dict[str, Any], day: dt.date) -> None:
    there = [row for row in _called(_find(told, day)) if row.status in ATTENDED]
    texts = room.texts["texts"]["reflection"]
    for row in room.random.sample(there, min(REFLECTIONS, len(there))):
        actor = room.office.actor_of(row.staff)
        words = room.random.choice(texts)
        only(reflect_on_sessions(seen=[Seen(row.id)], reflection=words, actor=actor))
