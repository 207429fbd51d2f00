"""The button of an order: an urgent request stays submitted, so its state does not tell."""

from __future__ import annotations

from collections.abc import Callable

from logistics.database import now
from logistics.operations.outcomes import Seen, only
from logistics.operations.purchasing.requests import record_oral_approvals
from tests.cast import Cast
from tests.client import Client
from tests.factories.approvals import make_matrix
from tests.factories.procurement import order
from tests.factories.purchasing_requests import make_award, make_request, submit


def test_what_is_ordered_in_full_by_word_of_mouth_is_not_offered_to_be_ordered_again(
    client: Client, login: Callable[[Client, str], Client], cast: Cast
) -> None:
    make_matrix()
    request = submit(make_request(cast.staff_staff, 800))
    make_award(request)
    word = {"allowed_by": cast.deputy_staff.id, "allowed_at": now(), "reason": "Burst pipe"}
    only(record_oral_approvals(seen=[Seen(request.id)], actor=cast.buyer, **word))
    buyer, page = login(client, "buyer"), f"/admin/purchase_request/details/?id={request.id}"
    assert "Place the order" in buyer.get(page).text
    order(cast, request)
    assert "Place the order" not in buyer.get(page).text
