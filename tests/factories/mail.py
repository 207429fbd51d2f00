"""Rounds, mail on its way, and subscriptions."""

import datetime as dt
from typing import Any

from logistics.database import office_zone
from logistics.operations.mail.delivering import deliver_mail, sort_mail
from logistics.operations.mail.registering import Arrival, register_mail
from logistics.operations.outcomes import Seen, all_of, only
from models import DeliveryRound, MailItem, Site, Subscription, SubscriptionUnit, Unit
from tests.cast import Cast
from tests.factories import serial

DAY = dt.date(2026, 6, 12)


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), office_zone())


def make_round(site: Site, starts_at: dt.datetime | None = None) -> DeliveryRound:
    return DeliveryRound.create(site=site, starts_at=starts_at or at(9, 30))


def register(cast: Cast, round_: DeliveryRound, *arrivals: Arrival) -> list[MailItem]:
    """Register items for a round; one letter to the bureau unless told otherwise."""
    arrivals = arrivals or (Arrival(to_unit_id=cast.units["BUREAU"].id),)
    only(register_mail(seen=[Seen(round_.id)], arrivals=arrivals, actor=cast.mail))
    query = MailItem.select().where(MailItem.round == round_.id).order_by(MailItem.id.desc())
    return list(query.limit(len(arrivals)))[::-1]


def sorted_mail(cast: Cast, round_: DeliveryRound, *arrivals: Arrival) -> list[MailItem]:
    items = register(cast, round_, *arrivals)
    all_of(sort_mail(seen=[Seen(item.id) for item in items], actor=cast.mail))
    return [MailItem.get_by_id(item.id) for item in items]


def delivered_mail(cast: Cast, round_: DeliveryRound, *arrivals: Arrival) -> list[MailItem]:
    """Delivered against the signature of a clerk of the bureau."""
    items = sorted_mail(cast, round_, *arrivals)
    ids = [Seen(item.id) for item in items]
    all_of(deliver_mail(seen=ids, signed_by=cast.staff_staff.id, actor=cast.mail))
    return [MailItem.get_by_id(item.id) for item in items]


def subscribe(unit: Unit, copies: int = 1, **overrides: Any) -> Subscription:
    """A title for 2026, with the copies of one unit."""
    values = {
        "title": f"Daily {serial()}",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2026, 12, 31),
    }
    subscription = Subscription.create(**{**values, **overrides})
    SubscriptionUnit.create(subscription=subscription, unit=unit, copies=copies)
    return subscription
