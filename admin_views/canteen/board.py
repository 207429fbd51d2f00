"""A menu as people read it: a day, its meals, the dishes of each by category."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from admin_views.duty.board import weekday_name
from logistics.database import local_today
from logistics.queries.canteen.menus import items_of
from logistics.tables.canteen.kitchen import CATEGORIES
from logistics.tables.canteen.menus import MEALS
from logistics.wording import Words
from models import Dish, Menu


@dataclass
class Meal:
    """One meal: its name, and by category the dishes that there are."""

    label: Words
    groups: list[tuple[Words, list[Dish]]]


@dataclass
class Day:
    """One day of a menu."""

    day: dt.date
    weekday: str
    is_today: bool
    meals: dict[str, Meal] = field(default_factory=dict)


def board_of(menu: Menu) -> list[Day]:
    """The days of a menu that have a dish, in order."""
    dishes: dict[dt.date, dict[str, list[Dish]]] = {}
    for item in items_of([menu.id]):
        dishes.setdefault(item.day, {}).setdefault(item.meal, []).append(item.dish)
    return [
        Day(
            day,
            weekday_name(day),
            day == local_today(),
            {meal: Meal(MEALS[meal], _groups(meals[meal])) for meal in MEALS if meal in meals},
        )
        for day, meals in sorted(dishes.items())
    ]


def _groups(dishes: list[Dish]) -> list[tuple[Words, list[Dish]]]:
    return [
        (label, found)
        for code, label in CATEGORIES.items()
        if (found := [dish for dish in dishes if dish.category == code])
    ]
