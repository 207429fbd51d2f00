"""Many rows at once: all that match, the same values, a report of each row."""

from __future__ import annotations

import re

import pytest

from logistics.operations.jobs import run_job, take_job
from models import Account, ApprovalDecision, Job, JobEntry, Supplier
from tests.client import Client
from tests.factories.approvals import make_matrix
from tests.factories.fleet import make_vehicle
from tests.factories.purchasing_requests import make_request, submit

EDIT = "/admin/supplier/bulk-edit/"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def admin(client, login) -> Client:
    return login(client, "admin")


@pytest.fixture
def suppliers(cast) -> list[Supplier]:
    return [Supplier.create(code=f"S-{n}", name=f"N{n}", contact=f"{n % 2}") for n in range(6)]


def hidden(text: str) -> dict[str, str]:
    return {name: value for name, value in HIDDEN.findall(text) if name in ("mark", "shown")}


def test_all_that_match_are_shown_before_they_are_written(admin, suppliers):
    """Not those of the page: those of the filters, in every page of them."""
    url = f"{EDIT}?all=1&contact__eq=1&sort=code"
    page = admin.get(url)
    asked = {"write": "phone", "phone": "110", **hidden(page.text)}
    preview = admin.post(url, data={**asked, "do": "preview"})
    assert preview.text.count("<ins>110</ins>") == 3
    assert not Supplier.select().where(Supplier.phone == "110").exists()
    # A button pressed for other values than those shown shows them first.
    again = admin.post(url, data={**asked, **hidden(preview.text), "phone": "9", "do": "write"})
    assert "<ins>9</ins>" in again.text
    done = admin.post(
        url, data={**asked, **hidden(preview.text), "do": "write"}, follow_redirects=True
    )
    assert "3 done, 0 refused." in done.text
    assert {row.code for row in Supplier.select().where(Supplier.phone == "110")} == {
        "S-1",
        "S-3",
        "S-5",
    }


def test_rows_that_changed_meanwhile_are_looked_at_again(admin, suppliers):
    url = f"{EDIT}?all=1"
    page = admin.get(url)
    Supplier.create(code="S-9", name="new")
    asked = {"write": "phone", "phone": "110", "do": "preview", **hidden(page.text)}
    assert admin.post(url, data=asked).status_code == 409


def test_a_refused_row_says_why_in_the_report(admin, suppliers):
    url = f"{EDIT}?id={suppliers[0].id},{suppliers[1].id}"
    mark = hidden(admin.get(url).text)
    asked = {"write": "phone", "phone": "1" * 200, "do": "preview", **mark}
    preview = admin.post(url, data=asked).text
    assert "Some records would be refused: 2 of the first 2." in preview
    done = admin.post(url, data={**asked, **hidden(preview), "do": "write"}, follow_redirects=True)
    assert "0 done, 2 refused." in done.text
    job = Job.select().order_by(Job.id.desc()).get()
    report = admin.get(f"/admin/job/report/?id={job.id}").get_data().decode("utf-8-sig")
    assert report.splitlines()[0] == "Record,Result,Why,Address"
    assert report.count("Not done") == 2


def test_who_may_not_edit_has_no_such_page(client, login, suppliers):
    login(client, "auditor")
    assert client.get(f"{EDIT}?all=1").status_code == 403
    assert "bulk-edit" not in client.get("/admin/supplier/").text


def test_the_list_offers_all_rows_that_match_only_when_there_are_more_pages(admin, suppliers):
    assert "data-bulk-everything" not in admin.get("/admin/supplier/").text
    for number in range(30):
        Supplier.create(code=f"T-{number}", name=f"T{number}")
    page = admin.get("/admin/supplier/?page_size=25&q=T").text
    assert 'data-bulk-everything="q=T&amp;all=1"' in page
    assert "Choose all 30 that match" in page


def test_a_verb_over_many_rows_runs_in_the_background_with_its_report(
    admin, suppliers, monkeypatch, app
):
    """Each row by the operation itself, as the person who asked, row by row in the report."""
    from admin_views.jobs.works import WORKS

    monkeypatch.setattr("admin_views.jobs.many.MOST_ON_A_PAGE", 1)
    monkeypatch.setattr("admin_views.jobs.starting.ROWS_AT_ONCE", 1)
    url = "/admin/account/disable/?all=1&login__contains=keeper"
    page = admin.get(url)
    assert page.status_code == 200, page.text
    assert "It runs in the background." in page.text
    answer = admin.post(url, data=hidden(page.text))
    job = Job.select().order_by(Job.id.desc()).get()
    assert answer.location == f"/admin/job/details/?id={job.id}"
    assert Account.get(Account.login == "keeper").is_active
    with app.app_context():
        run_job(take_job("w:1:1", job.id), WORKS[job.kind](), worker="w:1:1")
    assert not Account.get(Account.login == "keeper").is_active
    entries = list(JobEntry.select().where(JobEntry.job == job.id))
    assert [(entry.row_label, entry.done) for entry in entries] == [
        ("Keeper Kang", True),
        ("Keeper Kong", True),
    ]


def test_more_purchases_than_a_page_shows_are_decided_in_the_background(
    client, login, cast, monkeypatch, app
):
    """One decision for all of them, chosen and not assumed, and by the rules of each."""
    from admin_views.jobs.works import WORKS

    make_matrix()
    asked = [submit(make_request(cast.staff_staff, amount)) for amount in (100, 200, 300)]
    monkeypatch.setattr("admin_views.jobs.many.MOST_ON_A_PAGE", 1)
    monkeypatch.setattr("admin_views.jobs.starting.ROWS_AT_ONCE", 1)
    head = login(client, "head")
    url = "/admin/purchase_request/approve/?all=1&status__eq=submitted"
    page = head.get(url)
    assert "¥ 600.00" in page.text
    assert "Choose what you decide." in head.post(url, data=hidden(page.text)).text
    head.post(url, data={**hidden(page.text), "choice": "approve", "comment": "All right."})
    job = Job.select().order_by(Job.id.desc()).get()
    assert (job.verb, job.total) == ("approve_purchases", 3)
    with app.app_context():
        run_job(take_job("w:1:1", job.id), WORKS[job.kind](), worker="w:1:1")
    decided = {each.doc_id: each.comment for each in ApprovalDecision.select()}
    assert decided == {request.id: "All right." for request in asked}


def test_a_verb_that_asks_about_each_record_comes_in_portions(client, login, cast, monkeypatch):
    monkeypatch.setattr("admin_views.jobs.many.MOST_ON_A_PAGE", 1)
    first, second = (make_vehicle(cast).id for _number in range(2))
    page = login(client, "dispatcher").get("/admin/vehicle/seal/?all=1&sort=id").text
    assert f'href="/admin/vehicle/seal/?id={first}">Records 1 to 1</a>' in page
    assert f'href="/admin/vehicle/seal/?id={second}">Records 2 to 2</a>' in page


def test_every_bulk_action_leaves_a_report_to_take_along(admin, cast):
    ids = ",".join(str(Account.get(Account.login == name).id) for name in ("keeper", "buyer"))
    url = f"/admin/account/disable/?id={ids}"
    shown = admin.post(url).text
    assert "Result as CSV" in shown
    job = Job.select().order_by(Job.id.desc()).get()
    assert (job.kind, job.verb, job.processed) == ("verb", "disable_accounts", 2)


def test_everybody_sees_his_own_jobs(client, login, admin, suppliers):
    url = f"{EDIT}?all=1"
    asked = {"write": "phone", "phone": "1", **hidden(admin.get(url).text)}
    preview = admin.post(url, data={**asked, "do": "preview"})
    admin.post(url, data={**asked, **hidden(preview.text), "do": "write"})
    job = Job.select().get()
    assert f"id={job.id}" in admin.get("/admin/job/").text
    login(client, "staff")
    assert client.get("/admin/job/").status_code == 200
    assert client.get(f"/admin/job/details/?id={job.id}").status_code == 404
    assert client.get(f"/admin/job/report/?id={job.id}").status_code == 404
