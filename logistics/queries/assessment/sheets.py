"""One person's score sheet: every item and what it rests on, beside peers who stay unnamed."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from logistics.queries.assessment.people import participant_of
from logistics.queries.assessment.results import decision_on
from logistics.tables.assessment import (
    AssessmentCycle,
    AssessmentDimension,
    AssessmentItem,
    AssessmentParticipant,
    AssessmentResult,
    GradeDecision,
    ItemScore,
    ScoreRun,
)

HUNDRED = Decimal(100)
UNSCORED = ("bonus", "veto")


@dataclass(frozen=True)
class Aspect:
    """One of the five aspects: its weight in the base, what was got of it, the peers' median."""

    tag: str
    full: Decimal
    score: Decimal | None
    median: Decimal | None


@dataclass(frozen=True)
class Line:
    """One item with its score; ``median`` of the peers in points."""

    item: AssessmentItem
    score: ItemScore
    median: Decimal | None


@dataclass(frozen=True)
class Sheet:
    """Everything that the sheet of one result shows."""

    result: AssessmentResult
    participant: AssessmentParticipant | None
    grade: str
    decision: GradeDecision | None
    aspects: tuple[Aspect, ...]
    dimensions: tuple[tuple[AssessmentDimension, tuple[Line, ...]], ...]
    extras: tuple[Line, ...]
    peers: tuple[Decimal, ...]
    previous: AssessmentResult | None

    @property
    def cycle(self) -> AssessmentCycle:
        """The cycle of the run."""
        cycle: AssessmentCycle = self.result.run.cycle
        return cycle

    @property
    def without_data(self) -> list[Line]:
        """The items that do not count."""
        return [line for _kind, lines in self.dimensions for line in lines if line.score.no_data]

    @property
    def median(self) -> Decimal | None:
        """The median of the whole peer group."""
        totals = [*self.peers, *([self.result.total] if self.result.total is not None else [])]
        return statistics.median(totals) if totals else None


def sheet_of(result: AssessmentResult) -> Sheet:
    """The sheet of one result; a handful of statements however large the peer group is."""
    peers = _peer_scores(result)
    own = {score.item_id: score for score in _own_scores(result)}
    medians = _medians(peers, result.staff_id)
    lines = [Line(score.item, score, medians.get(item)) for item, score in own.items()]
    decision = decision_on(result)
    return Sheet(
        result=result,
        participant=participant_of(result.run.cycle_id, result.staff_id),
        grade=decision.grade if decision else result.grade,
        decision=decision,
        aspects=tuple(_aspects(lines)),
        dimensions=tuple(_by_dimension(lines)),
        extras=tuple(line for line in lines if line.item.method in UNSCORED),
        peers=tuple(_peer_totals(result)),
        previous=_previous(result),
    )


def _own_scores(result: AssessmentResult) -> Any:
    return (
        ItemScore.select(ItemScore, AssessmentItem, AssessmentDimension)
        .join(AssessmentItem)
        .join(AssessmentDimension)
        .where((ItemScore.run == result.run_id) & (ItemScore.staff == result.staff_id))
        .order_by(AssessmentDimension.position, AssessmentItem.position, AssessmentItem.id)
    )


def _peer_scores(result: AssessmentResult) -> list[tuple[int, int, Decimal]]:
    """(staff, item, points) of the peer group under this person's scheme."""
    peers = AssessmentResult.select(AssessmentResult.staff).where(
        (AssessmentResult.run == result.run_id)
        & (AssessmentResult.peer_group == result.peer_group)
        & (AssessmentResult.scheme == result.scheme_id)
    )
    rows: Any = (
        ItemScore.select(ItemScore.staff, ItemScore.item, ItemScore.points)
        .where(
            (ItemScore.run == result.run_id)
            & ItemScore.staff.in_(peers)
            & ItemScore.points.is_null(False)
        )
        .tuples()
    )
    return list(rows)


def _medians(rows: Iterable[tuple[int, int, Decimal]], own: int) -> dict[int, Decimal]:
    """The median of the others' points by item."""
    found: dict[int, list[Decimal]] = defaultdict(list)
    for staff, item, points in rows:
        if staff != own:
            found[item].append(points)
    return {item: statistics.median(points) for item, points in found.items()}


def _aspects(lines: Sequence[Line]) -> Iterable[Aspect]:
    """The items gathered by what they count as, in the order 德 能 勤 績 廉.

    Weights are those used, so that the scores of all aspects make the base; an aspect without data
    shows the weight that it would have had.
    """
    gathered: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if line.item.method not in UNSCORED:
            gathered[line.item.tag].append(line)
    for tag in ("virtue", "ability", "diligence", "results", "integrity"):
        counted = [line for line in gathered[tag] if not line.score.no_data]
        if counted:
            full = sum((line.score.weight_used for line in counted), Decimal())
            score = sum((_part(line, line.score.points) for line in counted), Decimal())
            medians = [line.median for line in counted]
            median = None
            if None not in medians:
                median = sum((_part(line, line.median) for line in counted), Decimal())
            yield Aspect(tag, full, score, median)
        elif gathered[tag]:
            yield Aspect(tag, sum(map(nominal_weight, gathered[tag]), Decimal()), None, None)


def _part(line: Line, points: Decimal | None) -> Decimal:
    """What some points of an item add to the base."""
    worth = Decimal(line.score.weight_used) / Decimal(line.item.full_score)
    return worth * (points or Decimal(0))


def nominal_weight(line: Line) -> Decimal:
    """The weight that the scheme gives an item, in percent of the base."""
    return Decimal(line.item.dimension.weight) * Decimal(line.item.full_score) / HUNDRED


def _by_dimension(
    lines: Sequence[Line],
) -> Iterable[tuple[AssessmentDimension, tuple[Line, ...]]]:
    gathered: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if line.item.method not in UNSCORED:
            gathered[line.item.dimension_id].append(line)
    for group in gathered.values():
        yield group[0].item.dimension, tuple(group)


def _peer_totals(result: AssessmentResult) -> list[Decimal]:
    """The totals of the others in the group, in no order that tells who is who."""
    rows: Any = (
        AssessmentResult.select(AssessmentResult.total)
        .where(
            (AssessmentResult.run == result.run_id)
            & (AssessmentResult.peer_group == result.peer_group)
            & (AssessmentResult.staff != result.staff_id)
            & AssessmentResult.total.is_null(False)
        )
        .order_by(AssessmentResult.total)
        .tuples()
    )
    return [total for (total,) in rows]


def _previous(result: AssessmentResult) -> AssessmentResult | None:
    """The same person's counted result of the cycle before, of the same kind of period."""
    cycle = result.run.cycle
    found: AssessmentResult | None = (
        AssessmentResult.select()
        .join(ScoreRun)
        .join(AssessmentCycle)
        .where(
            (AssessmentResult.staff == result.staff_id)
            & (AssessmentCycle.period == cycle.period)
            & (AssessmentCycle.ends_on < cycle.starts_on)
            & (AssessmentCycle.current_run == ScoreRun.number)
        )
        .order_by(AssessmentCycle.starts_on.desc())
        .first()
    )
    return found
