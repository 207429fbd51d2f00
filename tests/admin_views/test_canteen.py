"""The canteen's pages: the week's menu for everybody, each step from its record, printed sheets."""

import datetime as dt

import pytest

from models import (
    CanteenSettlement,
    DisinfectionLog,
    FoodSample,
    HealthCertificate,
    IngredientReceipt,
    MealCount,
    Menu,
    WasteEvaluation,
)
from tests.factories.canteen import (
    LUNCH,
    MONDAY,
    full_menu,
    make_canteen,
    make_dish,
    make_menu,
    make_receipt,
    published_menu,
)


@pytest.fixture(autouse=True)
def on_monday(cast, set_clock):
    set_clock("2026-06-15 12:00")


@pytest.fixture
def canteen(cast):
    return make_canteen(cast, name="Green Hall")


def get(client, login, who, address, status=200):
    answer = login(client, who).get(address)
    assert answer.status_code == status, answer.text[:500]
    return answer.text


def post(client, login, who, address, data=None, status=302):
    answer = login(client, who).post(address, data=data or {})
    assert answer.status_code == status, answer.text[:2000]
    return answer


def test_a_menu_is_composed_submitted_approved_and_published_from_its_page(
    cast, client, login, canteen
):
    """(R28)"""
    for category in (*LUNCH, *LUNCH, *LUNCH, *LUNCH):
        make_dish(category)
    menu = make_menu(canteen, dt.date(2026, 6, 22))
    address = f"/admin/menu/{{}}/?id={menu.id}"
    text = get(client, login, "canteen", address.format("submit"))
    assert "2026-06-22 has no lunch; every working day of the week needs one." in text
    assert (
        "breaks 5 rules"
        in post(client, login, "canteen", address.format("submit"), status=409).text
    )
    post(client, login, "canteen", address.format("compose"))
    post(client, login, "canteen", address.format("submit"))
    assert "Approve" in get(client, login, "deputy", address.format("details"))
    post(client, login, "deputy", address.format("approve"))
    post(client, login, "canteen", address.format("publish"))
    assert Menu.get_by_id(menu.id).status == "published"


def test_after_friday_the_page_asks_for_the_reason(cast, client, login, canteen):
    menu = full_menu(canteen)
    Menu.update(status="approved").execute()
    address = f"/admin/menu/publish/?id={menu.id}"
    refused = post(client, login, "canteen", address, status=409).text
    assert "was due by 2026-06-12 15:00" in refused
    post(client, login, "canteen", address, {"late_reason": "The power was off."})


def test_everybody_reads_the_menu_of_this_week(cast, client, login, canteen):
    menu = published_menu(cast, canteen)
    dish = menu.items.get().dish.name
    text = get(client, login, "staff", "/canteen/menu")
    assert dish in text
    assert "Green Hall" in text
    assert "not published yet" in get(client, login, "staff2", "/canteen/menu?week=2026-06-22")
    get(client, login, "staff", "/canteen/menu?week=soon", 400)
    get(client, login, "staff", "/canteen/menu?canteen=999", 404)


def test_a_draft_is_not_on_the_board(cast, client, login, canteen):
    full_menu(canteen)
    assert "not published yet" in get(client, login, "staff", "/canteen/menu")


def test_the_sheets_print(cast, client, login, canteen):
    menu = published_menu(cast, canteen)
    dish = menu.items.get().dish.name
    assert dish in get(client, login, "staff", f"/admin/menu/print/?id={menu.id}")
    assert dish in get(client, login, "canteen", f"/admin/menu/samples/?id={menu.id}")
    row = CanteenSettlement.create(canteen=canteen, month=dt.date(2026, 5, 1), subsidy=40000)
    text = get(client, login, "staff", f"/admin/canteen_settlement/print/?id={row.id}")
    assert "40,000.00" in text


def test_samples_of_a_lunch_are_taken_in_bulk_with_their_hour(cast, client, login, canteen):
    """(R29)"""
    published_menu(cast, canteen)
    ids = [row.id for row in FoodSample.select().where(FoodSample.served_on == MONDAY)]
    address = f"/admin/food_sample/take/?id={','.join(map(str, ids))}"
    refused = post(client, login, "canteen", address, {"grams": "100"}, status=409).text
    assert "A sample weighs at least 125 g." in refused
    post(client, login, "canteen", address, {"grams": "150", "taken_at": "11:20"}, status=200)
    kept = FoodSample.select().where(FoodSample.status == "kept")
    assert {f"{row.taken_at:%H:%M}" for row in kept} == {"03:20"}
    assert kept.count() == len(ids)


def test_disinfection_and_meals_are_entered_on_their_pages(cast, client, login, canteen):
    published_menu(cast, canteen)
    log = DisinfectionLog.get(DisinfectionLog.day == MONDAY)
    data = {"method": "steam", "minutes": "25", "done_at": "", "note": ""}
    post(client, login, "canteen", f"/admin/disinfection_log/record/?id={log.id}", data)
    assert DisinfectionLog.get_by_id(log.id).method == "steam"
    count = MealCount.get(MealCount.day == MONDAY)
    data = {f"{count.id}-actual": "117", f"{count.id}-guests": "4"}
    post(client, login, "canteen", f"/admin/meal_count/count/?id={count.id}", data)
    count = MealCount.get_by_id(count.id)
    assert (count.actual, count.guests) == (117, 4)


def test_a_delivery_is_signed_by_its_two_people(cast, client, login, canteen):
    receipt = make_receipt(cast, canteen)
    address = f"/admin/ingredient_receipt/{{}}/?id={receipt.id}"
    assert "Inspected" in get(client, login, "meeting", address.format("details"))
    post(client, login, "meeting", address.format("inspect"))
    refused = post(client, login, "meeting", address.format("receive"), status=409).text
    assert "Only the keeper named" in refused
    post(client, login, "canteen", address.format("receive"))
    assert IngredientReceipt.get_by_id(receipt.id).status == "received"


def test_accounts_and_evaluations_go_up_from_their_pages(cast, client, login, canteen):
    row = CanteenSettlement.create(canteen=canteen, month=dt.date(2026, 5, 1))
    address = f"/admin/canteen_settlement/{{}}/?id={row.id}"
    post(client, login, "canteen", address.format("submit"))
    post(client, login, "finance", address.format("approve"))
    post(client, login, "canteen", address.format("publish"))
    assert CanteenSettlement.get_by_id(row.id).status == "published"
    row = WasteEvaluation.create(canteen=canteen, year=2026, quarter=1, findings="Rice.")
    address = f"/admin/waste_evaluation/submit/?id={row.id}"
    assert "Nothing was weighed" in post(client, login, "canteen", address, status=409).text


def test_what_waits_stands_on_the_start_pages(cast, client, login, canteen):
    published_menu(cast, canteen)
    text = get(client, login, "canteen", "/")
    assert "Samples to be taken today: 5" in text
    soon = {"issued_on": "2025-06-20", "expires_on": "2026-06-20"}
    HealthCertificate.create(staff=cast.canteen_staff, number="1", **soon)
    assert "the certificate ends" in get(client, login, "canteen", "/")
    assert "the certificate ends" not in get(client, login, "staff", "/")
    make_receipt(cast, canteen)
    assert "Deliveries to be inspected: 1" in get(client, login, "meeting", "/")


def test_a_clerk_of_another_unit_sees_no_kitchen_book(cast, client, login, canteen):
    published_menu(cast, canteen)
    row = FoodSample.get()
    get(client, login, "keeper", f"/admin/food_sample/details/?id={row.id}", 404)
