"""The mail of the demonstration: two rounds a day, handed over pile by pile, none gone astray.

Around today the rounds are laid out and made up to yesterday; this morning's mail lies ready.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from logistics.calendar import is_workday, month_days
from logistics.database import local_today
from logistics.demo.diary import (
    FIRST_DAY,
    LAST_DAY,
    SET_UP_ON,
    Entry,
    living_days,
    moment,
    this_morning,
    workdays,
)
from logistics.demo.mail_room import MailRoom
from logistics.demo.office import Office
from logistics.demo.texts import read_texts
from logistics.operations.mail.registering import expect_delivery_rounds
from logistics.operations.records import LineChange, create_record
from logistics.permissions import SYSTEM
from logistics.tables.mail import Subscription, SubscriptionUnit
from logistics.tables.organisation import Unit

LIVING_DAYS, LIVING_AHEAD = 10, 14
ROUNDS = ((8, 50), (14, 40))
"""When what goes with a round is registered."""
Texts = Mapping[str, Any]


def events(office: Office) -> Iterator[Entry]:
    """Subscriptions and rounds laid out, then the rounds of every working day."""
    texts = read_texts("mail")
    room = MailRoom(office, texts)
    yield Entry(moment(SET_UP_ON, 13), 0, partial(_subscribe, office, texts))
    for number in range(FIRST_DAY.month, LAST_DAY.month + 1):
        first, last = month_days(dt.date(FIRST_DAY.year, number, 1))
        plan = partial(expect_delivery_rounds, first=first, last=last, actor=SYSTEM)
        yield Entry(moment(first, 0, 30), 0, plan)
    today = local_today()
    living = [day for day in living_days(LIVING_DAYS, LIVING_AHEAD) if day > LAST_DAY]
    if living:
        plan = partial(expect_delivery_rounds, first=living[0], last=living[-1], actor=SYSTEM)
        yield Entry(moment(min(living[0], today), 0, 30), 0, plan)
    past = [day for day in living if day < today and is_workday(day)]
    for number, day in enumerate((*workdays(), *past)):
        for hour, minute in ROUNDS:
            yield Entry(moment(day, hour, minute), 0, partial(room.make_rounds, number))
    yield Entry(this_morning(), 4, room.lay_ready)


def _subscribe(office: Office, texts: Texts) -> None:
    for told in texts["subscription"]:
        lines = [
            LineChange({"unit": office.key(Unit, code), "copies": copies})
            for code, copies in told["copies"].items()
        ]
        values = {name: value for name, value in told.items() if name != "copies"}
        year = {"starts_on": FIRST_DAY, "ends_on": dt.date(FIRST_DAY.year, 12, 31)}
        actor = office.actor("mail")
        create_record(
            Subscription, {**values, **year}, actor=actor, lines={SubscriptionUnit: lines}
        )
