"""Items, warehouses and what lies there; requests that are approved and wait for the keeper."""

import datetime as dt
from decimal import Decimal
from typing import Any

from logistics.database import local_today, now
from logistics.operations.numbering import take_number
from logistics.operations.stock import Movement, move_stock
from logistics.permissions import SYSTEM
from models import IssueRequest, IssueRequestLine, Item, StockLevel, Warehouse
from tests.factories import serial
from tests.factories.organisation import make_site
from tests.factories.people import make_staff


def make_item(**overrides: Any) -> Item:
    number = serial()
    return Item.create(
        **{"code": f"I{number}", "name": f"Item {number}", "unit_of_measure": "box", **overrides}
    )


def make_warehouse(**overrides: Any) -> Warehouse:
    number = serial()
    if "site" not in overrides:
        overrides["site"] = make_site()
    return Warehouse.create(**{"code": f"W{number}", "name": f"Warehouse {number}", **overrides})


def put_in_stock(
    warehouse: Warehouse,
    item: Item,
    quantity: Any,
    value: Any = 0,
    *,
    moved_on: dt.date | None = None,
    kind: str = "purchase_in",
) -> None:
    """Let a warehouse receive some of an item, at ``value`` yuan in all."""
    movement = Movement(
        warehouse.id,
        item.id,
        kind,
        Decimal(quantity),
        Decimal(value),
        moved_on or local_today(),
    )
    move_stock([movement], actor=SYSTEM)


def level(warehouse: Warehouse, item: Item) -> tuple[Decimal, Decimal]:
    """Quantity and value on hand."""
    row = StockLevel.get((StockLevel.warehouse == warehouse) & (StockLevel.item == item))
    return row.quantity, row.value


def make_issue_request(**overrides: Any) -> IssueRequest:
    """A draft; ``lines`` are pairs of item and quantity, or mappings of columns."""
    lines = overrides.pop("lines", ())
    requester = overrides.get("requester") or make_staff()
    request = IssueRequest.create(
        **{
            "requester": requester,
            "unit": requester.unit,
            "site": requester.site,
            "purpose": "Office work",
            **overrides,
        }
    )
    for line in lines:
        columns = line if isinstance(line, dict) else {"item": line[0], "quantity": line[1]}
        IssueRequestLine.create(request=request, **columns)
    return request


def make_approved_request(**overrides: Any) -> IssueRequest:
    """A request that its unit's head has approved."""
    return make_issue_request(
        **{
            "doc_no": take_number("IR"),
            "status": "approved",
            "submitted_at": now(),
            "approved_at": now(),
            **overrides,
        }
    )
