"""How far a unit has used its quotas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.database import office_zone, total
from logistics.tables.stock import IssueRequest, IssueRequestLine, UnitQuota

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
UNCOUNTED = ("draft", "returned", "rejected", "cancelled")


class QuotaUse(NamedTuple):
    """A quota and what the unit's requests of its present period have taken of it."""

    quota: UnitQuota
    used: Decimal

    @property
    def left(self) -> Decimal:
        return Decimal(self.quota.quantity) - self.used


def period_of(day: dt.date, period: str) -> tuple[dt.date, dt.date]:
    """The first day of the period that holds ``day``, and the first day after it."""
    months = MONTHS[period]
    first = dt.date(day.year, (day.month - 1) // months * months + 1, 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first, dt.date(year, month + 1, 1)


def quota_uses(
    unit_id: int, item_ids: Collection[int], day: dt.date, *, but: int | None = None
) -> list[QuotaUse]:
    """The unit's quotas for these items with their use by requests submitted in the period.

    What a request gave up does not count, nor does the request ``but``.
    """
    quotas = list(
        UnitQuota.select().where((UnitQuota.unit == unit_id) & UnitQuota.item.in_(list(item_ids)))
    )
    used = {
        period: _asked(unit_id, item_ids, *period_of(day, period), but)
        for period in {quota.period for quota in quotas}
    }
    return [QuotaUse(quota, used[quota.period].get(quota.item_id, Decimal(0))) for quota in quotas]


def _asked(
    unit_id: int, item_ids: Collection[int], first: dt.date, after: dt.date, but: int | None
) -> dict[int, Decimal]:
    line, zone = IssueRequestLine, office_zone()
    query: Any = (
        line.select(line.item, total(line.quantity), total(line.given_up))
        .join(IssueRequest)
        .where(
            (IssueRequest.unit == unit_id)
            & line.item.in_(list(item_ids))
            & IssueRequest.status.not_in(UNCOUNTED)
            & (IssueRequest.submitted_at >= dt.datetime.combine(first, dt.time(), zone))
            & (IssueRequest.submitted_at < dt.datetime.combine(after, dt.time(), zone))
        )
        .group_by(line.item)
    )
    if but is not None:
        query = query.where(IssueRequest.id != but)
    return {item: asked - given_up for item, asked, given_up in query.tuples()}
