"""Two sites with a warehouse each, units that ask and a keeper who gathers what they ask for."""

from __future__ import annotations

from typing import Any

from logistics.operations.outcomes import Seen
from logistics.operations.stock import make_issue_sheet
from models import IssueRequest, IssueSheet, Item, Warehouse
from tests.cast import Cast
from tests.factories.stock import (
    make_approved_request,
    make_item,
    make_warehouse,
    put_in_stock,
)


class Office:
    """Paper lies at both sites: 10 boxes for 100 yuan at A, 3 for 30 yuan at B."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.store_a: Warehouse = make_warehouse(site=cast.site_a)
        self.store_b: Warehouse = make_warehouse(site=cast.site_b)
        self.paper: Item = make_item(name="Paper")
        put_in_stock(self.store_a, self.paper, 10, 100)
        put_in_stock(self.store_b, self.paper, 3, 30)

    def ask_a(self, quantity: Any, **more: Any) -> IssueRequest:
        return make_approved_request(
            requester=self.cast.staff_staff, lines=[(self.paper, quantity)], **more
        )

    def ask_b(self, quantity: Any, **more: Any) -> IssueRequest:
        return make_approved_request(
            requester=self.cast.staff2_staff, lines=[(self.paper, quantity)], **more
        )

    def sheet(self, *requests: IssueRequest) -> IssueSheet:
        seen = [Seen(row.id) for row in requests]
        for outcome in make_issue_sheet(seen=seen, actor=self.cast.keeper):
            assert outcome.done, outcome
        return IssueSheet.select().order_by(IssueSheet.id.desc()).get()
