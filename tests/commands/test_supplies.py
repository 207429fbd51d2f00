"""``supplies issue``: sheets issued from the command line, under a person's own rights."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from models import AuditEntry, IssueSheet, StockMovement
from tests.cast import Cast
from tests.factories.stock import level
from tests.operations.two_sites import Office


@pytest.fixture
def office(cast: Cast) -> Office:
    return Office(cast)


def supplies(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["supplies", "issue", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_sheets_are_issued_as_they_say(app: Flask, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4), office.ask_b(5))
    code, out, _err = supplies(app, sheet.doc_no, "--as", "keeper")
    assert code == 0
    assert out == f"{sheet.doc_no}: 7.000 issued for 70.00 yuan, 2.000 short\n"
    assert level(office.store_a, office.paper)[0] == 6
    entry = AuditEntry.select().where(AuditEntry.verb == "issue_supplies").first()
    assert (entry.door, entry.account.login) == ("command", "keeper")


def test_a_refusal_ends_with_1_and_its_words(app: Flask, office: Office) -> None:
    first, second = office.sheet(office.ask_b(3)), office.sheet(office.ask_b(3))
    code, out, err = supplies(app, first.doc_no, second.doc_no, "--as", "keeper")
    assert code == 1
    assert out.startswith(f"{first.doc_no}: 3.000 issued")
    assert "too few" in err
    assert IssueSheet.get_by_id(second.id).status == "draft"


def test_json_tells_of_every_sheet(app: Flask, office: Office) -> None:
    first, second = office.sheet(office.ask_b(3)), office.sheet(office.ask_b(3))
    code, out, _err = supplies(app, first.doc_no, second.doc_no, "--as", "keeper", "--json")
    done, refused = json.loads(out)["sheets"]
    assert code == 1
    assert done == {
        "number": first.doc_no,
        "status": "issued",
        "issued": "3.000",
        "short": "0.000",
        "value": "30.00",
    }
    assert (refused["status"], refused["number"]) == ("refused", second.doc_no)


@pytest.mark.parametrize("login", ["head", "admin", "nobody"])
def test_who_may_not_issue_is_refused(app: Flask, office: Office, login: str) -> None:
    sheet = office.sheet(office.ask_a(4))
    code, _out, err = supplies(app, sheet.doc_no, "--as", login)
    assert code == 1
    assert err
    assert StockMovement.select().where(StockMovement.kind == "issue").count() == 0


def test_an_unknown_number_is_refused_before_anything_is_issued(app: Flask, office: Office) -> None:
    sheet = office.sheet(office.ask_a(4))
    code, _out, err = supplies(app, sheet.doc_no, "SI-00000000-000", "--as", "keeper")
    assert (code, err) == (1, "There is no issue sheet SI-00000000-000.\n")
    assert IssueSheet.get().status == "draft"


@pytest.mark.parametrize("arguments", [(), ("SI-1",), ("--as", "keeper")])
def test_wrong_usage_ends_with_2(app: Flask, office: Office, arguments: tuple[str, ...]) -> None:
    assert supplies(app, *arguments)[0] == 2
