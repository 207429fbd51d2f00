"""Learning plans, published and laid out, and sessions."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import office_zone
from logistics.operations.learning.plans import approve_learning_plans, publish_learning_plans
from logistics.operations.learning.sessions import call_sessions, hold_sessions
from logistics.operations.outcomes import Seen, only
from models import LearningPlan, LearningPlanItem, TrainingAttendance, TrainingSession
from tests.cast import Cast


def make_plan(cast: Cast, **overrides: Any) -> LearningPlan:
    values = {
        "year": 2026,
        "unit": cast.units["CENTER"],
        "site": cast.site_a,
        "theme": "Learning makes us serve better",
        "created_by": cast.assessor_account,
    }
    return LearningPlan.create(**{**values, **overrides})


def make_plan_item(plan: LearningPlan, **overrides: Any) -> LearningPlanItem:
    values = {"form": "theory", "topic": "Theory", "month": 3, "hours": Decimal(2)}
    return LearningPlanItem.create(**{**values, "plan": plan, **overrides})


def published_plan(cast: Cast, **item: Any) -> LearningPlan:
    plan = make_plan(cast)
    make_plan_item(plan, **item)
    only(approve_learning_plans(seen=[Seen(plan.id)], actor=cast.deputy))
    only(publish_learning_plans(seen=[Seen(plan.id)], actor=cast.director))
    return LearningPlan.get_by_id(plan.id)


def make_session(cast: Cast, day: dt.date = dt.date(2026, 3, 6), **overrides: Any) -> Any:
    starts_at = dt.datetime.combine(day, dt.time(15), office_zone())
    values = {
        "topic": "Post discipline",
        "form": "theory",
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(hours=2),
        "hours": Decimal(2),
        "site": cast.site_a,
        "is_study_day": True,
    }
    return TrainingSession.create(**{**values, **overrides})


def called(cast: Cast, **overrides: Any) -> TrainingSession:
    session = make_session(cast, **overrides)
    only(call_sessions(seen=[Seen(session.id)], actor=cast.assessor))
    return TrainingSession.get_by_id(session.id)


def hold(cast: Cast, session: TrainingSession, *entries: Any, discussion: str = "") -> None:
    only(
        hold_sessions(
            seen=[Seen(session.id)], entries=entries, discussion=discussion, actor=cast.assessor
        )
    )


def attendance(session: TrainingSession, staff: Any) -> TrainingAttendance:
    return TrainingAttendance.get(
        (TrainingAttendance.session == session.id) & (TrainingAttendance.staff == staff)
    )
