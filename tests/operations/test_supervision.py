"""Matters under supervision: issued, taken on at once, reported weekly, struck off."""

import datetime as dt
from decimal import Decimal

import pytest

from logistics.database import now, office_zone
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.outcomes import Seen, only
from logistics.operations.targets.supervision import (
    accept_supervision,
    close_supervision,
    finish_supervision,
    issue_supervision,
    press_supervision,
    report_supervision,
    return_supervision,
    withdraw_supervision,
)
from logistics.queries.targets.overdue import lateness_of, overdue_matters, to_be_taken_on_by
from models import Notice, SupervisionItem, SupervisionReport
from tests.factories.targets import make_matter, matter_under_way


@pytest.fixture(autouse=True)
def on_the_day(set_clock):
    set_clock("2026-06-12 16:00")


def local(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=office_zone())


def row() -> SupervisionItem:
    return SupervisionItem.get()


def finish(item, actor, result="Labelled and swept."):
    only(finish_supervision(seen=[Seen(item.id)], result=result, actor=actor))


@pytest.mark.parametrize(
    ("issued", "by"),
    [
        ("2026-06-12 09:00", "2026-06-12 11:00"),
        ("2026-06-12 11:00", "2026-06-12 14:00"),  # over noon
        ("2026-06-12 16:00", "2026-06-15 09:30"),  # over a weekend
        ("2026-06-12 20:00", "2026-06-15 10:30"),
        ("2026-09-18 16:00", "2026-09-20 09:30"),  # that Sunday is worked
    ],
)
def test_at_once_is_two_hours_of_the_offices_time(db, issued, by):
    """(R65)"""
    assert to_be_taken_on_by(local(issued)) == local(by)


def test_a_matter_goes_from_issue_to_being_struck_off(cast, set_clock):
    """(R65, R68, R86)"""
    item = make_matter(cast)
    only(issue_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    assert row().doc_no == "SV-20260612-001"
    assert row().accept_by == local("2026-06-15 09:30")
    only(accept_supervision(seen=[Seen(item.id)], actor=cast.keeper))
    assert row().next_report_on == dt.date(2026, 6, 19)
    set_clock("2026-06-19 09:00")
    only(
        report_supervision(
            seen=[Seen(item.id)], percent=Decimal(50), note="Half done.", actor=cast.keeper
        )
    )
    assert (row().percent, row().next_report_on) == (Decimal(50), dt.date(2026, 6, 26))
    finish(item, cast.keeper)
    assert (row().status, row().next_report_on) == ("reported", None)
    only(close_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    assert (row().status, row().was_late) == ("done", False)
    assert [report.was_due_on for report in SupervisionReport.select()] == [
        dt.date(2026, 6, 19),
        dt.date(2026, 6, 26),
    ]


def test_a_matter_done_after_its_day_stays_late(cast, set_clock):
    item = matter_under_way(cast)
    set_clock("2026-07-02 09:00")
    finish(item, cast.keeper)
    only(close_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    assert row().was_late


def test_overdue_follows_from_the_deadlines(cast, set_clock):
    """(R65) Not taken on, not reported on, not done: each is on the list of its own accord."""
    item = make_matter(cast)
    assert list(overdue_matters()) == []
    only(issue_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    assert lateness_of(row(), now()) is None
    set_clock("2026-06-15 09:31")
    assert "taken on" in lateness_of(row(), now())
    only(accept_supervision(seen=[Seen(item.id)], actor=cast.keeper))
    assert list(overdue_matters()) == []
    set_clock("2026-06-23 09:00")
    assert "Not reported on" in lateness_of(row(), now())
    set_clock("2026-07-03 09:00")
    assert lateness_of(row(), now()).filled() == "Days overdue: 3"
    assert list(overdue_matters()) == [item]
    finish(item, cast.keeper)
    assert list(overdue_matters()) == []


def test_only_overdue_matters_are_pressed_for(cast, set_clock):
    item = matter_under_way(cast)
    with pytest.raises(WrongState, match="is not overdue"):
        only(press_supervision(seen=[Seen(item.id)], comment="", actor=cast.deputy))
    set_clock("2026-07-03 09:00")
    only(press_supervision(seen=[Seen(item.id)], comment="Today!", actor=cast.deputy))
    assert row().pressed == 1
    assert Notice.select().where(Notice.params.contains("Today!")).count() == 1


def test_nobody_supervises_a_matter_of_his_own(cast):
    own = make_matter(cast, owner=cast.deputy_staff)
    with pytest.raises(NotPermitted, match="of his own"):
        only(issue_supervision(seen=[Seen(own.id)], actor=cast.deputy))
    only(issue_supervision(seen=[Seen(own.id)], actor=cast.director))
    only(accept_supervision(seen=[Seen(own.id)], actor=cast.deputy))
    finish(own, cast.deputy)
    with pytest.raises(NotPermitted, match="of his own"):
        only(close_supervision(seen=[Seen(own.id)], actor=cast.deputy))


def test_only_its_owner_takes_a_matter_on_and_reports(cast):
    item = make_matter(cast)
    only(issue_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    with pytest.raises(NotPermitted, match="person responsible"):
        only(accept_supervision(seen=[Seen(item.id)], actor=cast.guard))
    with pytest.raises(WrongState):
        finish(item, cast.keeper)


def test_a_matter_that_is_not_done_goes_back(cast):
    item = matter_under_way(cast)
    finish(item, cast.keeper)
    with pytest.raises(RuleViolation, match="still to be done"):
        return_supervision(seen=[], comment="", actor=cast.deputy)
    only(return_supervision(seen=[Seen(item.id)], comment="Labels.", actor=cast.deputy))
    assert (row().status, row().next_report_on) == ("accepted", dt.date(2026, 6, 19))


def test_a_matter_is_withdrawn_with_a_reason_and_not_issued_too_late(cast):
    item = matter_under_way(cast)
    only(withdraw_supervision(seen=[Seen(item.id)], comment="Merged.", actor=cast.director))
    assert (row().status, row().withdrawn_reason) == ("withdrawn", "Merged.")
    late = make_matter(cast, due_on=dt.date(2026, 6, 11))
    with pytest.raises(RuleViolation, match="is past"):
        only(issue_supervision(seen=[Seen(late.id)], actor=cast.deputy))


@pytest.mark.parametrize(
    ("operation", "arguments"),
    [
        (report_supervision, {"percent": Decimal(1), "note": " "}),
        (finish_supervision, {"result": ""}),
        (withdraw_supervision, {"comment": ""}),
    ],
)
def test_a_step_that_needs_words_asks_for_them(cast, operation, arguments):
    actor = cast.deputy if operation is withdraw_supervision else cast.keeper
    with pytest.raises(RuleViolation):
        operation(seen=[], actor=actor, **arguments)
