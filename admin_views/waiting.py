"""What waits for a person at the start page: rows in a state that his rights have him take on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from logistics import permissions
from logistics.database import Record
from logistics.permissions import Actor
from logistics.wording import Words, _


@dataclass(frozen=True)
class Wait:
    """Rows of a table in one state, which whoever holds the verb has to take on."""

    model: type[Record]
    status: str
    verb: str
    icon: str
    words: Words
    others: Callable[[Actor], Any] | None = None
    """The rows that the person may take on, where his own are not among them."""


def waiting_by_state(waits: Sequence[Wait], actor: Actor) -> Iterator[dict[str, Any]]:
    """One line a kind, with its number; one statement for each verb that the actor holds."""
    for wait in waits:
        if not permissions.may_verb(actor, wait.verb):
            continue
        status = wait.model._meta.fields["status"]
        rows = wait.model.select().where(status == wait.status)
        if wait.others is not None:
            rows = rows.where(wait.others(actor))
        count = permissions.within_verb(actor, rows, wait.model, wait.verb).count()
        if count:
            yield {
                "kind": wait.model.LABEL_MANY,
                "icon": wait.icon,
                "title": _("%(what)s: %(count)s", what=wait.words, count=count),
                "url": url_for(f"{wait.model._meta.table_name}.index", status__eq=wait.status),
            }
