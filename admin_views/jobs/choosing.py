"""The rows that an action is for: those that the address names, or all that match its filters."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import request
from werkzeug.exceptions import BadRequest

from admin_views import words
from admin_views.addresses import Address, read_address
from logistics.operations.outcomes import Seen
from logistics.permissions import Actor
from logistics.wording import _

if TYPE_CHECKING:
    from admin_views.table_view import TableView

MOST_ROWS = 20_000
SAMPLE = 50


@dataclass(frozen=True)
class Chosen:
    """Rows with the versions in which they were chosen."""

    seen: Sequence[Seen]
    is_all: bool

    @property
    def ids(self) -> list[int]:
        return [one.id for one in self.seen]

    @property
    def mark(self) -> str:
        """What tells whether these are still the rows, in the versions, that were shown."""
        text = ",".join(f"{one.id}:{one.row_version}" for one in self.seen)
        return hashlib.sha256(text.encode()).hexdigest()

    def sample(self, model: Any) -> list[Any]:
        """The first rows themselves, in order."""
        ids = self.ids[:SAMPLE]
        found = {row.id: row for row in model.select().where(model.id.in_(ids))}
        return [found[row_id] for row_id in ids if row_id in found]


def chosen_rows(view: TableView, actor: Actor) -> Chosen:
    """The rows of the address, within the actor's scope; 404 for one that is not."""
    if "all" not in request.args:
        return Chosen([Seen(row.id, row.row_version) for row in view.many()], is_all=False)
    address = read_address(view.model, request.args)
    if address.problems:
        raise BadRequest(" ".join(words.words(problem) for problem in address.problems))
    seen = view.listing(address, actor).seen_rows(MOST_ROWS + 1)
    if len(seen) > MOST_ROWS:
        raise BadRequest(
            words.words(_("At most %(most)s records at once; filter further.", most=MOST_ROWS))
        )
    if not seen:
        raise BadRequest(words.words(_("No record matches any more.")))
    return Chosen(seen, is_all=True)


def all_query(address: Address) -> str:
    """The address of all rows that match, as a query without its mark."""
    return address.url(page=None, page_size=None, all="1").removeprefix("?")


def is_unchanged(chosen: Chosen) -> bool:
    """Whether the form was made from these rows as they are now."""
    return request.form.get("mark") == chosen.mark
