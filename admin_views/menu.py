"""The side menu: the areas and tables that the actor may read."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

from flask import current_app, request, url_for
from markupsafe import Markup

from admin_views import words
from admin_views.entries import Table
from admin_views.pages import PAGES
from admin_views.registry import REGISTRY
from logistics import grams, permissions
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.verbs import AREAS
from logistics.wording import _

MOST_MENUS = 64
Groups = list[dict[str, Any]]

_drawn: OrderedDict[Hashable, tuple[str, dict[str, int]]] = OrderedDict()
"""Menus as HTML, with the group of each address: 240 links cost more than the rows of a list."""


def menu_of(actor: Actor) -> Markup:
    """The groups of links that an actor has, drawn once for his rights, the present one marked."""
    key = (actor.grants, words.language(), request.root_path, local_today())
    if key not in _drawn:
        groups = groups_of(actor)
        places = {item["url"]: n for n, group in enumerate(groups, 1) for item in group["items"]}
        # Not as a page: the frame of a page has a menu itself.
        template = current_app.jinja_env.get_template("menu.html")
        _drawn[key] = template.render(menu=groups), places
        if len(_drawn) > MOST_MENUS:
            _drawn.popitem(last=False)
    html, places = _drawn[key]
    return Markup(_marked(html, places, request.root_path + request.path))  # noqa: S704 - a template's


def _marked(html: str, places: dict[str, int], path: str) -> str:
    """The menu with the link marked that leads closest to where the visitor is."""
    own = {url: url.partition("?")[0] for url in places}
    here = [
        url for url in places if path == own[url] or (own[url] != "/" and path.startswith(own[url]))
    ]
    if not here:
        return html
    url = max(here, key=lambda url: len(own[url]))
    html = html.replace(f'<a href="{url}">', f'<a href="{url}" aria-current="page">', 1)
    group = f'<details data-menu-group="{places[url]}"'
    return html.replace(f"{group}>", f"{group} open>", 1)


def groups_of(actor: Actor) -> Groups:
    """Groups of links, the start page first."""
    groups: Groups = [
        {
            "label": words.words(_("Desk")),
            "items": [_item(words.words(_("Start")), url_for("home.index"), "house")],
        }
    ]
    by_area: dict[str, Groups] = {permissions.area_of(table.model): [] for table in REGISTRY}
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
    return groups


def _shown(table: Table, actor: Actor) -> bool:
    model = table.model
    return (
        model.DOCUMENT is None and "list" in model.PAGES and permissions.may(actor, "read", model)
    )


def _item(label: str, url: str, icon: str) -> dict[str, Any]:
    return {"label": label, "url": url, "icon": icon, "pinyin": grams.initials(label)}
