"""The canteens of the demonstration: a menu a week, and what every working day leaves in the books.

The Committee's canteen cooks all half-year, Sishui's from the move on. Around today the menus of
this and of next week stand, and the kitchen's book is kept up to yesterday.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from logistics.calendar import add_workdays, days_between, is_workday
from logistics.database import local_today
from logistics.demo import canteen_books, canteen_kitchen
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    MOVE_DAY,
    SET_UP_ON,
    Entry,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.canteen.composing import compose_menus
from logistics.operations.canteen.menus import approve_menus, publish_menus, submit_menus
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.canteen.menus import open_canteens, week_of, weeks_between
from logistics.tables.canteen import Canteen, Dish, Menu
from logistics.tables.canteen.menus import WEEK
from logistics.tables.purchasing import Supplier

ONE_DAY = dt.timedelta(days=1)
LIVING_DAYS = 10
SISHUI_PREPARED_ON = dt.date(2026, 5, 25)
Texts = Mapping[str, Any]


def events(office: Office) -> Iterator[Entry]:
    """Setting up, the menus week by week, the kitchen day by day, the accounts month by month."""
    texts = read_texts("canteen")
    yield Entry(moment(SET_UP_ON, 11), 0, partial(_set_up, office, texts))
    yield Entry(moment(SISHUI_PREPARED_ON, 9), 0, partial(_open, office, texts["canteen"][1]))
    yield Entry(moment(MOVE_DAY, 9, 30), 0, partial(canteen_kitchen.move_cooks, office, texts))
    today = local_today()
    weeks = set(weeks_between(FIRST_DAY, LAST_DAY))
    living = weeks_between(today - dt.timedelta(days=LIVING_DAYS), today + WEEK)
    for monday in sorted(weeks | set(living)):
        yield from _week(office, monday, is_fixed=monday in weeks)
    past = [
        day
        for day in days_between(living[0], today - ONE_DAY)
        if week_of(day) not in weeks and is_workday(day)
    ]
    till: canteen_kitchen.Till = {}
    for day in (*workdays(first=week_of(FIRST_DAY), last=week_of(LAST_DAY) + 4 * ONE_DAY), *past):
        yield from canteen_kitchen.day(office, texts, till, day)
    yield Entry(this_morning(), 1, partial(canteen_kitchen.renew_certificates, office, texts))
    yield Entry(this_morning(), 3, partial(canteen_kitchen.deliver_today, office, texts))
    yield from canteen_books.events(office, texts)


def _set_up(office: Office, texts: Texts) -> None:
    """Suppliers, dishes, the first canteen and the certificates of its people."""
    canteen = office.actor("canteen")
    for supplier in texts["supplier"]:
        create_record(Supplier, supplier, actor=office.actor("buyer"))
    dishes = dict(texts["dishes"])
    special = {
        "breakfast": {"category": "staple", "for_breakfast": True},
        "daily_breakfast": {"category": "staple", "for_breakfast": True, "is_daily": True},
        "daily": {"category": "staple", "is_daily": True},
    }
    for kind, names in dishes.items():
        for name in names.split():
            values = special.get(kind, {"category": kind})
            price = texts["prices"][kind]
            create_record(Dish, {"name": name, "price": price, **values}, actor=canteen)
    _open(office, texts["canteen"][0])
    canteen_kitchen.certify(office, texts)


def _open(office: Office, told: Texts) -> None:
    names = ("code", "name", "seats", "opened_on", "subsidy_a_meal")
    usual = ("usual_breakfasts", "usual_lunches")
    values = {
        **{name: told[name] for name in (*names, *usual)},
        "site": office.site(told["site"]).id,
        "room": office.room(*told["room"]).id,
        "manager": office.staff_id(told["manager"]),
        "safety_officer": office.staff_id(told["safety_officer"]),
    }
    create_record(Canteen, values, actor=office.actor("canteen"))


def _week(office: Office, monday: dt.date, *, is_fixed: bool) -> Iterator[Entry]:
    """Submitted two working days before the last one of the week before, published on that."""
    friday = monday - 3 * ONE_DAY
    publish_on = friday if is_workday(friday) else add_workdays(friday, -1)
    steps = (
        (add_workdays(publish_on, -2), 15, _draft),
        (add_workdays(publish_on, -1), 10, _approve),
        (publish_on, 10, _publish),
    )
    for day, hour, act in steps:
        at = max(moment(day, hour), moment(SET_UP_ON, 12))
        if is_fixed or at < this_morning():
            yield Entry(at, 2, partial(act, office, monday))
        elif act == _draft:
            # Next week's menu lies with the deputy, however early in the week today is.
            yield Entry(this_morning(), 2, partial(act, office, monday))


def _draft(office: Office, monday: dt.date) -> None:
    actor = office.actor("canteen")
    for canteen in open_canteens(monday + WEEK - ONE_DAY):
        values = {"canteen": canteen.id, "starts_on": monday}
        row = Seen(create_record(Menu, values, actor=actor).id)
        only(compose_menus(seen=[row], actor=actor))
        only(submit_menus(seen=[row], actor=actor))


def _approve(office: Office, monday: dt.date) -> None:
    for row in Menu.select().where(Menu.starts_on == monday):
        only(approve_menus(seen=[Seen(row.id)], actor=office.actor("deputy")))


def _publish(office: Office, monday: dt.date) -> None:
    for row in Menu.select().where(Menu.starts_on == monday):
        only(publish_menus(seen=[Seen(row.id)], actor=office.actor("canteen")))
