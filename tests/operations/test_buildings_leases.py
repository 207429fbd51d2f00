"""Leases: approval, one at a time, rent in advance, reminders before the end (R56, R57)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from logistics.errors import Conflict, RuleViolation
from logistics.operations.approvals import Decision
from logistics.operations.buildings.leases import (
    approve_leases,
    end_leases,
    sign_leases,
    submit_leases,
)
from logistics.operations.buildings.renting import (
    answer_lease_reminders,
    expect_lease_payments,
    expect_lease_reminders,
    pay_lease_payments,
)
from logistics.operations.outcomes import Seen, only
from logistics.permissions import SYSTEM
from logistics.queries.buildings.leases import instalments_of, months_left, rent_of
from models import Lease, LeasePayment, LeaseReminder, Notice
from tests.cast import Cast
from tests.factories.approvals import make_matrix
from tests.factories.buildings import make_lease, seen

pytestmark = pytest.mark.usefixtures("cast")
Clock = Callable[[str], None]
YEAR = {"first": dt.date(2026, 5, 1), "last": dt.date(2027, 4, 30), "actor": SYSTEM}


def drafted(cast: Cast, **overrides: Any) -> Lease:
    make_matrix()
    return make_lease(requester=cast.staff_staff, status="draft", **overrides)


def test_director_and_leader_approve_and_the_authority_has_a_number(
    cast: Cast, set_clock: Clock
) -> None:
    set_clock("2026-04-20 09:00")
    lease = drafted(cast)
    only(submit_leases(seen=seen(lease), actor=cast.works))
    for actor in (cast.director, cast.leader):
        only(approve_leases(decisions=[Decision(Seen(lease.id))], actor=actor))
    with pytest.raises(RuleViolation, match="authority"):
        sign_leases(seen=seen(lease), approval_no="", actor=cast.works)
    only(sign_leases(seen=seen(lease), approval_no="2026-31", actor=cast.works))

    lease = Lease.get_by_id(lease.id)
    assert (lease.status, lease.amount) == ("active", 85_200)
    assert [payment.amount for payment in lease.payments] == [21_300]


@pytest.mark.parametrize(
    ("lacks", "refusal"),
    [
        ({"own_stock_note": ""}, "own rooms"),
        ({"fitout_amount": Decimal(120_000)}, "benefit"),
    ],
)
def test_a_lease_says_why_no_own_room_serves_and_what_its_fit_out_gives(
    cast: Cast, lacks: dict[str, Any], refusal: str
) -> None:
    lease = drafted(cast, **lacks)
    with pytest.raises(RuleViolation, match=refusal):
        only(submit_leases(seen=seen(lease), actor=cast.works))


def test_a_room_is_not_leased_twice_at_once(cast: Cast) -> None:
    held = make_lease(requester=cast.staff_staff)
    second = drafted(
        cast, room=held.room, starts_on=dt.date(2027, 4, 30), ends_on=dt.date(2028, 4, 29)
    )
    with pytest.raises(Conflict, match="already leased"):
        only(submit_leases(seen=seen(second), actor=cast.works))

    Lease.update(starts_on=dt.date(2027, 5, 1)).where(Lease.id == second.id).execute()
    only(submit_leases(seen=seen(second), actor=cast.works))


def test_rent_is_expected_in_advance_and_once() -> None:
    lease = make_lease()
    assert expect_lease_payments(**YEAR) == 4
    assert expect_lease_payments(**YEAR) == 0
    assert [payment.due_on.month for payment in lease.payments] == [5, 8, 11, 2]


def test_the_last_instalment_covers_only_the_days_left() -> None:
    lease = make_lease(ends_on=dt.date(2026, 9, 15), rent_month=Decimal(3000))
    amounts = [instalment.amount for instalment in instalments_of(lease)]
    assert amounts == [9000, 4500]
    assert rent_of(lease, lease.starts_on, lease.ends_on) == sum(amounts)
    assert months_left(lease, dt.date(2026, 7, 1)) == 2


def test_rent_is_paid_with_its_voucher_and_never_twice(cast: Cast, set_clock: Clock) -> None:
    set_clock("2026-05-08 09:00")
    lease = make_lease()
    expect_lease_payments(**YEAR)
    payment = lease.payments.order_by(LeasePayment.due_on).first()
    with pytest.raises(RuleViolation, match="voucher"):
        pay_lease_payments(seen=seen(payment), voucher_no=" ", actor=cast.finance)
    paid = {"voucher_no": "0512", "paid_on": "2026-05-08", "actor": cast.finance}
    only(pay_lease_payments(seen=seen(payment), **paid))
    with pytest.raises(RuleViolation, match="not possible from there"):
        only(pay_lease_payments(seen=seen(payment), **paid))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-12-30", []),
        ("2026-12-31", [120]),
        ("2027-01-30", [120, 90]),
        ("2027-03-31", [120, 90, 30]),
    ],
)
def test_a_lease_is_called_to_mind_before_its_end(
    cast: Cast, set_clock: Clock, day: str, told: list[int]
) -> None:
    lease = make_lease(requester=cast.staff_staff)
    set_clock(f"{day} 08:00")
    span = {**YEAR, "first": dt.date.fromisoformat(day)}
    assert expect_lease_reminders(**span) == len(told)
    assert expect_lease_reminders(**span) == 0
    assert [row.days_before for row in lease.reminders.order_by(LeaseReminder.id)] == told
    # The requester and the head of his unit are told of each.
    assert Notice.select().count() == 2 * len(told)


def test_a_reminder_is_answered_by_renewing_or_giving_up(cast: Cast, set_clock: Clock) -> None:
    make_lease(requester=cast.staff_staff)
    set_clock("2027-01-05 08:00")
    expect_lease_reminders(**YEAR)
    reminder = LeaseReminder.get()
    answer = {"seen": seen(reminder), "actor": cast.director}
    with pytest.raises(RuleViolation, match="Renew it"):
        answer_lease_reminders(decision="open", **answer)
    only(answer_lease_reminders(decision="renew", note="12 meetings a month", **answer))
    assert LeaseReminder.get().status == "renew"


def test_rent_after_the_end_is_no_longer_due(cast: Cast, set_clock: Clock) -> None:
    set_clock("2026-10-01 09:00")
    lease = make_lease()
    expect_lease_payments(**YEAR)
    only(end_leases(seen=seen(lease), reason="Given up", ended_on="2026-10-31", actor=cast.works))
    states = [row.status for row in lease.payments.order_by(LeasePayment.due_on)]
    assert states == ["due", "due", "void", "void"]
