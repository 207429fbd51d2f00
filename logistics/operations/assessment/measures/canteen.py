"""The canteen: hygiene on record, cost within two percent of turnover, waste per meal.

Satisfaction of the diners is measured by the surveys.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import peewee

from logistics.calendar import month_days
from logistics.database import local_today
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.queries.canteen.accounts import waste_of
from logistics.queries.canteen.hygiene import missing_disinfections, missing_samples
from logistics.tables.canteen import (
    Canteen,
    CanteenSettlement,
    DisinfectionLog,
    FoodSample,
    HealthCertificate,
    WasteLog,
)
from logistics.tables.people import Post, StaffPost
from logistics.wording import _

HUNDRED = Decimal(100)
SETTLED = ("approved", "published")


def observe_safety(span: Span) -> Iterator[Observation]:
    """A day of the kitchen book is an observation about the food safety officer; so is each gap.

    A certificate is one about its holder: a fault when it ended and no other one followed.
    """
    yield from _days_kept(span)
    for sample in missing_samples(*span).join(Canteen):
        officer = sample.canteen.safety_officer_id
        yield Observation(officer, sample.served_on, "food_sample", sample.id, "sample_missing")
    for row in missing_disinfections(*span).join(Canteen):
        officer = row.canteen.safety_officer_id
        yield Observation(officer, row.day, "disinfection_log", row.id, "disinfection_missing")
    yield from _certificates(span)


def observe_cost(span: Span) -> Iterator[Observation]:
    """Ingredients in percent of turnover, a month; about everybody who works in the canteen."""
    rows = CanteenSettlement.select().where(
        CanteenSettlement.status.in_(SETTLED)
        & CanteenSettlement.month.between(span.first.replace(day=1), span.last)
    )
    for row in rows.order_by(CanteenSettlement.id):
        turnover = row.income + row.subsidy
        last = min(month_days(row.month)[1], span.last)
        if turnover and last >= span.first:
            percent = row.food_cost * HUNDRED / turnover
            for person in _people_of(row.canteen, row.month, last):
                yield Observation(
                    person,
                    last,
                    "canteen_settlement",
                    row.id,
                    quantity=percent.quantize(Decimal("0.01")),
                )


def observe_waste(span: Span) -> Iterator[Observation]:
    """Grams wasted per meal, a month; about everybody who works in the canteen."""
    for canteen in Canteen.select().order_by(Canteen.id):
        for first, last in _months(span):
            weighed = (
                WasteLog.select(peewee.fn.MAX(WasteLog.id))
                .where((WasteLog.canteen == canteen.id) & WasteLog.day.between(first, last))
                .scalar()
            )
            grams = waste_of(canteen.id, first, last).grams_a_meal
            if weighed is None or grams is None:
                continue
            for person in _people_of(canteen, first, last):
                yield Observation(person, last, "waste_log", weighed, quantity=grams)


def _days_kept(span: Span) -> Iterator[Observation]:
    """Each day on which a sample was taken or a disinfection recorded."""
    tables: tuple[tuple[Any, Any, Any], ...] = (
        (FoodSample, FoodSample.served_on, FoodSample.taken_at),
        (DisinfectionLog, DisinfectionLog.day, DisinfectionLog.done_at),
    )
    for model, day, done_at in tables:
        rows = (
            model.select(Canteen.safety_officer, day, peewee.fn.MIN(model.id))
            .join(Canteen)
            .where(day.between(*span) & done_at.is_null(False))
            .group_by(Canteen.safety_officer, day)
            .order_by(day, Canteen.safety_officer)
            .tuples()
        )
        for officer, on, key in rows:
            yield Observation(officer, on, model._meta.table_name, key)


def _certificates(span: Span) -> Iterator[Observation]:
    following = HealthCertificate.alias()
    rows: Any = (
        HealthCertificate.select()
        .where(HealthCertificate.expires_on >= span.first, HealthCertificate.issued_on <= span.last)
        .order_by(HealthCertificate.id)
    )
    for row in rows:
        after = row.expires_on + dt.timedelta(days=1)
        lapsed = row.expires_on < min(span.last, local_today()) and not (
            following.select()
            .where(
                (following.staff == row.staff_id)
                & (following.issued_on <= after)
                & (following.expires_on >= after)
            )
            .exists()
        )
        day = min(max(row.expires_on, span.first), span.last) if lapsed else span.first
        fault = "certificate_expired" if lapsed else ""
        yield Observation(row.staff_id, day, "health_certificate", row.id, fault)


def _people_of(canteen: Canteen, first: dt.date, last: dt.date) -> list[int]:
    """Who holds a post of the canteen family at the canteen's office area."""
    rows: Any = (
        StaffPost.select(StaffPost.staff)
        .join(Post)
        .where(
            (Post.family == "canteen")
            & (Post.site == canteen.site_id)
            & (StaffPost.starts_on <= last)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= first))
        )
        .distinct()
        .order_by(StaffPost.staff)
        .tuples()
    )
    return [staff for (staff,) in rows]


def _months(span: Span) -> Iterator[tuple[dt.date, dt.date]]:
    """The parts of a span that lie in one month each."""
    first = span.first
    while first <= span.last:
        last = min(month_days(first)[1], span.last)
        yield first, last
        first = last + dt.timedelta(days=1)


FOOD_SAFETY = Measure(
    "food_safety",
    _("Canteen: samples, disinfection, certificates"),
    observe_safety,
    {
        "sample_missing": _("Sample missing"),
        "disinfection_missing": _("Disinfection missing"),
        "certificate_expired": _("Certificate expired"),
    },
)
CANTEEN_COST = Measure(
    "canteen_cost", _("Canteen: cost of ingredients in percent of turnover"), observe_cost
)
CANTEEN_WASTE = Measure("canteen_waste", _("Canteen: waste per meal"), observe_waste)
