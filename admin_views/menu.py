"""The side menu: the areas and tables that the actor may read."""

from __future__ import annotations

from functools import cache
from typing import Any

from flask import request, url_for

from admin_views import words
from admin_views.entries import Table
from admin_views.pages import PAGES
from admin_views.registry import REGISTRY
from logistics import permissions
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.verbs import AREAS
from logistics.wording import _


def menu_of(actor: Actor) -> list[dict[str, Any]]:
    """Groups of links, the start page first."""
    groups: list[dict[str, Any]] = [
        {
            "label": words.words(_("Desk")),
            "items": [_item(words.words(_("Start")), url_for("home.index"), "house")],
        }
    ]
    by_area: dict[str, list[dict[str, Any]]] = {
        permissions.area_of(table.model): [] for table in REGISTRY
    }
    for page in PAGES:
        if any(permissions.may_verb(actor, verb) for verb in page.verbs):
            item = _item(words.words(page.label), url_for(page.endpoint), page.icon)
            by_area[page.area].append(item)
    for table in REGISTRY:
        if table.in_menu and _shown(table, actor):
            label = words.words(table.model.LABEL_MANY)
            ahead = table.model.AHEAD
            up_to_now = {f"{ahead}__le": local_today()} if ahead else {}
            url = url_for(f"{table.model._meta.table_name}.index", **up_to_now)
            by_area[permissions.area_of(table.model)].append(_item(label, url, table.icon))
    groups += [
        {"label": words.words(AREAS[area]), "items": items}
        for area, items in by_area.items()
        if items
    ]
    _mark_one([item for group in groups for item in group["items"]])
    return groups


def _mark_one(items: list[dict[str, Any]]) -> None:
    """A page below a table's address is current by itself, not together with the table."""
    current = [item for item in items if item["current"]]
    for item in sorted(current, key=lambda item: len(item["url"]))[:-1]:
        item["current"] = False


def _shown(table: Table, actor: Actor) -> bool:
    model = table.model
    return (
        model.DOCUMENT is None and "list" in model.PAGES and permissions.may(actor, "read", model)
    )


def _item(label: str, url: str, icon: str) -> dict[str, Any]:
    path, own = request.path, url.partition("?")[0]
    return {
        "label": label,
        "url": url,
        "icon": icon,
        "current": path == own if own == "/" else path.startswith(own),
        "count": None,
        "hot": False,
        "pinyin": pinyin_initials(label),
    }


@cache
def pinyin_initials(label: str) -> str:
    """The first letters of a Chinese label, so that ``cgsq`` finds 采购申请."""
    # Its dictionary of phrases is slow to load: the first page pays for it, not every command.
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(label, style=Style.FIRST_LETTER)).lower()
