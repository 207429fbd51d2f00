"""What of hygiene is missing: samples, disinfections, certificates (R29). Absence is a finding."""

from __future__ import annotations

import datetime as dt
from typing import Any

from logistics.database import local_today
from logistics.tables.canteen import DisinfectionLog, FoodSample, HealthCertificate
from logistics.tables.people import Post, Staff, StaffPost

DAYS_OF_WARNING = 30


def missing_samples(first: dt.date, last: dt.date) -> Any:
    """Samples that were expected on past days of a span and never taken."""
    return FoodSample.select().where(
        (FoodSample.status == "expected")
        & FoodSample.served_on.between(first, last)
        & (FoodSample.served_on < local_today())
    )


def missing_disinfections(first: dt.date, last: dt.date) -> Any:
    """Disinfections that were expected on past days of a span and never recorded."""
    return DisinfectionLog.select().where(
        (DisinfectionLog.status == "expected")
        & DisinfectionLog.day.between(first, last)
        & (DisinfectionLog.day < local_today())
    )


def lapsing_certificates(until: dt.date) -> list[HealthCertificate]:
    """The latest certificate of everybody in a canteen that ends by ``until``, the first first."""
    latest: dict[int, HealthCertificate] = {}
    query = (
        HealthCertificate.select(HealthCertificate, Staff)
        .join(Staff)
        .where(HealthCertificate.staff.in_(canteen_people(local_today(), local_today())))
        .order_by(HealthCertificate.expires_on)
    )
    for certificate in query:
        latest[certificate.staff_id] = certificate
    return [each for each in latest.values() if each.expires_on <= until]


def people_without_certificate(day: dt.date) -> list[Staff]:
    """Who works in a canteen on ``day`` without a certificate that holds."""
    valid = HealthCertificate.select(HealthCertificate.staff).where(
        (HealthCertificate.issued_on <= day) & (HealthCertificate.expires_on >= day)
    )
    query = Staff.select().where(Staff.id.in_(canteen_people(day, day)) & Staff.id.not_in(valid))
    return list(query.order_by(Staff.staff_no))


def canteen_people(first: dt.date, last: dt.date) -> Any:
    """Ids of the staff who hold a post of the canteen family in a span, as a subquery."""
    return (
        StaffPost.select(StaffPost.staff)
        .join(Post)
        .where(
            (Post.family == "canteen")
            & (StaffPost.starts_on <= last)
            & (StaffPost.ends_on.is_null() | (StaffPost.ends_on >= first))
        )
    )


def samples_of(canteen_id: int, first: dt.date, last: dt.date) -> list[FoodSample]:
    """The samples of a canteen in a span, for the printed record."""
    query = (
        FoodSample.select()
        .where((FoodSample.canteen == canteen_id) & FoodSample.served_on.between(first, last))
        .order_by(FoodSample.served_on, FoodSample.id)
    )
    return list(query)
