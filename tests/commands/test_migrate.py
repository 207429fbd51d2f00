"""``migrate``: exit statuses and what is said."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskCliRunner

from logistics.database import database
from models import Role
from tests.databases import tables


@pytest.fixture
def operator(app, blank) -> FlaskCliRunner:
    """Runs commands on a database without tables."""
    return app.test_cli_runner()


def test_a_new_house_is_migrated_and_given_its_roles(operator):
    assert operator.invoke(args=["migrate", "status"]).exit_code == 1
    done = operator.invoke(args=["migrate", "up"])
    assert (done.exit_code, done.output.split("\n")[0]) == (0, "applied: 0001_initial")
    assert Role.select().where(Role.code == "director").exists()
    again = operator.invoke(args=["migrate", "up"])
    assert (again.exit_code, again.output) == (0, "Nothing to do.\n")
    status = json.loads(operator.invoke(args=["migrate", "status", "--json"]).output)
    assert (status["current"], status["pending"]) == (True, [])


def test_a_shape_that_differs_ends_with_1(operator):
    operator.invoke(args=["migrate", "up"])
    assert operator.invoke(args=["migrate", "check"]).exit_code == 0
    database.execute_sql("DROP INDEX account_login_key")
    done = operator.invoke(args=["migrate", "check", "--json"])
    (difference,) = json.loads(done.output)["differences"]
    assert done.exit_code == 1
    assert difference.startswith("account: index account_login_key is missing")


def test_taking_tables_away_asks_first(operator):
    operator.invoke(args=["migrate", "up"])
    assert operator.invoke(args=["migrate", "down"], input="n\n").exit_code == 1
    assert {"account", "job"} <= tables()
    assert operator.invoke(args=["migrate", "down", "0003_panel", "--yes"]).exit_code == 0
    assert "account" in tables()
    assert "job" not in tables()
    assert operator.invoke(args=["migrate", "down", "0001_initial", "--yes"]).exit_code == 0
    assert tables() == set()


def test_an_unknown_target_ends_with_1(operator):
    done = operator.invoke(args=["migrate", "up", "0999_none"])
    assert done.exit_code == 1
    assert "unknown migration" in done.stderr


def test_wrong_usage_ends_with_2(operator):
    assert operator.invoke(args=["migrate", "sideways"]).exit_code == 2
