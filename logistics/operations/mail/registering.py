"""Mail on arrival: rounds laid out in advance, items registered, newspapers by subscription."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from logistics.calendar import days_between, kinds_between
from logistics.database import local_day, now, office_zone
from logistics.errors import RuleViolation, WrongState
from logistics.holidays import WORKED
from logistics.operations.expected import expect_rows
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load
from logistics.operations.validation import clean_values
from logistics.permissions import Actor, require_verb
from logistics.queries.mail.papers import bundles_of, copies_of
from logistics.queries.mail.rounds import due_of
from logistics.tables.mail import DeliveryRound, MailItem
from logistics.tables.organisation import Site
from logistics.wording import _

PREFIX = "ML"
ROUND_TIMES = (dt.time(9, 30), dt.time(15))
AT_ONCE_KINDS = ("classified",)


@dataclass(frozen=True)
class Arrival:
    """One item as it is registered. Without ``to_unit_id`` its addressee is not known yet."""

    kind: str = "letter"
    to_unit_id: int | None = None
    to_person: str = ""
    tracking: str = ""
    from_org: str = ""
    remarks: str = ""
    copies: int = 1
    is_urgent: bool = False
    is_damaged: bool = False


def expect_delivery_rounds(*, first: dt.date, last: dt.date, actor: Actor) -> int:
    """Expect two rounds at every open office area on every working day (R41)."""
    return expect_rows(
        DeliveryRound,
        _rounds(first, last),
        key=("site", "starts_at"),
        actor=actor,
        verb="expect_delivery_rounds",
    )


def register_mail(
    *,
    seen: Sequence[Seen],
    arrivals: Sequence[Arrival],
    actor: Actor,
    received_at: dt.datetime | None = None,
) -> list[Outcome]:
    """Enter what has arrived for a round in the register; each item takes its number (R41)."""
    require_verb(actor, "register_mail")
    if not arrivals:
        raise RuleViolation(_("Enter at least one item."))

    def register(row: Seen) -> DeliveryRound:
        round_ = _open_round(row, actor, "register_mail")
        moment = received_at or now()
        for number, arrival in enumerate(arrivals, start=1):
            add(_item(round_, arrival, moment, number), actor=actor, verb="register_mail")
        return round_

    return each(seen, register, done=_("Registered."), model=DeliveryRound)


def distribute_newspapers(*, seen: Sequence[Seen], actor: Actor) -> list[Outcome]:
    """Make up each unit's newspapers of the day by the subscriptions: one bundle a unit (R42).

    Doing it again on the same day adds nothing.
    """
    require_verb(actor, "distribute_newspapers")

    def distribute(row: Seen) -> DeliveryRound:
        round_ = _open_round(row, actor, "distribute_newspapers")
        day = local_day(round_.starts_at)
        bundled = {item.to_unit_id for item in bundles_of(round_.site_id, day)}
        for unit, bundle in _bundles(round_.site_id, day).items():
            if unit not in bundled:
                arrival = Arrival("newspaper", unit, copies=bundle.copies, remarks=bundle.titles)
                item = _item(round_, arrival, now(), 1)
                # What the subscriptions say needs no sorting by hand.
                item.status, item.sorted_at = "sorted", now()
                add(item, actor=actor, verb="distribute_newspapers")
        return round_

    return each(seen, distribute, done=_("Distributed."), model=DeliveryRound)


def _rounds(first: dt.date, last: dt.date) -> Iterator[dict[str, Any]]:
    kinds = kinds_between(first, last)
    sites = list(Site.select().order_by(Site.id))
    for day in days_between(first, last):
        for site in sites:
            is_open = site.opened_on is None or site.opened_on <= day
            if kinds[day] in WORKED and is_open:
                for clock in ROUND_TIMES:
                    starts_at = dt.datetime.combine(day, clock, office_zone())
                    yield {"site": site.id, "starts_at": starts_at}


def _open_round(row: Seen, actor: Actor, verb: str) -> DeliveryRound:
    round_ = load(DeliveryRound, row)
    if round_.status != "planned":
        raise WrongState(_("The round %(round)s is over; take the next one.", round=str(round_)))
    return change(round_, {}, actor=actor, verb=verb)


def _item(round_: DeliveryRound, arrival: Arrival, moment: dt.datetime, number: int) -> MailItem:
    values = {
        "kind": arrival.kind,
        "is_urgent": arrival.is_urgent,
        "tracking": arrival.tracking,
        "copies": arrival.copies,
        "from_org": arrival.from_org,
        "to_unit": arrival.to_unit_id,
        "to_person": arrival.to_person,
        "is_damaged": arrival.is_damaged,
        "remarks": arrival.remarks,
    }
    cleaned, errors = clean_values(MailItem, values)
    at_once = arrival.is_urgent or arrival.kind in AT_ONCE_KINDS
    item = MailItem(
        **cleaned,
        round=round_.id,
        site=round_.site_id,
        received_at=moment,
        due_at=due_of(moment, next_round=round_.starts_at, at_once=at_once),
    )
    if not errors:
        for name, words in item.check(item):
            errors.setdefault(name, []).append(words)
    for name, problems in errors.items():
        raise RuleViolation(
            _(
                "Item %(number)s, %(column)s: %(problem)s",
                number=number,
                column=MailItem._meta.fields[name].verbose_name,
                problem=problems[0],
            )
        )
    item.doc_no = take_number(PREFIX, local_day(moment))
    return item


@dataclass
class Bundle:
    """What one unit gets on one day."""

    copies: int
    titles: str


def _bundles(site_id: int, day: dt.date) -> dict[int, Bundle]:
    """The copies of each unit of an office area, from the subscriptions that appear on ``day``."""
    bundles: dict[int, Bundle] = {}
    for row in copies_of(site_id, day):
        bundle = bundles.setdefault(row.unit_id, Bundle(0, ""))
        bundle.copies += row.copies
        bundle.titles = "、".join(filter(None, [bundle.titles, f"{row.subscription} {row.copies}"]))
    for bundle in bundles.values():
        bundle.titles = bundle.titles[:200]
    return bundles
