"""What is exported and imported again as it is changes nothing, whatever the table (issue 4)."""

from __future__ import annotations

import pytest
from flask import Flask

from admin_views import exporting
from admin_views.addresses import read_address
from admin_views.columns import shown_columns
from admin_views.importing.mapping import map_head, meanings, unknown_heads
from admin_views.listing import Listing
from admin_views.registry import REGISTRY
from logistics.database import Record
from logistics.operations.importing import import_rows
from logistics.operations.importing.files import Sheet
from logistics.operations.importing.uploads import mapped_rows
from logistics.permissions import SYSTEM
from models import Booking, Item, MenuItem, OfficeHours, PurchaseRun, Supplier, Unit
from tests.factories.anything import World, fill
from tests.worlds import people_of

IMPORTABLE = [entry.model for entry in REGISTRY if "import" in entry.model.PAGES]
LANGUAGES = ("en", "zh_Hans", "zh_Hant")


@pytest.fixture
def world(cast) -> World:
    world = World(**people_of("here", cast))
    fill(world)
    return world


def exported(app: Flask, model: type[Record], kind: str, language: str) -> Sheet:
    """Every column of a table as the page's export gives it."""
    names = model._meta.sorted_field_names
    with app.test_request_context(headers={"Cookie": f"language={language}"}) as context:
        columns = shown_columns(model, names)
        address = read_address(model, context.request.args)
        rows = Listing(model, columns, address, SYSTEM).all_rows()
        writer = {"csv": exporting.csv_pieces, "xlsx": exporting.xlsx_pieces}[kind]
        pieces = [p.encode() if isinstance(p, str) else p for p in writer(columns, rows)]
    return Sheet(f"rows.{kind}", b"".join(pieces))


def came_back(app: Flask, model: type[Record], kind: str, language: str) -> str:
    """What is wrong after a table was exported and imported again; nothing when it is as it was."""
    sheet = exported(app, model, kind, language)
    mapping = map_head(model, sheet.head)
    rows = [cells for _number, cells in mapped_rows(sheet, mapping)]
    found = import_rows(model, rows, actor=SYSTEM, upsert_by="id", meanings=meanings)
    lost = unknown_heads(sheet.head, mapping)
    count = model.select().count()
    whole = (found.created, found.changed, found.unchanged) == (0, 0, count) and count
    return "" if whole and not lost and not found.errors else f"{model}: {lost} {vars(found)}"


def test_an_export_imported_again_changes_nothing(app, world, engine):
    """In each language in turn, by id, for every table that may be imported."""
    if engine != "sqlite":
        pytest.skip("values are read in Python: one engine tells")
    wrong = [
        came_back(app, model, "csv", LANGUAGES[number % 3])
        for number, model in enumerate(IMPORTABLE)
    ]
    assert list(filter(None, wrong)) == []


def test_a_workbook_imported_again_changes_nothing(app, world, engine):
    """Its days, moments and numbers are no texts; tables that have each kind."""
    if engine != "sqlite":
        pytest.skip("values are read in Python: one engine tells")
    models = (Booking, Item, MenuItem, OfficeHours, PurchaseRun, Supplier, Unit)
    wrong = [came_back(app, model, "xlsx", "zh_Hans") for model in models]
    assert list(filter(None, wrong)) == []
