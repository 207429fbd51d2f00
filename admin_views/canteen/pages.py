"""This week's menu, for everybody."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.exceptions import BadRequest, NotFound

from admin_views import current, words
from admin_views.canteen.board import board_of
from logistics import permissions
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.queries.canteen.menus import open_canteens, published_menu, week_of
from logistics.tables.canteen.menus import WEEK
from logistics.verbs import AREAS
from logistics.wording import _
from models import Canteen, Menu

blueprint = Blueprint("canteen_page", __name__)
TITLE = _("This week's menu")


@blueprint.get("/canteen/menu")
def menu() -> Any:
    """The published menu of a canteen: of this week, unless the address names another."""
    actor = current.actor()
    permissions.require_verb(actor, "read_menus")
    starts_on = _week_asked_for()
    canteens = open_canteens(starts_on + WEEK)
    canteen = _chosen(canteens, actor)
    found = published_menu(canteen, starts_on) if canteen is not None else None
    may_read = permissions.may(actor, "read", Menu)
    return render_template(
        "canteen/menu.html",
        title=TITLE if starts_on == week_of(local_today()) else _("Weekly menu"),
        canteen=canteen,
        weekly=found,
        starts_on=starts_on,
        ends_on=starts_on + WEEK - dt.timedelta(days=1),
        days=board_of(found) if found is not None else [],
        canteens=[
            {
                "label": each.name,
                "url": _address(each, starts_on),
                "current": each == canteen,
            }
            for each in canteens
        ],
        pager={
            "before": _address(canteen, starts_on - WEEK),
            "today": _address(canteen, week_of(local_today())),
            "after": _address(canteen, starts_on + WEEK),
        },
        print_url=url_for("menu.print", id=found.id) if found is not None and may_read else None,
        crumbs=[(words.words(AREAS["canteen"]), None), (words.words(TITLE), None)],
    )


def _week_asked_for() -> dt.date:
    text = request.args.get("week", "")
    if not text:
        return week_of(local_today())
    try:
        return week_of(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        raise BadRequest(words.words(_("Give a date such as 2026-06-30."))) from None


def _chosen(canteens: list[Canteen], actor: Actor) -> Canteen | None:
    """The canteen that the address names, else that of one's own office area, else the first."""
    wanted = request.args.get("canteen")
    if wanted is not None:
        for canteen in canteens:
            if str(canteen.id) == wanted:
                return canteen
        raise NotFound()
    own = [canteen for canteen in canteens if canteen.site_id == actor.site_id]
    return next(iter([*own, *canteens]), None)


def _address(canteen: Canteen | None, starts_on: dt.date) -> str:
    return url_for(
        "canteen_page.menu",
        canteen=canteen.id if canteen is not None else None,
        week=starts_on.isoformat(),
    )
