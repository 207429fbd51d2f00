"""A month's roster as the calendar of templates/macros/roster.html shows it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import flask_babel
from babel.dates import format_skeleton

from admin_views import words
from logistics.calendar import kinds_between, month_days, names_between
from logistics.database import local_today
from logistics.holidays import ADJUSTED_WORK, STATUTORY, WORKED
from logistics.queries.duty.board import Place
from logistics.tables.duty.shifts import DUTY_ROLES
from logistics.wording import Words, _
from models import DutyShift, Site

MONDAY = 0
SHORT_KINDS = {"day": _("By day"), "night": _("By night")}
OFFICE = _("Office")
Link = Callable[[dt.date], str]


class Board:
    """One month for one reader: whose name is marked, and which places are left out."""

    def __init__(
        self,
        month: dt.date,
        places: Mapping[dt.date, Sequence[Place]],
        *,
        me: int | None,
        link: Link | None = None,
        keep: Callable[[Place], bool] = lambda place: True,
    ) -> None:
        self.first, self.last = month_days(month)
        self.places = places
        self.me = me
        self.link = link
        self.keep = keep
        self.kinds = kinds_between(self.first, self.last)
        self.names = names_between(self.first, self.last)
        self.today = local_today()

    def context(self) -> dict[str, Any]:
        """What the macros ``calendar`` and ``calendar_legend`` take."""
        weeks = calendar.Calendar(MONDAY).monthdatescalendar(self.first.year, self.first.month)
        return {
            "weekdays": [weekday_name(day) for day in weeks[0]],
            "weeks": [[self._cell(day) for day in week] for week in weeks],
            "legend": self._legend(),
        }

    def _cell(self, day: dt.date) -> dict[str, Any]:
        if not self.first <= day <= self.last:
            return {"outside": True, "label": _by_skeleton("MMMd", day)}
        kind, name = self.kinds[day], self.names.get(day)
        worked = kind in WORKED
        return {
            "number": day.day,
            "url": self.link(day) if self.link else None,
            "name": words.long_day(day),
            "weekday": weekday_name(day),
            "festival": name if kind == STATUTORY else None,
            "rest": bool(name) and not worked,
            "work": kind == ADJUSTED_WORK,
            "off": not worked,
            "past": day < self.today,
            "today": day == self.today,
            "rows": self._rows(day),
        }

    def _rows(self, day: dt.date) -> list[dict[str, Any]]:
        rows: dict[tuple[int, str], list[Place]] = {}
        for place in self.places.get(day, ()):
            if self.keep(place):
                key = (place.site.id if place.site else 0, place.key.role)
                rows.setdefault(key, []).append(place)
        return [self._row(places) for places in rows.values()]

    def _row(self, places: Sequence[Place]) -> dict[str, Any]:
        full = row_label(places[0].site, places[0].key.role)
        return {
            "short": row_mark(places[0].site, places[0].key.role)[:1],
            "full": full,
            "whole": len(places) == 1 and places[0].shift.kind == "full",
            "people": [self._person(place) for place in places],
        }

    def _person(self, place: Place) -> dict[str, Any]:
        name = OFFICE if place.by_office else place.staff.name if place.staff else ""
        return {
            "name": name,
            "mine": place.staff is not None and place.staff.id == self.me,
            "empty": place.is_empty,
            "prefix": SHORT_KINDS.get(place.shift.kind),
        }

    def _legend(self) -> list[dict[str, Any]]:
        """What the marks, the first characters and the columns mean."""
        items: list[dict[str, Any]] = [{"text": _("Nobody yet"), "kind": "empty"}]
        if self.me is not None:
            items.insert(0, {"text": _("My duty"), "kind": "mine"})
        shown = [place for places in self.places.values() for place in places]
        marks = [row_mark(place.site, place.key.role) for place in shown]
        labels = dict.fromkeys(f"{mark[:1]} {mark}" for mark in marks)
        items += [{"text": text, "kind": None} for text in (*labels, *hours_told(shown))]
        return items


def row_label(site: Site | None, role: str) -> Words | str:
    """What a row of a day is called: the office area, or the role where it is another."""
    if role == "on_duty" and site is not None:
        return str(site.name)
    if site is None:
        return DUTY_ROLES[role]
    return _("%(site)s, %(role)s", site=site.name, role=DUTY_ROLES[role])


def row_mark(site: Site | None, role: str) -> str:
    """The word whose first character stands for a row where its name has no room."""
    return words.words(site.name if role == "on_duty" and site is not None else DUTY_ROLES[role])


def hours_told(places: Sequence[Place]) -> list[str]:
    """The hours of each kind of shift; shift by shift where those of one kind differ."""
    by_kind: dict[str, dict[str, str]] = {}
    for place in places:
        by_kind.setdefault(place.shift.kind, {})[place.shift.name] = hours_of(place.shift)
    labels = DutyShift._meta.fields["kind"].labels
    told: list[str] = []
    for kind, hours in by_kind.items():
        if len(set(hours.values())) == 1:
            told.append(f"{words.words(labels[kind])} {next(iter(hours.values()))}")
        else:
            told += [f"{name} {span}" for name, span in hours.items()]
    return told


def hours_of(shift: Any) -> str:
    """The clock times of a shift: ``20:00–08:00``."""
    return f"{shift.starts:%H:%M}–{shift.ends:%H:%M}"


def weekday_name(day: dt.date) -> str:
    """Mon, 周一."""
    return str(flask_babel.format_date(day, "EEE"))


def month_name(month: dt.date) -> str:
    """June 2026, 2026年6月."""
    return _by_skeleton("yMMMM", month)


def _by_skeleton(skeleton: str, day: dt.date) -> str:
    """A date with the parts of ``skeleton`` in the order and with the words of the language."""
    return str(format_skeleton(skeleton, day, locale=flask_babel.get_locale()))


def month_before(month: dt.date) -> dt.date:
    """The first day of the month before."""
    return (month.replace(day=1) - dt.timedelta(days=1)).replace(day=1)


def month_after(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return month_days(month)[1] + dt.timedelta(days=1)
