"""Targets, supervision, what was commended and suggested, and what bars from a grade."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.care import Suggestion
from logistics.tables.care.suggestions import ADOPTED
from logistics.tables.fleet import Accident
from logistics.tables.guarding import Incident
from logistics.tables.targets import RewardPenalty, SupervisionItem, Target
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)
HUNDRED = Decimal(100)
IN_FORCE = ("published", "reached", "done")
COMMENDED = {"bulletin_praise": "commendation", "merit": "commendation_major"}
BARRING = ("warning", "demerit")
LIABLE = ("full", "main")
GRAVE = {"food_poisoning": "food_poisoning", "fire": "fire_theft", "theft": "fire_theft"}
"""Kinds of incidents for which somebody may lose his grade (一票否决), with the veto's clause."""


def observe_targets(span: Span) -> Iterator[Observation]:
    """Every target due: its score times its weight, of its weight; without a report nothing."""
    rows: Any = (
        Target.select(Target.id, Target.owner, Target.due_on, Target.score, Target.weight)
        .where(Target.status.in_(IN_FORCE) & Target.due_on.between(span.first, span.last))
        .order_by(Target.id)
        .tuples()
    )
    for key, owner, due_on, score, weight in rows:
        gained = weight * (score or NONE) / HUNDRED
        yield Observation(owner, due_on, "target", key, quantity=gained, possible=weight)


def observe_supervision(span: Span) -> Iterator[Observation]:
    """Every matter due: reported as done by its day, or not."""
    rows: Any = (
        SupervisionItem.select(
            SupervisionItem.id,
            SupervisionItem.owner,
            SupervisionItem.due_on,
            SupervisionItem.reported_at,
        )
        .where(
            SupervisionItem.status.not_in(("draft", "withdrawn"))
            & SupervisionItem.due_on.between(span.first, span.last)
        )
        .order_by(SupervisionItem.id)
        .tuples()
    )
    for key, owner, due_on, reported_at in rows:
        in_time = reported_at is not None and local_day(reported_at) <= due_on
        quantity = ONE if in_time else NONE
        yield Observation(owner, due_on, "supervision_item", key, quantity=quantity, possible=ONE)


def observe_merits(span: Span) -> Iterator[Observation]:
    """Adopted suggestions of a named author, and commendations that were decided.

    Of an anonymous suggestion nobody gets points, since they would name him.
    """
    suggestions: Any = (
        Suggestion.select(
            Suggestion.id, Suggestion.author, Suggestion.answered_on, Suggestion.is_major
        )
        .where(
            Suggestion.status.in_(ADOPTED)
            & Suggestion.author.is_null(False)
            & Suggestion.answered_on.between(span.first, span.last)
        )
        .order_by(Suggestion.id)
        .tuples()
    )
    for key, author, day, is_major in suggestions:
        fault = "suggestion_major" if is_major else "suggestion"
        yield Observation(author, day, "suggestion", key, fault=fault)
    yield from _acts(span, COMMENDED)


def observe_bars(span: Span) -> Iterator[Observation]:
    """What bars from a grade or limits it (一票否决): acts, accidents, incidents answered for."""
    yield from _acts(span, {kind: kind for kind in BARRING})
    yield from _accidents(span)
    yield from _incidents(span)


def _accidents(span: Span) -> Iterator[Observation]:
    """Accidents for which the driver answers.

    An accident bars with full or main liability, or with any where somebody was hurt, once the
    police has found on it. Its points are another item's; a bar has none.
    """
    answers_for = Accident.liability.in_(LIABLE) | (
        (Accident.injuries > 0) & (Accident.liability != "none")
    )
    rows: Any = (
        Accident.select(Accident.id, Accident.driver, Accident.happened_at)
        .where(
            (Accident.status == "settled")
            & answers_for
            & (Accident.happened_at >= span.begins_at)
            & (Accident.happened_at < span.ends_at)
        )
        .order_by(Accident.id)
        .tuples()
    )
    for key, driver, moment in rows:
        yield Observation(driver, local_day(moment), "accident", key, fault="accident")


def _incidents(span: Span) -> Iterator[Observation]:
    """Grave incidents that somebody answers for, once they are closed."""
    rows: Any = (
        Incident.select(Incident.id, Incident.answerable, Incident.happened_at, Incident.kind)
        .where(
            (Incident.status == "closed")
            & Incident.answerable.is_null(False)
            & Incident.kind.in_(list(GRAVE))
            & (Incident.happened_at >= span.begins_at)
            & (Incident.happened_at < span.ends_at)
        )
        .order_by(Incident.id)
        .tuples()
    )
    for key, staff, moment, kind in rows:
        yield Observation(staff, local_day(moment), "incident", key, fault=GRAVE[kind])


def _acts(span: Span, faults: dict[str, str]) -> Iterator[Observation]:
    rows: Any = (
        RewardPenalty.select(
            RewardPenalty.id, RewardPenalty.staff, RewardPenalty.decided_on, RewardPenalty.kind
        )
        .where(
            (RewardPenalty.status == "decided")
            & RewardPenalty.kind.in_(list(faults))
            & RewardPenalty.decided_on.between(span.first, span.last)
        )
        .order_by(RewardPenalty.id)
        .tuples()
    )
    for key, staff, day, kind in rows:
        yield Observation(staff, day, "reward_penalty", key, fault=faults[kind])


TARGET_SCORES = Measure("target_scores", _("Targets: score by weight"), observe_targets)
SUPERVISION_ON_TIME = Measure(
    "supervision_on_time", _("Supervision: done by the day"), observe_supervision
)
MERITS = Measure(
    "merits",
    _("Suggestions adopted and commendations"),
    observe_merits,
    {
        "suggestion": _("Suggestion adopted"),
        "suggestion_major": _("Suggestion of marked effect adopted"),
        "commendation": _("Praise by bulletin"),
        "commendation_major": _("Merit citation"),
    },
)
DISCIPLINE = Measure(
    "discipline",
    _("Acts of the competent authority, accidents and incidents answered for"),
    observe_bars,
    {
        "warning": _("Disciplinary warning"),
        "demerit": _("Recorded demerit"),
        "accident": _("Accident with main liability or with injuries"),
        "food_poisoning": _("Food poisoning"),
        "fire_theft": _("Fire or theft by neglect"),
    },
)
