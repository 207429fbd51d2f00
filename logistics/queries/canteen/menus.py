"""Weekly menus as they stand, and what the rules of the mix say of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from logistics.calendar import days_between, kinds_between
from logistics.database import office_zone
from logistics.holidays import WORKED
from logistics.tables.canteen import Canteen, Dish, Menu, MenuItem
from logistics.tables.canteen.kitchen import MEAT_TYPES
from logistics.tables.canteen.menus import WEEK
from logistics.wording import Words, _

LEAST_MEAT, LEAST_VEGETABLE, LEAST_SOUP = 2, 2, 1
DAYS_APART = 3
ONE_DAY = dt.timedelta(days=1)
PUBLISH_AT = dt.time(15)


class Problem(NamedTuple):
    """What is wrong on which day, in words that name the rule."""

    day: dt.date
    words: Words


def week_of(day: dt.date) -> dt.date:
    """The Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def publish_by(starts_on: dt.date) -> dt.datetime:
    """Friday at 15:00 of the week before (R28)."""
    return dt.datetime.combine(starts_on - 3 * ONE_DAY, PUBLISH_AT, office_zone())


def items_of(menu_ids: Iterable[int]) -> list[MenuItem]:
    """The dishes of menus in the order of days and meals, with the dish itself. One statement."""
    query = (
        MenuItem.select(MenuItem, Dish)
        .join(Dish)
        .where(MenuItem.menu.in_(list(menu_ids)))
        .order_by(MenuItem.day, MenuItem.id)
    )
    return list(query)


def published_menu(canteen: Canteen, starts_on: dt.date) -> Menu | None:
    """The menu of a week once everybody may read it."""
    found: Menu | None = Menu.get_or_none(
        (Menu.canteen == canteen.id) & (Menu.starts_on == starts_on) & (Menu.status == "published")
    )
    return found


def open_canteens(day: dt.date) -> list[Canteen]:
    """The canteens that are in use and were opened by ``day``."""
    query = Canteen.select().where(Canteen.is_active & (Canteen.opened_on <= day))
    return list(query.order_by(Canteen.code))


def days_owed(menu: Menu) -> list[dt.date]:
    """The working days of the menu's week from the opening of its canteen on."""
    kinds = kinds_between(menu.starts_on, menu.ends_on)
    opened = menu.canteen.opened_on
    return [day for day, kind in kinds.items() if kind in WORKED and day >= opened]


def menu_problems(menu: Menu) -> list[Problem]:
    """Every breach of the mix and of the three days, by day (R28)."""
    items = items_of([menu.id])
    problems = [*_mix_problems(menu, items), *_repeats(items, _before(menu))]
    return sorted(problems, key=lambda problem: problem.day)


def _mix_problems(menu: Menu, items: Sequence[MenuItem]) -> Iterator[Problem]:
    lunches: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for item in items:
        if item.meal == "lunch":
            lunches[item.day][item.dish.category] += 1
    for day in sorted({*days_owed(menu), *lunches}):
        if day not in lunches:
            yield Problem(
                day, _("%(day)s has no lunch; every working day of the week needs one.", day=day)
            )
            continue
        yield from _lunch_problems(day, lunches[day])


def _lunch_problems(day: dt.date, mix: Counter[str]) -> Iterator[Problem]:
    meat = sum(mix[kind] for kind in MEAT_TYPES)
    if meat < LEAST_MEAT:
        yield Problem(
            day,
            _(
                "%(day)s, lunch: %(count)s of at least %(least)s meat and half-meat dishes.",
                day=day,
                count=meat,
                least=LEAST_MEAT,
            ),
        )
    if mix["vegetable"] < LEAST_VEGETABLE:
        yield Problem(
            day,
            _(
                "%(day)s, lunch: %(count)s of at least %(least)s vegetable dishes.",
                day=day,
                count=mix["vegetable"],
                least=LEAST_VEGETABLE,
            ),
        )
    if mix["soup"] < LEAST_SOUP:
        yield Problem(day, _("%(day)s, lunch: there is no soup.", day=day))


def _before(menu: Menu) -> list[MenuItem]:
    """What the canteen served, or is to serve, on the last days of the week before."""
    first = menu.starts_on - (DAYS_APART - 1) * ONE_DAY
    earlier = Menu.select(Menu.id).where(
        (Menu.canteen == menu.canteen_id) & (Menu.starts_on == menu.starts_on - WEEK)
    )
    return [item for item in items_of(row.id for row in earlier) if item.day >= first]


def _repeats(items: Sequence[MenuItem], before: Sequence[MenuItem]) -> Iterator[Problem]:
    """A dish that stood on the menu less than three days earlier."""
    last: dict[int, dt.date] = {}
    for item in [*before, *items]:
        if item.dish.is_daily:
            continue
        earlier = last.get(item.dish_id)
        last[item.dish_id] = item.day
        if item in before or earlier is None or (item.day - earlier).days >= DAYS_APART:
            continue
        yield Problem(
            item.day,
            _(
                "%(day)s: %(dish)s was already on the menu of %(earlier)s; no dish twice in "
                "%(days)s days.",
                day=item.day,
                dish=str(item.dish),
                earlier=earlier,
                days=DAYS_APART,
            ),
        )


def weeks_between(first: dt.date, last: dt.date) -> list[dt.date]:
    """The Mondays of the weeks that have a working day between two days."""
    kinds = kinds_between(first, last)
    return sorted({week_of(day) for day in days_between(first, last) if kinds[day] in WORKED})
