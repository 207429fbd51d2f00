"""After the issue: each site signs under its own log-in, and what is not needed comes back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from logistics.database import local_today
from logistics.errors import NotEnough, NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.stock import (
    close_issue_requests,
    issue_supplies,
    sign_slips,
    take_back_supplies,
)
from logistics.permissions import SYSTEM
from logistics.queries.stock import issue_costs
from models import IssueRequest, IssueSheet, IssueSlip, IssueSlipLine, StockMovement
from tests.cast import Cast
from tests.factories.stock import level
from tests.operations.two_sites import Office


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


@pytest.fixture
def slips(office: Office) -> list[IssueSlip]:
    """The slips of A (4 boxes for 40 yuan) and of B (3 of the 5 asked for), issued."""
    sheet = office.sheet(office.ask_a(4), office.ask_b(5))
    only(issue_supplies(seen=[Seen(sheet.id)], actor=office.cast.keeper))
    return list(IssueSlip.select().order_by(IssueSlip.id))


def sign(slip: IssueSlip, actor: Any) -> None:
    only(sign_slips(seen=[Seen(slip.id)], actor=actor))


def test_a_slip_waits_for_its_receiver(office: Office, slips: list[IssueSlip]) -> None:
    assert {slip.status for slip in slips} == {"issued"}
    sign(slips[0], office.cast.staff)
    here, there = IssueSlip.select().order_by(IssueSlip.id)
    assert (here.status, here.receiver_id) == ("signed", office.cast.staff.staff_id)
    assert here.signed_at is not None
    assert there.status == "issued"


def test_the_sheet_is_signed_for_when_all_its_slips_are(
    office: Office, slips: list[IssueSlip]
) -> None:
    sign(slips[0], office.cast.staff)
    assert IssueSheet.get().status == "issued"
    sign(slips[1], office.cast.staff2)
    assert IssueSheet.get().status == "signed"


def test_a_request_closes_when_all_is_issued_and_signed(
    office: Office, slips: list[IssueSlip]
) -> None:
    sign(slips[0], office.cast.staff)
    sign(slips[1], office.cast.staff2)
    served, short = IssueRequest.select().order_by(IssueRequest.id)
    assert (served.status, short.status) == ("closed", "short")


def test_giving_up_the_rest_before_the_signature_leaves_the_request_issued(
    office: Office, slips: list[IssueSlip]
) -> None:
    short = IssueRequest.get(IssueRequest.status == "short")
    only(close_issue_requests(seen=[Seen(short.id)], actor=office.cast.staff2))
    assert IssueRequest.get_by_id(short.id).status == "issued"
    sign(slips[1], office.cast.staff2)
    assert IssueRequest.get_by_id(short.id).status == "closed"


def test_the_other_site_cannot_sign(office: Office, slips: list[IssueSlip]) -> None:
    with pytest.raises(NotPermitted):
        sign(slips[1], office.cast.staff)


def test_who_issued_cannot_sign(office: Office, slips: list[IssueSlip]) -> None:
    with pytest.raises(NotPermitted, match="issued the goods"):
        sign(slips[0], office.cast.keeper)


def test_an_account_without_a_person_cannot_sign(slips: list[IssueSlip]) -> None:
    with pytest.raises(NotPermitted, match="member of staff"):
        sign(slips[0], SYSTEM)


def test_a_slip_is_signed_once(office: Office, slips: list[IssueSlip]) -> None:
    sign(slips[0], office.cast.staff)
    with pytest.raises(WrongState):
        sign(slips[0], office.cast.head)
    assert IssueSlip.get_by_id(slips[0].id).receiver_id == office.cast.staff.staff_id


class TestTakingBack:
    """What comes back lies in the warehouse again at the cost it was issued at."""

    def take_back(self, office: Office, quantity: Any, reason: str = "Not needed") -> None:
        line = IssueSlipLine.select().order_by(IssueSlipLine.id).get()
        only(
            take_back_supplies(
                seen=[Seen(line.id)],
                actor=office.cast.keeper,
                quantity=Decimal(quantity),
                reason=reason,
            )
        )

    def test_stock_and_the_units_cost_are_put_right(
        self, office: Office, slips: list[IssueSlip]
    ) -> None:
        self.take_back(office, 1)
        assert level(office.store_a, office.paper) == (7, 70)
        row = StockMovement.get(StockMovement.kind == "return")
        assert (row.quantity, row.value, row.note) == (1, 10, "Not needed")
        costs = {row.unit.code: row.cost for row in issue_costs(local_today(), local_today())}
        assert costs["BUREAU"] == 30

    def test_all_of_it_takes_all_of_the_cost(self, office: Office, slips: list[IssueSlip]) -> None:
        for _ in range(4):
            self.take_back(office, 1)
        assert level(office.store_a, office.paper) == (10, 100)

    def test_no_more_than_was_issued(self, office: Office, slips: list[IssueSlip]) -> None:
        self.take_back(office, 3)
        with pytest.raises(NotEnough, match=r"1 of Paper"):
            self.take_back(office, 2)

    @pytest.mark.parametrize(("quantity", "reason"), [("0", "x"), ("-1", "x"), ("1", " ")])
    def test_nothing_or_no_reason_is_refused(
        self, office: Office, slips: list[IssueSlip], quantity: str, reason: str
    ) -> None:
        with pytest.raises(RuleViolation):
            self.take_back(office, quantity, reason)

    def test_before_the_issue_there_is_nothing_to_take_back(self, office: Office) -> None:
        office.sheet(office.ask_a(1))
        with pytest.raises(WrongState):
            self.take_back(office, 1)

    def test_only_a_keeper_takes_back(self, office: Office, slips: list[IssueSlip]) -> None:
        line = IssueSlipLine.get()
        with pytest.raises(NotPermitted):
            only(
                take_back_supplies(
                    seen=[Seen(line.id)],
                    actor=office.cast.staff,
                    quantity=Decimal(1),
                    reason="x",
                )
            )
