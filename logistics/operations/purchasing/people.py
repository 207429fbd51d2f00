"""The people of a purchase: known to the house, two where two are asked, no duties that clash."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from logistics.errors import NotPermitted, RuleViolation
from logistics.operations.approvals import require_compatible
from logistics.permissions import Actor
from logistics.queries.approvals.progress import incompatible_with
from logistics.queries.purchasing.duties import duties_of
from logistics.tables.people import Staff
from logistics.tables.purchasing import PurchaseRequest
from logistics.wording import _


def staff_behind(actor: Actor) -> Staff:
    """The actor as a member of staff: only a person with a name signs for goods or money."""
    if actor.staff_id is None:
        raise NotPermitted(_("Only a member of staff can do this; your account belongs to none."))
    return Staff.get_by_id(actor.staff_id)


def colleague(person: Any, *, beside: Staff, field: str) -> Staff:
    """The second of two, given as a row or an id; refused when missing, gone, or the same one."""
    wanted = getattr(person, "id", person)
    other = Staff.get_or_none(Staff.id == wanted) if wanted is not None else None
    if other is None or other.left_on is not None:
        raise RuleViolation(_("Name the second person: two always buy together."), field=field)
    if other.id == beside.id:
        raise RuleViolation(_("The second person must be somebody else than you."), field=field)
    return other


def group_of(
    members: Collection[int], *, request: PurchaseRequest, least: int, actor: Actor
) -> list[Staff]:
    """The actor and the members named, at least so many, none of whom asked for the goods."""
    ids = {staff_behind(actor).id, *members}
    group = list(
        Staff.select().where(Staff.id.in_(ids), Staff.left_on.is_null()).order_by(Staff.id)
    )
    if len(group) < max(least, len(ids)):
        raise RuleViolation(
            _("At least %(least)s people compare the offers and sign.", least=least),
            field="members",
        )
    for person in group:
        if person.id == request.requester_id:
            raise RuleViolation(
                _("%(name)s asked for the goods and cannot choose the supplier.", name=person.name),
                field="members",
            )
        require_free_for("quote", person, request_ids=[request.id])
    return group


def require_free_for(duty: str, staff: Staff, *, request_ids: Collection[int]) -> None:
    """Refuse a duty that clashes with one that the person has had on the same purchase."""
    excluded = incompatible_with(duty)
    held = duties_of(staff, request_ids=request_ids, among=excluded)
    if held:
        require_compatible(duty, held=held)


__all__ = ["colleague", "group_of", "require_free_for", "staff_behind"]
