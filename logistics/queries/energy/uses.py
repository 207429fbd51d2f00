"""What office areas used: month by month, in coal, by area and by head, against the quota."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from logistics.database import total
from logistics.queries.energy.arithmetic import (
    Coefficient,
    Used,
    band_of,
    coal_equivalent,
    quota_of_months,
    share_of,
)
from logistics.queries.energy.meters import months_between
from logistics.tables.energy import EnergyCoefficient, EnergyQuota, EnergyUse
from logistics.tables.organisation import Site
from logistics.tables.people import Staff

KG = Decimal(1)
MONTHS = range(1, 13)


@dataclass(frozen=True)
class Judgement:
    """A quota against what was used in a period. None where there is nothing to reckon with."""

    actual: Decimal | None
    allowed: Decimal | None
    guide: Decimal | None
    baseline: Decimal | None
    band: str | None
    is_estimated: bool


def coefficients() -> list[Coefficient]:
    """Every coal equivalent with the day from which it holds."""
    return [
        Coefficient(row.kind, row.starts_on, row.kgce, row.density)
        for row in EnergyCoefficient.select().order_by(EnergyCoefficient.starts_on)
    ]


def uses_between(first: dt.date, last: dt.date, *, site_id: int | None = None) -> list[EnergyUse]:
    """The uses of whole office areas in the months of a period; rows of units are parts of them."""
    query = EnergyUse.select().where(
        EnergyUse.unit.is_null() & EnergyUse.month.between(first.replace(day=1), last)
    )
    if site_id is not None:
        query = query.where(EnergyUse.site == site_id)
    return list(query.order_by(EnergyUse.month, EnergyUse.kind))


def in_coal(uses: Iterable[EnergyUse]) -> Decimal:
    """The coal equivalent of uses in whole kgce, rounded once at the end."""
    parts = [Used(use.kind, use.quantity, use.month) for use in uses]
    return coal_equivalent(parts, coefficients()).quantize(KG, ROUND_HALF_UP)


def heads_at(site_id: int, day: dt.date) -> int:
    """The people who work at an office area on a day."""
    count: int = (
        Staff.select()
        .where(
            (Staff.site == site_id)
            & (Staff.hired_on <= day)
            & (Staff.left_on.is_null() | (Staff.left_on >= day))
        )
        .count()
    )
    return count


def indicator_value(
    indicator: str, uses: Iterable[EnergyUse], *, area: Decimal | None, heads: int
) -> Decimal | None:
    """One indicator over uses; None without uses, or without the area or heads to divide by."""
    counted = [use for use in uses if _counts(indicator, use.kind)]
    if not counted:
        return None
    if indicator.startswith("energy_"):
        amount = coal_equivalent(
            [Used(use.kind, use.quantity, use.month) for use in counted], coefficients()
        )
    else:
        amount = sum((use.quantity for use in counted), Decimal(0))
    return share_of(amount, area if indicator.endswith("_area") else heads)


def judge(quota: EnergyQuota, first: dt.date, last: dt.date) -> Judgement:
    """A quota against the period's use: the year's values are spread by last year's profile."""
    site = quota.site
    uses = uses_between(first, last, site_id=site.id)
    actual = indicator_value(
        quota.indicator, uses, area=site.floor_area, heads=heads_at(site.id, last)
    )
    profile = profile_of(site, quota.indicator, quota.year - 1)
    months = [month.month for month in months_between(first, last)]
    guide, baseline, limit = (
        quota_of_months(value, profile, months)
        for value in (quota.guide, quota.baseline, quota.limit_value)
    )
    band = None
    if actual is not None and guide is not None and baseline is not None and limit is not None:
        band = band_of(actual, guide, baseline, limit)
    estimated = any(use.is_estimated for use in uses if _counts(quota.indicator, use.kind))
    return Judgement(actual, limit, guide, baseline, band, estimated)


def profile_of(site: Site, indicator: str, year: int) -> dict[int, Decimal]:
    """What counts for an indicator by month of a year: kgce, kWh or m³."""
    profile: dict[int, Decimal] = {}
    known = coefficients()
    for use in uses_between(dt.date(year, 1, 1), dt.date(year, 12, 31), site_id=site.id):
        if not _counts(indicator, use.kind):
            continue
        amount = use.quantity
        if indicator.startswith("energy_"):
            amount = coal_equivalent([Used(use.kind, use.quantity, use.month)], known)
        profile[use.month.month] = profile.get(use.month.month, Decimal(0)) + amount
    return profile


def totals_by_kind(first: dt.date, last: dt.date, *, site_id: int) -> dict[str, Decimal]:
    """What an office area used of each kind in a period."""
    rows = (
        EnergyUse.select(EnergyUse.kind, total(EnergyUse.quantity).alias("used"))
        .where(
            (EnergyUse.site == site_id)
            & EnergyUse.unit.is_null()
            & EnergyUse.month.between(first.replace(day=1), last)
        )
        .group_by(EnergyUse.kind)
    )
    return {row.kind: row.used for row in rows}


def _counts(indicator: str, kind: str) -> bool:
    if indicator.startswith("electricity"):
        return kind == "electricity"
    if indicator.startswith("water"):
        return kind == "water"
    return kind != "water"
