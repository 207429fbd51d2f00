"""``expected make``: the plans laid out from today on, and only once."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from flask import Flask

from commands import expected
from logistics.database import local_today, now
from logistics.operations.expected import expect_rows
from logistics.permissions import Actor
from models import CalendarDay


def expect_free_days(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """A plan of one row a day."""
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    rows = [{"day": day, "kind": "bridge_off", "name": ""} for day in days]
    return expect_rows(CalendarDay, rows, key=("day",), actor=actor, verb="expect_free_days")


def miss_free_days(*, before: dt.datetime, actor: Actor) -> int:
    """Says that three were missed."""
    assert before <= now()
    return 3


@pytest.fixture
def one_plan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expected, "GENERATORS", (expect_free_days,))
    monkeypatch.setattr(expected, "CLOSERS", (miss_free_days,))


def make(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["expected", "make", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_each_plan_is_laid_out_until_the_day_said(app: Flask, db: object, one_plan: None) -> None:
    until = local_today() + dt.timedelta(days=4)
    code, out, _err = make(app, "--until", until.isoformat(), "--json")
    assert code == 0
    assert json.loads(out) == {
        "first": local_today().isoformat(),
        "until": until.isoformat(),
        "made": {"free_days": 5},
        "missed": {"free_days": 3},
    }


def test_what_is_there_already_is_not_made_again(app: Flask, db: object, one_plan: None) -> None:
    assert make(app)[1].startswith("free_days: 32 laid out, 3 missed\n")
    assert make(app)[1].startswith("free_days: 0 laid out, 3 missed\n")


def test_the_past_cannot_be_expected(app: Flask, db: object, one_plan: None) -> None:
    """A slot made after its time would only look like a miss that nobody could help."""
    code, _out, err = make(app, "--until", "2026-01-01")
    assert code == 1
    assert "2026-01-01 is past" in err


def test_the_plans_of_the_house_have_names_of_their_own() -> None:
    names = [expected.things_of(plan) for plan in expected.GENERATORS]
    assert len(names) == len(set(names))
    assert all(plan.__name__.startswith("expect_") for plan in expected.GENERATORS)
    assert {expected.things_of(plan) for plan in expected.CLOSERS} <= set(names)
