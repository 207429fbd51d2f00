"""Every table declares what the house needs to know, and the map names them all."""

from __future__ import annotations

import importlib
import pkgutil

import peewee
import pytest

import logistics.tables
from admin_views.reserved import require_free_names
from logistics.database import SHARED, DocNo, Record, Text
from logistics.queries.structure import column_at, tables_by_name
from models import ALL_MODELS, Account


def test_the_map_names_every_table_once():
    for module in pkgutil.walk_packages(logistics.tables.__path__, "logistics.tables."):
        importlib.import_module(module.name)
    declared = set(tables_by_name().values())
    assert set(ALL_MODELS) == declared, "models.py lists every table"
    assert len(ALL_MODELS) == len(set(ALL_MODELS))


def test_keys_point_backwards_and_never_out_of_account():
    places = {model: number for number, model in enumerate(ALL_MODELS)}
    wrong = [
        f"{model.__name__}.{field.name} points to {field.rel_model.__name__}, which comes later"
        for model in ALL_MODELS
        for field in model._meta.sorted_fields
        if isinstance(field, peewee.ForeignKeyField) and places[field.rel_model] > places[model]
    ]
    assert wrong == []
    assert not Account._meta.refs, "a circle of keys cannot be migrated"


@pytest.mark.parametrize("model", ALL_MODELS, ids=lambda model: model.__name__)
def test_a_declaration_names_columns_that_are_there(model):
    fields = set(model._meta.fields)
    for path in model.LIST:
        column = column_at(model, path)
        assert "." not in path or column.name not in column.model.SECRET, path
    assert {model.TODAY, model.AUTHOR} <= {None, *fields}
    for attribute in ("OWNED", "SECRET", "PERSONAL"):
        missing = set(getattr(model, attribute)) - fields
        assert not missing, f"{attribute} of {model.__name__} names {missing}"
    for name, path in model.DERIVED.items():
        assert column_at(model, path).rel_model is model._meta.fields[name].rel_model
    for words, names in model.FORM:
        assert set(names) <= fields, f"the group {words} of {model.__name__}"
    for path in model.SEARCH or ():
        assert isinstance(column_at(model, path), peewee.CharField | peewee.TextField), path
    assert model.SCOPE is not None or model.DOCUMENT in fields, f"{model.__name__} has no SCOPE"
    for path in (model.SCOPE or SHARED).paths:
        assert column_at(model, path)
    assert model.LABEL != Record.LABEL, f"{model.__name__} has no LABEL"
    assert "status" not in fields or "status" in model.OWNED


def test_a_number_tells_of_which_table_it_is():
    prefixes = [
        field.prefix
        for model in ALL_MODELS
        for field in model._meta.sorted_fields
        if isinstance(field, DocNo)
    ]
    assert sorted(prefixes) == sorted(set(prefixes))


@pytest.mark.parametrize("name", ["data", "errors", "process", "validate", "update", "save"])
def test_a_column_may_not_take_a_name_that_forms_or_rows_own(name):
    """panel.md 2b 28: a column called ``validate`` switched all validation off."""
    taken = type("Taken", (Record,), {name: Text("Taken")})
    with pytest.raises(TypeError, match=f"Taken.{name}: (WTForms|peewee) owns this name"):
        require_free_names([taken])


def test_the_house_starts_only_with_free_names():
    require_free_names(ALL_MODELS)
