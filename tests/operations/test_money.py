"""Budget lines: what is reserved, committed, spent and released (R06, R73)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee
import pytest

from logistics.database import database, total
from logistics.errors import NotEnough, NotFound, NotPermitted, WrongState
from logistics.operations.money import (
    approve_budget_lines,
    commit_budget,
    release_budget,
    reserve_budget,
    spend_budget,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from models import BudgetEntry, BudgetLine
from tests.cast import Cast
from tests.factories.money import make_budget_line

pytestmark = pytest.mark.usefixtures("db")
FIRST = {"doc_type": "purchase_request", "doc_id": 1, "actor": SYSTEM}
SECOND = {"doc_type": "purchase_request", "doc_id": 2, "actor": SYSTEM}


def figures(line: BudgetLine) -> tuple[Decimal, ...]:
    """Reserved, committed, spent, available."""
    line = BudgetLine.get_by_id(line.id)
    return line.reserved, line.committed, line.spent, line.available


def test_nothing_is_counted_twice_from_request_to_invoice() -> None:
    """features.md, case 3: 1000, request 300, order 200, invoice 200, request 50: 650 left."""
    line = make_budget_line(1000)

    reserve_budget(line_id=line.id, amount=Decimal(300), **FIRST)
    assert figures(line) == (300, 0, 0, 700)
    commit_budget(line_id=line.id, amount=Decimal(200), **FIRST)
    assert figures(line) == (100, 200, 0, 700)
    spend_budget(line_id=line.id, amount=Decimal(200), **FIRST)
    assert figures(line) == (100, 0, 200, 700)
    reserve_budget(line_id=line.id, amount=Decimal(50), **SECOND)
    assert figures(line) == (150, 0, 200, 650)


def test_closing_a_document_releases_its_rest_and_only_its_own() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal(300), **FIRST)
    reserve_budget(line_id=line.id, amount=Decimal(50), **SECOND)
    commit_budget(line_id=line.id, amount=Decimal(200), **FIRST)
    spend_budget(line_id=line.id, amount=Decimal(120), **FIRST)

    released = release_budget(line_id=line.id, **FIRST)

    assert released == Decimal(180)
    assert figures(line) == (50, 0, 120, 830)


def test_releasing_what_is_not_held_changes_nothing() -> None:
    line = make_budget_line(1000)

    assert release_budget(line_id=line.id, **FIRST) == 0
    assert BudgetEntry.select().count() == 0


def test_a_part_can_be_released_what_was_ordered_first() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal(300), **FIRST)
    commit_budget(line_id=line.id, amount=Decimal(200), **FIRST)

    release_budget(line_id=line.id, amount=Decimal(250), **FIRST)

    assert figures(line) == (50, 0, 0, 950)


def test_more_than_is_held_is_not_released() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal(300), **FIRST)

    with pytest.raises(NotEnough):
        release_budget(line_id=line.id, amount=Decimal("300.01"), **FIRST)


def test_a_line_is_never_overdrawn_not_by_a_fen() -> None:
    line = make_budget_line("99.99")

    with pytest.raises(NotEnough) as refusal:
        reserve_budget(line_id=line.id, amount=Decimal(100), **FIRST)

    assert "99.99" in str(refusal.value)
    reserve_budget(line_id=line.id, amount=Decimal("99.99"), **FIRST)
    assert figures(line) == (Decimal("99.99"), 0, 0, 0)


def test_an_order_takes_no_more_than_its_own_document_has_reserved() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal(100), **FIRST)
    reserve_budget(line_id=line.id, amount=Decimal(500), **SECOND)

    with pytest.raises(NotEnough):
        commit_budget(line_id=line.id, amount=Decimal(101), **FIRST)
    assert figures(line) == (600, 0, 0, 400)


def test_a_payment_takes_no_more_than_its_own_document_has_committed() -> None:
    line = make_budget_line(1000)
    for document in (FIRST, SECOND):
        reserve_budget(line_id=line.id, amount=Decimal(100), **document)
        commit_budget(line_id=line.id, amount=Decimal(100), **document)

    with pytest.raises(NotEnough):
        spend_budget(line_id=line.id, amount=Decimal("100.01"), **FIRST)


def test_a_line_that_is_not_approved_yet_cannot_be_reserved() -> None:
    line = make_budget_line(1000, status="draft")

    with pytest.raises(WrongState):
        reserve_budget(line_id=line.id, amount=Decimal(1), **FIRST)


def test_a_line_that_is_not_there_is_named_so() -> None:
    with pytest.raises(NotFound):
        reserve_budget(line_id=10**6, amount=Decimal(1), **FIRST)


def test_the_balances_are_the_sums_of_the_entries() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal("300.55"), **FIRST)
    commit_budget(line_id=line.id, amount=Decimal("200.05"), **FIRST)
    spend_budget(line_id=line.id, amount=Decimal("100.01"), **FIRST)
    release_budget(line_id=line.id, **FIRST)

    sums: Any = BudgetEntry.select(
        total(BudgetEntry.reserved), total(BudgetEntry.committed), total(BudgetEntry.spent)
    ).tuples()
    assert tuple(*sums) == figures(line)[:3] == (0, 0, Decimal("100.01"))


def test_the_director_makes_drafted_lines_binding(cast: Cast) -> None:
    line = make_budget_line(1000, status="draft")

    only(approve_budget_lines(seen=[Seen(line.id, 1)], actor=cast.director))

    assert BudgetLine.get_by_id(line.id).status == "approved"
    with pytest.raises(WrongState):
        only(approve_budget_lines(seen=[Seen(line.id)], actor=cast.director))


@pytest.mark.parametrize("login", ["admin", "finance", "deputy", "staff"])
def test_nobody_else_makes_lines_binding(cast: Cast, login: str) -> None:
    line = make_budget_line(1000, status="draft")

    with pytest.raises(NotPermitted):
        approve_budget_lines(seen=[Seen(line.id)], actor=getattr(cast, login))


def test_an_entry_can_be_neither_changed_nor_deleted() -> None:
    line = make_budget_line(1000)
    reserve_budget(line_id=line.id, amount=Decimal(300), **FIRST)

    for statement in (BudgetEntry.update(reserved=Decimal(1)), BudgetEntry.delete()):
        with pytest.raises(peewee.IntegrityError), database.atomic():
            statement.execute()
