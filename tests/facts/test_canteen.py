"""What the report claims of the canteens; each claim turns on a half-year that went wrong."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.demo.diary import FIRST_DAY, LAST_DAY, MOVE_DAY
from logistics.queries.facts import Period
from logistics.queries.facts.canteen import FACTS
from models import (
    Canteen,
    CanteenSettlement,
    FoodSample,
    HealthCertificate,
    MealCount,
    Menu,
    MenuItem,
    TablewareChange,
)

HALF_YEAR = Period(FIRST_DAY, LAST_DAY)
BY_KEY = {fact.key: fact for fact in FACTS}


def holds(key: str) -> bool:
    fact = BY_KEY[key]
    return fact.holds(fact.compute(HALF_YEAR))


@pytest.mark.parametrize("key", BY_KEY)
def test_the_claim_is_borne_out(demonstration, key):
    figure = BY_KEY[key].compute(HALF_YEAR)
    assert BY_KEY[key].holds(figure), figure


@pytest.mark.parametrize("key", BY_KEY)
def test_without_records_nothing_is_claimed(db, key):
    assert not holds(key)


def test_a_loss_beyond_two_percent_turns_it(demonstration):
    """(R26)"""
    june = CanteenSettlement.get(CanteenSettlement.canteen == sishui())
    june.food_cost += june.income
    june.balance -= june.income
    june.save()
    assert not holds("canteen_balance")


def test_a_month_that_was_not_published_turns_it(demonstration):
    """(R26): a missing month is no balanced one."""
    CanteenSettlement.update(status="approved").where(
        CanteenSettlement.month == dt.date(2026, 4, 1)
    ).execute()
    assert not holds("canteen_balance")


def test_people_who_stay_away_turn_it(demonstration):
    """(R27)"""
    MealCount.update(actual=MealCount.planned / 2).execute()
    assert not holds("canteen_meals")


def test_one_menu_published_late_turns_it(demonstration):
    """(R28)"""
    menu = Menu.get(Menu.starts_on == dt.date(2026, 3, 9))
    Menu.update(published_at=menu.published_at + dt.timedelta(days=3)).where(
        Menu.id == menu.id
    ).execute()
    assert not holds("weeks_without_menu")
    assert BY_KEY["weeks_without_menu"].compute(HALF_YEAR).value == 1


def test_one_soup_left_out_turns_it(demonstration):
    """(R28)"""
    soup = next(item for item in MenuItem.select() if item.dish.category == "soup")
    FoodSample.delete().where(FoodSample.menu_item == soup.id).execute()
    soup.delete_instance()
    assert not holds("menu_breaches")


def test_one_missing_sample_turns_it(demonstration):
    """(R29)"""
    sample = FoodSample.get(FoodSample.served_on == dt.date(2026, 5, 12))
    FoodSample.update(status="expected").where(FoodSample.id == sample.id).execute()
    assert BY_KEY["hygiene_gaps"].compute(HALF_YEAR).value == 1
    assert not holds("hygiene_gaps")


def test_one_cook_without_papers_turns_it(demonstration):
    """(R29)"""
    cook = demonstration.person("尹德厚")
    HealthCertificate.delete().where(HealthCertificate.staff == cook.id).execute()
    assert not holds("hygiene_gaps")


def test_trays_that_were_not_replaced_turn_it(demonstration):
    """(R29)"""
    TablewareChange.delete().where(TablewareChange.item == "快餐盘").execute()
    assert not holds("tableware_replaced")


def test_chairs_that_came_after_the_opening_turn_it(demonstration):
    """(R52)"""
    TablewareChange.update(changed_on=MOVE_DAY + dt.timedelta(days=9)).where(
        TablewareChange.kind == "chair"
    ).execute()
    assert not holds("new_canteen_outfit")


def test_figures_of_the_half_year(demonstration):
    assert BY_KEY["tableware_replaced"].compute(HALF_YEAR).parts["快餐盘"] == Decimal(400)
    assert BY_KEY["canteen_balance"].compute(HALF_YEAR).n == 7


def sishui() -> Canteen:
    return Canteen.get(Canteen.opened_on == MOVE_DAY)
