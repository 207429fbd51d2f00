"""Stock by its pages: counting a warehouse, opening balances, reversals, the stock book."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

import pytest

from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import issue_supplies
from models import Item, StockClosing, StockMovement, Stocktake, StocktakeLine, Warehouse
from tests.cast import Cast
from tests.client import Client
from tests.factories.stock import (
    level,
    make_approved_request,
    make_item,
    make_warehouse,
    put_in_stock,
)
from tests.operations.two_sites import Office

TODAY = dt.date(2026, 6, 12)
YESTERDAY = TODAY - dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def today(set_clock):
    """The office's clock stands still: a run may cross midnight."""
    set_clock(f"{TODAY} 10:00")


@pytest.fixture
def keeper(client: Client, login: Any) -> Client:
    return login(client, "keeper")


@pytest.fixture
def store(cast: Cast) -> Warehouse:
    return make_warehouse(site=cast.site_a, name="Store A")


@pytest.fixture
def soap(store: Warehouse) -> Item:
    item = make_item(name="Soap")
    put_in_stock(store, item, 10, 20)
    return item


class TestCounting:
    """A stocktake by its pages, from the warehouse to the deputy."""

    def begin(self, keeper: Client, store: Warehouse) -> str:
        answer = keeper.post(f"/admin/warehouse/open/?id={store.id}")
        assert answer.location == f"/admin/stocktake/count/?id={Stocktake.get().id}"
        return str(answer.location)

    def test_what_is_typed_is_kept(self, keeper: Client, store: Warehouse, soap: Item) -> None:
        url = self.begin(keeper, store)
        page = keeper.get(url)
        assert "Soap" in page.text
        name = f"line-{StocktakeLine.get().id}"
        form = {f"{name}-actual": "8", f"{name}-cause": "lost", f"{name}-note": "Gone"}
        keeper.post(url, data=form)
        line = StocktakeLine.get()
        assert (line.actual, line.cause, line.note) == (8, "lost", "Gone")
        assert 'value="8"' in keeper.get(url).text

    def test_what_is_no_number_is_refused_and_stays(
        self, keeper: Client, store: Warehouse, soap: Item
    ) -> None:
        url = self.begin(keeper, store)
        name = f"line-{StocktakeLine.get().id}"
        answer = keeper.post(url, data={f"{name}-actual": "many", f"{name}-note": "Look"})
        assert answer.status_code == 409
        assert 'value="many"' in answer.text
        assert 'value="Look"' in answer.text
        assert StocktakeLine.get().actual is None

    def test_what_is_found_gets_a_line(self, keeper: Client, store: Warehouse, soap: Item) -> None:
        url, glue = self.begin(keeper, store), make_item(name="Glue")
        form = {
            "found-item": str(glue.id),
            "found-actual": "3",
            "found-cause": "unrecorded",
            "found-unit_cost": "1.50",
        }
        keeper.post(url, data=form)
        line = StocktakeLine.get(StocktakeLine.item == glue)
        assert (line.actual, line.book, line.unit_cost) == (3, 0, Decimal("1.50"))

    def test_the_deputy_sees_the_differences_before_he_approves(
        self, client: Client, login: Any, store: Warehouse, soap: Item
    ) -> None:
        keeper = login(client, "keeper")
        url = self.begin(keeper, store)
        name = f"line-{StocktakeLine.get().id}"
        keeper.post(url, data={f"{name}-actual": "8", f"{name}-cause": "lost"})
        stocktake = Stocktake.get().id
        keeper.post(f"/admin/stocktake/submit/?id={stocktake}")
        login(client, "finance").post(f"/admin/stocktake/check/?id={stocktake}")
        deputy = login(client, "deputy")
        page = deputy.get(f"/admin/stocktake/approve/?id={stocktake}")
        assert "Soap: -2 box (Lost)" in page.text
        deputy.post(f"/admin/stocktake/approve/?id={stocktake}")
        assert level(store, soap)[0] == 8
        printed = deputy.get(f"/admin/stocktake/print/?id={stocktake}").text
        assert all(name in printed for name in ("Keeper Kang", "Finance Fang", "Deputy Deng"))

    def test_a_count_that_agrees_says_so(
        self, client: Client, login: Any, store: Warehouse, soap: Item
    ) -> None:
        keeper = login(client, "keeper")
        url = self.begin(keeper, store)
        keeper.post(url, data={f"line-{StocktakeLine.get().id}-actual": "10"})
        keeper.post(f"/admin/stocktake/submit/?id={Stocktake.get().id}")
        page = login(client, "finance").get(f"/admin/stocktake/check/?id={Stocktake.get().id}")
        assert "All counts agree with the books" in page.text


def test_an_opening_balance_is_entered_on_the_items_page(keeper: Client, store: Warehouse) -> None:
    item = make_item()
    form = {"warehouse_id": store.id, "quantity": "5", "value": "12.50"}
    assert keeper.post(f"/admin/item/open/?id={item.id}", data=form).status_code == 302
    assert level(store, item) == (5, Decimal("12.50"))


@pytest.mark.parametrize("form", [{}, {"quantity": "x", "value": "1"}, {"quantity": "1"}])
def test_an_opening_balance_without_numbers_is_refused(
    keeper: Client, store: Warehouse, form: dict[str, str]
) -> None:
    url = f"/admin/item/open/?id={make_item().id}"
    assert keeper.post(url, data={"warehouse_id": store.id, **form}).status_code == 409
    assert StockMovement.select().count() == 0


def test_a_receipt_is_reversed_from_the_ledger(
    keeper: Client, store: Warehouse, soap: Item
) -> None:
    row = StockMovement.get()
    assert "Reverse" in keeper.get(f"/admin/stock_movement/details/?id={row.id}").text
    keeper.post(f"/admin/stock_movement/reverse/?id={row.id}", data={"reason": "Typed twice"})
    assert level(store, soap) == (0, 0)


def test_supplies_are_taken_back_from_their_slip_line(keeper: Client, cast: Cast) -> None:
    office = Office(cast)
    sheet = office.sheet(office.ask_a(4))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=cast.keeper))
    line = sheet.slips.get().lines.get()
    form = {"quantity": "1", "reason": "Not needed"}
    keeper.post(f"/admin/issue_slip_line/take/?id={line.id}", data=form)
    assert level(office.store_a, office.paper)[0] == 7


def test_finance_closes_the_books(client: Client, login: Any, store: Warehouse) -> None:
    finance = login(client, "finance")
    url = f"/admin/warehouse/close/?id={store.id}"
    assert finance.post(url, data={}).status_code == 409
    finance.post(url, data={"closed_through": str(YESTERDAY), "comment": "June"})
    assert StockClosing.get().closed_through == YESTERDAY


class TestStockBook:
    """What came in, went out and is left, and what it cost each unit."""

    URL = "/admin/stock_book/"

    def test_it_shows_a_warehouse_and_its_units(self, keeper: Client, cast: Cast) -> None:
        office = Office(cast)
        sheet = office.sheet(office.ask_a(4), office.ask_b(1))
        only(issue_supplies(seen=[Seen(sheet.id)], actor=cast.keeper))
        text = keeper.get(self.URL).text
        assert re.search(r"Paper.*?100\.00.*?40\.00.*?60\.00.*?10\.00", text, re.DOTALL)
        assert "Economic Bureau" in text
        assert "Construction Bureau" not in text

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("", 200),
            ("?from=2026-01-01&until=2026-06-30", 200),
            ("?from=June", 400),
            ("?from=2026-06-30&until=2026-01-01", 400),
            ("?warehouse=999999", 404),
        ],
    )
    def test_what_the_address_says_is_read_or_refused(
        self, keeper: Client, store: Warehouse, soap: Item, query: str, status: int
    ) -> None:
        assert keeper.get(self.URL + query).status_code == status

    def test_an_empty_house_says_so(self, keeper: Client) -> None:
        assert "Nothing has moved here yet" in keeper.get(self.URL).text

    def test_who_may_not_read_stock_is_refused(self, client: Client, login: Any) -> None:
        assert login(client, "staff").get(self.URL).status_code == 403


@pytest.mark.parametrize(
    ("login_name", "shown"),
    [
        ("head", "To be decided: 1"),
        ("keeper", "To be put on an issue sheet: 1"),
        ("keeper", "To be issued: 1"),
        ("staff2", "To be signed for: 1"),
    ],
)
def test_the_start_page_says_what_waits(
    client: Client, login: Any, cast: Cast, login_name: str, shown: str
) -> None:
    office = Office(cast)
    office.ask_a(1, status="submitted")
    office.ask_a(1)
    issued, _draft = office.sheet(office.ask_b(1)), office.sheet(office.ask_a(2))
    only(issue_supplies(seen=[Seen(issued.id)], actor=cast.keeper))
    assert shown in login(client, login_name).get("/").text


def test_what_is_ones_own_does_not_wait_for_one(client: Client, login: Any, cast: Cast) -> None:
    """Neither a request of one's own to decide, nor a slip that one has issued oneself."""
    office = Office(cast)
    make_approved_request(requester=cast.head_staff, status="submitted")
    sheet = office.sheet(office.ask_a(1))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=cast.keeper))
    assert "To be decided" not in login(client, "head").get("/").text
    assert "To be signed for" not in login(client, "keeper").get("/").text
