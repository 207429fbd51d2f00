"""Rows of published schemes as the plain rules that the arithmetic takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from decimal import Decimal

from logistics.operations.assessment.scoring.rules import (
    GradeRules,
    ItemRule,
    RatingRules,
    SchemeRules,
)
from logistics.tables.assessment import AssessmentDimension, AssessmentItem, AssessmentScheme


def rules_of(schemes: Collection[int]) -> dict[int, SchemeRules]:
    """The rules of each scheme by its id; three statements."""
    rows = list(AssessmentScheme.select().where(AssessmentScheme.id.in_(list(schemes))))
    dimensions: dict[int, list[AssessmentDimension]] = defaultdict(list)
    scheme_of: dict[int, int] = {}
    for dimension in AssessmentDimension.select().where(
        AssessmentDimension.scheme.in_(list(schemes))
    ):
        dimensions[dimension.scheme_id].append(dimension)
        scheme_of[dimension.id] = dimension.scheme_id
    items: dict[int, list[ItemRule]] = defaultdict(list)
    for item in (
        AssessmentItem.select()
        .where(AssessmentItem.dimension.in_(list(scheme_of)))
        .order_by(AssessmentItem.dimension, AssessmentItem.position, AssessmentItem.id)
    ):
        items[scheme_of[item.dimension_id]].append(item_rule(item))
    return {row.id: _scheme_rules(row, dimensions[row.id], items[row.id]) for row in rows}


def item_rule(item: AssessmentItem) -> ItemRule:
    """One item."""
    return ItemRule(
        id=item.id,
        dimension=item.dimension_id,
        method=item.method,
        full=item.full_score,
        tag=item.tag,
        reckoning=item.reckoning,
        target=item.target,
        direction=item.direction,
        tolerance=item.tolerance,
        loss=item.loss,
        cap=item.cap,
        floor=item.floor,
        least_records=item.least_records,
        silence_is_full=item.silence_is_full,
    )


def rating_rules(scheme: AssessmentScheme) -> RatingRules:
    """How the values of several raters become one."""
    return RatingRules(
        least_raters=scheme.least_raters,
        trim_from=scheme.trim_from,
        normalise_from=scheme.normalise_from,
        factor_low=scheme.factor_low,
        factor_high=scheme.factor_high,
        weights=scheme.rater_weights,
    )


def grade_rules(scheme: AssessmentScheme) -> GradeRules:
    """The bands of the grades and the quota of the best."""
    return GradeRules(
        excellent_from=scheme.excellent_from,
        competent_from=scheme.competent_from,
        basic_from=scheme.basic_from,
        quota=scheme.quota,
        rounding=scheme.quota_rounding,
        peer_minimum=scheme.peer_minimum,
    )


def _scheme_rules(
    scheme: AssessmentScheme, dimensions: list[AssessmentDimension], items: list[ItemRule]
) -> SchemeRules:
    weights: dict[int, Decimal] = {row.id: row.weight for row in dimensions}
    return SchemeRules(
        id=scheme.id,
        family=scheme.post_family,
        level=scheme.level,
        weights=weights,
        items=tuple(items),
        integrity=next((row.id for row in dimensions if row.kind == "integrity"), None),
        bonus_cap=scheme.bonus_cap,
        least_data=scheme.least_data,
        ratings=rating_rules(scheme),
        grades=grade_rules(scheme),
    )
