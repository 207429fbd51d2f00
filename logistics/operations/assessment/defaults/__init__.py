"""The schemes that a new house starts with (domain 2.26), written as rows and published.

Every number is a setting: the assessor copies a scheme and changes what the office wants changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from logistics.auditing import transaction
from logistics.operations.assessment.defaults.families import FAMILIES
from logistics.operations.assessment.defaults.parts import (
    BONUS,
    MANAGEMENT_WEIGHTS,
    RATED,
    VETO,
    WORKER_WEIGHTS,
    Clause,
    Family,
    Item,
)
from logistics.operations.assessment.schemes import publish_schemes
from logistics.operations.outcomes import Seen, only
from logistics.permissions import Actor
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentDimension,
    AssessmentItem,
    AssessmentScheme,
)


def seed_schemes(*, period: str = "half", actor: Actor) -> list[AssessmentScheme]:
    """Write and publish the default scheme of every family that has none for this period."""
    with transaction():
        return [
            _seed(family, period, actor)
            for family in FAMILIES
            if not AssessmentScheme.select()
            .where(
                (AssessmentScheme.post_family == family.code) & (AssessmentScheme.period == period)
            )
            .exists()
        ]


def _seed(family: Family, period: str, actor: Actor) -> AssessmentScheme:
    house = {"created_by": actor.account_id, "updated_by": actor.account_id}
    management = family.code == "management"
    scheme: AssessmentScheme = AssessmentScheme.create(
        code=f"{family.code}-{period}",
        name=family.name,
        post_family=family.code,
        level="management" if management else "worker",
        period=period,
        bonus_base=family.bonus_base,
        **house,
    )
    weights = MANAGEMENT_WEIGHTS if management else WORKER_WEIGHTS
    for position, (kind, name, weight) in enumerate(weights, start=1):
        dimension = AssessmentDimension.create(
            scheme=scheme, position=position, kind=kind, name=name, weight=weight, **house
        )
        items = (*family.items, BONUS, VETO) if kind == "work" else (RATED[kind],)
        _write_items(dimension, items, house)
    only(publish_schemes(seen=[Seen(scheme.id)], actor=actor))
    return AssessmentScheme.get_by_id(scheme.id)


def _write_items(
    dimension: AssessmentDimension, items: Iterable[Item], house: dict[str, Any]
) -> None:
    for position, item in enumerate(items, start=1):
        written = AssessmentItem.create(
            dimension=dimension,
            position=position,
            code=item.code,
            name=item.name,
            method=item.method,
            tag=item.tag,
            full_score=Decimal(item.full),
            measure=item.measure,
            source=item.source,
            silence_is_full=item.silence_is_full,
            **item.settings,
            **house,
        )
        for place, clause in enumerate(item.clauses, start=1):
            _write_clause(written, place, clause, house)


def _write_clause(
    item: AssessmentItem, position: int, clause: Clause, house: dict[str, Any]
) -> None:
    AssessmentClause.create(
        item=item,
        position=position,
        code=clause.code,
        name=clause.name,
        points=Decimal(clause.points),
        caps_at=clause.caps_at,
        **house,
    )


__all__ = ["seed_schemes"]
