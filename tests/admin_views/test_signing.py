"""Asking a further person to sign, by page (加签)."""

from __future__ import annotations

import pytest

from models import ApprovalTask
from tests.factories.purchasing_requests import fresh, make_request, submit


@pytest.fixture
def asked(cast, matrix):
    """A request that waits for the head of its unit."""
    return submit(make_request(cast.staff_staff, 3_000))


def test_a_decider_asks_on_the_page_and_the_asked_person_decides(client, cast, login, asked):
    """Who was asked needs no right of his own on the kind of document."""
    login(client, "head")
    page = f"/admin/purchase_request/signer/?id={asked.id}"
    assert "waits for that person first" in client.get(page).text
    answer = client.post(page, data={"signer": "", "reason": "Does it fit?"})
    assert answer.status_code == 409
    assert "Does it fit?" in answer.text
    answer = client.post(page, data={"signer": cast.works_staff.id, "reason": "Does it fit?"})
    assert answer.status_code == 302

    login(client, "works")
    decision = client.get(f"/admin/purchase_request/approve/?id={asked.id}")
    assert "Does it fit?" in decision.text
    sent = {"choice": "approve", "row_version": str(fresh(asked).row_version)}
    client.post(f"/admin/purchase_request/approve/?id={asked.id}", data=sent)
    assert ApprovalTask.get(ApprovalTask.kind == "sign").status == "done"
