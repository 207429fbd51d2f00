"""The service desk of the demonstration: promises, the tickets of the half-year, those of today."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from logistics.calendar import add_workdays
from logistics.database import local_today
from logistics.demo.diary import FIRST_DAY, LAST_DAY, Entry, moment, this_morning, workdays
from logistics.demo.office import SEED, Office
from logistics.demo.texts import read_texts
from logistics.demo.ticket_walk import ORDER, Fate, Walk
from logistics.operations.records import create_record
from logistics.operations.service_desk.closing import close_unanswered_tickets
from logistics.queries.service_desk.clock import OfficeClock
from logistics.tables.organisation import Unit
from logistics.tables.service_desk import OfficeHours, ServiceCommitment

A_DAY = (1, 2, 2, 3)
"""How many tickets a working day has."""
LAST_ASKED = dt.date(2026, 6, 24)
"""After it nothing is asked in the half-year, so that all of it is closed by its end."""
HOURS = (9, 10, 10, 13, 14, 15)
CLOSING_HOUR = 8
WEEKS_TO_CLOSE = 2
MONDAY = 1
MARKS = (*(5,) * 12, *(4,) * 6, 3)
SILENT, CALLED_IN, PAUSED, STOPPED = 0.06, 0.08, 0.05, 0.015
REOPENED, REFUSED, LATE = 0.03, 0.01, 0.01
"""How often each of the unusual happens."""
DAYS_LATE = 60 * 30
REPAIRS = ("WX-P", "WX-J")
"""The services whose foreman gives the work on to a fitter."""
LIVING_DAYS = 8
MARKS_OF_SEASON = ("opens_at", "closes_at_noon", "opens_after_noon", "closes_at")


class Desk:
    """The desk while the demonstration is loaded, with chances of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.texts = read_texts("service_desk")
        self.random = random.Random(SEED)  # noqa: S311  (repeatable, and guards no secret)
        self.clock = OfficeClock(FIRST_DAY)
        rarity = self.texts["rarity"]
        self.weights = [
            rarity["share"] if matter["service"] in rarity["services"] else 1.0
            for matter in self.texts["matter"]
        ]

    def draw(self, **given: Any) -> Fate:
        """Who asks for what, and how it goes."""
        chance, texts = self.random, self.texts
        caller = chance.choice(texts["callers"]) if chance.random() < CALLED_IN else None
        drawn = {
            "matter": chance.choices(texts["matter"], self.weights)[0],
            "who": chance.choice(texts["requesters"]),
            "caller": caller,
            "answerer": chance.choice(texts["answerers"]),
            "fitter": chance.choice(texts["fitters"]),
            "turn": chance.random(),
            "mark": None if caller or chance.random() < SILENT else chance.choice(MARKS),
            "verdict": chance.choice(texts["satisfied"]),
            "pause": chance.choice(texts["pauses"]),
            "stop": chance.choice(texts["stops"]),
            "place": chance.choice(texts["places"]),
        }
        return Fate(**{**drawn, **given})

    def walk(self, fate: Fate, asked_at: dt.datetime) -> Walk:
        return Walk(self.office, self.texts, fate, self.clock, asked_at)

    def some_time(self, day: dt.date) -> dt.datetime:
        """A moment of the day at which somebody asks."""
        hour, minute = self.random.choice(HOURS), self.random.randrange(10, 55)
        return moment(day, hour, minute)

    def matter(self, title: str) -> dict[str, Any]:
        return next(told for told in self.texts["matter"] if told["title"] == title)


def events(office: Office) -> Iterator[Entry]:
    """The commitments in December, some tickets every working day, and those around today."""
    desk = Desk(office)
    yield Entry(moment(desk.texts["published"], 15), 0, partial(_publish, desk))
    for day in workdays(FIRST_DAY, LAST_ASKED):
        for _number in range(desk.random.choice(A_DAY)):
            yield from _course(desk.walk(desk.draw(), desk.some_time(day)))
    for day in _closing_days():
        yield Entry(moment(day, CLOSING_HOUR), ORDER, partial(_close_silent, office))
    for entry in _lately(desk):
        if entry.moment <= this_morning():
            yield entry
    yield from _today(desk)


def _course(walk: Walk) -> Iterator[Entry]:
    """A ticket from being asked to its end."""
    fate, texts = walk.fate, walk.texts
    is_given_on = fate.matter["service"] in REPAIRS and fate.fitter != texts["foreman"]
    yield Entry(walk.at, ORDER, walk.register)
    if fate.caller:
        yield walk.after(3, lambda: walk.hand_to(walk.responsible, texts["redirected"]))
    elif fate.turn < REFUSED:
        yield walk.after(10, walk.refuse)
        return
    elif not is_given_on:
        yield walk.after(6, walk.accept)
    if is_given_on:
        yield walk.after(4, lambda: walk.hand_to(fate.fitter, texts["handed"]))
    yield walk.after(4, walk.start)
    yield from _waiting(walk)
    late = 0.5 < fate.turn < 0.5 + LATE
    yield walk.after(fate.matter["minutes"] + late * DAYS_LATE, walk.resolve)
    if 0.9 < fate.turn < 0.9 + REOPENED and not fate.caller:
        yield walk.after(240, walk.reopen)
        yield walk.after(30, walk.start)
        yield walk.after(60, walk.resolve)
    if fate.mark is not None:
        yield walk.after(90, walk.confirm)


def _waiting(walk: Walk) -> Iterator[Entry]:
    """Now and then somebody has to be waited for."""
    if 0.2 < walk.fate.turn < 0.2 + PAUSED:
        yield walk.after(5, walk.pause)
        yield walk.after(180, walk.resume)
    elif 0.3 < walk.fate.turn < 0.3 + STOPPED:
        yield walk.after(20, walk.stop)
        yield walk.after(40, walk.approve)
        yield walk.after(600, walk.resume)


def _closing_days() -> list[dt.date]:
    """Mondays of the half-year and shortly after it, and the last ones before today."""
    after = LAST_DAY + dt.timedelta(weeks=WEEKS_TO_CLOSE)
    before = local_today() - dt.timedelta(weeks=WEEKS_TO_CLOSE)
    days = {*workdays(FIRST_DAY, after), *workdays(before, local_today() - dt.timedelta(days=1))}
    return sorted(day for day in days if day.isoweekday() == MONDAY)


def _lately(desk: Desk) -> Iterator[Entry]:
    """The tickets of the last days, each as far as it has come."""
    first = add_workdays(local_today(), -LIVING_DAYS)
    for day in workdays(first, local_today() - dt.timedelta(days=1)):
        for _number in range(desk.random.choice(A_DAY)):
            yield from _course(desk.walk(desk.draw(), desk.some_time(day)))


def _today(desk: Desk) -> Iterator[Entry]:
    """One ticket in every state, for whoever looks around."""
    yesterday = add_workdays(local_today(), -1)
    usual: dict[str, Any] = {"caller": None, "turn": 0.6, "fitter": "鲁保生", "mark": 5}
    for hour, (title, who, steps) in enumerate(TODAY):
        fate = desk.draw(**usual, matter=desk.matter(title), who=who)
        walk = desk.walk(fate, moment(yesterday, 9 + hour // 4, 10 * (hour % 4)))
        first, *rest = steps
        yield Entry(walk.at, ORDER, partial(STEPS[first], walk))
        for step in rest:
            yield walk.after(7, partial(STEPS[step], walk))


STEPS: dict[str, Callable[[Walk], object]] = {
    "ask": Walk.ask,
    "register": Walk.register,
    "accept": Walk.accept,
    "order": Walk.order,
    "start": Walk.start,
    "pause": Walk.pause,
    "stop": Walk.stop,
    "resolve": Walk.resolve,
    "confirm": Walk.confirm,
    "reopen": Walk.reopen,
    "refuse": Walk.refuse,
    "offer": lambda walk: walk.offer("钟立明", walk.texts["handed"]),
}
TODAY = (
    # matter, requester, how far it has come
    ("窗户关不严", "石清泉", ("ask",)),
    ("日光灯不亮", "石清泉", ("register",)),
    ("插座没电", "宋雨桐", ("register", "accept")),
    ("走廊水管漏水", "柯妍", ("register", "accept", "offer")),
    ("暖气片不热", "宋雨桐", ("register", "accept", "order", "start")),
    ("门锁打不开", "石清泉", ("register", "accept", "start", "pause")),
    ("水龙头滴水", "辛宇", ("register", "accept", "start", "stop")),
    ("办公椅气杆损坏", "石清泉", ("register", "accept", "start", "resolve")),
    ("会议室投影无信号", "宋雨桐", ("register", "accept", "start", "resolve", "confirm")),
    ("卫生间下水慢", "宋雨桐", ("register", "accept", "start", "resolve", "reopen")),
    ("打印纸用完急需两包", "罗进", ("register", "accept", "refuse")),
)


def _publish(desk: Desk) -> None:
    office, texts = desk.office, desk.texts
    assessor = office.actor("assessor")
    for season in texts["seasons"]:
        marks = dict(zip(MARKS_OF_SEASON, season["marks"], strict=True))
        values = {**marks, "starts_on": season["starts_on"], "name": season["name"]}
        create_record(OfficeHours, values, actor=assessor)
    for told in texts["commitment"]:
        values = {
            **told,
            "unit": office.key(Unit, told["unit"]),
            "responsible": office.staff_id(told["responsible"]),
            "complaint_phone": texts["complaint_phone"],
        }
        create_record(ServiceCommitment, values, actor=assessor)


def _close_silent(office: Office) -> None:
    close_unanswered_tickets(actor=office.actor("assessor"))
