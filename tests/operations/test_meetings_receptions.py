"""Receptions: companions by the rule, four papers together, never more than was approved."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from logistics.errors import InvalidRecord, NotPermitted, RuleViolation, WrongState
from logistics.operations.meetings.receptions import (
    approve_receptions,
    cancel_receptions,
    return_receptions,
    settle_receptions,
    submit_receptions,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.tables.meetings.receptions import most_companions
from models import Reception, ReceptionLine
from tests.cast import Cast
from tests.factories.meetings import DAY, fresh, make_reception


def submitted(cast: Cast, **columns: Any) -> Reception:
    row = make_reception(cast, **columns)
    only(submit_receptions(seen=[Seen(row.id)], actor=cast.staff))
    return fresh(row)


def approved(cast: Cast, **columns: Any) -> Reception:
    row = submitted(cast, **columns)
    only(approve_receptions(seen=[Seen(row.id)], actor=cast.deputy))
    return fresh(row)


@pytest.mark.parametrize(("guests", "most"), [(1, 3), (10, 3), (11, 3), (12, 4), (30, 10)])
def test_how_many_may_sit_with_the_guests(guests: int, most: int) -> None:
    assert most_companions(guests) == most


@given(st.integers(min_value=11, max_value=500))
def test_many_guests_have_at_most_one_companion_for_three(guests: int) -> None:
    assert most_companions(guests) * 3 <= guests < (most_companions(guests) + 1) * 3


@pytest.mark.parametrize(("guests", "companions"), [(10, 4), (11, 4)])
def test_form_and_database_refuse_too_many_companions(
    cast: Cast, guests: int, companions: int
) -> None:
    values = {
        "guest_unit": "Bureau",
        "guests": guests,
        "companions": companions,
        "purpose": "Visit",
        "unit": cast.staff_staff.unit_id,
        "site": cast.site_a.id,
        "requester": cast.staff_staff.id,
        "starts_on": DAY,
        "ends_on": DAY,
    }
    with pytest.raises(InvalidRecord, match="companions"):
        create_record(Reception, values, actor=cast.staff)
    with pytest.raises(peewee.IntegrityError):
        Reception.create(**values)


def test_the_list_is_reckoned_when_it_is_handed_in(cast: Cast) -> None:
    row = submitted(cast)
    assert (row.amount, row.status) == (Decimal(360), "submitted")
    assert row.doc_no.startswith("RC-")
    assert ReceptionLine.get().amount == Decimal(360)


@pytest.mark.parametrize("missing", ["letter", "list"])
def test_letter_and_list_come_first(cast: Cast, missing: str) -> None:
    row = make_reception(cast, letter_no="" if missing == "letter" else "2026-17")
    if missing == "list":
        ReceptionLine.delete().execute()
    with pytest.raises(RuleViolation, match="letter" if missing == "letter" else "one line"):
        only(submit_receptions(seen=[Seen(row.id)], actor=cast.staff))


def test_nobody_decides_on_his_own(cast: Cast) -> None:
    row = submitted(cast)
    Reception.update(requester=cast.deputy_staff).where(Reception.id == row.id).execute()
    with pytest.raises(NotPermitted, match="himself"):
        only(approve_receptions(seen=[Seen(row.id)], actor=cast.deputy))


def test_it_is_settled_with_its_receipt_and_within_what_was_approved(cast: Cast) -> None:
    row = approved(cast)
    seen = [Seen(row.id)]
    with pytest.raises(InvalidRecord, match="receipt"):
        settle_receptions(seen=seen, receipt_no="", spent=Decimal(300), actor=cast.meeting)
    more = {"receipt_no": "0042", "spent": Decimal("360.01"), "actor": cast.meeting}
    with pytest.raises(RuleViolation, match="approved"):
        only(settle_receptions(seen=seen, **more))
    only(settle_receptions(seen=seen, **{**more, "spent": Decimal("352.50")}))
    row = fresh(row)
    assert (row.status, row.spent, row.receipt_no) == ("settled", Decimal("352.50"), "0042")


def test_an_approved_one_that_grows_goes_back_first(cast: Cast) -> None:
    row = approved(cast)
    only(return_receptions(seen=[Seen(row.id)], comment="Two more", actor=cast.deputy))
    number = fresh(row).doc_no
    only(submit_receptions(seen=[Seen(row.id)], actor=cast.staff))
    assert (fresh(row).status, fresh(row).doc_no) == ("submitted", number)


def test_a_settled_one_is_not_cancelled(cast: Cast) -> None:
    row = approved(cast)
    spent = {"receipt_no": "1", "spent": Decimal(1)}
    only(settle_receptions(seen=[Seen(row.id)], actor=cast.meeting, **spent))
    with pytest.raises(WrongState):
        only(cancel_receptions(seen=[Seen(row.id)], reason="Late", actor=cast.staff))
