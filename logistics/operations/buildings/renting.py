"""Rent that falls due, and leases that end: both expected in advance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from logistics.auditing import transaction
from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.buildings.common import cleaned, permitted
from logistics.operations.expected import expect_rows
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, move
from logistics.permissions import Actor, require_verb
from logistics.queries.buildings.leases import instalments_of
from logistics.queries.people import head_of
from logistics.tables.buildings import Lease, LeasePayment, LeaseReminder
from logistics.tables.buildings.leases import ALERT_DAYS
from logistics.wording import _

LEASE_PAGE = "/admin/lease/details/?id={id}"
RENT_AHEAD = dt.timedelta(days=31)
"""How long beforehand rent is expected."""


def expect_lease_payments(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect the instalments of all leases in force that fall due from ``first`` to ``last`` (R56).

    Answers how many were new; what is there already stays as it is.
    """
    require_verb(actor, "expect_lease_payments")
    leases = Lease.select().where(Lease.status == "active").order_by(Lease.id)
    return expect_instalments(leases, first, last, actor=actor, verb="expect_lease_payments")


def expect_instalments(
    leases: Iterable[Lease], first: dt.date, last: dt.date, *, actor: Actor, verb: str
) -> int:
    """The instalments of some leases that fall due from ``first`` to ``last``."""
    rows: Iterator[dict[str, Any]] = (
        {"lease": lease.id, **instalment._asdict()}
        for lease in leases
        for instalment in instalments_of(lease)
        if first <= instalment.due_on <= last
    )
    return expect_rows(LeasePayment, rows, key=("lease", "due_on"), actor=actor, verb=verb)


def expect_rent(*, actor: Actor) -> int:
    """Expect the rent of all leases up to a month ahead; answers how many instalments were new.

    Counted from the beginning of each lease, so that no instalment is lost with a night on which
    nothing ran.
    """
    return expect_lease_payments(first=dt.date.min, last=local_today() + RENT_AHEAD, actor=actor)


def pay_lease_payments(
    *,
    seen: Sequence[Seen],
    voucher_no: str,
    actor: Actor,
    paid_on: dt.date | str | None = None,
) -> list[Outcome]:
    """Enter rent as paid, with the number of its voucher."""
    require_verb(actor, "pay_lease_payments")
    values = cleaned(LeasePayment, {"paid_on": paid_on or local_today(), "voucher_no": voucher_no})
    if not values["voucher_no"]:
        raise RuleViolation(_("Give the number of the voucher."), field="voucher_no")
    if values["paid_on"] > local_today():
        raise RuleViolation(_("This day has not come yet."), field="paid_on")

    def pay(row: Seen) -> LeasePayment:
        permitted(LeasePayment, row, "pay_lease_payments", actor)
        return move(
            LeasePayment,
            row,
            to="paid",
            out_of=("due",),
            actor=actor,
            verb="pay_lease_payments",
            changes=values,
        )

    return each(seen, pay, done=_("Paid."), model=LeasePayment)


def expect_lease_reminders(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Call leases to mind 120, 90 and 30 days before they end, each once; answers how many.

    A reminder is written when its day has come (``last`` at most, never before today is there), so
    that it is told once and on time; leases that ended before ``first`` are left alone.
    """
    require_verb(actor, "expect_lease_reminders")
    until = min(last, local_today())
    leases = Lease.select().where((Lease.status == "active") & (Lease.ends_on >= first))
    made = 0
    with transaction():
        for lease in leases.order_by(Lease.id):
            told = {row.days_before for row in lease.reminders}
            for days in ALERT_DAYS:
                remind_on = lease.ends_on - dt.timedelta(days=days)
                if days in told or remind_on > until:
                    continue
                made += _remind(lease, days, remind_on, actor)
    return made


def remind_of_leases(*, actor: Actor) -> int:
    """Call to mind the leases for which the day has come; answers how many reminders were new."""
    today = local_today()
    return expect_lease_reminders(first=today, last=today, actor=actor)


def answer_lease_reminders(
    *, seen: Sequence[Seen], decision: str, actor: Actor, note: str = ""
) -> list[Outcome]:
    """Decide whether leases that end are renewed or given up."""
    require_verb(actor, "answer_lease_reminders")
    values = cleaned(LeaseReminder, {"status": decision, "note": note})
    if values["status"] == "open":
        raise RuleViolation(_("Renew it or give it up."), field="decision")

    def answer(row: Seen) -> LeaseReminder:
        reminder = permitted(LeaseReminder, row, "answer_lease_reminders", actor)
        changes = {**values, "answered_on": local_today()}
        return change(reminder, changes, actor=actor, verb="answer_lease_reminders")

    return each(seen, answer, done=_("Decided."), model=LeaseReminder)


def _remind(lease: Lease, days: int, remind_on: dt.date, actor: Actor) -> int:
    row = {"lease": lease.id, "days_before": days, "remind_on": remind_on}
    made = expect_rows(
        LeaseReminder,
        [row],
        key=("lease", "days_before"),
        actor=actor,
        verb="expect_lease_reminders",
    )
    if made:
        words = _(
            "The lease %(lease)s ends on %(day)s: decide whether it is renewed.",
            lease=str(lease),
            day=lease.ends_on,
        )
        head = head_of(lease.unit)
        people = {person.id: person for person in (lease.requester, head) if person is not None}
        for person in people.values():
            notify(person, words, link=LEASE_PAGE.format(id=lease.id))
    return made
