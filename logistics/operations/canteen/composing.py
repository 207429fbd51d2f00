"""Composing a menu: a first draft that keeps the rules, from the dishes served longest ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.errors import RuleViolation, WrongState
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, label_of_status, load
from logistics.permissions import Actor, require_verb
from logistics.queries.canteen.menus import DAYS_APART, days_owed
from logistics.tables.canteen import Canteen, Dish, Menu, MenuItem
from logistics.wording import Words, _

LUNCH = (("meat", 1), ("half_meat", 1), ("vegetable", 2), ("soup", 1))
"""How many dishes of each category a lunch gets beside what is served every day."""
BREAKFAST = 1
NEVER = dt.date.min


def compose_menus(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Fill the days of draft menus that have no dish yet; what stands there already stays (R28)."""
    require_verb(actor, "compose_menus")

    def compose(row: Seen) -> Menu:
        menu = load(Menu, row)
        if menu.status != "draft":
            raise WrongState(
                _(
                    "%(row)s is “%(status)s” and can no longer be edited.",
                    row=str(menu),
                    status=label_of_status(Menu, menu.status),
                )
            )
        menu = change(menu, {}, actor=actor, verb="compose_menus")
        kitchen = Kitchen(menu)
        for day in days_owed(menu):
            if day not in kitchen.days_taken:
                for meal, dish in kitchen.dishes_for(day):
                    item = MenuItem(menu=menu, day=day, meal=meal, dish=dish, price=dish.price)
                    add(item, actor=actor, verb="compose_menus")
        return menu

    return each(seen, compose, done=_("Composed."), model=Menu)


class Kitchen:
    """The dishes in use, each with the day on which its canteen served it last."""

    def __init__(self, menu: Menu) -> None:
        self.last = _served_last(menu.canteen)
        rows = MenuItem.select(MenuItem.day).where(MenuItem.menu == menu.id)
        self.days_taken = {row.day for row in rows}
        self.dishes = list(Dish.select().where(Dish.is_active).order_by(Dish.id))

    def dishes_for(self, day: dt.date) -> list[tuple[str, Dish]]:
        """Breakfast and lunch of a day."""
        daily = [dish for dish in self.dishes if dish.is_daily]
        chosen = [("breakfast", dish) for dish in daily if dish.for_breakfast]
        morning = [each for each in self.dishes if each.for_breakfast and not each.is_daily]
        chosen += [("breakfast", dish) for dish in self._longest_ago(morning, BREAKFAST, day)]
        for category, count in LUNCH:
            midday = [
                each
                for each in self.dishes
                if each.category == category and not each.for_breakfast and not each.is_daily
            ]
            found = self._longest_ago(midday, count, day)
            if len(found) < count:
                raise RuleViolation(_too_few(category, day))
            chosen += [("lunch", dish) for dish in found]
        chosen += [("lunch", dish) for dish in daily if not dish.for_breakfast]
        return chosen

    def _longest_ago(self, dishes: list[Dish], count: int, day: dt.date) -> list[Dish]:
        free = [dish for dish in dishes if self._is_free(dish, day)]
        free.sort(key=lambda dish: (self.last.get(dish.id, NEVER), dish.id))
        for dish in free[:count]:
            self.last[dish.id] = day
        return free[:count]

    def _is_free(self, dish: Dish, day: dt.date) -> bool:
        last = self.last.get(dish.id)
        return last is None or abs((day - last).days) >= DAYS_APART


def _too_few(category: str, day: dt.date) -> Words:
    return _(
        "%(day)s: there are too few dishes of the category “%(category)s” that were not served "
        "within %(days)s days; enter more dishes first.",
        day=day,
        category=Dish._meta.fields["category"].labels[category],
        days=DAYS_APART,
    )


def _served_last(canteen: Canteen) -> dict[int, dt.date]:
    rows: Any = (
        MenuItem.select(MenuItem.dish, MenuItem.day)
        .join(Menu)
        .where(Menu.canteen == canteen.id)
        .order_by(MenuItem.day)
        .tuples()
    )
    return dict(rows)
