"""Leave in the panel: asked for by the person, decided on its own page, printed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from models import StaffLeave
from tests.cast import Cast
from tests.client import Client
from tests.factories.approvals import make_matrix
from tests.factories.people import make_leave

Login = Callable[[Client, str], Client]


def test_leave_goes_from_the_button_to_the_slip(client: Client, login: Login, cast: Cast) -> None:
    make_matrix()
    leave = make_leave(cast.staff_staff)

    def page(who: str, tail: str, **sent: Any) -> Any:
        address = f"/admin/staff_leave/{tail}/?id={leave.id}"
        person = login(client, who)
        return person.post(address, data=sent) if sent else person.get(address)

    assert "Director" in page("staff", "submit").text
    assert page("staff", "submit", yes="1").status_code == 302
    assert "Moving house" in page("head", "approve").text
    refused = page("head", "approve", choice="return", comment="")
    assert (refused.status_code, "Say why" in refused.text) == (409, True)
    for decider in ("head", "director"):
        assert page(decider, "approve", choice="approve", comment="Fine.").status_code == 302
    assert StaffLeave.get().status == "approved"
    slip = page("staff", "form/slip").text
    assert ("Head He" in slip, "Director Ding" in slip, slip.count("Fine.")) == (True, True, 2)
    assert page("staff2", "details").status_code == 404
