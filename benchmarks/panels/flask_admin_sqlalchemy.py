"""Flask-Admin on SQLAlchemy, as its documentation sets it up: relations joined, look-ups."""

from __future__ import annotations

from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy.orm import scoped_session

from benchmarks.panels.alchemy import COLUMNS, Item, PurchaseRequest, Session, StockMovement

app = Flask(__name__)
app.secret_key = "benchmark"  # noqa: S105
session = scoped_session(Session)


@app.teardown_appcontext
def remove(_error):
    session.remove()


class MovementView(ModelView):
    column_list = COLUMNS
    column_default_sort = [("moved_on", True), ("id", True)]
    column_sortable_list = ("moved_on", ("item", "item.name"))
    column_searchable_list = ("note", "item.name")
    column_filters = ("warehouse_id", "kind", "moved_on")
    named_filter_urls = True
    page_size = 50
    can_export = True
    export_max_rows = 100_000
    form_ajax_refs = {"item": {"fields": ("name",)}}


class PurchaseView(ModelView):
    form_columns = ("purpose", "unit", "site", "requester", "amount", "status")
    form_ajax_refs = {"requester": {"fields": ("name",)}}


admin = Admin(app)
admin.add_view(MovementView(StockMovement, session))
admin.add_view(PurchaseView(PurchaseRequest, session))
admin.add_view(ModelView(Item, session))
