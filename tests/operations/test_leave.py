"""Leave: who approves how many days, what counts, and every refusal (domain 2.24, R13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal as D
from typing import Any

import pytest

from logistics.database import office_zone
from logistics.errors import Conflict, InvalidRecord, NotPermitted, RuleViolation
from logistics.operations.approvals import Decision
from logistics.operations.duty.leave import (
    approve_leaves,
    cancel_leaves,
    end_leaves,
    submit_leaves,
)
from logistics.operations.outcomes import Seen, only
from logistics.operations.records import create_record
from logistics.queries.approvals.progress import waiting_for
from logistics.queries.conduct.whereabouts import records_of
from logistics.queries.duty.posts import Away
from models import ApprovalTask, Notice, StaffLeave
from tests.cast import Cast
from tests.factories.approvals import make_delegation, make_matrix
from tests.factories.duty import make_assignment
from tests.factories.people import make_leave

Clock = Callable[[str], None]
FRIDAY = dt.date(2026, 6, 12)
SUNDAY = dt.date(2026, 6, 14)
MONDAY = dt.date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _office(cast: Cast, set_clock: Clock) -> None:
    make_matrix()
    set_clock("2026-06-10 09:00")


def seen(leave: Any) -> list[Seen]:
    return [Seen(leave.id)]


def submit(cast: Cast, **overrides: Any) -> StaffLeave:
    leave = make_leave(cast.staff_staff, **overrides)
    only(submit_leaves(seen=seen(leave), actor=cast.staff))
    return StaffLeave.get_by_id(leave.id)


def decide(leave: StaffLeave, actor: Any, choice: str = "approve", comment: str = "") -> Any:
    return only(approve_leaves(decisions=[Decision(Seen(leave.id), choice, comment)], actor=actor))


def status_of(leave: StaffLeave) -> str:
    return str(StaffLeave.get_by_id(leave.id).status)


def approved(cast: Cast, **overrides: Any) -> StaffLeave:
    return make_leave(cast.staff_staff, **{"status": "approved", "days": D(2), **overrides})


@pytest.mark.parametrize(
    ("ends_on", "part", "days", "deciders"),
    [
        (MONDAY, "morning", D("0.5"), ("head",)),
        (MONDAY, "day", D(1), ("head", "deputy")),
        (dt.date(2026, 6, 16), "day", D(2), ("head", "director")),
    ],
)
def test_the_days_say_who_approves(
    cast: Cast, ends_on: dt.date, part: str, days: D, deciders: tuple[str, ...]
) -> None:
    leave = submit(cast, ends_on=ends_on, part=part)
    assert (leave.days, leave.doc_no) == (days, "LV-20260610-001")
    for decider in deciders:
        assert status_of(leave) == "submitted"
        decide(leave, getattr(cast, decider))
    assert status_of(leave) == "approved"


def test_nobody_approves_his_own_leave_nor_what_he_wrote_down_for_somebody(cast: Cast) -> None:
    own = make_leave(cast.head_staff, ends_on=MONDAY, part="afternoon")
    only(submit_leaves(seen=seen(own), actor=cast.head))
    with pytest.raises(NotPermitted, match="own request"):
        decide(own, cast.head)
    decide(own, cast.deputy)
    assert status_of(own) == "approved"

    written = make_leave(cast.staff_staff, ends_on=MONDAY, part="afternoon")
    only(submit_leaves(seen=seen(written), actor=cast.head))
    with pytest.raises(NotPermitted, match="own request"):
        decide(written, cast.head)


def test_the_directors_own_leave_goes_up_to_the_leader(cast: Cast) -> None:
    leave = make_leave(cast.director_staff)
    only(submit_leaves(seen=seen(leave), actor=cast.director))
    assert [task.doc_id for task in waiting_for(cast.leader, "staff_leave")] == [leave.id]
    decide(leave, cast.leader)
    assert status_of(leave) == "approved"


def test_a_delegate_decides_for_whoever_is_absent(cast: Cast) -> None:
    make_delegation(cast.head_staff, cast.keeper_staff)
    leave = submit(cast, ends_on=MONDAY, part="morning")
    with pytest.raises(NotPermitted, match="delegated"):
        decide(leave, cast.head)
    decide(leave, cast.keeper)
    assert status_of(leave) == "approved"


def test_a_stranger_decides_nothing_and_sees_nothing(cast: Cast) -> None:
    leave = submit(cast)
    with pytest.raises(RuleViolation, match="no such record"):
        decide(leave, cast.staff2)
    with pytest.raises(NotPermitted):
        decide(leave, cast.director)
    with pytest.raises(NotPermitted):
        only(submit_leaves(seen=seen(make_leave(cast.staff2_staff)), actor=cast.staff))


def test_returned_leave_is_mended_and_comes_again_while_a_rejection_ends_it(cast: Cast) -> None:
    leave = submit(cast)
    with pytest.raises(RuleViolation, match="Say why"):
        decide(leave, cast.head, "return")
    decide(leave, cast.head, "return", "Name who takes over.")
    assert status_of(leave) == "returned"
    only(submit_leaves(seen=seen(leave), actor=cast.staff))
    assert StaffLeave.get_by_id(leave.id).doc_no == leave.doc_no
    decide(leave, cast.head, "reject", "Too many away.")
    assert status_of(leave) == "rejected"
    with pytest.raises(RuleViolation, match="not possible from there"):
        only(submit_leaves(seen=seen(leave), actor=cast.staff))


@pytest.mark.parametrize(
    ("lacks", "refusal"),
    [
        ({"reason": " "}, "what the leave is for"),
        ({"starts_on": dt.date(2019, 12, 30)}, "does not belong to the house"),
    ],
)
def test_leave_is_refused_before_it_is_sent(
    cast: Cast, lacks: dict[str, Any], refusal: str
) -> None:
    with pytest.raises(RuleViolation, match=refusal):
        submit(cast, **lacks)


def test_who_takes_over_is_there_himself(cast: Cast) -> None:
    make_leave(cast.head_staff, status="approved", starts_on=MONDAY, ends_on=MONDAY)
    with pytest.raises(RuleViolation, match="leave on some of these days too"):
        submit(cast, stand_in=cast.head_staff)


def test_half_a_day_is_one_day_and_nobody_takes_over_his_own_work(cast: Cast) -> None:
    values = {"staff": cast.staff_staff.id, "kind": "annual", "starts_on": FRIDAY}
    for wrong, column in (
        ({"ends_on": MONDAY, "part": "morning"}, "ends_on"),
        ({"ends_on": FRIDAY, "stand_in": cast.staff_staff.id}, "stand_in"),
    ):
        with pytest.raises(InvalidRecord) as refusal:
            create_record(StaffLeave, {**values, **wrong}, actor=cast.staff)
        assert list(refusal.value.errors) == [column]


def test_the_same_days_are_asked_for_once(cast: Cast) -> None:
    first = submit(cast)
    with pytest.raises(Conflict, match="already has leave"):
        submit(cast, starts_on=dt.date(2026, 6, 16), ends_on=dt.date(2026, 6, 18))
    only(cancel_leaves(seen=seen(first), actor=cast.staff))
    assert submit(cast).status == "submitted"


def test_only_approved_leave_keeps_people_from_duty_and_explains_an_empty_post(cast: Cast) -> None:
    person, site = cast.staff_staff, cast.site_a.id
    at_ten = dt.datetime(2026, 6, 15, 10, tzinfo=office_zone())
    leave = submit(cast, ends_on=MONDAY, part="afternoon")

    def away() -> Any:
        return Away([person], MONDAY, MONDAY).leave_during(
            person.id, at_ten, at_ten + dt.timedelta(hours=9)
        )

    assert (away(), records_of(person.id, at_ten, at_site=site)) == (None, None)
    decide(leave, cast.head)
    assert away() == leave
    later = at_ten + dt.timedelta(hours=3)
    found = [records_of(person.id, moment, at_site=site) for moment in (at_ten, later)]
    assert found == [None, "leave"]


def test_who_has_duty_on_these_days_is_told_to_swap(cast: Cast) -> None:
    duty = make_assignment(cast.staff_staff, MONDAY)
    leave = submit(cast, ends_on=MONDAY, part="morning")
    decide(leave, cast.head)
    told = {row.account.login for row in Notice.select() if "%(duty)s" in row.message}
    assert told == {"staff", "roster"}
    assert duty.staff_id == cast.staff_staff.id


def test_leave_is_given_up_before_it_begins_and_nobody_need_decide(cast: Cast) -> None:
    leave = submit(cast)
    only(cancel_leaves(seen=seen(leave), actor=cast.staff))
    assert status_of(leave) == "cancelled"
    assert not ApprovalTask.select().where(ApprovalTask.status.in_(["pending", "waiting"])).exists()
    begun = approved(cast, starts_on=dt.date(2026, 6, 9), ends_on=FRIDAY)
    with pytest.raises(RuleViolation, match="report back"):
        only(cancel_leaves(seen=seen(begun), actor=cast.staff))


def test_who_comes_back_early_frees_the_days_left(cast: Cast) -> None:
    leave = approved(cast, starts_on=dt.date(2026, 6, 8), ends_on=SUNDAY, days=D(7))
    for wrong, refusal in ((MONDAY, "not come yet"), ("2026-06-08", "Not even one day")):
        with pytest.raises(RuleViolation, match=refusal):
            only(end_leaves(seen=seen(leave), back_on=wrong, actor=cast.staff))
    only(end_leaves(seen=seen(leave), actor=cast.staff))
    leave = StaffLeave.get_by_id(leave.id)
    assert (leave.status, leave.days) == ("ended", 2)
    assert (leave.ends_on, leave.back_on) == (dt.date(2026, 6, 9), dt.date(2026, 6, 10))
    with pytest.raises(RuleViolation, match="not possible from there"):
        only(end_leaves(seen=seen(leave), actor=cast.staff))


def test_half_a_day_is_reported_back_from_on_the_same_day(cast: Cast) -> None:
    today = dt.date(2026, 6, 10)
    leave = approved(cast, starts_on=today, ends_on=today, part="morning", days=D("0.5"))
    only(end_leaves(seen=seen(leave), back_on=today, actor=cast.staff))
    assert StaffLeave.get_by_id(leave.id).ends_on == today
    tomorrow = dt.date(2026, 6, 11)
    ahead = approved(cast, starts_on=tomorrow, ends_on=tomorrow, part="morning")
    with pytest.raises(RuleViolation, match="not begun"):
        only(end_leaves(seen=seen(ahead), back_on=today, actor=cast.staff))
