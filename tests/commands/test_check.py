"""``check``: a sound house passes, and each thing that is wrong is found."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from flask.testing import FlaskCliRunner

from logistics.auditing import note, transaction
from logistics.database import database
from logistics.permissions import SYSTEM
from models import Attachment, AuditEntry, BudgetLine, DocumentCounter


@pytest.fixture
def operator(app, db, cast) -> FlaskCliRunner:
    """Runs commands on a house with the cast; the server's key is long enough."""
    app.config["SECRET_KEY"] = "k" * 64
    with transaction():
        note(SYSTEM, "test_check")
    yield app.test_cli_runner()
    app.config["SECRET_KEY"] = "tests"


def check(operator) -> dict[str, list[str]]:
    done = operator.invoke(args=["check", "--json"], catch_exceptions=False)
    report = json.loads(done.stdout)
    assert done.exit_code == (1 if any(report.values()) else 0)
    report["settings"] = [
        line for line in report["settings"] if "PostgreSQL" not in line and "superuser" not in line
    ]  # the tests' own cluster
    return report


def test_a_sound_house_passes_the_check(operator):
    assert not any(check(operator).values())


def test_a_broken_chain_is_found(operator, engine):
    if engine == "sqlite":
        database.execute_sql("DROP TRIGGER audit_entry_refuse_update")
    else:
        database.execute_sql("ALTER TABLE audit_entry DISABLE TRIGGER USER")
    AuditEntry.update(verb="another").where(AuditEntry.seq == 1).execute()
    report = check(operator)
    assert report["audit chain"] == ["the chain breaks at entry 1"]
    assert "trigger" in report["schema"][0]


def test_a_link_to_a_row_that_is_gone_is_found(operator):
    file = {
        "name": "a.pdf",
        "media_type": "application/pdf",
        "size": 1,
        "digest": "",
        "content": b"1",
    }
    row = Attachment.create(doc_type="purchase_request", doc_id=999, **file)
    Attachment.create(doc_type="no_such_table", doc_id=1, **file)
    assert sorted(check(operator)["links"]) == [
        f"Attachment {row.id} names a Purchase request that is not there.",
        "Attachments names a table no_such_table.",
    ]


def test_a_number_given_to_no_document_is_found(operator):
    DocumentCounter.create(prefix="PR", day=dt.date(2026, 6, 12), last=2)
    assert check(operator)["numbers"] == [
        "Of PR-20260612 2 numbers were given, and documents bear 0."
    ]


def test_migrations_that_wait_are_found(operator):
    database.execute_sql("DELETE FROM schema_migration")
    assert check(operator)["schema"][0] == "migration 0001_initial is pending"


def test_a_balance_beside_its_ledger_is_found(operator, cast):
    line = BudgetLine.create(
        year=2026, unit=cast.units["STORE"], economic_code="30201", name="Office", amount=100
    )
    BudgetLine.update(spent=5).where(BudgetLine.id == line.id).execute()
    (found,) = check(operator)["budget"]
    assert "has 5.00 yuan as Spent, its entries 0" in found


def test_an_unsafe_setting_is_found(operator, app, monkeypatch):
    unsafe = {"HOST": "office.example", "SECRET_KEY": "short", "TRUSTED_HOSTS": None}
    for name, value in unsafe.items():
        monkeypatch.setitem(app.config, name, value)
    found = check(operator)["settings"]
    assert [line.split()[0] for line in found] == [
        "HOUQIN_SECRET_KEY",
        "HOUQIN_HTTPS",
        "HOUQIN_TRUSTED_HOSTS",
    ]
