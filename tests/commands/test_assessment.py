"""``assessment score``: a cycle scored from the command line, in the promised words."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from models import AuditEntry, ScoreRun
from tests.cast import Cast
from tests.operations.guardhouse import House


@pytest.fixture
def house(cast: Cast) -> House:
    house = House()
    for place, person in enumerate(house.people[:4]):
        house.presence(person, *["late"] * place)
    return house


def score(app: Flask, *arguments: str) -> tuple[int, str, str]:
    result = app.test_cli_runner().invoke(args=["assessment", "score", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_it_prints_the_promised_object(app: Flask, house: House) -> None:
    """interface.md: cycle, run, inputs_hash, results of staff, total, rank and grade."""
    code, out, _err = score(app, house.cycle.code, "--as", "assessor", "--json")
    assert code == 0
    report = json.loads(out)
    assert set(report) == {"cycle", "run", "inputs_hash", "results"}
    assert (report["cycle"], report["run"]) == (house.cycle.code, 1)
    assert report["inputs_hash"] == ScoreRun.get().inputs_hash
    assert report["results"][0] == {
        "staff": house.people[0].staff_no,
        "total": "100.00",
        "rank": 1,
        "grade": "competent",
    }
    assert report["results"][-1]["total"] is None
    assert report["results"][-1]["rank"] is None


def test_it_tells_people_as_well(app: Flask, house: House) -> None:
    code, out, _err = score(app, house.cycle.code, "--as", "assessor")
    assert code == 0
    assert f"{house.cycle.code}: run 1, 5 people" in out
    assert "no data" in out
    entry = AuditEntry.select().where(AuditEntry.verb == "score_cycles").first()
    assert (entry.door, entry.account.login) == ("command", "assessor")


def test_a_refusal_ends_with_1_and_the_rule(app: Flask, house: House) -> None:
    code, out, err = score(app, house.cycle.code, "--as", "keeper")
    assert (code, out) == (1, "")
    assert "Score cycles" in err
    assert not ScoreRun.select().exists()


def test_an_unknown_cycle_ends_with_1(app: Flask, house: House) -> None:
    code, _out, err = score(app, "NOWHERE", "--as", "assessor")
    assert code == 1
    assert "NOWHERE" in err


def test_wrong_usage_ends_with_2(app: Flask, cast: Cast) -> None:
    assert score(app, "X")[0] == 2
