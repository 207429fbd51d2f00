"""The mail room of the demonstration: what half a day brings, and who signs for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from logistics.database import at, local_today, now
from logistics.demo.diary import moment
from logistics.demo.office import Office
from logistics.operations.mail.correcting import return_mail
from logistics.operations.mail.delivering import (
    deliver_mail,
    deliver_rounds,
    finish_delivery_rounds,
    sort_mail,
)
from logistics.operations.mail.registering import Arrival, distribute_newspapers, register_mail
from logistics.operations.outcomes import Seen, all_of, only
from logistics.queries.mail.rounds import signers_of
from logistics.tables.mail import DeliveryRound, MailItem
from logistics.tables.organisation import Unit

MINUTE = dt.timedelta(minutes=1)
ITEMS = (2, 5)
"""How many items a round brings to the area with the most units."""
MOST_UNITS = 16
NUMBERED = ("registered", "express", "parcel")
CLASSIFIED_EVERY, UNKNOWN_EVERY, LATE_EVERY = 5, 18, 43
"""Every how many working days something classified comes, something for nobody, one is late."""


class MailRoom:
    """Two rounds a day for all office areas, each step for all of them at once."""

    def __init__(self, office: Office, texts: Mapping[str, Any]) -> None:
        self.office = office
        self.texts = texts
        self.chance = office.random

    def make_rounds(self, number: int) -> None:
        """Register, sort, hand over and finish the next rounds of working day ``number``."""
        actor = self.office.actor("mail")
        is_morning = now() < moment(local_today(), 12)
        rounds = self._next_rounds()
        items = self._register(rounds, number if is_morning else -1)
        if is_morning:
            all_of(distribute_newspapers(seen=_seen(rounds), actor=actor))
        known = [item for item in items if item.to_unit_id is not None]
        with at(now() + 12 * MINUTE):
            all_of(sort_mail(seen=_seen(known), actor=actor))
            self._hand_over_at_once(known)
        unknown = [item for item in items if item.to_unit_id is None]
        delay = 140 if number % LATE_EVERY == 20 else 50 + self.chance.randrange(10)
        with at(now() + delay * MINUTE):
            all_of(return_mail(seen=_seen(unknown), reason=self.texts["returned"], actor=actor))
            self._hand_over(rounds)
            all_of(finish_delivery_rounds(seen=_seen(rounds), actor=actor))

    def lay_ready(self) -> None:
        """What came for the next rounds is registered, and most of it sorted."""
        coming = DeliveryRound.select().where(
            (DeliveryRound.starts_at >= now()) & (DeliveryRound.status == "planned")
        )
        first: dict[int, DeliveryRound] = {}
        for round_ in coming.order_by(DeliveryRound.starts_at, DeliveryRound.site):
            first.setdefault(round_.site_id, round_)
        items = self._register(list(first.values()), -1)
        all_of(sort_mail(seen=_seen(items[:-2]), actor=self.office.actor("mail")))

    def _next_rounds(self) -> list[DeliveryRound]:
        """The rounds that begin within two hours, one for each office area."""
        coming = DeliveryRound.select().where(
            DeliveryRound.starts_at.between(now(), now() + 120 * MINUTE)
            & (DeliveryRound.status == "planned")
        )
        return list(coming.order_by(DeliveryRound.site))

    def _register(self, rounds: Sequence[DeliveryRound], number: int) -> list[MailItem]:
        """What comes in for each round; classified and unknown items go to the first."""
        by_code = {unit.code: unit for unit in Unit.select()}
        units = [by_code[code] for code in self.texts["units"]]
        for place, round_ in enumerate(rounds):
            here = [unit for unit in units if unit.site_id == round_.site_id]
            arrivals = [self._arrival(here) for _item in range(self._how_many(here))]
            if place == 0:
                arrivals += self._special(number)
            if arrivals:
                row = [Seen(round_.id)]
                only(register_mail(seen=row, arrivals=arrivals, actor=self.office.actor("mail")))
        query = MailItem.select().where(
            MailItem.round.in_([round_.id for round_ in rounds]) & (MailItem.kind != "newspaper")
        )
        return list(query.order_by(MailItem.id))

    def _how_many(self, units: Sequence[Unit]) -> int:
        """As many as the units of the area are among all; at least one on some days."""
        share = self.chance.randint(*ITEMS) * len(units) // MOST_UNITS
        return max(self.chance.randrange(2), share) if units else 0

    def _arrival(self, units: Sequence[Unit]) -> Arrival:
        chance = self.chance
        kind = chance.choice(self.texts["kinds"])
        number = f"{chance.choice('XEK')}{chance.randrange(10**8, 10**9)}"
        tracking = number if kind in NUMBERED else ""
        return Arrival(kind, chance.choice(units).id, tracking=tracking, from_org=self._sender())

    def _special(self, number: int) -> list[Arrival]:
        found = []
        if number >= 0 and number % CLASSIFIED_EVERY == 1:
            tracking = f"机要〔2026〕{number + 100}号"
            unit = self.office.key(Unit, "10")
            found.append(Arrival("classified", unit, tracking=tracking))
        if number >= 0 and number % UNKNOWN_EVERY == 7:
            name = self.chance.choice(self.texts["unknown"])
            found.append(Arrival(to_person=name, from_org=self._sender()))
        return found

    def _sender(self) -> str:
        sender: str = self.chance.choice(self.texts["senders"])
        return sender

    def _hand_over_at_once(self, items: Sequence[MailItem]) -> None:
        """Classified mail does not wait for the round."""
        for item in items:
            if item.kind == "classified":
                signer = self._signers[item.to_unit_id][0]
                actor = self.office.actor("mail")
                only(deliver_mail(seen=[Seen(item.id)], signed_by=signer, actor=actor))

    def _hand_over(self, rounds: Sequence[DeliveryRound]) -> None:
        """Everything against one signature a unit."""
        ready = MailItem.select(MailItem.to_unit).where(
            MailItem.round.in_([round_.id for round_ in rounds]) & (MailItem.status == "sorted")
        )
        units = sorted({item.to_unit_id for item in ready})
        if units:
            signed = {unit: self.chance.choice(self._signers[unit][:3]) for unit in units}
            actor = self.office.actor("mail")
            all_of(deliver_rounds(seen=_seen(rounds), signatures=signed, actor=actor))

    @cached_property
    def _signers(self) -> dict[int, list[int]]:
        """Who signs for each unit, by id; kept, because nobody changes his unit."""
        units = [unit.id for unit in Unit.select(Unit.id)]
        return {unit: [each.id for each in people] for unit, people in signers_of(units).items()}


def _seen(rows: Sequence[Any]) -> list[Seen]:
    return [Seen(row.id) for row in rows]
