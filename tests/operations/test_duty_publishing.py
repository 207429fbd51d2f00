"""A month's roster on its way from draft to closed, with every refusal (R40)."""

import datetime as dt

import pytest

from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.operations.duty.drafting import assign_duties
from logistics.operations.duty.publishing import (
    approve_duty_months,
    close_duty_months,
    publish_duty_months,
    return_duty_months,
)
from logistics.operations.duty.swapping import request_swaps
from logistics.operations.outcomes import Seen, only
from logistics.queries.duty.checks import key_of
from models import DutyAssignment, DutyMonth, DutySwap, Notice, StaffLeave
from tests.factories.duty import draft_month, duties_on, make_month, make_office, publish_month

FRIDAY = dt.date(2026, 6, 12)


@pytest.fixture
def office(cast, set_clock):
    set_clock("2026-05-20 09:00")
    return make_office(cast)


def approve(month, actor):
    only(approve_duty_months(seen=[Seen(month.id)], actor=actor))


def publish(month, actor, **reason):
    only(publish_duty_months(seen=[Seen(month.id)], actor=actor, **reason))


def test_a_draft_without_problems_is_approved_published_and_told_to_everybody(cast, office):
    month = draft_month(cast)
    approve(month, cast.deputy)
    publish(month, cast.roster)
    month = DutyMonth.get()
    assert month.status == "published"
    assert month.approved_by_id == cast.deputy.account_id
    assert month.published_by_id == cast.roster.account_id
    assert month.late_reason == ""
    notice = Notice.get(Notice.account == cast.guard_account)
    own = DutyAssignment.select().where(DutyAssignment.staff == cast.guard_staff).count()
    assert f'"count": {own}' in notice.params
    assert notice.link == "/duty?month=2026-06"


def test_a_roster_with_a_gap_is_not_approved_and_the_gap_is_named(cast, office):
    month = draft_month(cast)
    duty = duties_on(FRIDAY)[0]
    only(assign_duties(seen=[Seen(month.id)], choices={key_of(duty): None}, actor=cast.roster))
    with pytest.raises(RuleViolation, match="still has 1 problems; the first: Nobody is"):
        approve(month, cast.deputy)


def test_an_empty_roster_is_not_approved(cast, office):
    with pytest.raises(WrongState, match="not compiled yet"):
        approve(make_month(), cast.deputy)


def test_who_compiled_a_roster_does_not_approve_it(cast, office):
    month = draft_month(cast)
    DutyMonth.update(compiled_by=cast.deputy_account).execute()
    with pytest.raises(NotPermitted, match="does not approve it"):
        approve(month, cast.deputy)
    approve(month, cast.director)


def test_leave_that_came_after_the_approval_stops_the_publishing(cast, office):
    month = draft_month(cast)
    approve(month, cast.deputy)
    duty = duties_on(FRIDAY)[0]
    StaffLeave.create(
        status="approved", staff=duty.staff, kind="sick", starts_on=FRIDAY, ends_on=FRIDAY
    )
    with pytest.raises(RuleViolation, match="is on leave from"):
        publish(month, cast.roster)


def test_a_roster_is_not_published_unapproved_nor_twice(cast, office):
    month = draft_month(cast)
    with pytest.raises(WrongState, match="“Draft”"):
        publish(month, cast.roster)
    approve(month, cast.deputy)
    publish(month, cast.roster)
    with pytest.raises(WrongState, match="“Published”"):
        publish(month, cast.roster)


def test_after_the_first_a_roster_is_published_only_with_a_reason(cast, office, set_clock):
    month = draft_month(cast)
    approve(month, cast.deputy)
    set_clock("2026-06-01 00:30")
    with pytest.raises(RuleViolation, match="due before the 1st"):
        publish(month, cast.roster)
    publish(month, cast.roster, late_reason="Two resignations")
    assert DutyMonth.get().late_reason == "Two resignations"


def test_on_the_last_day_of_the_month_before_it_is_still_in_time(cast, office, set_clock):
    month = draft_month(cast)
    approve(month, cast.deputy)
    set_clock("2026-05-31 23:59")
    publish(month, cast.roster)


def test_an_approved_roster_goes_back_with_a_comment_to_its_compiler(cast, office):
    month = draft_month(cast)
    approve(month, cast.deputy)
    with pytest.raises(RuleViolation, match="what has to be changed"):
        return_duty_months(seen=[Seen(month.id)], comment=" ", actor=cast.deputy)
    only(return_duty_months(seen=[Seen(month.id)], comment="Spare the drivers.", actor=cast.deputy))
    month = DutyMonth.get()
    assert (month.status, month.approved_by_id) == ("draft", None)
    assert "Spare the drivers." in Notice.get(Notice.account == cast.roster_account).params


def test_a_published_roster_is_not_returned(cast, office):
    month = publish_month(cast)
    (outcome,) = return_duty_months(seen=[Seen(month.id)], comment="No", actor=cast.deputy)
    assert isinstance(outcome.refusal, WrongState)


def test_a_month_is_closed_after_its_last_night_and_open_swaps_lapse(cast, office, set_clock):
    month = publish_month(cast)
    duty = duties_on(FRIDAY, site=cast.site_a)[0]
    others = [person for person in office["a"] if person.id != duty.staff_id]
    for person in others:
        (outcome,) = request_swaps(
            seen=[Seen(duty.id)], to_staff_id=person.id, reason="Exam", actor=cast.roster
        )
        if outcome.done:
            break
    set_clock("2026-07-01 07:59")
    with pytest.raises(WrongState, match="not over yet"):
        only(close_duty_months(seen=[Seen(month.id)], actor=cast.roster))
    set_clock("2026-07-01 08:00")
    only(close_duty_months(seen=[Seen(month.id)], actor=cast.roster))
    assert DutyMonth.get().status == "closed"
    assert DutySwap.get().status == "lapsed"


def test_an_empty_month_ends_with_its_last_day(cast, office, set_clock):
    month = make_month(status="published")
    set_clock("2026-06-30 23:00")
    (outcome,) = close_duty_months(seen=[Seen(month.id)], actor=cast.roster)
    assert not outcome.done
    set_clock("2026-07-01 00:00")
    only(close_duty_months(seen=[Seen(month.id)], actor=cast.roster))


@pytest.mark.parametrize(
    ("operation", "arguments", "who"),
    [
        (approve_duty_months, {}, "roster"),
        (approve_duty_months, {}, "admin"),
        (return_duty_months, {"comment": "x"}, "roster"),
        (publish_duty_months, {}, "guard"),
        (publish_duty_months, {}, "admin"),
        (close_duty_months, {}, "deputy"),
    ],
)
def test_every_step_takes_its_right(cast, office, operation, arguments, who):
    month = make_month()
    with pytest.raises(NotPermitted):
        operation(seen=[Seen(month.id)], actor=getattr(cast, who), **arguments)


def test_several_months_are_answered_one_by_one(cast, office):
    good, empty = draft_month(cast), make_month(dt.date(2026, 7, 1))
    done, refused = approve_duty_months(seen=[Seen(good.id), Seen(empty.id)], actor=cast.deputy)
    assert done.done
    assert not refused.done
    assert {month.status for month in DutyMonth.select()} == {"approved", "draft"}
