"""Budget pages: the year's execution, a line with its bar, deciding on adjustments."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from logistics.database import local_today
from logistics.operations.money import (
    commit_budget,
    reserve_budget,
    spend_budget,
    submit_adjustments,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from models import BudgetAdjustment, BudgetLine
from tests.cast import Cast
from tests.client import Client
from tests.factories.money import make_adjustment, make_budget_line

Login = Callable[[Client, str], Client]


@pytest.fixture
def line(cast: Cast) -> BudgetLine:
    """1,000 yuan, of which 250 are spent and 150 held."""
    line = make_budget_line(
        1000, unit=cast.units["BUREAU"], year=local_today().year, name="Office expenses"
    )
    part = {"line_id": line.id, "doc_type": "purchase_request", "doc_id": 1, "actor": SYSTEM}
    reserve_budget(amount=Decimal(400), **part)
    commit_budget(amount=Decimal(300), **part)
    spend_budget(amount=Decimal(250), **part)
    return line


@pytest.fixture
def adjustment(cast: Cast, line: BudgetLine, matrix: None) -> BudgetAdjustment:
    adjustment = make_adjustment(cast.finance_staff, 500, to_line=line)
    only(submit_adjustments(seen=[Seen(adjustment.id)], actor=cast.finance))
    return adjustment


def test_the_execution_page_shows_every_line_against_the_year(
    client: Client, login: Login, line: BudgetLine
) -> None:
    page = login(client, "director").get("/admin/budget_line/execution/")

    assert page.status_code == 200
    for told in ("Office expenses", "250.00", "150.00", "600.00", "25.0%"):
        assert told in page.text


@pytest.mark.parametrize(("login_name", "sees"), [("head", True), ("staff2", False)])
def test_it_shows_only_the_lines_that_one_may_read(
    client: Client, login: Login, line: BudgetLine, login_name: str, sees: bool
) -> None:
    page = login(client, login_name).get("/admin/budget_line/execution/").text

    assert ("Office expenses" in page) is sees


@pytest.mark.parametrize("year", ["1999", "x", "99999", ""])
def test_a_year_without_lines_or_sense_shows_none(
    client: Client, login: Login, line: BudgetLine, year: str
) -> None:
    page = login(client, "director").get(f"/admin/budget_line/execution/?year={year}")

    assert page.status_code == 200


def test_the_execution_prints(client: Client, login: Login, line: BudgetLine) -> None:
    page = login(client, "finance").get("/admin/budget_line/print_execution/")

    assert page.status_code == 200
    assert "Compiled by" in page.text


def test_a_line_opens_with_its_bar(client: Client, login: Login, line: BudgetLine) -> None:
    page = login(client, "finance").get(f"/admin/budget_line/details/?id={line.id}")

    assert page.status_code == 200
    assert "Use of the budget" in page.text


def test_an_adjustment_is_decided_on_its_page(
    client: Client, login: Login, adjustment: BudgetAdjustment, line: BudgetLine
) -> None:
    address = f"/admin/budget_adjustment/approve/?id={adjustment.id}"
    page = login(client, "director").get(address).text
    assert "1,100.00" in page  # what would be available: 600 and 500

    for login_name in ("director", "leader"):
        login(client, login_name)
        answer = client.post(address, data={"choice": "approve"})
        assert answer.status_code == 302

    assert BudgetLine.get_by_id(line.id).available == 1100


def test_several_adjustments_are_decided_together(
    client: Client, login: Login, cast: Cast, adjustment: BudgetAdjustment, line: BudgetLine
) -> None:
    second = make_adjustment(cast.finance_staff, 100, to_line=line)
    only(submit_adjustments(seen=[Seen(second.id)], actor=cast.finance))
    address = f"/admin/budget_adjustment/approve/?id={adjustment.id},{second.id}"
    login(client, "director")

    assert client.get(address).status_code == 200
    answer = client.post(address, data={"choice": "return", "comment": "Save first."})

    assert "2 done, 0 refused." in answer.text
    assert BudgetAdjustment.select().where(BudgetAdjustment.status == "returned").count() == 2
