"""A weekly menu: the mix, three days, who approves, Friday 15:00, and what it makes expected."""

import datetime as dt

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.canteen.composing import compose_menus
from logistics.operations.canteen.expecting import expect_canteen_records
from logistics.operations.canteen.menus import (
    approve_menus,
    publish_menus,
    return_menus,
    submit_menus,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.canteen.menus import menu_problems
from models import DisinfectionLog, FoodSample, MealCount, Menu, MenuItem, Notice
from tests.factories.canteen import (
    LUNCH,
    MONDAY,
    approved_menu,
    full_menu,
    make_canteen,
    make_dish,
    make_menu,
    published_menu,
    serve,
)

DAY = dt.timedelta(days=1)
WEDNESDAY, FRIDAY = MONDAY + 2 * DAY, MONDAY + 4 * DAY


@pytest.fixture(autouse=True)
def on_wednesday_before(cast, set_clock):
    set_clock("2026-06-10 10:00")


@pytest.fixture
def canteen(cast):
    return make_canteen(cast)


def words_of(menu: Menu) -> list[str]:
    return [problem.words.filled() for problem in menu_problems(menu)]


def test_a_menu_goes_from_draft_to_everybody(cast, canteen):
    """(R28)"""
    menu = full_menu(canteen)
    only(submit_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    only(approve_menus(seen=[Seen(menu.id)], actor=cast.deputy))
    only(publish_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    menu = Menu.get_by_id(menu.id)
    assert (menu.status, menu.doc_no, menu.late_reason) == ("published", "MU-20260610-001", "")
    assert Notice.select().where(Notice.account == cast.canteen_account).count() == 1


def test_each_breach_names_its_day_and_its_rule(canteen):
    menu = full_menu(canteen)
    tuesday = MONDAY + DAY
    lunch = MenuItem.select().where((MenuItem.menu == menu) & (MenuItem.day == tuesday))
    by_category = {item.dish.category: item for item in lunch}
    for category in ("half_meat", "vegetable", "soup"):
        by_category[category].delete_instance()
    assert words_of(menu) == [
        "2026-06-16, lunch: 1 of at least 2 meat and half-meat dishes.",
        "2026-06-16, lunch: 1 of at least 2 vegetable dishes.",
        "2026-06-16, lunch: there is no soup.",
    ]


def test_every_working_day_has_a_lunch(cast, canteen):
    """19 June 2026 is the Dragon Boat Festival: nobody cooks."""
    menu = full_menu(canteen, days=2)
    assert words_of(menu) == [
        "2026-06-17 has no lunch; every working day of the week needs one.",
        "2026-06-18 has no lunch; every working day of the week needs one.",
    ]
    with pytest.raises(RuleViolation, match="breaks 2 rules; the first: 2026-06-17"):
        only(submit_menus(seen=[Seen(menu.id)], actor=cast.canteen))


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, True), (2, True), (3, False)])
def test_no_dish_comes_twice_in_three_days(canteen, days, refused):
    menu, dish = full_menu(canteen), make_dish(name="Mapo tofu")
    serve(menu, MONDAY, dish, meal="breakfast")
    serve(menu, MONDAY + days * DAY, dish)
    again = MONDAY + days * DAY
    told = f"{again}: Mapo tofu was already on the menu of 2026-06-15; no dish twice in 3 days."
    assert words_of(menu) == ([told] if refused else [])


def test_the_three_days_reach_back_into_the_week_before(canteen):
    before, dish = make_menu(canteen, MONDAY - 7 * DAY), make_dish(name="Duck")
    serve(before, MONDAY - 2 * DAY, dish)
    menu = full_menu(canteen)
    serve(menu, MONDAY, dish)
    assert words_of(menu) == [
        "2026-06-15: Duck was already on the menu of 2026-06-13; no dish twice in 3 days."
    ]


def test_rice_may_come_every_day(canteen):
    menu, rice = full_menu(canteen), make_dish("staple", is_daily=True)
    for offset in range(5):
        serve(menu, MONDAY + offset * DAY, rice)
    assert words_of(menu) == []


def test_a_canteen_owes_no_menu_before_it_opens(cast):
    canteen = make_canteen(cast, opened_on=WEDNESDAY)
    menu = make_menu(canteen)
    for offset in (2, 3):
        serve(menu, MONDAY + offset * DAY, *(make_dish(category) for category in LUNCH))
    assert words_of(menu) == []


def test_nobody_approves_his_own_menu(cast, canteen):
    menu = full_menu(canteen)
    only(submit_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    Menu.update(submitted_by=cast.deputy_account).execute()
    with pytest.raises(NotPermitted, match="Who submitted a menu does not approve it"):
        only(approve_menus(seen=[Seen(menu.id)], actor=cast.deputy))


def test_a_menu_that_is_returned_says_why_and_begins_again(cast, canteen):
    menu = approved_menu(cast, canteen)
    with pytest.raises(RuleViolation, match="Say what has to be changed"):
        return_menus(seen=[Seen(menu.id)], comment=" ", actor=cast.deputy)
    only(return_menus(seen=[Seen(menu.id)], comment="Less pork.", actor=cast.deputy))
    menu = Menu.get_by_id(menu.id)
    assert (menu.status, menu.return_note, menu.approved_by) == ("draft", "Less pork.", None)


def test_friday_at_three_is_in_time_and_a_minute_later_needs_a_reason(cast, canteen, set_clock):
    menu = approved_menu(cast, canteen)
    set_clock("2026-06-12 15:01")
    with pytest.raises(RuleViolation, match="was due by 2026-06-12 15:00"):
        only(publish_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    set_clock("2026-06-12 15:00")
    only(publish_menus(seen=[Seen(menu.id)], actor=cast.canteen, late_reason="Not needed"))
    assert Menu.get_by_id(menu.id).late_reason == ""


def test_only_an_approved_menu_is_published(cast, canteen):
    menu = full_menu(canteen)
    with pytest.raises(WrongState):
        only(publish_menus(seen=[Seen(menu.id)], actor=cast.canteen))


def test_a_published_menu_makes_samples_disinfections_and_counts_expected(cast, canteen):
    """(R29): what is missing later can be seen, because it was expected before."""
    menu = published_menu(cast, canteen)
    assert FoodSample.select().where(FoodSample.status == "expected").count() == 25
    assert DisinfectionLog.select().count() == 10
    counts = MealCount.select().order_by(MealCount.day)
    assert [(row.meal, row.planned, row.actual) for row in counts] == [("lunch", 120, None)] * 5
    days = {"first": menu.starts_on, "last": menu.ends_on}
    assert expect_canteen_records(**days, actor=SYSTEM) == 0
    FoodSample.delete().where(FoodSample.served_on == FRIDAY).execute()
    assert expect_canteen_records(**days, actor=SYSTEM) == 5


def test_a_menu_composes_itself_by_the_rules_from_what_was_served_longest_ago(cast, canteen):
    for category, count in (("meat", 4), ("half_meat", 4), ("vegetable", 7), ("soup", 4)):
        for _number in range(count):
            make_dish(category)
    rice = make_dish("staple", is_daily=True)
    menu = make_menu(canteen)
    only(compose_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    assert menu_problems(menu) == []
    # Four working days, five dishes and the rice on each.
    assert MenuItem.select().where(MenuItem.menu == menu).count() == 4 * 6
    assert MenuItem.select().where(MenuItem.dish == rice).count() == 4
    only(compose_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    assert MenuItem.select().where(MenuItem.menu == menu).count() == 4 * 6


def test_with_too_few_dishes_it_says_which_kind_is_short(cast, canteen):
    for category in LUNCH[:4]:
        make_dish(category)
    menu = make_menu(canteen)
    with pytest.raises(RuleViolation, match="too few dishes of the category “Soup”"):
        only(compose_menus(seen=[Seen(menu.id)], actor=cast.canteen))
    assert MenuItem.select().count() == 0
