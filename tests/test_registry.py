"""The registry holds every table, and every page that a table declares is there."""

from __future__ import annotations

import peewee
import pytest

import models
from admin_views.columns import shown_columns
from admin_views.registry import REGISTRY
from admin_views.table_view import TableView
from logistics.columns import Choice
from logistics.database import Record
from logistics.permissions import area_of, scope_of
from logistics.queries.listing import title_path
from logistics.queries.structure import column_at
from logistics.verbs import AREAS, DEFAULT_GRANTS, ROLES, VERBS
from tests.client import Client
from tests.statements import statements

TABLES = [entry.model for entry in REGISTRY]
NAMES = [model._meta.table_name for model in TABLES]
STATEMENTS_OF_A_LIST = 5


def test_every_table_is_registered_once():
    assert set(TABLES) == set(models.ALL_MODELS)
    assert len(TABLES) == len(set(TABLES))


def test_at_most_one_table_in_four_has_a_view_of_its_own():
    own = [entry.model.__name__ for entry in REGISTRY if entry.view is not TableView]
    assert len(own) * 4 <= len(REGISTRY), own


def test_a_table_declares_what_people_read():
    for model in TABLES:
        assert model.LABEL != "Record", f"give {model.__name__} a LABEL"
        assert model.LABEL_MANY != "Records", f"give {model.__name__} a LABEL_MANY"
        unnamed = [field.name for field in model._meta.sorted_fields if not field.verbose_name]
        assert not unnamed, f"{model.__name__}: every column needs a label"
        assert area_of(model) in AREAS
        assert scope_of(model) is not None


def test_a_declaration_names_only_columns_that_there_are():
    for model in TABLES:
        named = [*model.OWNED, *model.SECRET, *model.PERSONAL]
        named += [name for _title, names in model.FORM for name in names]
        named += [part.removeprefix("-") for part in model.SORT.split(",")]
        assert set(named) <= set(model._meta.fields), model.__name__
        scope = scope_of(model)
        for path in [*model.LIST, *(model.SEARCH or ()), *scope.paths]:
            column_at(model, path)
        assert shown_columns(model), model.__name__
        if model.EDITABLE_IN or model.DELETABLE_IN:
            states = model._meta.fields["status"].labels
            assert {*model.EDITABLE_IN, *model.DELETABLE_IN} <= set(states), model.__name__


NAMED_BY_NUMBER = {"stock_movement", "job"}
"""Entries of a ledger are called by their number, and so is work in the background."""


def test_a_row_that_others_refer_to_is_shown_by_words_there():
    for model in TABLES:
        for field in model._meta.sorted_fields:
            if isinstance(field, peewee.ForeignKeyField):
                target = field.rel_model
                named = title_path(target) != "id" or target._meta.table_name in NAMED_BY_NUMBER
                assert named, f"give {target.__name__} a TITLE, for {model.__name__}.{field.name}"


def test_every_key_has_an_index_and_deletes_nothing():
    for model in TABLES:
        for field in model._meta.sorted_fields:
            if isinstance(field, peewee.ForeignKeyField):
                assert field.on_delete == "RESTRICT", f"{model.__name__}.{field.name}"
                assert field.index or field.unique, f"{model.__name__}.{field.name}"


def test_a_state_is_written_by_operations_only():
    for model in TABLES:
        status = model._meta.fields.get("status")
        if isinstance(status, Choice) and "edit" in model.PAGES:
            assert "status" in model.OWNED, (
                f"{model.__name__}: a status in a form is a way past rules"
            )


def test_rights_name_what_there_is_and_each_right_is_given_once():
    given = [
        (grant.role, grant.kind, grant.name, action)
        for grant in DEFAULT_GRANTS
        for action in grant.actions
    ]
    assert len(given) == len(set(given)), sorted({g for g in given if given.count(g) > 1})
    known = {"area": set(AREAS), "table": set(NAMES), "verb": set(VERBS)}
    for grant in DEFAULT_GRANTS:
        assert grant.role in ROLES
        assert grant.name in known[grant.kind], grant


def test_administrators_edit_every_record_and_decide_nothing():
    """decisions.md 26: administrators hold no approving, issuing or scoring verb."""
    held = {grant.name for grant in DEFAULT_GRANTS if grant.role == "sysadmin"}
    verbs = {name for name in held if name in VERBS}
    assert {VERBS[name].area for name in verbs} <= {"system"}
    assert set(AREAS) <= held


def test_every_verb_of_a_view_is_a_right():
    for entry in REGISTRY:
        tails = [verb.path for verb in entry.view.verbs]
        assert len(tails) == len(set(tails)), f"{entry.model.__name__}: two verbs at one address"
        for verb in entry.view.verbs:
            assert verb.name in VERBS


@pytest.mark.parametrize("area", AREAS)
def test_every_list_opens_within_its_statements(area, client, login):
    """decisions.md 28: at most two for session and rights and three for the page."""
    admin: Client = login(client, "admin")
    admin.get("/admin/site/")
    for model in of_area(area):
        address = f"/admin/{model._meta.table_name}/"
        with statements() as seen:
            answer = admin.get(address)
        assert answer.status_code == (200 if "list" in model.PAGES else 405), address
        assert len(seen) <= STATEMENTS_OF_A_LIST, (address, seen)


@pytest.mark.parametrize("area", AREAS)
def test_every_form_opens_where_its_table_has_one(area, client, login):
    admin: Client = login(client, "admin")
    for model in of_area(area):
        address = f"/admin/{model._meta.table_name}"
        answer = admin.get(f"{address}/new/")
        assert answer.status_code == (200 if "new" in model.PAGES else 405), address
        assert admin.get(f"{address}/lookup/?q=a").status_code == 200, address


def of_area(area: str) -> list[type[Record]]:
    """The tables of one area."""
    return [model for model in TABLES if area_of(model) == area]
