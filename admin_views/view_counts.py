"""How many rows each saved view of a list finds, for its tabs.

The list itself does not wait for them (decisions.md 28 leaves it no statement more): its page asks
here once it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from admin_views import words
from admin_views.addresses import read_address
from logistics import permissions
from logistics.permissions import Actor
from logistics.queries.listing import Joined, counted_together
from logistics.queries.views import opening_of

if TYPE_CHECKING:
    from admin_views.table_view import TableView

CAP = 1_000
MOST_VIEWS = 20


def counts_of(view: TableView, actor: Actor) -> dict[int, str]:
    """The bounded counts by the views' ids, all of them in one statement.

    A view that searches for words has none: finding the rows of a word takes statements of its own.
    Nor has one whose address cannot be understood any more, which its list says.
    """
    bounded: dict[int, Any] = {}
    for each in opening_of(view.table, actor).views[:MOST_VIEWS]:
        address = read_address(view.model, MultiDict(parse_qsl(each.query)))
        if address.q or address.problems:
            continue
        joined = Joined(view.model)
        query = permissions.visible(
            actor, joined.join(view.model.select(view.model.id)), view.model
        )
        parts = address.conditions()
        bounded[each.id] = query.where(*parts) if parts else query
    counts = counted_together(list(bounded.values()), cap=CAP)
    return {
        view_id: words.number(min(count, CAP)) + ("+" if count > CAP else "")
        for view_id, count in zip(bounded, counts, strict=True)
    }
