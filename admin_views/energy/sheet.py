"""The energy account of an office area over a year (能耗统计表): months, coal, quotas."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from admin_views import current, words
from logistics import permissions
from logistics.database import local_today, now
from logistics.errors import RuleViolation
from logistics.operations.energy.quotas import judged
from logistics.permissions import Actor
from logistics.queries.energy.arithmetic import NoCoefficient, share_of
from logistics.queries.energy.uses import heads_at, in_coal, uses_between
from logistics.tables.energy.meters import ENERGY_KINDS, UNITS
from logistics.tables.energy.uses import BAND_TONES, BANDS, INDICATOR_UNITS, INDICATORS
from logistics.verbs import AREAS
from logistics.wording import _
from models import EnergyQuota, EnergyUse, Site

blueprint = Blueprint("energy_sheet", __name__, url_prefix="/admin/energy_sheet")
TITLE = _("Energy account")
MONTHS = range(1, 13)
YEARS = range(2000, 2101)


@blueprint.get("/")
def index() -> Any:
    """The account of the office area and the year that the address names."""
    sites, site, year = _asked()
    return render_template(
        "energy/sheet.html",
        title=TITLE,
        sites=[
            {"label": each.name, "url": _address(each, year), "current": each == site}
            for each in sites
        ],
        pager={
            "before": _address(site, year - 1),
            "after": _address(site, year + 1),
            "print": url_for("energy_sheet.print_sheet", site=site.id if site else None, year=year),
        },
        crumbs=[(words.words(AREAS["energy"]), None), (words.words(TITLE), None)],
        **sheet_of(site, year),
    )


@blueprint.get("/print/")
def print_sheet() -> Any:
    """The same on paper."""
    _sites, site, year = _asked()
    return render_template(
        "energy/sheet_print.html",
        back_url=_address(site, year),
        printed_at=now(),
        printed_by=current.actor().name,
        **sheet_of(site, year),
    )


def sheet_of(site: Site | None, year: int) -> dict[str, Any]:
    """Rows by month, their total, what that is in coal, and how the quotas stand."""
    uses = _uses_of(site, year)
    before = _uses_of(site, year - 1)
    kinds = [kind for kind in ENERGY_KINDS if any(use.kind == kind for use in uses)]
    months = sorted({use.month for use in uses})
    # Only the same months of both years can be compared.
    same = [use for use in before if use.month.replace(year=year) in months]
    coal, coal_before = _coal(uses), _coal(same)
    heads = heads_at(site.id, min(local_today(), dt.date(year, 12, 31))) if site else 0
    return {
        "site": site,
        "year": year,
        "kinds": [(kind, ENERGY_KINDS[kind], UNITS[kind]) for kind in kinds],
        "rows": [_month_row(month, kinds, uses) for month in months],
        "total": [_sum(uses, kind) for kind in kinds],
        "last_year": [_sum(same, kind) for kind in kinds],
        "cost": sum((use.cost for use in uses if use.cost is not None), Decimal(0)),
        "estimated": any(use.is_estimated for use in uses),
        "coal": coal,
        "coal_before": coal_before if same else None,
        "by_area": share_of(coal, site.floor_area) if site and coal is not None else None,
        "by_head": share_of(coal, heads) if coal is not None else None,
        "heads": heads,
        "quotas": _quotas(site, year, months),
    }


def _uses_of(site: Site | None, year: int) -> list[EnergyUse]:
    if site is None:
        return []
    return uses_between(dt.date(year, 1, 1), dt.date(year, 12, 31), site_id=site.id)


def _coal(uses: Sequence[EnergyUse]) -> Decimal | None:
    """kgce; None where nothing is entered or a coal equivalent is missing."""
    try:
        return in_coal(uses) if uses else None
    except NoCoefficient:
        return None


def _sum(uses: Sequence[EnergyUse], kind: str) -> Decimal | None:
    found = [use.quantity for use in uses if use.kind == kind]
    return sum(found, Decimal(0)) if found else None


def _month_row(month: dt.date, kinds: Sequence[str], uses: Sequence[EnergyUse]) -> dict[str, Any]:
    here = [use for use in uses if use.month == month]
    return {
        "month": f"{month:%Y-%m}",
        "cells": [_sum(here, kind) for kind in kinds],
        "coal": _coal(here),
        "estimated": any(use.is_estimated for use in here),
    }


def _quotas(site: Site | None, year: int, months: Sequence[dt.date]) -> list[dict[str, Any]]:
    """Every quota in force against the months that are entered."""
    if site is None or not months:
        return []
    in_force = (
        (EnergyQuota.site == site.id)
        & (EnergyQuota.year == year)
        & (EnergyQuota.status == "approved")
    )
    rows = []
    for quota in EnergyQuota.select().where(in_force).order_by(EnergyQuota.indicator):
        try:
            found = judged(quota, months[0], months[-1])
        except RuleViolation:
            continue
        rows.append(
            {
                "url": url_for("energy_quota.details", id=quota.id),
                "label": INDICATORS[quota.indicator],
                "unit": INDICATOR_UNITS[quota.indicator],
                "actual": found.actual,
                "allowed": found.allowed,
                "band": BANDS[found.band] if found.band else None,
                "tone": BAND_TONES[found.band] if found.band else "neutral",
            }
        )
    return rows


def _asked() -> tuple[list[Site], Site | None, int]:
    """The office areas that the reader may see, the one asked for, and the year."""
    actor = current.actor()
    permissions.require(actor, "read", EnergyUse)
    sites = _sites_of(actor)
    text = request.args.get("year") or str(local_today().year)
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    if year not in YEARS:
        raise BadRequest(words.words(_("Give a year such as 2026.")))
    wanted = request.args.get("site")
    if wanted is None:
        return sites, sites[0] if sites else None, year
    for site in sites:
        if str(site.id) == wanted:
            return sites, site, year
    raise NotFound()


def _sites_of(actor: Actor) -> list[Site]:
    used = permissions.visible(actor, EnergyUse.select(EnergyUse.site), EnergyUse)
    return list(Site.select().where(Site.id.in_(used)).order_by(Site.position, Site.code))


def _address(site: Site | None, year: int) -> str:
    return url_for("energy_sheet.index", site=site.id if site else None, year=year)
