"""A move from the first site of the cast to the second, with its gate and its slots."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import office_zone
from logistics.tables.relocation import GATE
from models import MoveSlot, Relocation, RelocationTask, Staff, Unit
from tests.cast import Cast

GO_LIVE = dt.date(2026, 6, 3)


def make_relocation(cast: Cast, **overrides: Any) -> Relocation:
    """In preparation, with one open task for each post of the gate."""
    relocation = Relocation.create(
        **{
            "doc_no": "RL-1",
            "name": "To Sishui",
            "from_site": cast.site_a,
            "to_site": cast.site_b,
            "go_live_on": GO_LIVE,
            "leader": cast.works_staff,
            "status": "preparing",
            **overrides,
        }
    )
    for category in GATE:
        make_task(relocation, cast.works_staff, category=category, title=f"Get ready: {category}")
    return relocation


def make_task(relocation: Relocation, owner: Staff, **overrides: Any) -> RelocationTask:
    return RelocationTask.create(
        **{
            "relocation": relocation,
            "title": "Something",
            "owner": owner,
            "due_on": GO_LIVE - dt.timedelta(days=3),
            **overrides,
        }
    )


def make_slot(relocation: Relocation, unit: Unit, seq: int) -> MoveSlot:
    """Two hours each, one after the other."""
    begins = dt.datetime(2026, 6, 2, 8, tzinfo=office_zone()) + dt.timedelta(hours=2 * seq)
    return MoveSlot.create(
        relocation=relocation,
        unit=unit,
        seq=seq,
        starts_at=begins,
        ends_at=begins + dt.timedelta(hours=2),
    )
