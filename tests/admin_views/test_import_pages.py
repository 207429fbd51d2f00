"""Import in the browser: upload, columns, trial, import, undo, and the file to be mended."""

from __future__ import annotations

import io

import pytest

from models import DataImport, Job, Supplier
from tests.client import Client

ADDRESS = "/admin/supplier/import/"
HEAD = "代码,名称,电话"


def send(client: Client, *rows: str, head: str = HEAD, name: str = "供应商.csv") -> str:
    """Upload a file; the address of its page."""
    content = "\r\n".join([head, *rows]).encode("utf-8-sig")
    answer = client.post(ADDRESS, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 302, answer.text
    return answer.location


def check(client: Client, page: str, **wishes: str):
    """Try a file with the columns that were found by name."""
    columns = {"column-0": "code", "column-1": "name", "column-2": "phone"}
    data = {**columns, "upsert_by": "code", "do": "check", **wishes}
    return client.post(page, data=data, follow_redirects=True)


@pytest.fixture
def admin(client, login) -> Client:
    return login(client, "admin")


def test_columns_are_found_by_name_in_any_language(admin):
    page = send(admin, "S-1,一,110", head="Code,名稱,phone")
    shown = admin.get(page).text
    for name in ("code", "name", "phone"):
        assert f'<option value="{name}" selected>' in shown
    assert "not recognised" not in shown
    assert "not recognised" in admin.get(send(admin, "S-1,一,x", head="代码,名称,祖传")).text


def test_a_file_is_tried_imported_and_taken_back(admin):
    old = Supplier.create(code="S-1", name="One")
    page = send(admin, "S-1,第一,110", "S-2,第二,119")
    shown = check(admin, page).text
    assert "<del>One</del> → <ins>第一</ins>" in shown
    assert "S-2" in shown
    assert Supplier.get_by_id(old.id).name == "One", "a trial writes nothing"
    assert (
        "Created: 1. Changed: 1."
        in admin.post(page, data={"do": "import"}, follow_redirects=True).text
    )
    assert {row.name for row in Supplier.select()} == {"第一", "第二"}
    assert "taken back" in admin.post(page, data={"do": "undo"}, follow_redirects=True).text
    assert [row.name for row in Supplier.select()] == ["One"]


def test_the_file_comes_back_with_what_is_wrong_and_is_taken_when_mended(admin):
    page = send(admin, "S-1,第一,110", 'S-2,,"=1+1"')
    shown = check(admin, page).text
    assert "Fill this in." in shown
    assert 'value="import"' not in shown
    assert admin.post(page, data={"do": "import"}).status_code == 422
    answer = admin.get(f"{page}messages/")
    assert "filename*=UTF-8''%E4%BE%9B" in answer.headers["Content-Disposition"]
    text = answer.get_data().decode("utf-8-sig")
    head, first, second = text.splitlines()
    assert head == f"{HEAD},Import messages"
    assert first == "S-1,第一,110,"
    assert second == "S-2,,'=1+1,Name: Fill this in."
    mended = text.replace("S-2,,", "S-2,第二,").encode("utf-8")
    answer = admin.post(ADDRESS, data={"file": (io.BytesIO(mended), "mended.csv")})
    shown = check(admin, answer.location, **{"column-3": ""}).text
    assert "Nothing is wrong with this file." in shown


def test_many_rows_are_left_to_a_worker(admin, monkeypatch):
    monkeypatch.setattr("admin_views.jobs.starting.ROWS_AT_ONCE", 1)
    monkeypatch.setattr("admin_views.importing.pages.ROWS_AT_ONCE", 1)
    page = send(admin, "S-1,第一,110", "S-2,第二,119")
    answer = check(admin, page)
    job = Job.select().order_by(Job.id.desc()).get()
    assert job.status == "waiting"
    assert answer.request.path == "/admin/job/details/"
    assert f"/admin/job/progress/?id={job.id}" in answer.text
    assert admin.get(f"/admin/job/progress/?id={job.id}").get_json()["over"] is False
    assert "A worker is at this file." in admin.get(page).text


def test_somebody_elses_file_is_not_there(client, login, admin):
    page = send(admin, "S-1,第一,110")
    login(client, "buyer")
    assert client.get(ADDRESS).status_code == 200
    assert client.get(page).status_code == 404
    login(client, "staff")
    assert client.get(ADDRESS).status_code == 403
    assert DataImport.select().count() == 1


def test_a_table_that_takes_no_import_has_no_such_page(admin):
    assert admin.get("/admin/audit_entry/import/").status_code == 405
    assert admin.get("/admin/supplier/import/template/csv/").status_code == 200


@pytest.mark.parametrize(("name", "content"), [("x.exe", b"code"), ("x.csv", b""), ("", b"")])
def test_what_is_no_table_is_refused_on_the_page(admin, name, content):
    answer = admin.post(ADDRESS, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 422
    assert "This file was not taken." in answer.text
