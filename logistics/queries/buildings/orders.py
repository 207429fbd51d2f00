"""Work orders by what led to them."""

from __future__ import annotations

from logistics.tables.buildings import BuildingDefect, WorkOrder


def order_of(ticket_id: int) -> WorkOrder | None:
    """The latest work order of a ticket that was not called off; None when there is none."""
    found: WorkOrder | None = (
        WorkOrder.select(WorkOrder, BuildingDefect)
        .join(BuildingDefect)
        .where((BuildingDefect.ticket == ticket_id) & (WorkOrder.status != "cancelled"))
        .order_by(WorkOrder.id.desc())
        .first()
    )
    return found
