"""Mail: nothing to the wrong unit, and everything in time."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import peewee

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.tables.mail import DeliveryRound, MailItem
from logistics.wording import _


def observe_accuracy(span: Span) -> Iterator[Observation]:
    """Every round made is an observation about its carrier; a misdelivery one about its own.

    It counts on the day on which it was found, whatever became of the item afterwards.
    """
    rounds: Any = (
        DeliveryRound.select(DeliveryRound.id, DeliveryRound.carrier, DeliveryRound.starts_at)
        .where(
            (DeliveryRound.status == "done")
            & (DeliveryRound.starts_at >= span.begins_at)
            & (DeliveryRound.starts_at < span.ends_at)
        )
        .order_by(DeliveryRound.id)
        .tuples()
    )
    for key, carrier, starts_at in rounds:
        yield Observation(carrier, local_day(starts_at), "delivery_round", key)
    astray: Any = (
        MailItem.select(MailItem.id, MailItem.misdelivered_by, MailItem.misdelivered_at)
        .where(
            MailItem.misdelivered_by.is_null(False)
            & (MailItem.misdelivered_at >= span.begins_at)
            & (MailItem.misdelivered_at < span.ends_at)
        )
        .order_by(MailItem.id)
        .tuples()
    )
    for key, staff, found_at in astray:
        yield Observation(staff, local_day(found_at), "mail_item", key, "misdelivered")


def observe_punctuality(span: Span) -> Iterator[Observation]:
    """The items that somebody handed over in a round: how many of them in time."""
    in_time = peewee.Case(None, [(MailItem.delivered_at <= MailItem.due_at, 1)], 0)
    rows: Any = (
        MailItem.select(
            MailItem.delivered_by,
            MailItem.round,
            DeliveryRound.starts_at,
            peewee.fn.COUNT(MailItem.id),
            peewee.fn.COUNT(peewee.fn.NULLIF(in_time, 0)),
        )
        .join(DeliveryRound)
        .where(
            MailItem.delivered_by.is_null(False)
            & (DeliveryRound.starts_at >= span.begins_at)
            & (DeliveryRound.starts_at < span.ends_at)
        )
        .group_by(MailItem.delivered_by, MailItem.round, DeliveryRound.starts_at)
        .order_by(MailItem.round, MailItem.delivered_by)
        .tuples()
    )
    for staff, key, starts_at, items, punctual in rows:
        yield Observation(
            staff,
            local_day(starts_at),
            "delivery_round",
            key,
            quantity=Decimal(punctual),
            possible=Decimal(items),
        )


MAIL_ACCURACY = Measure(
    "mail_accuracy",
    _("Mail: accuracy"),
    observe_accuracy,
    {"misdelivered": _("Misdelivered")},
)
MAIL_PUNCTUALITY = Measure("mail_punctuality", _("Mail: delivered in time"), observe_punctuality)
