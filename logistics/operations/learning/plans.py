"""The learning plan of a year: approved, published, laid out, closed (R09)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from logistics.calendar import ONE_DAY, days_between, kinds_between, month_days
from logistics.database import now, office_zone
from logistics.errors import NotPermitted, RuleViolation, WrongState
from logistics.holidays import WORKED
from logistics.notices import notify
from logistics.operations.expected import expect_rows
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import load, move, step
from logistics.permissions import Actor, require_verb
from logistics.tables.learning import LearningPlan, LearningPlanItem, TrainingSession
from logistics.wording import _

PLAN_PAGE = "/admin/learning_plan/details/?id={id}"
BEGINS_AT = dt.time(15)
"""When a study day begins; its session lasts as many hours as it counts."""
SESSION_KEY = ("plan_item", "starts_at")


def approve_learning_plans(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Approve plans and number them; not one's own, and not an empty one."""
    require_verb(actor, "approve_learning_plans")

    def approve(row: Seen) -> LearningPlan:
        plan = load(LearningPlan, row)
        if plan.created_by_id is not None and plan.created_by_id == actor.account_id:
            raise NotPermitted(_("Nobody approves a plan of his own."))
        if not LearningPlanItem.select().where(LearningPlanItem.plan == plan.id).exists():
            raise RuleViolation(_("The plan names no subject yet."))
        return step(
            plan,
            to="approved",
            out_of=("draft",),
            actor=actor,
            verb="approve_learning_plans",
            changes={
                "doc_no": plan.doc_no or take_number("LP"),
                "approved_by": actor.account_id,
                "approved_at": now(),
                "return_note": "",
            },
        )

    return each(seen, approve, done=_("Approved."), model=LearningPlan)


def return_learning_plans(*, seen: Sequence[Seen], comment: str, actor: Actor) -> list[Outcome]:
    """Give approved plans back to be changed before they are published."""
    require_verb(actor, "return_learning_plans")
    if not comment.strip():
        raise RuleViolation(_("Say what has to be changed."), field="comment")

    def give_back(row: Seen) -> LearningPlan:
        plan = move(
            LearningPlan,
            row,
            to="draft",
            out_of=("approved",),
            actor=actor,
            verb="return_learning_plans",
            changes={
                "approved_by": None,
                "approved_at": None,
                "return_note": comment.strip()[:200],
            },
        )
        if plan.created_by is not None:
            words = _("The learning plan %(plan)s was returned.", plan=str(plan))
            notify(plan.created_by, words, link=PLAN_PAGE.format(id=plan.id))
        return plan

    return each(seen, give_back, done=_("Returned."), model=LearningPlan)


def publish_learning_plans(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Sign and publish approved plans; who wrote or approved one does not sign it (R09)."""
    require_verb(actor, "publish_learning_plans")

    def publish(row: Seen) -> LearningPlan:
        plan = load(LearningPlan, row)
        if actor.account_id in (plan.approved_by_id, plan.created_by_id):
            raise NotPermitted(_("Who wrote or approved a plan does not sign it."))
        return step(
            plan,
            to="published",
            out_of=("approved",),
            actor=actor,
            verb="publish_learning_plans",
            changes={"published_by": actor.account_id, "published_at": now()},
        )

    return each(seen, publish, done=_("Published."), model=LearningPlan)


def close_learning_plans(*, seen: Sequence[Seen], review: str, actor: Actor) -> list[Outcome]:
    """Close published plans with what the year has brought, once every session is held or off."""
    require_verb(actor, "close_learning_plans")
    if not review.strip():
        raise RuleViolation(_("Write what the year has brought."), field="review")

    def close(row: Seen) -> LearningPlan:
        waiting = (
            TrainingSession.select()
            .join(LearningPlanItem)
            .where(
                (LearningPlanItem.plan == row.id) & TrainingSession.status.in_(("draft", "planned"))
            )
            .count()
        )
        if waiting:
            raise WrongState(
                _("%(count)s sessions of this plan are neither held nor cancelled.", count=waiting)
            )
        return move(
            LearningPlan,
            row,
            to="closed",
            out_of=("published",),
            actor=actor,
            verb="close_learning_plans",
            changes={"review": review.strip(), "closed_at": now()},
        )

    return each(seen, close, done=_("Closed for good."), model=LearningPlan)


def lay_out_sessions(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make the sessions of published plans for the whole year; those already there stay (R11)."""
    require_verb(actor, "lay_out_sessions")

    def lay_out(row: Seen) -> LearningPlan:
        plan = load(LearningPlan, row)
        if plan.status != "published":
            raise WrongState(_("Sessions are laid out once the plan is published."))
        first, last = dt.date(plan.year, 1, 1), dt.date(plan.year, 12, 31)
        _expect(first, last, LearningPlan.id == plan.id, actor)
        return plan

    return each(seen, lay_out, done=_("Laid out."), model=LearningPlan)


def expect_study_days(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Make the recurring sessions that published plans give between two days (R11).

    Idempotent; answers how many were new.
    """
    return _expect(first, last, LearningPlan.status == "published", actor)


def study_days(item: LearningPlanItem, year: int) -> Iterator[dt.date]:
    """The days of an item's month on which it is held.

    What falls on a day off is held on the working day before it, in the same week; a week without
    any does not count.
    """
    if item.weekday is None:
        return
    first, last = month_days(dt.date(year, item.month, 1))
    kinds = kinds_between(first - 7 * ONE_DAY, last)
    on_weekday = [day for day in days_between(first, last) if day.isoweekday() == item.weekday]
    held: list[dt.date] = []
    for day in on_weekday:
        week = (day - offset * ONE_DAY for offset in range(day.isoweekday()))
        held += [worked for worked in week if kinds[worked] in WORKED][:1]
    chosen = {"once": held[:1], "weekly": held, "fortnightly": held[::2]}
    yield from chosen[item.recurs]


def _expect(first: dt.date, last: dt.date, plans: Any, actor: Actor) -> int:
    items: Any = (
        LearningPlanItem.select(LearningPlanItem, LearningPlan)
        .join(LearningPlan)
        .where(plans & LearningPlanItem.weekday.is_null(False))
        .order_by(LearningPlanItem.id)
    )
    rows = [
        _session(item, day)
        for item in items
        for day in study_days(item, item.plan.year)
        if first <= day <= last
    ]
    return expect_rows(TrainingSession, rows, key=SESSION_KEY, actor=actor, verb="lay_out_sessions")


def _session(item: LearningPlanItem, day: dt.date) -> dict[str, Any]:
    starts_at = dt.datetime.combine(day, BEGINS_AT, office_zone())
    return {
        "plan_item": item.id,
        "topic": item.topic,
        "form": item.form,
        "audience": item.audience,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=float(item.hours)),
        "hours": item.hours,
        "site": item.plan.site_id,
        "is_study_day": item.is_study_day,
    }
