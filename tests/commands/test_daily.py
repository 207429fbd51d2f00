"""``daily``: what the house does by itself once a day."""

from __future__ import annotations

import json

from commands.daily import CHORES
from models import Visitor
from tests.factories.approvals import make_matrix
from tests.factories.buildings import make_lease
from tests.factories.guarding import make_post, make_visitor
from tests.factories.purchasing_requests import make_request, submit


def test_what_is_due_is_done_once(app, cast, set_clock):
    set_clock("2026-06-01 09:00")
    make_matrix()
    submit(make_request(cast.staff_staff))
    set_clock("2026-06-29 09:00")
    runner = app.test_cli_runner()

    first, second = (runner.invoke(args=["daily", "--json"]) for _time in range(2))

    assert first.exit_code == second.exit_code == 0, first.output
    assert json.loads(first.output)["remind_deciders"] == 1
    assert set(json.loads(second.output).values()) == {0}


def test_old_visits_rent_and_leases_that_end_are_seen_to(app, cast, set_clock):
    set_clock("2027-01-05 06:00")
    make_lease(requester=cast.staff_staff)
    visit = make_visitor(make_post(cast), cast.staff_staff)
    runner = app.test_cli_runner()

    first, second = (json.loads(runner.invoke(args=["daily", "--json"]).output) for _ in "12")

    chores = ("purge_old_visitors", "expect_rent", "remind_of_leases")
    assert [first[name] for name in chores] == [1, 4, 1]
    assert [second[name] for name in chores] == [0, 0, 0]
    assert Visitor.get_by_id(visit.id).name == "—"


def test_each_chore_says_what_it_did(app, cast):
    told = app.test_cli_runner().invoke(args=["daily"]).output
    assert [line.partition(":")[0] for line in told.splitlines()] == [
        chore.__name__ for chore in CHORES
    ]
