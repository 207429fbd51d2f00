"""Canteens, dishes, weekly menus on their way, and receipts of ingredients."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from logistics.operations.canteen.menus import approve_menus, publish_menus, submit_menus
from logistics.operations.outcomes import Seen, only
from models import (
    Canteen,
    Dish,
    IngredientReceipt,
    IngredientReceiptLine,
    Menu,
    MenuItem,
    Supplier,
)
from tests.cast import Cast
from tests.factories import serial

MONDAY = dt.date(2026, 6, 15)
LUNCH = ("meat", "half_meat", "vegetable", "vegetable", "soup")


def make_canteen(cast: Cast, **overrides: Any) -> Canteen:
    """A canteen at site A, opened long ago, kept by the cook of the cast."""
    values = {
        "code": f"C{serial()}",
        "name": f"Canteen {serial()}",
        "site": cast.site_a,
        "opened_on": dt.date(2020, 1, 1),
        "manager": cast.canteen_staff,
        "safety_officer": cast.canteen_staff,
        "usual_lunches": 120,
    }
    return Canteen.create(**{**values, **overrides})


def make_dish(category: str = "meat", **overrides: Any) -> Dish:
    return Dish.create(**{"name": f"{category} {serial()}", "category": category, **overrides})


def make_menu(canteen: Canteen, starts_on: dt.date = MONDAY, **overrides: Any) -> Menu:
    return Menu.create(**{"canteen": canteen, "starts_on": starts_on, **overrides})


def serve(menu: Menu, day: dt.date, *dishes: Dish, meal: str = "lunch") -> list[MenuItem]:
    """Put dishes on a day of a menu."""
    return [MenuItem.create(menu=menu, day=day, meal=meal, dish=dish) for dish in dishes]


def full_menu(canteen: Canteen, starts_on: dt.date = MONDAY, days: int = 5) -> Menu:
    """A menu that keeps every rule: five new dishes on each working day."""
    menu = make_menu(canteen, starts_on)
    for offset in range(days):
        day = starts_on + dt.timedelta(days=offset)
        serve(menu, day, *(make_dish(category) for category in LUNCH))
    return menu


def approved_menu(cast: Cast, canteen: Canteen, starts_on: dt.date = MONDAY) -> Menu:
    menu = full_menu(canteen, starts_on)
    only(submit_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    only(approve_menus(seen=[Seen(menu.id)], actor=cast.deputy))
    return Menu.get_by_id(menu.id)


def published_menu(cast: Cast, canteen: Canteen, starts_on: dt.date = MONDAY) -> Menu:
    """A menu that everybody may read; late, if its week has begun."""
    menu = approved_menu(cast, canteen, starts_on)
    only(publish_menus(seen=[Seen(menu.id)], actor=cast.canteen, late_reason="Test"))
    return Menu.get_by_id(menu.id)


def make_receipt(
    cast: Cast, canteen: Canteen, lines: Sequence[dict[str, Any]] = (), **overrides: Any
) -> IngredientReceipt:
    """A delivery bought by the buyer, kept by the cook, inspected by a colleague."""
    number = serial()
    values = {
        "canteen": canteen,
        "supplier": Supplier.create(code=f"S{number}", name=f"Supplier {number}"),
        "received_on": MONDAY,
        "keeper": cast.canteen_staff,
        "inspector": cast.meeting_staff,
        "buyer": cast.buyer_staff,
    }
    receipt = IngredientReceipt.create(**{**values, **overrides})
    for line in lines or ({"ingredient": "Cabbage", "quantity": "20", "price": "2.40"},):
        IngredientReceiptLine.create(receipt=receipt, **line)
    return receipt
