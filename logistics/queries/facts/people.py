"""Posts and people: R12, R83."""

from __future__ import annotations

from typing import Any

import peewee

from logistics.queries.facts.kinds import Fact, Figure, Period, exactly
from logistics.tables.people import Post, StaffPost
from logistics.tables.system import RoleGrant
from logistics.verbs import VERBS
from logistics.wording import _

MANY = 10
POSTS = _("posts")


def _held(period: Period) -> Any:
    """Assignments that ran within the period."""
    return StaffPost.select().where(
        (StaffPost.starts_on <= period.last)
        & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= period.first))
    )


def posts_and_people(period: Period) -> Figure:
    """Posts that were held; the records are the assignments to them (R12)."""
    rows: Any = (
        _held(period)
        .select(Post.family, peewee.fn.COUNT(StaffPost.id))
        .join(Post)
        .group_by(Post.family)
        .tuples()
    )
    by_family = {str(family): int(count) for family, count in rows}
    posts = _held(period).select(StaffPost.post).distinct().count()
    return Figure(posts or None, sum(by_family.values()), by_family)


def posts_without_people(period: Period) -> Figure:
    """Posts that nobody held at the end of the period (R12, R83)."""
    at_end = Period(period.last, period.last)
    held = _held(at_end).select(StaffPost.post)
    posts = Post.select().count()
    if not held.exists():
        return Figure(None, 0)
    return Figure(Post.select().where(Post.id.not_in(held)).count(), posts)


def verbs_without_a_role(_period: Period) -> Figure:
    """Rights to act that no role holds: work that nobody may do (R83)."""
    held = {
        row.name
        for row in RoleGrant.select(RoleGrant.name).where(
            (RoleGrant.kind == "verb") & (RoleGrant.scope != "none")
        )
    }
    return Figure(len(set(VERBS) - held), len(VERBS))


def _more_people_than_posts(figure: Figure) -> bool:
    return figure.number is not None and MANY <= figure.number < figure.n


FACTS: tuple[Fact, ...] = (
    Fact(
        "R12",
        "posts_and_people",
        _("Posts held"),
        "staff_post",
        posts_and_people,
        _more_people_than_posts,
        unit=POSTS,
    ),
    Fact(
        "R12",
        "posts_without_people",
        _("Posts that nobody holds"),
        "post",
        posts_without_people,
        exactly(0),
        unit=POSTS,
    ),
    Fact(
        "R83",
        "verbs_without_a_role",
        _("Steps of work that no role may take"),
        "role_grant",
        verbs_without_a_role,
        exactly(0),
        filters="kind__eq=verb",
    ),
)
