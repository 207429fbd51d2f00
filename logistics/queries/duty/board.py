"""A month's roster day by day, and how evenly it burdens people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from logistics.calendar import month_days
from logistics.queries.duty.checks import duties_of, key_of
from logistics.queries.duty.posts import PostKey, office_hours_of, pools, posts_of, tally_so_far
from logistics.queries.duty.standing import ROLE_ORDER
from logistics.rostering import DAY_CLASSES
from logistics.tables.duty import DutyMonth, DutyShift
from logistics.tables.organisation import Site
from logistics.tables.people import Staff


@dataclass(frozen=True)
class Place:
    """One post of one day. ``staff`` is None on an empty post and where the office keeps it."""

    key: PostKey
    shift: DutyShift
    site: Site | None
    staff: Staff | None
    by_office: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether somebody is missing here."""
        return self.staff is None and not self.by_office


@dataclass(frozen=True)
class Burden:
    """A person's duties by class of day: in one month, and in all with what he brought along."""

    staff: Staff
    role: str
    month: Mapping[str, int]
    so_far: Mapping[str, int]


def places_of(month: DutyMonth, *, gaps_from: dt.date) -> dict[dt.date, list[Place]]:
    """Every post of a month by day, in the order of office areas, roles and hours.

    Empty posts are shown from the day ``gaps_from`` on: shifts that were changed since do not tear
    holes into the past.
    """
    places: dict[dt.date, list[Place]] = defaultdict(list)
    filled = set()
    for duty in duties_of(month):
        filled.add(key_of(duty))
        places[duty.duty_on].append(Place(key_of(duty), duty.shift, duty.site, duty.staff))
    for post in posts_of(month.month):
        if post.key not in filled and post.key.duty_on >= gaps_from:
            places[post.key.duty_on].append(Place(post.key, post.shift, post.shift.site, None))
    for day, shift in office_hours_of(month.month):
        key = PostKey(shift.id, day, "on_duty", 1)
        places[day].append(Place(key, shift, shift.site, None, by_office=True))
    for row in places.values():
        row.sort(key=rank)
    return places


def burdens_of(month: DutyMonth) -> list[Burden]:
    """How many duties each member of the pools has, by class of day."""
    given: dict[tuple[str, int], list[str]] = defaultdict(list)
    for duty in duties_of(month):
        given[duty.role, duty.staff_id].append(duty.day_class)
    so_far = tally_so_far()
    people = {
        (role, person.id): person
        for (role, site_id), pool in pools().items()
        for person in pool
        if site_id is None
    }
    return [
        Burden(
            person,
            role,
            _counts(given[role, staff_id]),
            {each: so_far.days[role, staff_id, each] for each in DAY_CLASSES},
        )
        for (role, staff_id), person in sorted(people.items(), key=lambda item: _by_role(item[0]))
    ]


def month_of(day: dt.date) -> DutyMonth | None:
    """The roster of the month in which ``day`` lies."""
    month: DutyMonth | None = DutyMonth.get_or_none(DutyMonth.month == month_days(day)[0])
    return month


def rank(place: Place) -> tuple[bool, int, str, int, dt.time, int]:
    """Leaders first, then office area by office area, each in the order of roles and hours."""
    site = place.site
    return (
        place.key.role != "leader",
        site.position if site else -1,
        site.code if site else "",
        ROLE_ORDER.index(place.key.role),
        place.shift.starts,
        place.key.place,
    )


def _counts(classes: Sequence[str]) -> dict[str, int]:
    return {each: classes.count(each) for each in DAY_CLASSES}


def _by_role(key: tuple[str, int]) -> tuple[int, int]:
    return ROLE_ORDER.index(key[0]), key[1]
