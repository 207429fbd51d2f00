"""Swaps: asked by one, accepted by the other, approved by the leader, and nothing rewritten."""

import datetime as dt

import pytest

from logistics.errors import Conflict, NotFound, NotPermitted, RuleViolation, WrongState
from logistics.operations.duty.swapping import (
    accept_swaps,
    approve_swaps,
    decline_swaps,
    reject_swaps,
    request_swaps,
    withdraw_swaps,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import load_actor
from logistics.queries.duty.standing import expected_on_duty, my_coming_duty, turns_around
from logistics.rostering import Rest, broken_rests
from models import Account, DutyAssignment, DutyMember, DutyMonth, DutySwap, Notice, StaffLeave
from tests.factories.duty import (
    draft_month,
    make_month,
    make_pool,
    make_shift,
    make_shifts,
    publish_month,
)

D = [dt.date(2026, 6, day) for day in range(1, 31)]


@pytest.fixture
def roster(cast, set_clock):
    """June at site A with day shifts only: guard, clerk and head keep one of every three days."""
    set_clock("2026-05-20 09:00")
    make_shift(site=cast.site_a)
    make_shift(
        name="Night shift",
        kind="night",
        starts=dt.time(20),
        ends=dt.time(8),
        site=cast.site_a,
        by_office=True,
        needs={},
    )
    make_shift(name="Leader", kind="full", ends=dt.time(8), needs={"leader": 1})
    make_pool(cast.site_a, [cast.guard_staff, cast.staff_staff, cast.head_staff])
    make_pool(None, [cast.leader_staff, cast.finance_staff, cast.deputy_staff], "leader")
    return publish_month(cast)


def duty_of(staff, number=0):
    query = (
        DutyAssignment.select()
        .where(
            (DutyAssignment.staff == staff)
            & (DutyAssignment.role == "on_duty")
            & (DutyAssignment.status == "assigned")
        )
        .order_by(DutyAssignment.starts_at)
    )
    return list(query)[number]


def request(duty, to, actor, in_return=None, reason="Wedding"):
    return only(
        request_swaps(
            seen=[Seen(duty.id)],
            to_staff_id=to.id,
            to_assignment_id=in_return.id if in_return else None,
            reason=reason,
            actor=actor,
        )
    )


def asked(cast, in_return=True):
    """A swap of the guard's third duty for the clerk's third."""
    duty = duty_of(cast.guard_staff, 2)
    taken = duty_of(cast.staff_staff, 2) if in_return else None
    request(duty, cast.staff_staff, cast.guard, taken)
    return DutySwap.get()


def accepted(cast, **how):
    swap = asked(cast, **how)
    only(accept_swaps(seen=[Seen(swap.id)], actor=cast.staff))
    return DutySwap.get_by_id(swap.id)


def approve(swap, actor):
    only(approve_swaps(seen=[Seen(swap.id)], actor=actor))


def test_two_people_change_duties_and_the_old_rows_stay_as_history(cast, roster):
    swap = accepted(cast)
    old, other = swap.from_assignment, swap.to_assignment
    approve(swap, cast.director)
    swap = DutySwap.get()
    assert (swap.status, swap.decided_by_id) == ("approved", cast.director.account_id)
    assert swap.doc_no.startswith("DS-20260520-")
    for gone, now_kept_by in ((old, cast.staff_staff), (other, cast.guard_staff)):
        assert DutyAssignment.get_by_id(gone.id).status == "replaced"
        assert DutyAssignment.get_by_id(gone.id).staff_id == gone.staff_id
        new = DutyAssignment.get(DutyAssignment.replaces == gone.id)
        assert (new.staff_id, new.starts_at) == (now_kept_by.id, gone.starts_at)
    assert DutyMonth.get().status == "published"


def test_the_roster_names_who_came_after_the_swap(cast, roster):
    swap = accepted(cast, in_return=False)
    duty = swap.from_assignment
    approve(swap, cast.director)
    expected = expected_on_duty(duty.starts_at, cast.site_a.id)
    assert [each.staff_id for each in expected] == [cast.staff_staff.id]
    coming = my_coming_duty(cast.staff_staff.id, most=50)
    assert duty.duty_on in {each.duty.duty_on for each in coming}


def test_a_duty_is_given_away_without_one_in_return(cast, roster):
    before = DutyAssignment.select().where(DutyAssignment.status == "assigned").count()
    approve(accepted(cast, in_return=False), cast.director)
    assert DutyAssignment.select().where(DutyAssignment.status == "assigned").count() == before


def test_both_and_the_leader_of_that_day_are_told(cast, roster):
    swap = accepted(cast)
    messages = {notice.account_id: notice.message for notice in Notice.select()}
    assert "asks you to take over" in messages[cast.staff.account_id]
    leader = DutyAssignment.get(
        (DutyAssignment.role == "leader") & (DutyAssignment.duty_on == swap.from_assignment.duty_on)
    ).staff
    assert "waits for your approval" in messages[leader.account_id]


def test_the_leader_on_duty_approves_without_any_other_right(cast, roster):
    swap = accepted(cast)
    leader = DutyAssignment.get(
        (DutyAssignment.role == "leader") & (DutyAssignment.duty_on == swap.from_assignment.duty_on)
    )
    DutyAssignment.update(staff=cast.buyer_staff).where(DutyAssignment.id == leader.id).execute()
    approve(swap, cast.buyer)
    assert DutySwap.get().status == "approved"


def test_nobody_else_approves(cast, roster):
    swap = accepted(cast)
    for who in ("roster", "keeper", "admin"):
        (outcome,) = approve_swaps(seen=[Seen(swap.id)], actor=getattr(cast, who))
        assert isinstance(outcome.refusal, NotPermitted)
        (outcome,) = reject_swaps(seen=[Seen(swap.id)], comment="x", actor=getattr(cast, who))
        assert isinstance(outcome.refusal, NotPermitted)


def test_nobody_decides_on_a_swap_of_his_own(cast, roster):
    make_pool(cast.site_a, [cast.director_staff])
    duty = duty_of(cast.guard_staff, 2)
    request(duty, cast.director_staff, cast.guard)
    swap = DutySwap.get()
    only(accept_swaps(seen=[Seen(swap.id)], actor=cast.director))
    with pytest.raises(NotPermitted, match="swap of his own"):
        approve(swap, cast.director)


def test_an_unaccepted_swap_is_not_approved(cast, roster):
    with pytest.raises(WrongState, match="Waiting for the other"):
        approve(asked(cast), cast.director)


def test_only_the_person_asked_answers(cast, roster):
    swap = asked(cast)
    for answer in (accept_swaps, decline_swaps):
        (outcome,) = answer(seen=[Seen(swap.id)], actor=cast.guard)
        assert isinstance(outcome.refusal, NotPermitted)
    only(decline_swaps(seen=[Seen(swap.id)], actor=cast.staff))
    assert DutySwap.get().status == "declined"
    told = Notice.get(Notice.message.contains("declined"))
    assert told.account_id == cast.guard.account_id
    (outcome,) = accept_swaps(seen=[Seen(swap.id)], actor=cast.staff)
    assert isinstance(outcome.refusal, WrongState)


def test_a_swap_is_withdrawn_by_who_asked_until_it_is_decided(cast, roster):
    swap = accepted(cast)
    (outcome,) = withdraw_swaps(seen=[Seen(swap.id)], actor=cast.staff)
    assert isinstance(outcome.refusal, NotPermitted)
    only(withdraw_swaps(seen=[Seen(swap.id)], actor=cast.guard))
    assert DutySwap.get().status == "withdrawn"
    with pytest.raises(WrongState):
        approve(swap, cast.director)


def test_a_rejection_needs_its_reason_and_leaves_the_roster(cast, roster):
    swap = accepted(cast)
    with pytest.raises(RuleViolation, match="reason for rejecting"):
        reject_swaps(seen=[Seen(swap.id)], comment="", actor=cast.director)
    only(reject_swaps(seen=[Seen(swap.id)], comment="Inspection that day", actor=cast.director))
    assert DutySwap.get().decision_note == "Inspection that day"
    assert DutyAssignment.select().where(DutyAssignment.status == "replaced").count() == 0


def test_a_swap_that_breaks_rest_is_refused_to_who_asks(cast, set_clock):
    set_clock("2026-05-20 09:00")
    shifts = make_shifts(cast.site_a)
    people = [cast.guard_staff, cast.staff_staff, cast.head_staff, cast.buyer_staff]
    make_pool(cast.site_a, people)
    make_pool(None, [cast.leader_staff, cast.finance_staff, cast.deputy_staff], "leader")
    publish_month(cast)
    night = shifts[f"night-{cast.site_a.code}"]
    refused = 0
    for duty in DutyAssignment.select().where(DutyAssignment.shift == night):
        after = DutyAssignment.get_or_none(
            (DutyAssignment.duty_on == duty.duty_on + dt.timedelta(1))
            & (DutyAssignment.shift == night)
        )
        if after is None:
            continue
        with pytest.raises(RuleViolation, match="are needed|twice at once"):
            request(duty, after.staff, cast.roster)
        refused += 1
    assert refused == 29
    turns = turns_around(duty.starts_at - dt.timedelta(30), duty.ends_at)
    assert broken_rests(turns, Rest()) == []


def test_the_duty_taken_in_return_does_not_stand_in_its_own_way(cast, roster):
    """Neighbouring days: without counting both moves together each would seem doubled."""
    mine = duty_of(cast.guard_staff, 3)
    neighbour = DutyAssignment.get(
        (DutyAssignment.duty_on == mine.duty_on + dt.timedelta(1))
        & (DutyAssignment.role == "on_duty")
    )
    request(mine, neighbour.staff, cast.guard, neighbour)
    assert DutySwap.get().status == "requested"


def test_a_swap_with_somebody_on_leave_or_not_eligible_is_refused(cast, roster):
    duty = duty_of(cast.guard_staff, 2)
    with pytest.raises(RuleViolation, match="not among those"):
        request(duty, cast.keeper_staff, cast.guard)
    StaffLeave.create(
        staff=cast.staff_staff,
        kind="sick",
        status="approved",
        starts_on=duty.duty_on,
        ends_on=duty.duty_on,
    )
    with pytest.raises(RuleViolation, match="is away on"):
        request(duty, cast.staff_staff, cast.guard)


def test_what_has_become_wrong_since_the_request_is_refused_at_approval(cast, roster):
    swap = accepted(cast)
    DutyMember.update(is_eligible=False).where(DutyMember.staff == cast.staff_staff).execute()
    with pytest.raises(RuleViolation, match="not among those"):
        approve(swap, cast.director)
    assert DutySwap.get().status == "accepted"


def test_a_swap_is_asked_for_at_the_latest_on_the_day_before(cast, roster, set_clock):
    duty = duty_of(cast.guard_staff, 2)
    set_clock(f"{duty.duty_on} 06:00")
    with pytest.raises(NotPermitted, match="at the latest on the day before"):
        request(duty, cast.staff_staff, cast.guard)
    request(duty, cast.staff_staff, cast.roster, reason="Taken ill at night")
    assert DutySwap.get().is_urgent
    set_clock(f"{duty.duty_on} 08:00")
    (outcome,) = accept_swaps(seen=[Seen(DutySwap.get().id)], actor=cast.staff)
    assert "has begun already" in outcome.words.filled()


def test_only_own_duties_are_given_away(cast, roster):
    with pytest.raises(NotPermitted, match="only swap your own"):
        request(duty_of(cast.staff_staff), cast.guard_staff, cast.guard)


def test_one_duty_is_offered_to_one_person_at_a_time(cast, roster):
    swap = asked(cast)
    with pytest.raises(Conflict, match="is still open"):
        request(swap.from_assignment, cast.head_staff, cast.guard)
    with pytest.raises(Conflict, match="is still open"):
        request(swap.to_assignment, cast.head_staff, cast.staff)


def test_senseless_swaps_are_refused(cast, roster):
    duty = duty_of(cast.guard_staff, 2)
    with pytest.raises(RuleViolation, match="somebody else"):
        request(duty, cast.guard_staff, cast.guard)
    with pytest.raises(RuleViolation, match="is not a duty of"):
        request(duty, cast.staff_staff, cast.guard, duty_of(cast.head_staff))
    with pytest.raises(RuleViolation, match="Give the reason"):
        request(duty, cast.staff_staff, cast.guard, reason=" ")
    with pytest.raises(NotFound):
        request_swaps_of_nobody(duty, cast)
    with pytest.raises(NotFound):
        request(duty, cast.staff_staff, cast.guard, DutyAssignment(id=999_999))


def request_swaps_of_nobody(duty, cast):
    only(request_swaps(seen=[Seen(duty.id)], to_staff_id=999_999, reason="Exam", actor=cast.guard))


def test_a_draft_is_changed_by_its_compiler_and_not_by_swaps(cast, roster):
    month = draft_month(cast, dt.date(2026, 7, 1))
    duty = DutyAssignment.get((DutyAssignment.month == month) & (DutyAssignment.role == "on_duty"))
    to = cast.head_staff if duty.staff_id != cast.head_staff.id else cast.guard_staff
    with pytest.raises(WrongState, match="still being compiled"):
        request(duty, to, cast.roster)


def test_a_duty_already_swapped_away_is_not_swapped_again(cast, roster):
    swap = accepted(cast, in_return=False)
    approve(swap, cast.director)
    with pytest.raises(WrongState, match="swapped away already"):
        request(swap.from_assignment, cast.head_staff, cast.guard)


def test_a_second_approval_finds_nothing_to_do(cast, roster):
    swap = accepted(cast)
    approve(swap, cast.director)
    with pytest.raises(WrongState, match="“Approved”"):
        approve(swap, cast.leader)


def test_a_person_without_the_right_asks_for_nothing(cast, roster):
    nobody = load_actor(Account.create(login="nobody", name="Nobody"))
    for operation, extra in (
        (request_swaps, {"to_staff_id": 1, "reason": "x"}),
        (accept_swaps, {}),
        (decline_swaps, {}),
        (withdraw_swaps, {}),
    ):
        with pytest.raises(NotPermitted):
            operation(seen=[], actor=nobody, **extra)


def test_the_roster_of_an_empty_month_has_no_duty_to_swap(cast, roster):
    make_month(dt.date(2026, 8, 1))
    (outcome,) = request_swaps(
        seen=[Seen(999_999)], to_staff_id=cast.staff_staff.id, reason="x", actor=cast.guard
    )
    assert isinstance(outcome.refusal, NotFound)
