"""Incompatible duties (不相容岗位分离) never meet in one person on one document."""

from __future__ import annotations

from collections.abc import Iterable

from logistics.errors import NotPermitted
from logistics.queries.approvals.routing import clash
from logistics.tables.approvals import IncompatibleDuty
from logistics.tables.approvals.rules import DUTIES
from logistics.wording import _


def require_compatible(duty: str, *, held: Iterable[str]) -> None:
    """Refuse ``duty`` to somebody who has had the duties ``held`` on the same document.

    What he had in its approval says ``duties_on`` in ``queries.approvals.progress``.
    """
    pairs = frozenset(
        frozenset({pair.first_duty, pair.second_duty}) for pair in IncompatibleDuty.select()
    )
    found = clash(held, duty, pairs)
    if found is not None:
        raise NotPermitted(
            _(
                "Your duty “%(held)s” on this document excludes “%(duty)s”.",
                held=DUTIES[found],
                duty=DUTIES[duty],
            )
        )
