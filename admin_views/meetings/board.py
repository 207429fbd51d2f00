"""The rooms of one office area over one day, with the days of the week beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from admin_views import current, words
from admin_views.duty.board import weekday_name
from logistics import permissions
from logistics.calendar import month_days
from logistics.database import local_today, office_zone
from logistics.permissions import Actor
from logistics.queries.meetings.figures import use_of_rooms
from logistics.queries.meetings.rooms import bookable_rooms, bookings_of_day
from logistics.verbs import AREAS
from logistics.wording import _
from models import Booking, Room, Site

blueprint = Blueprint("meeting_board", __name__, url_prefix="/admin/meeting_board")

TITLE = _("Meeting rooms")
ONE_DAY = dt.timedelta(days=1)
FIRST_HOUR, LAST_HOUR = 8, 19
QUARTERS = 4 * (LAST_HOUR - FIRST_HOUR)
TONES = {"requested": "info", "approved": "ok", "ready": "ok", "in_use": "work"}


@blueprint.get("/")
def index() -> Any:
    """The day and the office area that the address names; today and the reader's own otherwise."""
    actor = current.actor()
    permissions.require(actor, "read", Booking)
    day = _day()
    rooms = bookable_rooms(on=day)
    site = _site(rooms, actor)
    here = [room for room in rooms if site is not None and room.building.site_id == site.id]
    booked = bookings_of_day(day, room_ids=[room.id for room in here])
    use = use_of_rooms([room.id for room in here], *month_days(day))
    may_book = permissions.may(actor, "create", Booking) and day >= local_today()
    return render_template(
        "meetings/board.html",
        title=TITLE,
        day_name=words.long_day(day),
        crumbs=[(words.words(AREAS["meetings"]), None), (words.words(TITLE), None)],
        sites=_sites(rooms, site, day),
        week=_week(site, day),
        pager={
            "before": _address(site, day - 7 * ONE_DAY),
            "today": _address(site, local_today()),
            "after": _address(site, day + 7 * ONE_DAY),
        },
        hours=range(FIRST_HOUR, LAST_HOUR),
        rows=[
            _row(room, [row for row in booked if row.room_id == room.id], day, use.get(room.id))
            for room in here
        ],
        may_book=may_book,
        list_url=url_for("booking.index", starts_at__between=f"{day} to {day}"),
    )


def _row(
    room: Room, booked: Sequence[Booking], day: dt.date, use: Decimal | None
) -> dict[str, Any]:
    return {
        "room": room,
        "use": use,
        "book_url": url_for(
            "booking.new",
            room=room.id,
            starts_at=f"{day}T09:00",
            ends_at=f"{day}T10:00",
        ),
        "cells": list(cells_of(booked, day)),
    }


def cells_of(booked: Sequence[Booking], day: dt.date) -> Iterator[dict[str, Any]]:
    """A day of one room as cells that span quarters of an hour; together they make the row.

    Requests for a time that is taken have no cell of their own: their number stands in the
    meeting's.
    """
    at = 0
    drawn: list[tuple[int, int, Booking, int]] = []
    for row in sorted(booked, key=lambda row: (row.status == "requested", row.starts_at, row.id)):
        start, end = _quarters(row, day)
        meets = [n for n, other in enumerate(drawn) if start < other[1] and other[0] < end]
        if meets:
            first = meets[0]
            drawn[first] = (*drawn[first][:3], drawn[first][3] + 1)
        else:
            drawn.append((start, end, row, 0))
    for start, end, row, others in sorted(drawn, key=lambda each: each[0]):
        yield from _free(at, start)
        yield _taken(row, start, end, others)
        at = end
    yield from _free(at, QUARTERS)


def _taken(row: Booking, start: int, end: int, others: int) -> dict[str, Any]:
    zone = office_zone()
    starts, ends = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    labels = Booking._meta.fields["status"].labels
    return {
        "span": end - start,
        "is_hour": start % 4 == 0,
        "title": row.title,
        "unit": row.unit.name,
        "hours": f"{starts:%H:%M}–{ends:%H:%M}",
        "status": labels[row.status],
        "tone": TONES.get(row.status, "neutral"),
        "others": others,
        "url": url_for("booking.details", id=row.id),
    }


def _free(start: int, end: int) -> Iterator[dict[str, Any]]:
    """Free time, an hour a cell, so that the lines of the hours stay."""
    while start < end:
        stop = min(end, start - start % 4 + 4)
        yield {"span": stop - start, "is_hour": start % 4 == 0}
        start = stop


def _quarters(row: Booking, day: dt.date) -> tuple[int, int]:
    """The first quarter of an hour of a meeting and the one after its last, within the day."""
    begins = dt.datetime.combine(day, dt.time(FIRST_HOUR), office_zone())
    quarter = dt.timedelta(minutes=15)
    start = min(max((row.starts_at - begins) // quarter, 0), QUARTERS - 1)
    end = -((begins - row.ends_at) // quarter)
    return start, max(min(end, QUARTERS), start + 1)


def _day() -> dt.date:
    try:
        return dt.date.fromisoformat(request.args.get("day") or str(local_today()))
    except ValueError:
        raise BadRequest(words.words(_("Give a date such as 2026-06-30."))) from None


def _site(rooms: Sequence[Room], actor: Actor) -> Site | None:
    """The office area asked for, else the reader's own, else the first that has rooms."""
    sites = {room.building.site_id: room.building.site for room in rooms}
    wanted = request.args.get("site")
    if wanted is None:
        return sites.get(actor.site_id) or next(iter(sites.values()), None)
    for site in sites.values():
        if str(site.id) == wanted:
            return site
    raise NotFound()


def _sites(rooms: Sequence[Room], chosen: Site | None, day: dt.date) -> list[dict[str, Any]]:
    sites = {room.building.site_id: room.building.site for room in rooms}
    return [
        {"label": site.name, "url": _address(site, day), "current": site == chosen}
        for site in sites.values()
    ]


def _week(site: Site | None, day: dt.date) -> list[dict[str, Any]]:
    monday = day - day.weekday() * ONE_DAY
    return [
        {
            "label": f"{weekday_name(each)} {each.day}",
            "url": _address(site, each),
            "current": each == day,
        }
        for each in (monday + number * ONE_DAY for number in range(7))
    ]


def _address(site: Site | None, day: dt.date) -> str:
    return url_for("meeting_board.index", site=site.id if site else None, day=day)
