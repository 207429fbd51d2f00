"""Schemes, cycles, people assessed, events and ratings."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import now
from models import (
    AssessmentClause,
    AssessmentCycle,
    AssessmentDimension,
    AssessmentEvent,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentRating,
    AssessmentScheme,
    CycleScheme,
    Post,
    Staff,
)
from tests.factories import serial
from tests.factories.people import make_post, make_staff

D = Decimal
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 6, 30)
RATED = (("virtue", 10), ("ability", 15), ("integrity", 10))


def make_scheme(*, family: str = "guard", **overrides: Any) -> AssessmentScheme:
    """Published: presence 60 (deduction), patrols 40 (ratio), three ratings, bonus and veto."""
    number = serial()
    values = {
        "code": f"SCHEME{number}",
        "name": f"Scheme {number}",
        "post_family": family,
        "level": "management" if family == "management" else "worker",
        "status": "published",
        "published_at": now(),
        **overrides,
    }
    scheme = AssessmentScheme.create(**values)
    work = make_dimension(scheme=scheme, kind="work", weight=65)
    presence = make_item(
        dimension=work,
        code="presence",
        method="deduct",
        full_score=60,
        measure="post_presence",
        tag="diligence",
    )
    for code, points in (("late", 2), ("off_post", 3), ("empty_post", 5)):
        make_clause(item=presence, code=code, points=points)
    make_item(dimension=work, code="patrols", method="ratio", full_score=40)
    bonus = make_item(dimension=work, code="bonus", method="bonus", full_score=10)
    make_clause(item=bonus, code="suggestion", points=3)
    veto = make_item(dimension=work, code="veto", method="veto", full_score=0)
    make_clause(item=veto, code="accident", caps_at="basic")
    for kind, weight in RATED:
        rated = make_dimension(scheme=scheme, kind=kind, weight=weight)
        make_item(dimension=rated, code=kind, method="rating", full_score=100, tag=kind)
    return scheme


def make_dimension(**overrides: Any) -> AssessmentDimension:
    values = {"kind": "work", "weight": 100, **overrides}
    return AssessmentDimension.create(**{"name": values["kind"].title(), **values})


def make_item(**overrides: Any) -> AssessmentItem:
    values = {"method": "deduct", "full_score": 100, "code": f"I{serial()}", **overrides}
    return AssessmentItem.create(**{"name": values["code"].title(), **values})


def make_clause(**overrides: Any) -> AssessmentClause:
    values = {"code": f"C{serial()}", **overrides}
    return AssessmentClause.create(**{"name": values["code"].title(), **values})


def make_cycle(*schemes: AssessmentScheme, **overrides: Any) -> AssessmentCycle:
    """A cycle of the first half of 2026 that collects."""
    number = serial()
    cycle = AssessmentCycle.create(
        **{
            "code": f"CYCLE{number}",
            "name": f"Cycle {number}",
            "starts_on": FIRST,
            "ends_on": LAST,
            "status": "collecting",
            **overrides,
        }
    )
    for scheme in schemes:
        CycleScheme.create(cycle=cycle, scheme=scheme)
    return cycle


def make_participant(**overrides: Any) -> AssessmentParticipant:
    if "staff" not in overrides:
        overrides["staff"] = make_staff()
    values = {"months": 6, "post": overrides.pop("post", None) or some_post(), **overrides}
    return AssessmentParticipant.create(**values)


def some_post() -> Post:
    """Any post: which one it is matters only to the printed form."""
    return Post.select().first() or make_post()


def item_of(scheme: AssessmentScheme, code: str) -> AssessmentItem:
    """The item of a scheme by its code."""
    found = (
        AssessmentItem.select()
        .join(AssessmentDimension)
        .where((AssessmentDimension.scheme == scheme) & (AssessmentItem.code == code))
    )
    return found.get()


def clause_of(scheme: AssessmentScheme, code: str, clause: str) -> AssessmentClause:
    """The clause of an item of a scheme by their codes."""
    item = item_of(scheme, code)
    return AssessmentClause.get((AssessmentClause.item == item) & (AssessmentClause.code == clause))


def make_event(**overrides: Any) -> AssessmentEvent:
    """A confirmed event of March; its points follow from the clause unless given."""
    values = {
        "day": dt.date(2026, 3, 2),
        "status": "confirmed",
        "confirmed_on": dt.date(2026, 3, 5),
        **overrides,
    }
    clause = values.get("clause")
    if clause is not None and "points" not in values:
        values["points"] = clause.points * D(values.get("quantity", 1))
    return AssessmentEvent.create(**values)


def make_rating(*, rater: Staff | None = None, value: Any = 90, **overrides: Any) -> Any:
    """A peer's rating unless the group says otherwise."""
    rater = rater or make_staff()
    group = "self" if rater.id == overrides["staff"].id else "peer"
    values = {"rater": rater, "rater_group": group, "value": value, **overrides}
    return AssessmentRating.create(**values)
