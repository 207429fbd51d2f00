"""What checks have shown, and what waits for whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import peewee

from logistics.tables.conduct import (
    Bulletin,
    BulletinAck,
    BulletinAudience,
    CheckResult,
    CheckRound,
)
from logistics.tables.organisation import Site
from logistics.tables.people import Post, Staff

EXCUSED_PRESENCE = ("leave", "official_out")
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Figures:
    """The result of one or more rounds. A share or a mean without rows is None, not zero."""

    checked: int
    by_presence: dict[str, int]
    upheld: int
    excused: int
    on_post_percent: Decimal | None
    attitude: Decimal | None
    service: Decimal | None


def results_of(round_: CheckRound) -> list[CheckResult]:
    """The results of a round with post, office area and person, in the order of the draw."""
    drawn = Staff.alias()
    return list(
        CheckResult.select(CheckResult, Post, Site, Staff, drawn)
        .join(Post, peewee.JOIN.LEFT_OUTER)
        .switch(CheckResult)
        .join(Site)
        .switch(CheckResult)
        .join(Staff, peewee.JOIN.LEFT_OUTER, on=CheckResult.staff)
        .switch(CheckResult)
        .join(drawn, peewee.JOIN.LEFT_OUTER, on=CheckResult.drawn == drawn.id, attr="drawn")
        .where(CheckResult.round == round_.id)
        .order_by(CheckResult.id)
    )


def figures_of(results: Sequence[CheckResult]) -> Figures:
    """Count results: people on leave or on business are no part of the on-post rate."""
    checked = [result for result in results if result.presence]
    by_presence = Counter(result.presence for result in checked)
    counted = len(checked) - sum(by_presence[code] for code in EXCUSED_PRESENCE)
    verdicts = Counter(result.verdict for result in checked)
    return Figures(
        checked=len(checked),
        by_presence=dict(by_presence),
        upheld=verdicts["upheld"],
        excused=verdicts["excused"],
        on_post_percent=_percent(by_presence["on_post"], counted),
        attitude=_mean([result.attitude for result in checked if result.attitude is not None]),
        service=_mean([result.service for result in checked if result.service is not None]),
    )


def to_explain(staff_id: int) -> list[CheckResult]:
    """Results that wait for a person's own explanation."""
    query = (
        CheckResult.select(CheckResult, CheckRound, Post)
        .join(CheckRound)
        .switch(CheckResult)
        .join(Post, peewee.JOIN.LEFT_OUTER)
        .where(
            (CheckResult.staff == staff_id)
            & CheckResult.is_fault
            & CheckResult.explained_at.is_null()
            & (CheckRound.status == "done")
        )
        .order_by(CheckRound.explain_by)
    )
    return list(query)


def bulletins_for(staff: Staff, *, unread_only: bool = False) -> list[Bulletin]:
    """The published bulletins that go to a person, newest first."""
    named = BulletinAudience.select(BulletinAudience.bulletin)
    his = named.where(
        (BulletinAudience.unit == staff.unit_id) | (BulletinAudience.site == staff.site_id)
    )
    query = Bulletin.select().where(
        (Bulletin.status == "published") & (Bulletin.id.not_in(named) | Bulletin.id.in_(his))
    )
    if unread_only:
        query = query.where(Bulletin.id.not_in(acknowledged_by(staff.id)))
    return list(query.order_by(Bulletin.published_at.desc()))


def acknowledged_by(staff_id: int) -> Any:
    """The ids of the bulletins that a person has acknowledged."""
    return BulletinAck.select(BulletinAck.bulletin).where(BulletinAck.staff == staff_id)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100) * part / whole).quantize(CENT) if whole else None


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return (sum(values, Decimal(0)) / len(values)).quantize(CENT) if values else None
