"""Repairs: mended at the first visit, and without breaking a safety rule.

A repair that came from a ticket is seen as that ticket, so that nothing counts twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from logistics.database import local_day
from logistics.operations.assessment.measures.base import Measure, Observation, Span
from logistics.operations.assessment.measures.service_desk import observe_first_time
from logistics.tables.buildings import BuildingDefect, WorkOrder
from logistics.wording import _

ONE, NONE = Decimal(1), Decimal(0)


def observe_first_fix(span: Span) -> Iterator[Observation]:
    """Tickets done at once, and accepted work orders that took one visit, of all of them."""
    yield from observe_first_time(span)
    direct = _accepted(span, WorkOrder.visits).where(BuildingDefect.ticket.is_null())
    for key, staff, accepted_at, visits in direct.tuples().iterator():
        at_once = ONE if visits <= 1 else NONE
        yield Observation(
            staff, local_day(accepted_at), "work_order", key, quantity=at_once, possible=ONE
        )


def observe_safety(span: Span) -> Iterator[Observation]:
    """Every accepted work order; a fault where whoever accepted it saw a safety rule broken."""
    rows = _accepted(span, WorkOrder.is_unsafe)
    for key, staff, accepted_at, is_unsafe in rows.tuples().iterator():
        fault = "unsafe" if is_unsafe else ""
        yield Observation(staff, local_day(accepted_at), "work_order", key, fault=fault)


def _accepted(span: Span, *columns: Any) -> Any:
    return (
        WorkOrder.select(WorkOrder.id, WorkOrder.technician, WorkOrder.accepted_at, *columns)
        .join(BuildingDefect)
        .where(
            (WorkOrder.status == "accepted")
            & (WorkOrder.accepted_at >= span.begins_at)
            & (WorkOrder.accepted_at < span.ends_at)
        )
        .order_by(WorkOrder.id)
    )


REPAIR_FIRST_FIX = Measure(
    "repair_first_fix", _("Repairs: mended at the first visit"), observe_first_fix
)
REPAIR_SAFETY = Measure(
    "repair_safety",
    _("Repairs: safety rules"),
    observe_safety,
    {"unsafe": _("Safety rules broken")},
)
