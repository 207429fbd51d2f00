"""Targets, matters under supervision, rewards and penalties for tests."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.operations.outcomes import Seen, only
from logistics.operations.targets.supervision import accept_supervision, issue_supervision
from logistics.operations.targets.targets import publish_targets
from logistics.permissions import Actor, load_actor
from models import RewardPenalty, SupervisionItem, Target
from tests.cast import Cast

DUE = dt.date(2026, 6, 30)


def make_target(cast: Cast, **overrides: Any) -> Target:
    """A draft of the guard section's: 98 percent of patrols, the guard responsible."""
    values = {
        "year": 2026,
        "level": "unit",
        "indicator": "Patrols done",
        "wanted": Decimal(98),
        "weight": Decimal(100),
        "unit": cast.units["GUARD"],
        "owner": cast.guard_staff,
        "due_on": DUE,
    }
    return Target.create(**{**values, **overrides})


def published_target(cast: Cast, **overrides: Any) -> Target:
    """The same, published by the director."""
    target = make_target(cast, **overrides)
    only(publish_targets(seen=[Seen(target.id)], actor=cast.director))
    return Target.get_by_id(target.id)


def make_matter(cast: Cast, **overrides: Any) -> SupervisionItem:
    """A draft: the keeper is to put the storeroom in order by the end of June."""
    values = {
        "title": "Put the storeroom in order",
        "requirement": "Shelves labelled, gangways free.",
        "unit": cast.units["STORE"],
        "owner": cast.keeper_staff,
        "due_on": DUE,
    }
    return SupervisionItem.create(**{**values, **overrides})


def matter_under_way(cast: Cast, **overrides: Any) -> SupervisionItem:
    """The same, issued by the deputy and taken on by its owner."""
    item = make_matter(cast, **overrides)
    only(issue_supervision(seen=[Seen(item.id)], actor=cast.deputy))
    only(accept_supervision(seen=[Seen(item.id)], actor=owner_of(item)))
    return SupervisionItem.get_by_id(item.id)


def owner_of(row: Any) -> Actor:
    """Whoever answers for a target or a matter, with his rights."""
    return load_actor(type(row).get_by_id(row.id).owner.account)


def make_act(cast: Cast, **overrides: Any) -> RewardPenalty:
    """A draft: praise by bulletin for the keeper, drawn up by the assessor."""
    values = {
        "staff": cast.keeper_staff,
        "kind": "bulletin_praise",
        "reason": "Worked through the nights of the move.",
        "basis": "Rules of rewards and penalties, clause 8",
        "created_by": cast.assessor_account,
    }
    return RewardPenalty.create(**{**values, **overrides})
