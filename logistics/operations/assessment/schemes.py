"""Schemes: put into force, and copied into the next version. In force they never change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import peewee

from logistics.auditing import record
from logistics.database import Record, now
from logistics.errors import RuleViolation
from logistics.operations.assessment.measures import MEASURES
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.sets import change_many
from logistics.operations.transitions import load, move
from logistics.permissions import Actor, require_verb
from logistics.tables.assessment import (
    AssessmentClause,
    AssessmentDimension,
    AssessmentItem,
    AssessmentScheme,
)
from logistics.wording import Words, _

HUNDRED = Decimal(100)
BY_RECORDS = ("deduct", "target", "ratio", "bonus", "veto")
BY_CLAUSES = ("deduct", "bonus", "veto")
SCORED = ("deduct", "target", "ratio", "rating", "ballot")
KEPT = frozenset(
    {"id", "created_at", "created_by", "updated_at", "updated_by", "row_version"}
    | {"version", "status", "published_at"}
)


def publish_schemes(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Put drafts into force and retire the version before. Refused while anything does not add up
    (R80).

    Cycles that were opened with the earlier version keep it.
    """
    require_verb(actor, "publish_schemes")

    def publish(one: Seen) -> AssessmentScheme:
        scheme = load(AssessmentScheme, one)
        problem = next(scheme_problems(scheme), None)
        if problem is not None:
            raise RuleViolation(
                _(
                    "%(scheme)s cannot be published: %(problem)s",
                    scheme=str(scheme),
                    problem=problem,
                )
            )
        scheme = move(
            AssessmentScheme,
            one,
            to="published",
            out_of=("draft",),
            actor=actor,
            verb="publish_schemes",
            changes={"published_at": now()},
        )
        _retire_others(scheme, actor)
        return scheme

    return each(seen, publish, done=_("Scheme published"), model=AssessmentScheme)


def _retire_others(scheme: AssessmentScheme, actor: Actor) -> None:
    earlier = list(
        AssessmentScheme.select().where(
            (AssessmentScheme.code == scheme.code)
            & (AssessmentScheme.status == "published")
            & (AssessmentScheme.id != scheme.id)
        )
    )
    if earlier:
        retired = [{"status": "retired"}] * len(earlier)
        change_many(earlier, retired, actor=actor, verb="publish_schemes")


def copy_schemes(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Draft the next version of each scheme, with its dimensions, items and clauses."""
    require_verb(actor, "copy_schemes")

    def copy(one: Seen) -> AssessmentScheme:
        scheme = load(AssessmentScheme, one)
        newest = (
            AssessmentScheme.select(peewee.fn.MAX(AssessmentScheme.version))
            .where(AssessmentScheme.code == scheme.code)
            .scalar()
        )
        if _has_draft(scheme):
            raise RuleViolation(
                _("%(scheme)s already has a draft; edit that.", scheme=str(scheme.name))
            )
        fresh: AssessmentScheme = _duplicate(
            scheme, actor, version=newest + 1, status="draft", published_at=None
        )
        record(actor, "copy_schemes", fresh)
        return fresh

    return each(seen, copy, done=_("New version drafted"), model=AssessmentScheme)


def _has_draft(scheme: AssessmentScheme) -> bool:
    drafts = (AssessmentScheme.code == scheme.code) & (AssessmentScheme.status == "draft")
    return bool(AssessmentScheme.select(AssessmentScheme.id).where(drafts).exists())


def _duplicate(row: Any, actor: Actor, **overrides: Any) -> Any:
    """A new row with the values of ``row``, and with copies of its lines."""
    model = type(row)
    values = {name: value for name, value in row.__data__.items() if name not in KEPT}
    values |= {**overrides, "created_by": actor.account_id, "updated_by": actor.account_id}
    fresh = model.create(**values)
    for line in LINES.get(model, ()):
        document = line._meta.fields[str(line.DOCUMENT)]
        for part in line.select().where(document == row.id).order_by(line.id):
            _duplicate(part, actor, **{str(line.DOCUMENT): fresh.id})
    return fresh


LINES: dict[type[Record], tuple[type[Record], ...]] = {
    AssessmentScheme: (AssessmentDimension,),
    AssessmentDimension: (AssessmentItem,),
    AssessmentItem: (AssessmentClause,),
}


def scheme_problems(scheme: AssessmentScheme) -> Iterator[Words]:
    """Everything that keeps a draft from being published, one sentence each."""
    dimensions = list(scheme.dimensions.order_by(AssessmentDimension.position))
    weights = sum((Decimal(row.weight) for row in dimensions), Decimal())
    if weights != HUNDRED:
        yield _("the weights of its dimensions make %(sum)s, not 100.", sum=weights)
    raters = sum(scheme.rater_weights.values(), Decimal())
    if raters != HUNDRED:
        yield _("the weights of its rater groups make %(sum)s, not 100.", sum=raters)
    used: set[str] = set()
    for dimension in dimensions:
        items = list(dimension.items.order_by(AssessmentItem.position))
        yield from _dimension_problems(dimension, items)
        for item in items:
            yield from _item_problems(item, used)


def _dimension_problems(
    dimension: AssessmentDimension, items: Sequence[AssessmentItem]
) -> Iterator[Words]:
    full = sum((Decimal(item.full_score) for item in items if item.method in SCORED), Decimal())
    if dimension.weight and full != HUNDRED:
        yield _(
            "the items of “%(dimension)s” make %(sum)s points, not 100.",
            dimension=str(dimension),
            sum=full,
        )


def _item_problems(item: AssessmentItem, used: set[str]) -> Iterator[Words]:
    clauses = list(item.clauses)
    if item.method in BY_CLAUSES and not clauses:
        yield _("“%(item)s” has no clause that says what counts.", item=str(item))
    for clause in clauses:
        if (item.method == "veto") != (clause.caps_at is not None):
            yield _(
                "“%(clause)s” must name the best grade left if it is a veto, and only then.",
                clause=str(clause),
            )
    if not item.measure:
        return
    if item.measure not in MEASURES or item.method not in BY_RECORDS:
        yield _("“%(item)s” names a measure that does not fit it.", item=str(item))
    elif item.measure in used:
        yield _(
            "“%(item)s” counts records that another item already counts; an event hits one item.",
            item=str(item),
        )
    used.add(str(item.measure))


def scheme_faults() -> Iterator[Words]:
    """What does not add up in schemes in force: nothing, unless somebody wrote past the rules."""
    for scheme in AssessmentScheme.select().where(AssessmentScheme.status != "draft"):
        for problem in scheme_problems(scheme):
            yield _("%(scheme)s: %(problem)s", scheme=str(scheme), problem=problem)
