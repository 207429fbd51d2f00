"""Satisfaction: what surveys say about the work of a post family."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.queries.care.surveys import GOOD, results_of
from logistics.tables.care import Survey
from logistics.tables.people import Post, StaffPost
from logistics.wording import _

SUBJECTS = {
    "mail_duty": "mail_duty",
    "canteen": "canteen",
    "meeting": "meetings",
    "cleaner": "cleaning",
    "guard": "guarding",
    "driver": "vehicles",
    "maintenance": "works",
    "purchase_store": "supplies",
    "management": "center",
}
"""By post family, what a survey about its work is about."""


def observe_satisfaction(span: Span) -> Iterator[Observation]:
    """Each survey that ended, for everybody of the family whose work it was about.

    What was achieved is the number of very satisfied and satisfied answers, of the valid ones.
    Surveys with fewer than five answers say nothing.
    """
    families = {subject: family for family, subject in SUBJECTS.items()}
    surveys = Survey.select().where(
        (Survey.status == "closed")
        & (Survey.kind == "satisfaction")
        & Survey.ends_on.between(span.first, span.last)
    )
    for survey in surveys.order_by(Survey.id):
        whole = results_of(survey).whole
        family = families.get(survey.subject)
        if family is None or not whole.is_shown:
            continue
        good = sum(whole.counts[level] for level in GOOD)
        for staff in _people(family, survey):
            yield Observation(
                staff,
                survey.ends_on,
                "survey",
                survey.id,
                quantity=Decimal(good),
                possible=Decimal(whole.valid),
            )


def _people(family: str, survey: Survey) -> list[int]:
    rows = (
        StaffPost.select(StaffPost.staff)
        .join(Post)
        .where(
            (Post.family == family)
            & ~StaffPost.is_backup
            & (StaffPost.starts_on <= survey.ends_on)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= survey.ends_on))
        )
        .distinct()
        .order_by(StaffPost.staff)
    )
    return [row.staff_id for row in rows]


SERVICE_SATISFACTION = Measure(
    "service_satisfaction", _("Surveys: satisfied of valid answers"), observe_satisfaction
)
