"""Costs entered by object and element, booked back, and shared costs shared out by a driver."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from logistics.auditing import transaction
from logistics.database import lock, total
from logistics.errors import Conflict, InvalidRecord, RuleViolation
from logistics.operations.money.sharing import share_out
from logistics.operations.numbering import take_number
from logistics.operations.outcomes import Outcome, Seen, each
from logistics.operations.transitions import add, change, load
from logistics.operations.validation import Errors, clean_values
from logistics.permissions import Actor, require_verb
from logistics.tables.money import CostAllocation, CostDriver, CostEntry, CostObject
from logistics.tables.money.costs import DRIVERS, FIRST_OF_MONTH
from logistics.wording import _

SHARED_SERVICE = "overhead"


class Cost(NamedTuple):
    """One cost: object, first day of the month, element, yuan, what for and by which document."""

    cost_object_id: int
    month: dt.date
    element: str
    amount: Decimal
    note: str = ""
    doc_type: str = ""
    doc_id: int | None = None


def post_costs(costs: Sequence[Cost], *, actor: Actor, verb: str = "enter_costs") -> list[int]:
    """Enter costs of any objects; for operations that know what something cost. Gives their ids."""
    ids = []
    with transaction():
        for cost in costs:
            entry = CostEntry(**_checked(cost))
            add(entry, actor=actor, verb=verb)
            ids.append(entry.id)
    return ids


def enter_costs(
    *,
    seen: Sequence[Seen],
    actor: Actor,
    month: dt.date,
    element: str,
    amount: Decimal,
    note: str = "",
) -> list[Outcome]:
    """Enter a cost of each object chosen (R69, R73)."""

    def enter(wanted: Seen) -> CostObject:
        cost_object = load(CostObject, wanted)
        require_verb(actor, "enter_costs", cost_object)
        post_costs([Cost(cost_object.id, month, element, amount, note)], actor=actor)
        return cost_object

    return each(seen, enter, done=_("Entered"), model=CostObject)


def reverse_costs(*, seen: Sequence[Seen], actor: Actor, reason: str) -> list[Outcome]:
    """Book wrong entries back; what was shared out is taken back by sharing out again."""
    if not reason.strip():
        raise RuleViolation(_("Say why it is booked back."), field="reason")

    def reverse(wanted: Seen) -> CostEntry:
        entry = load(CostEntry, wanted)
        require_verb(actor, "reverse_costs", entry)
        if entry.allocation_id is not None:
            raise RuleViolation(_("Shared costs are corrected by sharing out again."))
        if entry.reversal_of_id is not None or _is_reversed(entry):
            raise Conflict(_("This entry is booked back already."))
        return add(_opposite(entry, reason.strip()[:200]), actor=actor, verb="reverse_costs")

    return each(seen, reverse, done=_("Booked back"), model=CostEntry)


def allocate_costs(
    *, seen: Sequence[Seen], actor: Actor, month: dt.date, driver: str
) -> list[Outcome]:
    """Share out what shared objects cost in a month, by a driver, exact to the fen (R69, R81).

    Each element is shared by itself; an earlier sharing of the month is taken back first. A shared
    object never receives from another, so that nothing goes in a circle.
    """
    if driver not in DRIVERS:
        raise RuleViolation(_("Choose one from the list."), field="driver")
    if month is None or month.day != 1:
        raise RuleViolation(FIRST_OF_MONTH, field="month")

    def allocate(wanted: Seen) -> CostObject:
        source = load(CostObject, wanted)
        require_verb(actor, "allocate_costs", source)
        lock(CostObject.select().where(CostObject.id == source.id)).get()
        if source.service != SHARED_SERVICE:
            raise RuleViolation(
                _("%(source)s is no shared object; its costs stay with it.", source=str(source))
            )
        version = _take_back(source, month, actor)
        costs = _own_costs(source, month)
        drivers = _drivers_of(source, month, driver)
        allocation = CostAllocation(
            doc_no=take_number(CostAllocation.doc_no.prefix),
            month=month,
            source=source.id,
            driver=driver,
            amount=sum(costs.values(), Decimal(0)),
            basis=sum((row.quantity for row in drivers), Decimal(0)),
            version=version,
        )
        add(allocation, actor=actor, verb="allocate_costs")
        for element, amount in costs.items():
            _share(allocation, element, amount, drivers, actor)
        return source

    return each(seen, allocate, done=_("Shared out"), model=CostObject)


def _checked(cost: Cost) -> dict[str, Any]:
    told = {
        "cost_object": cost.cost_object_id,
        "month": cost.month,
        "element": cost.element,
        "amount": cost.amount,
        "note": cost.note,
    }
    values, problems = clean_values(CostEntry, told)
    errors: Errors = dict(problems)
    if "month" not in errors and values["month"].day != 1:
        errors["month"] = [FIRST_OF_MONTH]
    if "amount" not in errors and not values["amount"]:
        errors["amount"] = [_("An entry must move something.")]
    if errors:
        raise InvalidRecord(errors)
    return {**values, "doc_type": cost.doc_type, "doc_id": cost.doc_id}


def _is_reversed(entry: CostEntry) -> bool:
    return bool(CostEntry.select().where(CostEntry.reversal_of == entry.id).exists())


def _opposite(entry: CostEntry, note: str) -> CostEntry:
    return CostEntry(
        month=entry.month,
        cost_object=entry.cost_object_id,
        element=entry.element,
        amount=-entry.amount,
        note=note,
        allocation=entry.allocation_id,
        reversal_of=entry.id,
    )


def _take_back(source: CostObject, month: dt.date, actor: Actor) -> int:
    """Undo the standing sharing of the month; gives the version that the next one has."""
    earlier = list(
        CostAllocation.select()
        .where((CostAllocation.source == source.id) & (CostAllocation.month == month))
        .order_by(CostAllocation.version)
    )
    for allocation in earlier:
        if allocation.status != "standing":
            continue
        entries = CostEntry.select().where(CostEntry.allocation == allocation.id)
        for entry in list(entries.order_by(CostEntry.id)):
            back = _opposite(entry, str(allocation.doc_no))
            add(back, actor=actor, verb="allocate_costs")
        change(allocation, {"status": "superseded"}, actor=actor, verb="allocate_costs")
    return len(earlier) + 1


def _own_costs(source: CostObject, month: dt.date) -> dict[str, Decimal]:
    """What the shared object itself cost in the month, by element; shares taken back left out."""
    rows: Any = (
        CostEntry.select(CostEntry.element, total(CostEntry.amount))
        .where(
            (CostEntry.cost_object == source.id)
            & (CostEntry.month == month)
            & CostEntry.allocation.is_null()
        )
        .group_by(CostEntry.element)
        .order_by(CostEntry.element)
        .tuples()
    )
    costs = {element: amount for element, amount in rows if amount}
    if not costs:
        raise RuleViolation(
            _("%(source)s has no costs in this month.", source=str(source)), field="month"
        )
    return costs


def _drivers_of(source: CostObject, month: dt.date, driver: str) -> list[CostDriver]:
    """The driver values of those who receive: active services, of its site when it has one."""
    query = (
        CostDriver.select(CostDriver, CostObject)
        .join(CostObject)
        .where(
            (CostDriver.month == month)
            & (CostDriver.driver == driver)
            & (CostDriver.quantity > 0)
            & CostObject.is_active
            & (CostObject.service != SHARED_SERVICE)
        )
        .order_by(CostObject.code)
    )
    if source.site_id is not None:
        query = query.where(CostObject.site == source.site_id)
    rows = list(query)
    if not rows:
        raise RuleViolation(
            _(
                "No object has “%(driver)s” in this month: enter the driver values first.",
                driver=DRIVERS[driver],
            ),
            field="driver",
        )
    return rows


def _share(
    allocation: CostAllocation,
    element: str,
    amount: Decimal,
    drivers: Sequence[CostDriver],
    actor: Actor,
) -> None:
    shares = share_out(amount, [row.quantity for row in drivers])
    parts = [(allocation.source_id, -amount)]
    parts += [(row.cost_object_id, share) for row, share in zip(drivers, shares, strict=True)]
    for cost_object, part in parts:
        if not part:
            continue
        entry = CostEntry(
            month=allocation.month,
            cost_object=cost_object,
            element=element,
            amount=part,
            note=str(allocation.doc_no),
            allocation=allocation.id,
        )
        add(entry, actor=actor, verb="allocate_costs")
