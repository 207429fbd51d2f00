"""Loads the demonstration office into an empty database, in one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from logistics.auditing import transaction
from logistics.database import at
from logistics.demo import (
    assessment,
    asset_life,
    assets,
    buildings,
    canteen,
    care,
    cleaning,
    conduct,
    costs,
    duty,
    duty_swaps,
    duty_watch,
    energy,
    fleet,
    gate,
    gate_today,
    guarding,
    issues,
    issues_today,
    learning,
    leases,
    leave,
    mail,
    meetings,
    meetings_single,
    money,
    people,
    purchasing,
    receptions,
    relocation,
    repairs,
    reporting,
    rooms,
    rules,
    runs,
    service_desk,
    shuttle,
    stock,
    targets,
    transfers,
)
from logistics.demo import office as places
from logistics.demo.diary import SET_UP_ON, Entry, moment
from logistics.demo.inboxes import read_what_is_old
from logistics.demo.office import Office
from logistics.errors import Conflict
from logistics.tables.base import Account
from logistics.tables.organisation import Site
from logistics.wording import _

Progress = Callable[[int, int], None]
AREAS: tuple[Callable[[Office], Iterator[Entry]], ...] = (
    people.events,
    rooms.events,
    rules.events,
    learning.events,
    service_desk.events,
    leave.events,
    duty.events,
    duty_watch.events,
    duty_swaps.events,
    canteen.events,
    mail.events,
    conduct.events,
    targets.events,
    care.events,
    guarding.events,
    gate.events,
    gate_today.events,
    cleaning.events,
    assessment.events,
    money.events,
    fleet.events,
    shuttle.events,
    stock.events,
    transfers.events,
    issues.events,
    issues_today.events,
    runs.events,
    purchasing.events,
    buildings.events,
    repairs.events,
    leases.events,
    relocation.events,
    costs.events,
    assets.events,
    asset_life.events,
    meetings.events,
    meetings_single.events,
    receptions.events,
    energy.events,
    reporting.events,
)


@dataclass(frozen=True)
class Loaded:
    """What the loader tells: the log-ins and their one password."""

    logins: tuple[str, ...]
    password: str
    entries: int


def is_empty() -> bool:
    """Whether nobody has begun to use this database."""
    return not Account.select().exists() and not Site.select().exists()


def load_demonstration(*, password: str = "", progress: Progress | None = None) -> Loaded:
    """Play the half-year and the days around today. Refused unless the database is empty.

    Everything is drawn from one seeded generator and from the calendar, so that two loads on the
    same day give the same office. ``progress`` is told (entries done, entries in all).
    """
    password = password or secrets.token_urlsafe(9)
    with transaction():
        if not is_empty():
            raise Conflict(_("The database already holds records; it is left as it is."))
        office = Office()
        with at(moment(SET_UP_ON, 8)):
            places.build_places()
            places.enter_calendar()
            people.build_people(office, password)
        entries = _diary(office)
        for number, entry in enumerate(entries, start=1):
            with at(entry.moment):
                entry.act()
            if progress is not None:
                progress(number, len(entries))
    read_what_is_old(office)
    logins = tuple(person.login for person in people.PEOPLE)
    return Loaded(logins, password, len(entries))


def _diary(office: Office) -> list[Entry]:
    """The entries of all areas in order of time."""
    entries: list[Entry] = []
    for events in AREAS:
        entries += events(office)
    return sorted(entries, key=lambda entry: (entry.moment, entry.order))
