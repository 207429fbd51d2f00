"""A month's roster on its way from draft to closed."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from logistics.calendar import month_days
from logistics.database import local_today, now, office_zone
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.notices import notify
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import change, load, move
from logistics.permissions import Actor, require_verb
from logistics.queries.duty.checks import check_duty_month, duties_of
from logistics.tables.duty import DutyAssignment, DutyMonth, DutySwap
from logistics.tables.duty.roster import OPEN_SWAPS
from logistics.wording import _

ROSTER_PAGE = "/duty?month={month}"


def approve_duty_months(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve drafts that have no problem left; not by the one who compiled them."""
    require_verb(actor, "approve_duty_months")

    def approve(row: Seen) -> DutyMonth:
        month = load(DutyMonth, row)
        if month.compiled_by_id is None:
            raise WrongState(_("The roster of %(month)s is not compiled yet.", month=str(month)))
        if month.compiled_by_id == actor.account_id:
            raise NotPermitted(_("Who compiled a roster does not approve it."))
        _refuse_problems(month)
        return move(
            DutyMonth,
            Seen(month.id, month.row_version),
            to="approved",
            out_of=("draft",),
            actor=actor,
            verb="approve_duty_months",
            changes={"approved_by": actor.account_id, "approved_at": now()},
        )

    return each(seen, approve, done=_("Approved."), model=DutyMonth)


def return_duty_months(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give approved rosters that are not published yet back to be compiled anew."""
    require_verb(actor, "return_duty_months")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> DutyMonth:
        month = move(
            DutyMonth,
            row,
            to="draft",
            out_of=("approved",),
            actor=actor,
            verb="return_duty_months",
            changes={"approved_by": None, "approved_at": None},
        )
        notify(
            month.compiled_by,
            _(
                "The duty roster of %(month)s was returned: %(comment)s",
                month=str(month),
                comment=comment.strip(),
            ),
            link=f"/admin/duty_month/compile/?id={month.id}",
        )
        return month

    return each(seen, give_back, done=_("Returned."), model=DutyMonth)


def publish_duty_months(
    *, seen: Sequence[Seen], actor: Actor, late_reason: str = ""
) -> list[Outcome]:
    """Publish approved rosters and tell everybody on them. From then on only swaps change them
    (R40).

    A roster is published before its month begins; later only with a reason, which stays on it.
    """
    require_verb(actor, "publish_duty_months")

    def publish(row: Seen) -> DutyMonth:
        month = load(DutyMonth, row)
        late = local_today() >= month.month
        if late and not late_reason.strip():
            raise RuleViolation(
                _(
                    "The roster of %(month)s was due before the 1st; give the reason for "
                    "publishing it late.",
                    month=str(month),
                ),
                field="late_reason",
            )
        if month.status == "approved":
            _refuse_problems(month)
        month = move(
            DutyMonth,
            Seen(month.id, month.row_version),
            to="published",
            out_of=("approved",),
            actor=actor,
            verb="publish_duty_months",
            changes={
                "published_by": actor.account_id,
                "published_at": now(),
                "late_reason": late_reason.strip() if late else "",
            },
        )
        _tell_everybody(month)
        return month

    return each(seen, publish, done=_("Published."), model=DutyMonth)


def close_duty_months(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Close months whose last duty has ended. Swaps that nobody decided lapse."""
    require_verb(actor, "close_duty_months")

    def close(row: Seen) -> DutyMonth:
        month = load(DutyMonth, row)
        if _last_end(month) > now():
            raise WrongState(_("The duties of %(month)s are not over yet.", month=str(month)))
        month = move(
            DutyMonth,
            Seen(month.id, month.row_version),
            to="closed",
            out_of=("published",),
            actor=actor,
            verb="close_duty_months",
            changes={"closed_at": now()},
        )
        for swap in _open_swaps(month):
            change(swap, {"status": "lapsed"}, actor=actor, verb="close_duty_months")
        return month

    return each(seen, close, done=_("Closed"), model=DutyMonth)


def _refuse_problems(month: DutyMonth) -> None:
    problems = [problem for problem in check_duty_month(month) if problem.blocks]
    if problems:
        raise RuleViolation(
            _(
                "The roster of %(month)s still has %(count)s problems; the first: %(problem)s",
                month=str(month),
                count=len(problems),
                problem=problems[0].words,
            )
        )


def _tell_everybody(month: DutyMonth) -> None:
    duties = duties_of(month)
    people = {duty.staff_id: duty.staff for duty in duties}
    for staff_id, count in Counter(duty.staff_id for duty in duties).items():
        notify(
            people[staff_id],
            _(
                "The duty roster of %(month)s is published; you have %(count)s duties.",
                month=str(month),
                count=count,
            ),
            link=ROSTER_PAGE.format(month=month),
        )


def _last_end(month: DutyMonth) -> dt.datetime:
    """The end of the month's last duty; of the month itself when it has none."""
    ends: list[dt.datetime] = [duty.ends_at for duty in duties_of(month)]
    if ends:
        return max(ends)
    last = month_days(month.month)[1] + dt.timedelta(days=1)
    return dt.datetime.combine(last, dt.time(), office_zone())


def _open_swaps(month: DutyMonth) -> list[DutySwap]:
    query = (
        DutySwap.select()
        .join(DutyAssignment, on=DutySwap.from_assignment)
        .where((DutyAssignment.month == month.id) & DutySwap.status.in_(OPEN_SWAPS))
    )
    return list(query)
