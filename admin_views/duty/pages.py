"""The roster for everybody, and the calendar address that needs no log-in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, abort, make_response, render_template, request, url_for
from werkzeug.exceptions import BadRequest

from admin_views import current, words
from admin_views.duty.board import Board, month_after, month_before, month_name
from admin_views.duty.feed import calendar_of
from admin_views.duty.panels import coming_entries, on_duty_entries, span_of
from logistics import permissions
from logistics.calendar import calendar_warning, month_days
from logistics.database import local_today, now
from logistics.operations.duty.addresses import open_calendar_addresses
from logistics.permissions import Actor
from logistics.queries.duty.board import Place, month_of, places_of
from logistics.queries.duty.feed import feed_of, open_address_of
from logistics.queries.duty.swaps import my_duties_to_swap, open_swaps_of
from logistics.tables.duty.roster import PUBLIC_STATES
from logistics.verbs import AREAS
from logistics.wording import Words, _
from models import DutyMonth, DutySwap, Site

blueprint = Blueprint("duty", __name__)
CALENDAR_TYPE = "text/calendar; charset=utf-8"
TITLE = _("Duty roster")


@blueprint.get("/duty")
def roster() -> Any:
    """The month as a calendar, who is on duty now, my next shifts, and swaps."""
    actor = current.actor()
    permissions.require(actor, "read", DutyMonth)
    first = _month_asked_for()
    month = month_of(first)
    shown = month if month is not None and month.status in PUBLIC_STATES else None
    return render_template(
        "duty/roster.html",
        title=TITLE,
        month=month,
        month_name=month_name(first),
        is_public=shown is not None,
        board=_board(first, shown, actor).context() if shown else None,
        pager=_pager(first),
        views=_views(first, actor),
        on_duty=on_duty_entries(),
        at=now(),
        coming=coming_entries(actor.staff_id, most=3),
        warning=calendar_warning(*month_days(first)),
        compile_url=_compile_url(month, actor),
        print_url=url_for("duty_month.print", id=shown.id) if shown else None,
        crumbs=_crumbs((TITLE, None)),
        **_own_affairs(actor),
    )


@blueprint.post("/duty/calendar")
def open_calendar() -> Any:
    """Make a new calendar address and show its secret, once."""
    token = open_calendar_addresses(actor=current.actor())
    answer = make_response(
        render_template(
            "duty/address.html",
            title=_("My calendar address"),
            address=url_for("duty.feed", token=token, _external=True),
            crumbs=_crumbs((TITLE, url_for("duty.roster")), (_("My calendar address"), None)),
        )
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.get("/calendar/<token>.ics")
@current.public
def feed(token: str) -> Any:
    """A person's duty for a calendar program; whoever has the address reads it, nothing else."""
    found = feed_of(token)
    if found is None:
        abort(404)
    # A calendar program names no language; its person has chosen one.
    words.speak(found.staff.account.language or "en")
    answer = make_response(calendar_of(found))
    answer.headers["Content-Type"] = CALENDAR_TYPE
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _month_asked_for() -> dt.date:
    text = request.args.get("month", "")
    if not text:
        return local_today().replace(day=1)
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        raise BadRequest(words.words(_("Give a month such as 2026-06."))) from None


def _board(first: dt.date, month: DutyMonth, actor: Actor) -> Board:
    chosen = request.args.get("show", "")

    def keep(place: Place) -> bool:
        if chosen == "mine":
            return place.staff is not None and place.staff.id == actor.staff_id
        return not chosen or place.site is None or str(place.site.id) == chosen

    places = places_of(month, gaps_from=local_today())
    return Board(first, places, me=actor.staff_id, keep=keep)


def _pager(first: dt.date) -> dict[str, str]:
    def address(month: dt.date) -> str:
        return url_for("duty.roster", month=f"{month:%Y-%m}", show=request.args.get("show"))

    return {
        "before": address(month_before(first)),
        "today": url_for("duty.roster", show=request.args.get("show")),
        "after": address(month_after(first)),
    }


def _views(first: dt.date, actor: Actor) -> list[dict[str, Any]]:
    """All, only mine, or one office area."""
    choices: list[tuple[str | None, Words | str]] = [(None, _("All"))]
    if actor.staff_id is not None:
        choices.append(("mine", _("Only mine")))
    sites = Site.select().order_by(Site.position, Site.code)
    choices += [(str(site.id), site.name) for site in sites]
    chosen = request.args.get("show") or None
    return [
        {
            "label": label,
            "url": url_for("duty.roster", month=f"{first:%Y-%m}", show=code),
            "current": code == chosen,
        }
        for code, label in choices
    ]


def _compile_url(month: DutyMonth | None, actor: Actor) -> str | None:
    """Where whoever compiles goes on: to the draft, or to a new month."""
    if not permissions.may_verb(actor, "assign_duties"):
        return None
    if month is None:
        return url_for("duty_month.new")
    if month.status == "draft":
        return url_for("duty_month.verb", tail="compile", id=month.id)
    return url_for("duty_month.details", id=month.id)


def _own_affairs(actor: Actor) -> dict[str, Any]:
    """Swaps and the calendar address, for people who are on the staff."""
    if actor.staff_id is None or not permissions.may_verb(actor, "request_swaps"):
        return {"swaps": [], "to_swap": [], "has_own": False, "address": None}
    labels = DutySwap._meta.fields["status"].labels
    return {
        "has_own": True,
        "swaps": [
            {
                "text": str(swap.from_assignment),
                "state": labels[swap.status],
                "mine": swap.from_assignment.staff_id == actor.staff_id,
                "url": url_for("duty_swap.details", id=swap.id),
            }
            for swap in open_swaps_of(actor.staff_id)
        ],
        "to_swap": [
            {"id": duty.id, "day": duty.duty_on, "shift": duty.shift.name, "hours": _hours(duty)}
            for duty in my_duties_to_swap(actor.staff_id)
        ],
        "address": open_address_of(actor.staff_id),
    }


def _hours(duty: Any) -> Words | str:
    return span_of(duty.starts_at, duty.ends_at)


def _crumbs(*steps: tuple[Words, str | None]) -> list[tuple[str, str | None]]:
    trail = [(AREAS["duty"], None), *steps]
    return [(words.words(label), url) for label, url in trail]
