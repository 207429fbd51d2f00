"""Flask-Admin on peewee, as its documentation sets it up."""

from __future__ import annotations

import os

import peewee
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.peewee import ModelView
from playhouse.pool import PooledPostgresqlDatabase

URL = os.environ["PEERS_URL"]
if URL.startswith("sqlite"):
    database = peewee.SqliteDatabase(
        URL.removeprefix("sqlite:///"), pragmas={"journal_mode": "wal", "foreign_keys": 1}
    )
else:
    database = PooledPostgresqlDatabase(URL, options="-csearch_path=peers", prefer_psycopg3=True)


class Base(peewee.Model):
    class Meta:
        database = database
        legacy_table_names = False


class Named(Base):
    name = peewee.CharField()

    def __str__(self):
        return self.name


class Site(Named):
    pass


class Unit(Named):
    pass


class Account(Named):
    pass


class Staff(Named):
    pass


class Item(Named):
    code = peewee.CharField()


class Warehouse(Named):
    pass


class StockMovement(Base):
    warehouse = peewee.ForeignKeyField(Warehouse)
    item = peewee.ForeignKeyField(Item)
    kind = peewee.CharField()
    quantity = peewee.BigIntegerField()
    value = peewee.BigIntegerField()
    moved_on = peewee.DateField()
    unit = peewee.ForeignKeyField(Unit, null=True)
    created_by = peewee.ForeignKeyField(Account)
    note = peewee.CharField()


class PurchaseRequest(Base):
    doc_no = peewee.CharField(null=True)
    purpose = peewee.CharField()
    unit = peewee.ForeignKeyField(Unit)
    site = peewee.ForeignKeyField(Site)
    requester = peewee.ForeignKeyField(Staff)
    amount = peewee.BigIntegerField(null=True)
    status = peewee.CharField()


app = Flask(__name__)
app.secret_key = "benchmark"  # noqa: S105


@app.before_request
def connect():
    database.connect(reuse_if_open=True)


@app.teardown_request
def close(_error):
    if not database.is_closed():
        database.close()


class MovementView(ModelView):
    column_list = (
        "moved_on", "warehouse", "item", "kind", "quantity", "value", "unit", "created_by",
    )  # fmt: skip
    column_default_sort = [("moved_on", True), ("id", True)]
    column_sortable_list = ("moved_on", ("item", Item.name))
    column_searchable_list = ("note", Item.name)
    column_filters = ("kind", "moved_on", Warehouse.name)
    named_filter_urls = True
    page_size = 50
    can_export = True
    export_max_rows = 100_000
    form_ajax_refs = {"item": {"fields": ("name",)}}


class PurchaseView(ModelView):
    form_columns = ("purpose", "unit", "site", "requester", "amount", "status")
    form_ajax_refs = {"requester": {"fields": ("name",)}}


admin = Admin(app)
admin.add_view(MovementView(StockMovement, endpoint="stockmovement"))
admin.add_view(PurchaseView(PurchaseRequest, endpoint="purchaserequest"))
