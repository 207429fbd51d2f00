"""sqladmin, as its documentation sets it up."""

from __future__ import annotations

from sqladmin import Admin, ModelView
from sqladmin.filters import ForeignKeyFilter, StaticValuesFilter
from starlette.applications import Starlette

from benchmarks.panels.alchemy import (
    COLUMNS,
    PurchaseRequest,
    StockMovement,
    Warehouse,
    engine,
)

app = Starlette()
admin = Admin(app, engine)


class MovementAdmin(ModelView, model=StockMovement):
    column_list = COLUMNS
    column_default_sort = [("moved_on", True), ("id", True)]
    column_sortable_list = ["moved_on", "item.name"]
    column_searchable_list = ["note", "item.name"]
    column_filters = [
        ForeignKeyFilter(StockMovement.warehouse_id, Warehouse.name, title="warehouse"),
        StaticValuesFilter(StockMovement.kind, [("issue", "issue")], title="kind"),
    ]
    page_size = 50
    page_size_options = [50]
    can_export = True
    export_max_rows = 100_000


class PurchaseAdmin(ModelView, model=PurchaseRequest):
    form_columns = ["purpose", "unit", "site", "requester", "amount", "status"]
    form_ajax_refs = {"requester": {"fields": ("name",), "order_by": "id"}}


admin.add_view(MovementAdmin)
admin.add_view(PurchaseAdmin)
