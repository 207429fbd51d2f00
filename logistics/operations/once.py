"""A form that is sent twice, by a double click or after a lost answer, is done once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from logistics.auditing import transaction
from logistics.database import Record, now
from logistics.permissions import Actor
from logistics.statements import insert_if_new, update_rows
from logistics.tables.system import RequestKey

Row = TypeVar("Row", bound=Record)

KEPT_FOR = dt.timedelta(days=2)
LONGEST_KEY = 64


def once(form_key: str, model: type[Row], make: Callable[[], Row], *, actor: Actor) -> Row:
    """The row that ``make`` creates; on a second sending, the row that the first one created.

    The key is taken in the same transaction: of two sendings at the same moment the second waits
    for the first. Without a key (a program, an old page) there is nothing to compare.
    """
    if not form_key or len(form_key) > LONGEST_KEY or actor.account_id is None:
        return make()
    with transaction():
        RequestKey.delete().where(RequestKey.created_at < now() - KEPT_FOR).execute()
        key = RequestKey(form_key=form_key, account=actor.account_id)
        if not insert_if_new(key):
            earlier = RequestKey.get_or_none(
                (RequestKey.form_key == form_key) & (RequestKey.account == actor.account_id)
            )
            made = int(earlier.result or 0) if earlier is not None else 0
            found: Row | None = model.get_or_none(model.id == made)
            return found if found is not None else make()
        row = make()
        update_rows(RequestKey, ("result",), [(key.id, key.row_version, (str(row.id),))], {})
    return row
