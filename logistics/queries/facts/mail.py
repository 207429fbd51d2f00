"""What the report states of the mail (2.6): sorted and delivered every day, none gone astray."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from peewee import fn

from logistics.calendar import days_between, kinds_between
from logistics.database import local_day
from logistics.holidays import WORKED
from logistics.queries.facts.kinds import Fact, Figure, Period
from logistics.tables.mail import DeliveryRound, MailItem
from logistics.tables.organisation import Site, Unit
from logistics.wording import _

IN_TIME = 95
HUNDRED = Decimal(100)


def days_without_round(period: Period) -> Figure:
    """Working days on which an open office area saw no delivery round (R41).

    Counted from the calendar, not from the rounds: a day that nobody laid out is missing too.
    """
    made = {
        (row.site_id, local_day(row.starts_at))
        for row in DeliveryRound.select().where(
            (DeliveryRound.status == "done")
            & (DeliveryRound.starts_at >= period.begins_at)
            & (DeliveryRound.starts_at < period.ends_at)
        )
    }
    kinds = kinds_between(period.first, period.last)
    missing = sum(
        (site.id, day) not in made
        for site in Site.select()
        for day in days_between(period.first, period.last)
        if kinds[day] in WORKED and (site.opened_on is None or site.opened_on <= day)
    )
    return Figure(missing if made else None, len(made))


def mail_delivered(period: Period) -> Figure:
    """Items delivered against a signature, split by kind of addressee: units, sections (R41)."""
    rows: Any = (
        MailItem.select(Unit.kind, fn.COUNT(MailItem.id))
        .join(Unit, on=MailItem.to_unit)
        .where(_delivered_in(period))
        .group_by(Unit.kind)
        .tuples()
    )
    parts = dict(iter(rows))
    items = sum(parts.values())
    return Figure(items or None, items, parts)


def delivered_in_time(period: Period) -> Figure:
    """Items delivered within two hours or with the next round, in percent (R41)."""
    items = MailItem.select().where(_delivered_in(period))
    n = items.count()
    if not n:
        return Figure(None, 0)
    punctual = items.where(MailItem.delivered_at <= MailItem.due_at).count()
    return Figure((punctual * HUNDRED / n).quantize(Decimal("0.1")), n)


def misdelivered(period: Period) -> Figure:
    """Letters and newspapers that went to the wrong unit, corrected or not (R42).

    Nothing where nothing was delivered, or where something that was due was never handed over:
    what lies about could have gone anywhere.
    """
    delivered = MailItem.select().where(_delivered_in(period)).count()
    received = (MailItem.received_at >= period.begins_at) & (MailItem.received_at < period.ends_at)
    astray = MailItem.select().where(received & MailItem.misdelivered_at.is_null(False)).count()
    left = MailItem.select().where(received & MailItem.status.not_in(("delivered", "returned")))
    unproven = not delivered or (not astray and left.exists())
    return Figure(None if unproven else astray, delivered)


def _delivered_in(period: Period) -> Any:
    return (
        (MailItem.status == "delivered")
        & (MailItem.delivered_at >= period.begins_at)
        & (MailItem.delivered_at < period.ends_at)
    )


RECEIVED = "received_at__between={first} to {last}"
FACTS = (
    Fact(
        "R41",
        "days_without_delivery",
        _("Working days without a delivery round"),
        "delivery_round",
        days_without_round,
        lambda figure: figure.value == 0 and figure.n > 0,
        filters="starts_at__between={first} to {last}",
    ),
    Fact(
        "R41",
        "mail_delivered",
        _("Mail delivered to units and sections"),
        "mail_item",
        mail_delivered,
        lambda figure: bool(figure.parts.get("department") and figure.parts.get("section")),
        filters=f"{RECEIVED}&status__eq=delivered",
    ),
    Fact(
        "R41",
        "mail_in_time",
        _("Mail delivered in time"),
        "mail_item",
        delivered_in_time,
        lambda figure: isinstance(figure.value, Decimal) and figure.value >= IN_TIME,
        unit=_("%"),
        filters=f"{RECEIVED}&status__eq=delivered",
    ),
    Fact(
        "R42",
        "mail_misdelivered",
        _("Letters and newspapers misdelivered"),
        "mail_item",
        misdelivered,
        lambda figure: figure.value == 0 and figure.n > 0,
        filters=RECEIVED,
    ),
)
