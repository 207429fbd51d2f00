"""What the report states of the canteens (2.2, 3.3): accounts, menus, hygiene, the second one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.columns import total
from logistics.database import local_today
from logistics.queries.canteen.accounts import HUNDRED, YearSoFar
from logistics.queries.canteen.hygiene import (
    missing_disinfections,
    missing_samples,
    people_without_certificate,
)
from logistics.queries.canteen.menus import menu_problems, publish_by, weeks_between
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.canteen import (
    Canteen,
    CanteenSettlement,
    DisinfectionLog,
    FoodSample,
    MealCount,
    Menu,
    TablewareChange,
)
from logistics.tables.canteen.accounts import BALANCE_LIMIT
from logistics.tables.canteen.menus import WEEK
from logistics.wording import _

TRAY = "快餐盘"
LEAST_EATEN = 90
OUTFIT = {"equipment", "table", "chair", "tableware"}
"""What the report says was bought for the new canteen."""


def balance_of_canteens(period: Period) -> Figure:
    """The balance furthest from nothing in percent of turnover, split by canteen (R26).

    None as long as a month of a canteen is not published: half the books prove nothing.
    """
    parts: dict[str, Decimal | int | str] = {}
    rows = 0
    for canteen in _canteens(period):
        months = [row for row in _settlements(period) if row.canteen_id == canteen.id]
        rows += len(months)
        owed = {month for month in _months(period) if month >= canteen.opened_on.replace(day=1)}
        if {row.month for row in months} != owed:
            return Figure(None, rows)
        sums = YearSoFar(
            sum((row.income for row in months), Decimal()),
            sum((row.subsidy for row in months), Decimal()),
            sum((row.food_cost for row in months), Decimal()),
            len(months),
        )
        if sums.percent is not None:
            parts[canteen.name] = sums.percent
    values = [value for value in parts.values() if isinstance(value, Decimal)]
    return Figure(max(values, key=abs) if values else None, rows, parts)


def subsidy_of_canteens(period: Period) -> Figure:
    """What the organ added to the meals, as published (R26)."""
    rows = _settlements(period)
    if not rows:
        return Figure(None, 0)
    return Figure(sum((row.subsidy for row in rows), Decimal()), len(rows))


def meals_eaten(period: Period) -> Figure:
    """Meals eaten in percent of those planned: whether people come to eat (R27)."""
    query: Any = MealCount.select(total(MealCount.actual), total(MealCount.planned)).where(
        (MealCount.status == "counted") & MealCount.day.between(period.first, period.last)
    )
    ((eaten, planned),) = query.tuples()
    if not planned:
        return Figure(None, 0)
    return Figure((eaten * HUNDRED / planned).quantize(Decimal("0.1")), eaten)


def weeks_without_menu(period: Period) -> Figure:
    """Weeks of a canteen without a menu that was published in time (R28)."""
    published = {
        (row.canteen_id, row.starts_on): row.published_at
        for row in Menu.select().where(Menu.status == "published")
    }
    missing = menus = 0
    for canteen in _canteens(period):
        for monday in weeks_between(max(period.first, canteen.opened_on), period.last):
            at = published.get((canteen.id, monday))
            menus += at is not None
            missing += at is None or at > publish_by(monday)
    return Figure(missing if menus else None, menus)


def breaches_of_the_mix(period: Period) -> Figure:
    """Breaches of the mix and of the three days on published menus (R28)."""
    menus = Menu.select().where(
        (Menu.status == "published")
        & (Menu.starts_on > period.first - WEEK)
        & (Menu.starts_on <= period.last)
    )
    problems = [len(menu_problems(menu)) for menu in menus]
    return Figure(sum(problems) if problems else None, len(problems))


def gaps_in_hygiene(period: Period) -> Figure:
    """Samples and disinfections that were expected and are missing, and cooks without papers (R29).

    Counted out of everything that was expected: without an expected record nothing is proven.
    """
    span = (period.first, period.last)
    expected = (
        FoodSample.select().where(FoodSample.served_on.between(*span)).count()
        + DisinfectionLog.select().where(DisinfectionLog.day.between(*span)).count()
    )
    parts: dict[str, Decimal | int | str] = {
        "food_sample": missing_samples(*span).count(),
        "disinfection_log": missing_disinfections(*span).count(),
        "health_certificate": len(people_without_certificate(min(period.last, local_today()))),
    }
    gaps = sum(value for value in parts.values() if isinstance(value, int))
    return Figure(gaps if expected else None, expected, parts)


def tableware_replaced(period: Period) -> Figure:
    """Pieces of tableware replaced, split by article: the trays among them (R29)."""
    rows: Any = (
        TablewareChange.select(TablewareChange.item, total(TablewareChange.quantity))
        .where(
            (TablewareChange.reason == "replacement")
            & TablewareChange.changed_on.between(period.first, period.last)
        )
        .group_by(TablewareChange.item)
        .tuples()
    )
    parts: dict[str, Decimal | int | str] = dict(iter(rows))
    pieces = sum(value for value in parts.values() if isinstance(value, Decimal))
    return Figure(pieces or None, len(parts), parts)


def outfit_of_new_canteen(period: Period) -> Figure:
    """The kinds of goods bought for a canteen that opened in the period, with amounts (R52)."""
    rows: Any = (
        TablewareChange.select(TablewareChange.kind, total(TablewareChange.amount))
        .join(Canteen)
        .where(
            (TablewareChange.reason == "outfit")
            & Canteen.opened_on.between(period.first, period.last)
            & (TablewareChange.changed_on <= Canteen.opened_on)
        )
        .group_by(TablewareChange.kind)
        .tuples()
    )
    parts: dict[str, Decimal | int | str] = dict(iter(rows))
    return Figure(len(OUTFIT & set(parts)) or None, len(parts), parts)


def _canteens(period: Period) -> list[Canteen]:
    query = Canteen.select().where(Canteen.is_active & (Canteen.opened_on <= period.last))
    return list(query.order_by(Canteen.code))


def _settlements(period: Period) -> list[CanteenSettlement]:
    return list(
        CanteenSettlement.select().where(
            (CanteenSettlement.status == "published")
            & CanteenSettlement.month.between(period.first, period.last)
        )
    )


def _months(period: Period) -> Iterator[dt.date]:
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = (month + dt.timedelta(days=31)).replace(day=1)


def _is_none(figure: Figure) -> bool:
    return figure.value == 0 and figure.n > 0


FACTS = (
    Fact(
        "R26",
        "canteen_balance",
        _("Balance of the canteens, furthest from nothing"),
        "canteen_settlement",
        balance_of_canteens,
        lambda figure: isinstance(figure.value, Decimal) and abs(figure.value) <= BALANCE_LIMIT,
        unit=_("% of turnover"),
        filters="month__between={first} to {last}&status__eq=published",
    ),
    Fact(
        "R26",
        "canteen_subsidy",
        _("Meal subsidy"),
        "canteen_settlement",
        subsidy_of_canteens,
        lambda figure: isinstance(figure.value, Decimal) and figure.value > 0,
        unit=_("yuan"),
        filters="month__between={first} to {last}&status__eq=published",
    ),
    Fact(
        "R27",
        "canteen_meals",
        _("Meals eaten of those planned"),
        "meal_count",
        meals_eaten,
        lambda figure: isinstance(figure.value, Decimal) and figure.value >= LEAST_EATEN,
        unit=_("%"),
        filters="day__between={first} to {last}",
    ),
    Fact(
        "R28",
        "weeks_without_menu",
        _("Weeks without a menu published in time"),
        "menu",
        weeks_without_menu,
        _is_none,
        filters="starts_on__between={first} to {last}",
    ),
    Fact(
        "R28",
        "menu_breaches",
        _("Breaches of the dish mix"),
        "menu",
        breaches_of_the_mix,
        _is_none,
        filters="starts_on__between={first} to {last}",
    ),
    Fact(
        "R29",
        "hygiene_gaps",
        _("Gaps in the hygiene records"),
        "food_sample",
        gaps_in_hygiene,
        _is_none,
        filters="served_on__between={first} to {last}",
    ),
    Fact(
        "R29",
        "tableware_replaced",
        _("Tableware replaced"),
        "tableware_change",
        tableware_replaced,
        lambda figure: bool(figure.parts.get(TRAY)),
        filters="changed_on__between={first} to {last}&reason__eq=replacement",
    ),
    Fact(
        "R52",
        "new_canteen_outfit",
        _("Kinds of goods bought for the new canteen"),
        "tableware_change",
        outfit_of_new_canteen,
        lambda figure: figure.value == len(OUTFIT),
        filters="changed_on__between={first} to {last}&reason__eq=outfit",
    ),
)
