"""starlette-admin, as its documentation sets it up."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette_admin.contrib.sqla import Admin, ModelView

from benchmarks.panels.alchemy import (
    COLUMNS,
    Account,
    Item,
    PurchaseRequest,
    Site,
    Staff,
    StockMovement,
    Unit,
    Warehouse,
    engine,
)

app = Starlette()
admin = Admin(engine, title="benchmark")


class MovementView(ModelView):
    fields = ["id", *COLUMNS, "note"]
    exclude_fields_from_list = ["id", "note"]
    fields_default_sort = [("moved_on", True), ("id", True)]
    sortable_fields = ["moved_on", "item"]
    sortable_field_mapping = {"item": Item.name}
    searchable_fields = ["note", "kind", "moved_on"]
    page_size = 50


admin.add_view(MovementView(StockMovement, key="stockmovement"))
admin.add_view(ModelView(PurchaseRequest, key="purchaserequest"))
for model in (Account, Item, Site, Staff, Unit, Warehouse):
    admin.add_view(ModelView(model, key=model.__tablename__))
admin.mount_to(app)
