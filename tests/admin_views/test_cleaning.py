"""Cleaning in the panel: the buttons of rounds and inspections, and the forms on paper."""

from __future__ import annotations

import pytest

from models import CleaningInspection, CleaningTask
from tests.factories.cleaning import make_area, rounds_of


@pytest.fixture(autouse=True)
def morning(set_clock):
    set_clock("2026-06-12 07:20")


def press(client, row, tail, **data):
    """Post a verb's page, after its GET has opened."""
    url = f"/admin/{row._meta.table_name}/{tail}/?id={row.id}"
    assert client.get(url).status_code == 200
    return client.post(url, data=data)


def test_a_cleaner_does_his_round_by_its_button_and_in_time(cast, client, login, set_clock):
    first, second = rounds_of(make_area(cast))
    login(client, "guard")
    assert "Rounds to be done now: 1" in client.get("/").text
    assert press(client, first, "do").status_code == 302
    refused = press(client, second, "do")
    assert refused.status_code == 409
    assert "Its time begins at" in refused.text
    assert CleaningTask.get_by_id(first.id).status == "done"


def test_the_supervisor_assigns_forgives_and_voids(cast, client, login, set_clock):
    first, second = rounds_of(make_area(cast))
    login(client, "cleaning")
    assert press(client, first, "assign", staff_id=cast.staff_staff.id).status_code == 302
    set_clock("2026-06-12 13:20")
    login(client, "cleaning")
    assert press(client, first, "forgive", note="No water.").status_code == 302
    assert press(client, second, "do").status_code == 302
    assert press(client, second, "void", note="").status_code == 409
    assert press(client, second, "void", note="Still dirty.").status_code == 302
    states = [row.status for row in CleaningTask.select().order_by(CleaningTask.id)]
    assert states == ["forgiven", "missed"]


def test_the_record_of_a_day_prints_all_its_rounds(cast, client, login):
    first, _second = rounds_of(make_area(cast))
    login(client, "cleaning")
    page = client.get(f"/admin/cleaning_task/form/record/?id={first.id}").text
    assert page.count("Hall") == 2


def test_an_inspection_goes_from_its_score_to_the_recheck(cast, client, login):
    area = make_area(cast)
    login(client, "deputy")
    values = {"level": "office_monthly", "score": "72", "findings": "Dust."}
    refused = press(client, area, "inspect", **values)
    assert "Fill this in." in refused.text
    assert press(client, area, "inspect", **values, rectify_by="2026-06-15").status_code == 302
    row = CleaningInspection.get()
    login(client, "guard")
    assert press(client, row, "rectify", note="Wiped.").status_code == 302
    login(client, "deputy")
    assert press(client, row, "close", is_right="y").status_code == 302
    assert CleaningInspection.get().status == "closed"
    assert "72.00" in client.get(f"/admin/cleaning_inspection/form/sheet/?id={row.id}").text
