"""``check`` finds what does not agree in stock, whoever brought it about."""

from __future__ import annotations

import pytest

from logistics.database import local_today
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import issue_supplies
from logistics.queries.stock import stock_problems
from models import IssueRequestLine, StockLevel, StockMovement
from tests.cast import Cast
from tests.operations.two_sites import Office


@pytest.fixture
def office(cast: Cast) -> Office:
    """Paper at both sites, some of it issued."""
    office = Office(cast)
    sheet = office.sheet(office.ask_a(4))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=cast.keeper))
    assert list(stock_problems()) == []
    return office


def problem() -> str:
    (words,) = stock_problems()
    return words.filled()


def test_a_level_beside_its_ledger(office: Office) -> None:
    StockLevel.update(quantity=7).where(StockLevel.warehouse == office.store_a).execute()
    assert "stands at 7 for 60.00 yuan, its ledger at 6 for 60.00 yuan" in problem()


def test_a_ledger_without_its_level(office: Office) -> None:
    StockLevel.delete().where(StockLevel.warehouse == office.store_b).execute()
    assert f"warehouse {office.store_b.id}, which has no stock level" in problem()


def test_a_moment_below_zero(office: Office) -> None:
    """Seven out and seven in on one day: the sums agree, the moment between does not."""
    for kind, quantity in (("issue", -7), ("return", 7)):
        StockMovement.create(
            warehouse=office.store_a,
            item=office.paper,
            kind=kind,
            quantity=quantity,
            value=0,
            moved_on=local_today(),
        )
    assert "held -1 of Paper" in problem()


def test_a_request_beside_its_slips(office: Office) -> None:
    IssueRequestLine.update(issued=3).execute()
    assert "says that 3 of Paper were issued, its slips say 4" in problem()
