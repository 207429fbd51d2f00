"""What templates/table/list.html shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from flask import get_template_attribute, redirect, render_template, request, url_for
from markupsafe import Markup

from admin_views import words
from admin_views.addresses import PAGE_SIZES, Address, read_address
from admin_views.columns import ShownColumn, icons_url
from admin_views.filters import BY_KIND, OPERATORS, Filter, kind_of, operators_of
from admin_views.grouping import groups_of
from admin_views.jobs.bulk_edit import bulk_edit_action
from admin_views.jobs.choosing import all_query
from admin_views.list_rows import Ways, body_rows
from admin_views.list_tools import also_sorted, list_tools, page_of_groups
from admin_views.listing import COUNT_CAP, Page
from admin_views.telling import rows_spoken_of, told_value
from admin_views.view_menu import opens_with, view_menu
from logistics import permissions
from logistics.columns import Choice, Reference
from logistics.database import local_today
from logistics.periods import RELATIVE
from logistics.permissions import Actor
from logistics.queries.structure import KEPT_BY_THE_HOUSE
from logistics.queries.views import ViewOnList, opening_of
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

_dialogs: dict[tuple[str, str, str], str] = {}


def answer_list(view: TableView, actor: Actor) -> Any:
    """The list; without anything in the address, the view with which it opens for the actor."""
    address = read_address(view.model, request.args)
    views, address.names = opening_of(view.table, actor, rows_spoken_of(address))
    first = opens_with(views)
    if first is not None and first.query and not request.args:
        return redirect(f"{view.address_of('index')}?{first.query}")
    address.opens_a_view = first is not None
    page = list_page(view, address, actor, views)
    return page, 400 if address.problems else 200


def list_page(
    view: TableView, address: Address, actor: Actor, views: Sequence[ViewOnList] = ()
) -> str:
    """The whole page of a list."""
    listing = view.listing(address, actor)
    groups = groups_of(listing) if address.group else None
    page = listing.page() if groups is None else page_of_groups(groups)
    menu = view_menu(view, address, views, actor)
    return render_template(
        "table/list.html",
        view={
            **view.facts(),
            "export_urls": _export_urls(view, address, actor),
            "can_bulk": bool(_bulk(view, actor)),
        },
        columns=_heads(listing.columns, address),
        rows=_rows(view, listing.columns, page, actor),
        q=address.q,
        kept=_kept(address),
        chips=[_chip(part, address) for part in address.filters],
        clear_url=address.url(
            **dict.fromkeys([part.key for part in address.filters]), q=None, where=None, page=None
        ),
        filter_dialog=_filter_dialog(view),
        total={"count": page.count, "capped": page.capped, "cap": COUNT_CAP},
        sums=[
            {"label": column.label, "page": on_page, "all": total}
            for column, on_page, total in page.sums
        ],
        pager=_pager(address, page),
        bulk=_bulk(view, actor),
        all_query=all_query(address),
        messages=address.problems,
        empty=_empty(view, address),
        tabs=_tabs(view, address) + menu["tabs"][1 if view.model.TODAY else 0 :],
        crumbs=view.crumbs(),
        views=menu,
        **list_tools(view, listing, page, groups, actor),
    )


def _tabs(view: TableView, address: Address) -> list[dict[str, Any]]:
    """Today alone, of a table whose rows are laid out beforehand; the rest of the address stays."""
    if not view.model.TODAY:
        return []
    key, today = f"{view.model.TODAY}__eq", local_today().isoformat()
    is_today = address.given.get(key) == today
    kept = {key: today, "sort": address.given.get("sort") or view.model.TODAY, "page": None}
    return [
        {
            "label": _("All"),
            "url": address.url(**{key: None, "page": None}),
            "current": not is_today,
        },
        {"label": _("Today"), "url": address.url(**kept), "current": is_today},
    ]


def _heads(columns: Sequence[ShownColumn], address: Address) -> list[dict[str, Any]]:
    """Which comes first in the order is said where several that are shown have a part in it."""
    sorted_by = dict(address.sort)
    several = sum(column.name in sorted_by for column in columns) > 1
    return [_head(column, address, several) for column in columns]


def _head(column: ShownColumn, address: Address, several: bool) -> dict[str, Any]:
    order = {name: (place, down) for place, (name, down) in enumerate(address.sort, start=1)}
    place, descending = order.get(column.name, (None, False))
    direction = None if place is None else "desc" if descending else "asc"
    turned = column.name if direction == "desc" else f"-{column.name}"
    sort = turned if direction else column.name
    return {
        "name": column.name,
        "label": column.label,
        "unit": column.unit,
        "numeric": column.numeric,
        "width": column.width,
        "sorted": direction,
        "place": place if several else None,
        "sort_url": address.url(sort=sort, page=None) if column.is_own else None,
        "also_url": also_sorted(address, column.name) if column.is_own else None,
        "css": column.css,
    }


def _rows(view: TableView, columns: list[ShownColumn], page: Page, actor: Actor) -> Markup:
    ways = Ways(
        details=view.address_of("details") + "?id=",
        edit=_edit_prefix(view, actor),
        editable_in=view.model.EDITABLE_IN,
        can_choose=bool(_bulk(view, actor)),
    )
    return body_rows(columns, page.rows, ways, icons_url())


def _edit_prefix(view: TableView, actor: Actor) -> str | None:
    if "edit" not in view.model.PAGES or not permissions.may(actor, "edit", view.model):
        return None
    return view.address_of("edit") + "?id="


def _export_urls(view: TableView, address: Address, actor: Actor) -> list[tuple[Any, str]]:
    if "export" not in view.model.PAGES or not permissions.may(actor, "export", view.model):
        return []
    kinds = ("csv", "xlsx", "json")
    return [
        (
            _("%(kind)s, every column", kind=kind.upper()) if wanted == "all" else kind.upper(),
            url_for(f"{view.table}.export", kind=kind)
            + address.url(page=None, page_size=None, export=wanted),
        )
        for wanted in ("view", "all")
        for kind in kinds
    ]


def _bulk(view: TableView, actor: Actor) -> list[dict[str, Any]]:
    edit = bulk_edit_action(view, actor)
    return [
        *([edit] if edit else []),
        *_bulk_verbs(view, actor),
    ]


def _bulk_verbs(view: TableView, actor: Actor) -> list[dict[str, Any]]:
    return [
        {
            "label": verb.label,
            "url": url_for(f"{view.table}.verb", tail=verb.path),
            "icon": verb.icon,
            "danger": verb.danger,
        }
        for verb in view.verbs
        if verb.bulk and permissions.may_verb(actor, verb.name)
    ]


def _chip(part: Filter, address: Address) -> dict[str, Any]:
    return {
        "label": part.column.verbose_name,
        "operator": OPERATORS[part.operator],
        "text": told_value(part, address),
        "remove_url": address.url(**{part.key: None, "page": None}),
    }


def _kept(address: Address) -> list[tuple[str, str]]:
    """What the search form carries along."""
    left = ("q", "page", "after")
    return [(name, value) for name, value in address.given.items() if name not in left]


def _filter_dialog(view: TableView) -> str:
    """The dialog that adds a filter: for one table always the same words."""
    key = (view.table, words.language(), view.address_of("index"))
    if key not in _dialogs:
        draw = get_template_attribute("table/filters.html", "filter_dialog")
        columns = _filter_columns(view)
        _dialogs[key] = draw(columns) if columns else Markup("")
    return _dialogs[key]


def _filter_columns(view: TableView) -> list[dict[str, Any]]:
    fields = [
        field
        for field in view.model._meta.sorted_fields
        if field.name not in view.model.SECRET
        and (field.name not in KEPT_BY_THE_HOUSE or field.name == "created_at")
        and BY_KIND[kind_of(field)]
    ]
    return [
        {
            "name": field.name,
            "label": field.verbose_name,
            "kind": kind_of(field),
            "operators": [(code, OPERATORS[code]) for code in operators_of(field)],
            "periods": list(RELATIVE.items()) if kind_of(field) == "date" else None,
            "choices": list(field.labels.items()) if isinstance(field, Choice) else None,
            "lookup_url": url_for(f"{field.rel_model._meta.table_name}.lookup")
            if isinstance(field, Reference)
            else None,
        }
        for field in sorted(fields, key=lambda field: field.name in KEPT_BY_THE_HOUSE)
    ]


def _pager(address: Address, page: Page) -> dict[str, Any]:
    pages = None if page.capped else max(1, -(-page.count // address.page_size))
    return {
        "newer_url": address.url(page=address.page - 1) if address.page > 1 else None,
        "older_url": address.url(page=address.page + 1, after=page.next_key)
        if page.has_older
        else None,
        "page": address.page,
        "pages": pages,
        "page_size": address.page_size,
        "sizes": [(size, address.url(page_size=size, page=None)) for size in PAGE_SIZES],
    }


def _empty(view: TableView, address: Address) -> dict[str, Any]:
    if address.filters or address.q or address.where:
        return {
            "text": _("Nothing matches. Try with one filter less."),
            "url": view.address_of("index"),
            "label": _("Show all"),
        }
    facts = view.facts()
    return {
        "text": _("There is nothing here yet."),
        "url": facts["new_url"],
        "label": _("Create the first one"),
    }
