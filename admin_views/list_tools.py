"""What a list page holds beside its rows: arranging, conditions, figures, groups and cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import url_for

from admin_views import proof, words
from admin_views.cells import cell_columns
from admin_views.charting import THEMES, title_of
from admin_views.conditions import Group
from admin_views.filters import OPERATORS, Filter
from admin_views.grouping import Groups, group_context
from admin_views.listing import Listing, Page
from admin_views.telling import told_value
from admin_views.totals import feet
from logistics import permissions
from logistics.permissions import Actor
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.addresses import Address
    from admin_views.table_view import TableView


def also_sorted(address: Address, name: str) -> str:
    """The address with one more column to sort by, or with that one turned round."""
    # The table's own order is not added to.
    parts = dict(address.sort) if "sort" in address.given else {}
    parts[name] = not parts[name] if name in parts else False
    sort = ",".join(f"-{each}" if down else each for each, down in parts.items())
    return address.url(sort=sort, page=None)


def page_of_groups(found: Groups) -> Page:
    """A page without rows: how many there are is what the groups say."""
    count = sum(line.tally.rows for line in found.lines if line.level == 0)
    return Page([], count, found.capped, [], False)


def list_tools(
    view: TableView, listing: Listing, page: Page, groups: Groups | None, actor: Actor
) -> dict[str, Any]:
    """Their part of what templates/table/list.html shows."""
    address, model = listing.address, listing.model
    may_edit = permissions.may(actor, "edit", model)
    return {
        "arrange_url": view.address_of("arrange") + address.url(),
        "where": _where(address),
        "feet": feet(listing, address.totals, page.figures) if page.figures else {},
        "groups": None if groups is None else group_context(listing, groups),
        "charts": [] if groups is None else _charts(view, address, groups),
        "cells": {
            # Where the password is asked for once more, it is asked for on a page.
            "names": _cells(view, model) if may_edit and view.table not in proof.TABLES else [],
            "url": view.address_of("cell"),
        },
    }


def _cells(view: TableView, model: Any) -> list[str]:
    return [name for name in cell_columns(model) if name != proof.COLUMNS.get(view.table)]


def _where(address: Address) -> dict[str, Any]:
    if address.where is None:
        return {"tree": None, "text": None, "remove_url": None}
    return {
        "tree": _tree(address.where, address),
        "text": _sentence(address.where, address),
        "remove_url": address.url(where=None, page=None),
    }


def _tree(part: Group | Filter, address: Address) -> dict[str, Any]:
    """The conditions as ``static/conditions.js`` takes them."""
    if isinstance(part, Group):
        return {"joiner": part.joiner, "parts": [_tree(each, address) for each in part.parts]}
    return {
        "name": part.name,
        "operator": part.operator,
        "text": part.text,
        "shown": told_value(part, address),
    }


def _sentence(part: Group | Filter, address: Address, *, inner: bool = False) -> str:
    """The conditions as people say them."""
    if isinstance(part, Filter):
        said = (part.column.verbose_name, OPERATORS[part.operator], told_value(part, address))
        return " ".join(words.words(word) for word in said)
    joiner = words.words(_(" and ") if part.joiner == "and" else _(" or "))
    text = joiner.join(_sentence(each, address, inner=True) for each in part.parts)
    return words.words(_("(%(text)s)", text=text)) if inner else text


def _charts(view: TableView, address: Address, groups: Groups) -> list[dict[str, str]]:
    """The picture for each theme; the stylesheet shows the one that the page has."""
    if address.chart is None or not groups.lines:
        return []
    base = url_for(f"{view.table}.chart") + address.url(page=None, page_size=None, columns=None)
    return [
        {
            "theme": theme,
            "url": f"{base}&theme={theme}",
            "label": words.words(title_of(groups, address.chart)),
        }
        for theme in THEMES
    ]
