"""The saved views of a list: its tabs, its menu, and the one that it opens with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from admin_views.addresses import ALL_ROWS, Address, read_address
from admin_views.saved_view_verbs import VIEW_VERBS
from logistics.database import Record
from logistics.permissions import Actor, may_verb
from logistics.queries.views import ViewOnList
from logistics.wording import Words, _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

NOT_KEPT = ("page", "after", "id", *ALL_ROWS)
"""What an address says beside the view: where in it somebody stands."""


def kept_query(model: type[Record], query: str) -> tuple[str, list[Words]]:
    """An address as a view keeps it, and what in it cannot be understood."""
    pairs = parse_qsl(query.removeprefix("?"), keep_blank_values=True)
    address = read_address(model, MultiDict(pairs))
    return urlencode(_kept(dict(pairs))), address.problems


def opens_with(views: Sequence[ViewOnList]) -> ViewOnList | None:
    """The view with which the list opens for the actor."""
    return next((view for view in views if view.is_first), None)


def view_menu(
    view: TableView, address: Address, views: Sequence[ViewOnList], actor: Actor
) -> dict[str, Any]:
    """What templates/table/views.html shows."""
    shown = _kept(address.given)
    current = next((each for each in views if dict(parse_qsl(each.query)) == shown), None)
    base = view.address_of("index")
    tabs = [
        {
            "label": _("All rows"),
            "url": base + ("?" + urlencode(ALL_ROWS) if opens_with(views) else ""),
            "current": not shown and current is None,
        },
        *(
            {
                "label": each.name,
                "url": f"{base}?{each.query or urlencode(ALL_ROWS)}",
                "current": each is current,
                "id": each.id,
            }
            for each in views
        ),
    ]
    return {
        "tabs": tabs if views else [],
        "current": current,
        "names": [each.name for each in views if each.is_own],
        "actions": _actions(current, actor) if current is not None and current.is_own else [],
        "can_save": may_verb(actor, "save_views"),
        "save_url": url_for("saved_view.save"),
        "counts_url": url_for("saved_view.counts", table=view.table) if views else None,
        "all_url": url_for("saved_view.index", table__eq=view.table),
        "query": urlencode(shown),
        "table": view.table,
    }


def _kept(given: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in given.items() if name not in NOT_KEPT and value}


def _actions(current: ViewOnList, actor: Actor) -> list[dict[str, Any]]:
    actions: list[dict[str, Any]] = [
        {
            "label": verb.label,
            "url": url_for("saved_view.verb", tail=verb.path, id=current.id),
            "icon": verb.icon,
        }
        for verb in VIEW_VERBS
        if may_verb(actor, verb.name) and (verb.when is None or verb.when(current))
    ]
    edit, delete = (url_for(f"saved_view.{page}", id=current.id) for page in ("edit", "delete"))
    actions.append({"label": _("Rename"), "url": edit, "icon": "pencil"})
    actions.append({"label": _("Delete"), "url": delete, "icon": "trash", "danger": True})
    return actions
