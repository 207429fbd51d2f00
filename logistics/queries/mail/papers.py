"""Newspapers and magazines: what each unit gets on a day, by the subscriptions (报刊分送表)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import peewee

from logistics.database import local_day, office_zone
from logistics.tables.mail import DeliveryRound, MailItem, Subscription, SubscriptionUnit
from logistics.tables.organisation import Unit
from logistics.tables.people import Staff


@dataclass(frozen=True)
class PapersSheet:
    """The titles of a day as columns, and for each unit its copies of each and who has signed.

    ``rows`` is [(unit, [copies or None a title], copies together, who signed or None)].
    """

    titles: list[str]
    rows: list[tuple[Unit, list[int | None], int, str | None]]

    @property
    def totals(self) -> list[int]:
        """The copies of each title, as they are counted when they come in."""
        return [sum(row[1][place] or 0 for row in self.rows) for place in range(len(self.titles))]


def copies_of(site_id: int, day: dt.date) -> list[SubscriptionUnit]:
    """The copies for the units of an office area, of what appears on ``day`` (R42)."""
    rows = (
        SubscriptionUnit.select(SubscriptionUnit, Subscription, Unit)
        .join(Subscription)
        .switch(SubscriptionUnit)
        .join(Unit)
        .where(
            (Unit.site == site_id) & (Subscription.starts_on <= day) & (Subscription.ends_on >= day)
        )
        .order_by(Unit.code, Subscription.title)
    )
    return [row for row in rows if _appears(row.subscription.frequency, day)]


def papers_sheet(round_: DeliveryRound) -> PapersSheet:
    """The sheet of the round's day and office area."""
    day = local_day(round_.starts_at)
    copies = copies_of(round_.site_id, day)
    titles = list(dict.fromkeys(row.subscription.title for row in copies))
    signed = _signed(round_.site_id, day)
    units = {row.unit_id: row.unit for row in copies}
    given = {(row.unit_id, row.subscription.title): row.copies for row in copies}
    rows = []
    for key, unit in units.items():
        own = [given.get((key, title)) for title in titles]
        rows.append((unit, own, sum(each or 0 for each in own), signed.get(key)))
    return PapersSheet(titles, rows)


def bundles_of(site_id: int, day: dt.date) -> list[MailItem]:
    """The bundles of newspapers of a day that stand in the register."""
    begins = dt.datetime.combine(day, dt.time(), office_zone())
    query = (
        MailItem.select(MailItem, Staff)
        .join(DeliveryRound)
        .switch(MailItem)
        .join(Staff, peewee.JOIN.LEFT_OUTER, on=MailItem.signed_by)
        .where(
            (MailItem.kind == "newspaper")
            & (DeliveryRound.site == site_id)
            & (DeliveryRound.starts_at >= begins)
            & (DeliveryRound.starts_at < begins + dt.timedelta(days=1))
        )
    )
    return list(query)


def _signed(site_id: int, day: dt.date) -> dict[int, str]:
    return {
        item.to_unit_id: item.signed_by.name
        for item in bundles_of(site_id, day)
        if item.signed_by_id and item.to_unit_id
    }


def _appears(frequency: str, day: dt.date) -> bool:
    if frequency == "weekly":
        return day.weekday() == 0
    if frequency == "monthly":
        return day.weekday() == 0 and day.day <= 7
    return True
