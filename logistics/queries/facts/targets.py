"""Targets, supervision, rewards and penalties: R03, R55, R65, R79, R80, R86."""

from __future__ import annotations

import datetime as dt
from typing import Any

import peewee

from logistics.queries.facts.kinds import (
    HUNDRED,
    Fact,
    Figure,
    Period,
    exactly,
    share,
    some_but_not_all,
)
from logistics.queries.targets.overdue import late_targets
from logistics.tables.people import StaffPost
from logistics.tables.targets import RewardPenalty, SupervisionItem, Target
from logistics.tables.targets.rewards import PENALTIES, REWARDS
from logistics.tables.targets.targets import WORK_LINES
from logistics.wording import _

IN_FORCE = ("published", "reached", "done")
NOT_ISSUED = ("draft", "withdrawn")
DUE_ON = "due_on__between={first} to {last}"
DECIDED_ON = "status__eq=decided&decided_on__between={first} to {last}"
GOALS = ("全方位", "很满意")
"""The two goals of the report, as the targets name them."""
MECHANISMS = ("organisation", "targets", "supervision", "rewards")


def _in_force(period: Period) -> Any:
    return Target.select().where(
        Target.status.in_(IN_FORCE) & Target.year.between(period.first.year, period.last.year)
    )


def lines_of_work(period: Period) -> Figure:
    """Lines of work that have targets (management, support, service), with their number (R03)."""
    rows: Any = (
        _in_force(period)
        .select(Target.work_line, peewee.fn.COUNT(Target.id))
        .group_by(Target.work_line)
        .tuples()
    )
    by_line = {str(line): int(count) for line, count in rows}
    return Figure(len(by_line) or None, sum(by_line.values()), by_line)


def targets_late(period: Period) -> Figure:
    """Targets due in the period that were not reached on their day (R65)."""
    due = _in_force(period).where(period.has_day(Target.due_on)).count()
    late = late_targets(period.first, period.last).count()
    return Figure(late if due else None, due)


def _matters(period: Period) -> Any:
    return SupervisionItem.select().where(
        SupervisionItem.status.not_in(NOT_ISSUED) & period.has_day(SupervisionItem.due_on)
    )


def matters_in_time(period: Period) -> Figure:
    """Matters under supervision that were reported as done by their day (R65)."""
    matters = list(_matters(period))
    return share(sum(not _is_late(item) for item in matters), len(matters))


def _is_late(item: SupervisionItem) -> bool:
    ended = Period(item.due_on, item.due_on).ends_at
    return item.reported_at is None or item.reported_at >= ended


def taken_on_at_once(period: Period) -> Figure:
    """Matters that were taken on within two working hours, of all issued (R65)."""
    issued = SupervisionItem.select().where(
        SupervisionItem.status.not_in(NOT_ISSUED) & period.has_moment(SupervisionItem.issued_at)
    )
    at_once = issued.where(SupervisionItem.accepted_at <= SupervisionItem.accept_by)
    return share(at_once.count(), issued.count())


def goals_set(period: Period) -> Figure:
    """The two goals that are targets of the year: cadres “all-round”, guests “very satisfied”
    (R79).
    """
    center = list(_in_force(period).where(Target.level == "center"))
    named = [goal for goal in GOALS if any(goal in target.indicator for target in center)]
    return Figure(len(named) if center else None, len(center))


def _decided(period: Period) -> Any:
    return RewardPenalty.select().where(
        (RewardPenalty.status == "decided") & period.has_day(RewardPenalty.decided_on)
    )


def rewards_and_penalties(period: Period) -> Figure:
    """Rewards and penalties decided on, by kind (R80)."""
    rows: Any = (
        _decided(period)
        .select(RewardPenalty.kind, peewee.fn.COUNT(RewardPenalty.id))
        .group_by(RewardPenalty.kind)
        .tuples()
    )
    by_kind = {str(kind): int(count) for kind, count in rows}
    return Figure(sum(by_kind.values()) or None, sum(by_kind.values()), by_kind)


def mechanisms_at_work(period: Period) -> Figure:
    """Of four mechanisms those with records: organisation and leadership, targets, supervision,
    rewards and penalties (R86).
    """
    held = StaffPost.select().where(
        StaffPost.heads_unit.is_null(False) & (StaffPost.starts_on <= period.last)
    )
    counts = (
        held.where(_running(period.first)).count() if _in_force(period).exists() else 0,
        _in_force(period).count(),
        _matters(period).count(),
        _decided(period).count(),
    )
    parts = dict(zip(MECHANISMS, counts, strict=True))
    working = sum(count > 0 for count in counts)
    return Figure(working or None, sum(counts), parts if working else {})


def _running(first: dt.date) -> Any:
    return StaffPost.ends_on.is_null() | (StaffPost.ends_on >= first)


def _both_sides(figure: Figure) -> bool:
    kinds = set(figure.parts)
    return bool(kinds & set(REWARDS)) and bool(kinds & set(PENALTIES))


def _not_all(figure: Figure) -> bool:
    return figure.number is not None and 0 < figure.number < HUNDRED


FACTS: tuple[Fact, ...] = (
    Fact(
        "R03",
        "lines_of_work",
        _("Lines of work with targets"),
        "target",
        lines_of_work,
        lambda figure: set(figure.parts) == set(WORK_LINES),
        filters="status__in=published,reached,done",
    ),
    Fact(
        "R65",
        "targets_late",
        _("Targets not reached on their day"),
        "target",
        targets_late,
        some_but_not_all,
        filters=DUE_ON,
    ),
    Fact(
        "R65",
        "matters_in_time",
        _("Matters under supervision done by their day"),
        "supervision_item",
        matters_in_time,
        _not_all,
        unit=_("%"),
        filters=DUE_ON,
    ),
    Fact(
        "R65",
        "taken_on_at_once",
        _("Matters taken on within two working hours"),
        "supervision_item",
        taken_on_at_once,
        _not_all,
        unit=_("%"),
        filters="issued_at__between={first} to {last}",
    ),
    Fact(
        "R79",
        "goals_set",
        _("Goals of the report that are targets of the year"),
        "target",
        goals_set,
        exactly(len(GOALS)),
        filters="level__eq=center",
    ),
    Fact(
        "R80",
        "rewards_and_penalties",
        _("Rewards and penalties decided on"),
        "reward_penalty",
        rewards_and_penalties,
        _both_sides,
        filters=DECIDED_ON,
    ),
    Fact(
        "R86",
        "mechanisms_at_work",
        _("Mechanisms of management at work"),
        "supervision_item",
        mechanisms_at_work,
        exactly(len(MECHANISMS)),
        filters=DUE_ON,
    ),
)
