"""Leave: submitted, approved by its days, given up, and reported back from (domain 2.24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from logistics.database import local_today
from logistics.errors import RuleViolation
from logistics.notices import notify
from logistics.operations.approvals import (
    Decision,
    Verdict,
    close_round,
    decide_on,
    open_approval,
)
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.records import explained
from logistics.operations.transitions import change, load, step
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.standing import duties_during
from logistics.queries.people import leave_between
from logistics.queries.rights import holders_of
from logistics.tables.people import StaffLeave
from logistics.wording import Words, _

HALF = Decimal("0.5")
ONE_DAY = dt.timedelta(days=1)
NEEDS_NO_REASON = ("annual",)
DONE = _("Submitted.")


def submit_leaves(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Send leave on its way: half a day to the unit's head, a day to the deputy, more to the
    director, as the matrix says (R13).
    """
    require_verb(actor, "submit_leaves")

    def submit(row: Seen) -> StaffLeave:
        leave = load(StaffLeave, row)
        require_verb(actor, "submit_leaves", leave)
        _refuse_unfit(leave)
        days = days_of(leave)
        with explained(StaffLeave):
            leave = step(
                leave,
                to="submitted",
                out_of=("draft", "returned"),
                actor=actor,
                verb="submit_leaves",
                changes={
                    "doc_no": leave.doc_no or take_number(StaffLeave.doc_no.prefix),
                    "days": days,
                },
            )
        open_approval(leave, amount=days, actor=actor)
        return leave

    return each(seen, submit, done=DONE, model=StaffLeave)


def approve_leaves(*, decisions: Sequence[Decision], actor: Actor) -> list[Outcome]:
    """Approve, return or reject leave. Whoever then has duty on these days is told to swap."""
    return decide_on(StaffLeave, decisions, _carry_out, actor=actor, verb="approve_leaves")


def cancel_leaves(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Give leave up that has not begun; whoever was to decide on it no longer needs to."""
    require_verb(actor, "cancel_leaves")

    def cancel(row: Seen) -> StaffLeave:
        leave = load(StaffLeave, row)
        require_verb(actor, "cancel_leaves", leave)
        if leave.status == "approved" and leave.starts_on < local_today():
            raise RuleViolation(
                _("%(leave)s has begun: report back from it instead.", leave=str(leave))
            )
        leave = step(
            leave,
            to="cancelled",
            out_of=("submitted", "returned", "approved"),
            actor=actor,
            verb="cancel_leaves",
        )
        close_round([leave], actor=actor)
        return leave

    return each(seen, cancel, done=_("Cancelled."), model=StaffLeave)


def end_leaves(
    *, seen: Sequence[Seen], actor: Actor, back_on: dt.date | str | None = None
) -> list[Outcome]:
    """Report back from leave (销假). Who comes back early has the days left at his disposal again:
    the leave ends on the day before.
    """
    require_verb(actor, "end_leaves")
    day = _day(back_on)

    def end(row: Seen) -> StaffLeave:
        leave = load(StaffLeave, row)
        require_verb(actor, "end_leaves", leave)
        changes: dict[str, Any] = {"back_on": day}
        if leave.part == "day":
            if day <= leave.starts_on:
                raise RuleViolation(
                    _("Not even one day was taken: cancel the leave instead."), field="back_on"
                )
            last = min(leave.ends_on, day - ONE_DAY)
            changes |= {"ends_on": last, "days": _length(leave.starts_on, last)}
        elif day < leave.starts_on:
            raise RuleViolation(_("The leave has not begun on this day."), field="back_on")
        return step(
            leave,
            to="ended",
            out_of=("approved",),
            actor=actor,
            verb="end_leaves",
            changes=changes,
        )

    return each(seen, end, done=_("Reported back."), model=StaffLeave)


def days_of(leave: StaffLeave) -> Decimal:
    """How long somebody is away: half a day, or the days of the calendar.

    Not its working days: who works in shifts is as much away on a Sunday.
    """
    if leave.part != "day":
        return HALF
    return _length(leave.starts_on, leave.ends_on)


def _length(first: dt.date, last: dt.date) -> Decimal:
    return Decimal((last - first).days + 1)


def _refuse_unfit(leave: StaffLeave) -> None:
    """Leave of somebody who is not employed, without a reason, or left to somebody away himself."""
    person = leave.staff
    if leave.starts_on < person.hired_on or (person.left_on and leave.ends_on > person.left_on):
        raise RuleViolation(
            _("%(name)s does not belong to the house on all of these days.", name=person.name),
            field="starts_on",
        )
    if leave.kind not in NEEDS_NO_REASON and not leave.reason.strip():
        raise RuleViolation(_("Say what the leave is for."), field="reason")
    if leave.stand_in_id is None:
        return
    away = leave_between(leave.starts_on, leave.ends_on)
    if away.where(StaffLeave.staff == leave.stand_in_id).exists():
        raise RuleViolation(
            _("%(name)s has leave on some of these days too.", name=leave.stand_in.name),
            field="stand_in",
        )


def _day(value: Any) -> dt.date:
    kept, errors = clean_values(StaffLeave, {"back_on": value})
    day: dt.date = kept.get("back_on") or local_today()
    if errors:
        raise RuleViolation(errors["back_on"][0], field="back_on")
    if day > local_today():
        raise RuleViolation(_("This day has not come yet."), field="back_on")
    return day


def _carry_out(verdict: Verdict, actor: Actor) -> None:
    leave: StaffLeave = verdict.document
    changes: dict[str, Any] = {"status": verdict.result}
    change(leave, changes, actor=actor, verb="approve_leaves")
    if verdict.result == "approved":
        _tell_of_duties(leave)


def _tell_of_duties(leave: StaffLeave) -> None:
    """A published roster changes by swaps alone: the person asks for them, the officer watches."""
    duties = duties_during(leave.staff_id, leave.starts_on, leave.ends_on)
    if not duties:
        return
    own: Words = _(
        "You are on duty during your leave: %(duty)s. Ask somebody to swap.", duty=str(duties[0])
    )
    notify(leave.staff, own, link=f"/admin/duty_assignment/details/?id={duties[0].id}")
    words: Words = _(
        "%(name)s has leave and is on duty: %(duty)s.", name=leave.staff.name, duty=str(duties[0])
    )
    for account in holders_of("assign_duties"):
        notify(account, words, link=f"/admin/staff_leave/details/?id={leave.id}")


__all__ = ["approve_leaves", "cancel_leaves", "days_of", "end_leaves", "submit_leaves"]
