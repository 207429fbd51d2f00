"""``purchase approve|reject|return``: decisions from the command line, under a person's rights."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from models import ApprovalDecision, AuditEntry, PurchaseRequest
from tests.cast import Cast
from tests.factories.approvals import make_matrix
from tests.factories.purchasing_requests import fresh, make_request, submit


@pytest.fixture
def asked(cast: Cast) -> list[PurchaseRequest]:
    make_matrix()
    return [submit(make_request(cast.staff_staff)) for _number in range(2)]


def purchase(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["purchase", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_requests_are_approved_by_number(app: Flask, asked: list[PurchaseRequest]) -> None:
    first, second = asked

    code, out, err = purchase(app, "approve", first.doc_no, second.doc_no, "--as", "head")

    assert (code, err) == (0, "")
    assert out.splitlines() == [
        f"{request.doc_no}: Approved; the next step is open." for request in asked
    ]
    entry = AuditEntry.select().where(AuditEntry.verb == "approve_purchases").first()
    assert (entry.door, entry.account.login) == ("command", "head")


@pytest.mark.parametrize(("command", "status"), [("return", "returned"), ("reject", "rejected")])
def test_a_return_and_a_rejection_carry_their_comment(
    app: Flask, asked: list[PurchaseRequest], command: str, status: str
) -> None:
    number = asked[0].doc_no

    code, _out, err = purchase(app, command, number, "--as", "head")
    assert (code, "needs a comment" in err) == (1, True)
    code, _out, _err = purchase(app, command, number, "--as", "head", "--comment", "Repair it.")

    assert code == 0
    assert fresh(asked[0]).status == status
    assert ApprovalDecision.get().comment == "Repair it."


def test_json_tells_of_every_request(app: Flask, asked: list[PurchaseRequest]) -> None:
    first, second = asked
    purchase(app, "reject", first.doc_no, "--as", "head", "--comment", "No.")

    code, out, _err = purchase(
        app, "approve", first.doc_no, second.doc_no, "--as", "head", "--json"
    )

    refused, done = json.loads(out)["requests"]
    assert code == 1
    assert (refused["number"], refused["status"]) == (first.doc_no, "refused")
    assert done == {
        "number": second.doc_no,
        "status": "submitted",
        "message": "Approved; the next step is open.",
    }


@pytest.mark.parametrize("login", ["admin", "staff", "staff2", "nobody"])
def test_who_may_not_decide_is_refused(
    app: Flask, asked: list[PurchaseRequest], login: str
) -> None:
    code, out, err = purchase(app, "approve", asked[0].doc_no, "--as", login)

    assert (code, out) == (1, "")
    assert err
    assert not ApprovalDecision.select().exists()


def test_an_unknown_number_is_refused_before_anything_is_decided(
    app: Flask, asked: list[PurchaseRequest]
) -> None:
    code, _out, err = purchase(app, "approve", asked[0].doc_no, "PR-1", "--as", "head")

    assert (code, err) == (1, "There is no purchase request PR-1.\n")
    assert not ApprovalDecision.select().exists()


def test_a_missing_person_is_wrong_usage(app: Flask, asked: list[PurchaseRequest]) -> None:
    code, _out, _err = purchase(app, "approve", asked[0].doc_no)

    assert code == 2
