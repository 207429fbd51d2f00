"""What a published menu makes expected: a sample of each dish, disinfections, meals to be counted.

Whatever is not filled in stays as it is, and is a finding (R29).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from logistics.auditing import transaction
from logistics.operations.expected import expect_rows
from logistics.permissions import Actor
from logistics.queries.canteen.menus import items_of
from logistics.tables.canteen import (
    Canteen,
    DisinfectionLog,
    FoodSample,
    MealCount,
    Menu,
    MenuItem,
)
from logistics.tables.canteen.menus import WEEK

DISINFECTED = ("tableware", "kitchen")
"""What is disinfected on every day with a meal; the dining hall as often as it needs it."""


def expect_canteen_records(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect the records of every published menu with a day from ``first`` to ``last``.

    Publishing does the same at once; this heals what was published before. Answers how many rows
    were new.
    """
    menus = (
        Menu.select()
        .where(
            (Menu.status == "published")
            & (Menu.starts_on > first - WEEK)
            & (Menu.starts_on <= last)
        )
        .order_by(Menu.id)
    )
    with transaction():
        return sum(expect_of_menu(menu, actor=actor, first=first, last=last) for menu in menus)


def expect_of_menu(
    menu: Menu, *, actor: Actor, first: dt.date | None = None, last: dt.date | None = None
) -> int:
    """The rows that one menu makes expected; of some of its days when told so."""
    items = [
        item
        for item in items_of([menu.id])
        if (first is None or item.day >= first) and (last is None or item.day <= last)
    ]
    verb = "expect_canteen_records"
    canteen: Canteen = menu.canteen
    return (
        expect_rows(
            FoodSample,
            (
                {
                    "menu_item": item.id,
                    "dish_name": item.dish.name,
                    "canteen": canteen.id,
                    "served_on": item.day,
                }
                for item in items
            ),
            key=("menu_item",),
            actor=actor,
            verb=verb,
        )
        + expect_rows(
            DisinfectionLog,
            (
                {"canteen": canteen.id, "day": day, "subject": subject}
                for day in sorted({item.day for item in items})
                for subject in DISINFECTED
            ),
            key=("canteen", "day", "subject"),
            actor=actor,
            verb=verb,
        )
        + expect_rows(
            MealCount,
            _meals(canteen, items),
            key=("canteen", "day", "meal"),
            actor=actor,
            verb=verb,
        )
    )


def _meals(canteen: Canteen, items: list[MenuItem]) -> Iterator[dict[str, Any]]:
    usual = {"breakfast": canteen.usual_breakfasts, "lunch": canteen.usual_lunches}
    for day, meal in sorted({(item.day, item.meal) for item in items}):
        yield {
            "canteen": canteen.id,
            "day": day,
            "meal": meal,
            "planned": usual.get(meal, 0),
        }
