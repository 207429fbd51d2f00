"""Eight processes at once: the last box goes to one of them, and the books stay in order."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    Movement,
    Opening,
    issue_supplies,
    make_issue_sheet,
    move_stock,
    open_stock,
    sign_slips,
    transfer_stock,
)
from logistics.permissions import SYSTEM, load_actor
from logistics.queries.stock import stock_problems
from models import (
    Account,
    IssueSheet,
    IssueSlip,
    StockLevel,
    StockMovement,
    StockTransfer,
    StockTransferLine,
)
from tests.cast import Cast
from tests.factories.stock import level, make_item, make_warehouse, put_in_stock
from tests.operations.two_sites import Office
from tests.races import PROCESSES, everyone, race

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("race_db")]


def issue_sheet(sheet_id: int, login: str) -> str:
    actor = load_actor(Account.get(Account.login == login))
    only(issue_supplies(seen=[Seen(sheet_id)], actor=actor))
    return "issued"


def take(warehouse_id: int, item_ids: list[int], quantity: int) -> str:
    movements = [
        Movement(warehouse_id, item, "issue", Decimal(-quantity), None, local_today())
        for item in item_ids
    ]
    move_stock(movements, actor=SYSTEM)
    return "taken"


def transfer(transfer_id: int) -> str:
    only(transfer_stock(seen=[Seen(transfer_id)], actor=SYSTEM))
    return "transferred"


def gather(request_id: int) -> str:
    actor = load_actor(Account.get(Account.login == "keeper"))
    only(make_issue_sheet(seen=[Seen(request_id)], actor=actor))
    return "gathered"


def begin_books(warehouse_id: int, item_id: int) -> str:
    opening = Opening(warehouse_id, item_id, Decimal(5), Decimal(50))
    open_stock(openings=[opening], opened_on=local_today(), actor=SYSTEM)
    return "opened"


def sign(slip_id: int, login: str) -> str:
    only(sign_slips(seen=[Seen(slip_id)], actor=load_actor(Account.get(Account.login == login))))
    return "signed"


def counted(answers: list[Any], good: str, refusal: str) -> tuple[int, int]:
    """How many did it, and how many were told; nothing else may have come out."""
    done = answers.count(good)
    told = sum(str(answer).startswith(refusal) for answer in answers)
    assert done + told == len(answers), answers
    return done, told


def test_two_keepers_and_the_last_box(race_db: str, cast: Cast) -> None:
    """features.md, case 6: each has the last box on his sheet; one issues it, the other is told."""
    office = Office(cast)
    soap = make_item(name="Soap")
    put_in_stock(office.store_a, soap, 1, 9)
    office.paper = soap
    first, second = office.sheet(office.ask_a(1)), office.sheet(office.ask_a(1))
    answers = race(race_db, issue_sheet, [(first.id, "keeper"), (second.id, "keeper2")])
    assert counted(answers, "issued", "NotEnough: ") == (1, 1)
    assert level(office.store_a, soap) == (0, 0)
    assert sorted(sheet.status for sheet in IssueSheet.select()) == ["draft", "issued"]
    assert list(stock_problems()) == []


def test_eight_take_three_of_twenty_each(race_db: str) -> None:
    warehouse, item = make_warehouse(), make_item()
    put_in_stock(warehouse, item, 20, 33)
    answers = race(race_db, take, everyone(warehouse.id, [item.id], 3))
    assert counted(answers, "taken", "NotEnough: ") == (6, 2)
    assert level(warehouse, item)[0] == 2
    assert list(stock_problems()) == []


def test_sets_in_opposite_order_do_not_block_each_other(race_db: str) -> None:
    warehouse, items = make_warehouse(), [make_item().id for _ in range(6)]
    for item in items:
        move_stock(
            [Movement(warehouse.id, item, "opening", Decimal(99), Decimal(9), local_today())],
            actor=SYSTEM,
        )
    forwards, backwards = (warehouse.id, items, 1), (warehouse.id, items[::-1], 1)
    answers = race(race_db, take, [forwards, backwards] * (PROCESSES // 2))
    assert answers == ["taken"] * PROCESSES
    assert list(stock_problems()) == []


def test_transfers_there_and_back_do_not_block_each_other(race_db: str) -> None:
    a, b, item = make_warehouse(), make_warehouse(), make_item()
    put_in_stock(a, item, 50, 70)
    put_in_stock(b, item, 50, 90)
    slips = []
    for number in range(PROCESSES):
        source, target = (a, b) if number % 2 else (b, a)
        slip = StockTransfer.create(from_warehouse=source, to_warehouse=target, reason="Race")
        StockTransferLine.create(transfer=slip, item=item, quantity=number + 1)
        slips.append((slip.id,))
    assert race(race_db, transfer, slips) == ["transferred"] * PROCESSES
    numbers = {slip.doc_no for slip in StockTransfer.select()}
    assert len(numbers) == PROCESSES
    assert sum(row.value for row in StockLevel.select()) == 160
    assert list(stock_problems()) == []


def test_a_sheet_is_issued_once_however_often_it_is_confirmed(race_db: str, cast: Cast) -> None:
    office = Office(cast)
    sheet = office.sheet(office.ask_a(1), office.ask_b(1))
    answers = race(race_db, issue_sheet, everyone(sheet.id, "keeper"))
    assert counted(answers, "issued", "WrongState: ") == (1, PROCESSES - 1)
    assert StockMovement.select().where(StockMovement.kind == "issue").count() == 2


def test_a_request_is_gathered_once(race_db: str, cast: Cast) -> None:
    request = Office(cast).ask_a(1)
    answers = race(race_db, gather, everyone(request.id))
    assert answers.count("gathered") == 1
    assert all(answer.startswith(("gathered", "WrongState", "StaleRecord")) for answer in answers)
    assert IssueSheet.select().count() == 1


def test_the_books_of_an_item_begin_once(race_db: str) -> None:
    warehouse, item = make_warehouse(), make_item()
    answers = race(race_db, begin_books, everyone(warehouse.id, item.id))
    assert counted(answers, "opened", "Conflict: ") == (1, PROCESSES - 1)
    assert level(warehouse, item) == (5, 50)


def test_both_receivers_signing_at_once_finish_the_sheet(race_db: str, cast: Cast) -> None:
    office = Office(cast)
    sheet = office.sheet(office.ask_a(1), office.ask_b(1))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=cast.keeper))
    here, there = IssueSlip.select().order_by(IssueSlip.id)
    assert race(race_db, sign, [(here.id, "staff"), (there.id, "staff2")]) == ["signed"] * 2
    assert IssueSheet.get_by_id(sheet.id).status == "signed"
