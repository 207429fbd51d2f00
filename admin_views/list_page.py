"""What templates/table/list.html shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import render_template, url_for
from markupsafe import Markup

from admin_views import words
from admin_views.addresses import PAGE_SIZES, Address
from admin_views.columns import ShownColumn
from admin_views.filters import BY_KIND, OPERATORS, RANGE, Filter, kind_of, operators_of
from admin_views.listing import COUNT_CAP, Page
from logistics import permissions
from logistics.columns import Choice, Reference
from logistics.database import local_today
from logistics.permissions import Actor
from logistics.queries.structure import KEPT_BY_THE_HOUSE
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

LINKED = ("doc_no", "name", "title", "code")


def list_page(view: TableView, address: Address, actor: Actor) -> str:
    """The whole page of a list."""
    listing = view.listing(address, actor)
    page = listing.page()
    return render_template(
        "table/list.html",
        view={
            **view.facts(),
            "export_urls": _export_urls(view, address, actor),
            "can_bulk": bool(_bulk(view, actor)),
        },
        columns=[_head(column, address) for column in listing.columns],
        rows=_rows(view, listing.columns, page, actor),
        q=address.q,
        kept=_kept(address),
        chips=[_chip(part, address) for part in address.filters],
        clear_url=address.url(**dict.fromkeys([part.key for part in address.filters]), page=None),
        filter_columns=_filter_columns(view),
        total={"count": page.count, "capped": page.capped, "cap": COUNT_CAP},
        sums=[
            {"label": column.label, "page": on_page, "all": total}
            for column, on_page, total in page.sums
        ],
        pager=_pager(address, page),
        bulk=_bulk(view, actor),
        messages=address.problems,
        empty=_empty(view, address),
        tabs=_tabs(view, address),
        crumbs=view.crumbs(),
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


def _head(column: ShownColumn, address: Address) -> dict[str, Any]:
    direction = None
    for name, descending in address.sort[:1]:
        if name == column.name:
            direction = "desc" if descending else "asc"
    turned = column.name if direction == "desc" else f"-{column.name}"
    sort = turned if direction else column.name
    return {
        "name": column.name,
        "label": column.label,
        "unit": column.unit,
        "numeric": column.numeric,
        "sorted": direction,
        "sort_url": address.url(sort=sort, page=None) if column.is_own else None,
        "css": column.css,
    }


def _rows(
    view: TableView, columns: list[ShownColumn], page: Page, actor: Actor
) -> list[dict[str, Any]]:
    details = view.address_of("details") + "?id="
    edit = _edit_prefix(view, actor)
    naming = _naming(columns)
    rows = []
    for row_id, status, *values in page.rows:
        cells = [column.cell(value) for column, value in zip(columns, values, strict=True)]
        url = f"{details}{row_id}"
        linked = next((place for place in naming if values[place]), 0)
        name = cells[linked] or f"#{row_id}"
        cells[linked] = Markup('<a href="{}">{}</a>').format(url, name)
        editable = edit and (not view.model.EDITABLE_IN or status in view.model.EDITABLE_IN)
        rows.append(
            {
                "id": row_id,
                "url": url,
                "edit_url": f"{edit}{row_id}" if editable else None,
                "title": columns[linked].text(values[linked]) or f"#{row_id}",
                "cells": cells,
            }
        )
    return rows


def _naming(columns: list[ShownColumn]) -> list[int]:
    """The columns that may lead to the record, best first."""
    names = [column.name for column in columns]
    return [names.index(name) for name in LINKED if name in names]


def _edit_prefix(view: TableView, actor: Actor) -> str | None:
    if "edit" not in view.model.PAGES or not permissions.may(actor, "edit", view.model):
        return None
    return view.address_of("edit") + "?id="


def _export_urls(view: TableView, address: Address, actor: Actor) -> list[tuple[str, str]]:
    if "export" not in view.model.PAGES or not permissions.may(actor, "export", view.model):
        return []
    query = address.url(page=None, page_size=None)
    return [
        (kind.upper(), url_for(f"{view.table}.export", kind=kind) + (query if query != "?" else ""))
        for kind in ("csv", "xlsx", "json")
    ]


def _bulk(view: TableView, actor: Actor) -> list[dict[str, Any]]:
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
    column = part.column
    text = part.text
    if isinstance(column, Choice):
        values = part.value if isinstance(part.value, list) else [part.value]
        labels = [words.words(column.labels[value]) for value in values if value in column.labels]
        text = ", ".join(labels) or text
    elif isinstance(column, Reference) and isinstance(part.value, int):
        row = column.rel_model.get_or_none(column.rel_model.id == part.value)
        text = words.words(str(row)) if row is not None else text
    elif isinstance(part.value, bool):
        text = words.written(part.value)
    elif part.operator == "between":
        text = text.replace(RANGE, " – ")
    return {
        "label": column.verbose_name,
        "operator": OPERATORS[part.operator],
        "text": text,
        "remove_url": address.url(**{part.key: None, "page": None}),
    }


def _kept(address: Address) -> list[tuple[str, str]]:
    """What the search form carries along."""
    return [(name, value) for name, value in address.given.items() if name not in ("q", "page")]


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
            "choices": list(field.labels.items()) if isinstance(field, Choice) else None,
            "lookup_url": url_for(f"{field.rel_model._meta.table_name}.lookup")
            if isinstance(field, Reference)
            else None,
        }
        for field in fields
    ]


def _pager(address: Address, page: Page) -> dict[str, Any]:
    pages = None if page.capped else max(1, -(-page.count // address.page_size))
    return {
        "newer_url": address.url(page=address.page - 1) if address.page > 1 else None,
        "older_url": address.url(page=address.page + 1) if page.has_older else None,
        "page": address.page,
        "pages": pages,
        "page_size": address.page_size,
        "sizes": [(size, address.url(page_size=size, page=None)) for size in PAGE_SIZES],
    }


def _empty(view: TableView, address: Address) -> dict[str, Any]:
    if address.filters or address.q:
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
