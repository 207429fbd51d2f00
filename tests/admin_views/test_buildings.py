"""Pages of buildings: each verb from the record's page, its refusal in words, printed forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from logistics.database import local_today, now
from logistics.operations.buildings.leases import submit_leases
from logistics.operations.buildings.repairs import order_repairs
from logistics.operations.outcomes import only
from models import (
    BuildingDefect,
    Lease,
    LeasePayment,
    Reinspection,
    WorkOrder,
    WorksAcceptance,
    WorksProject,
)
from tests.cast import Cast
from tests.client import Client
from tests.factories.buildings import make_contractor, make_defect, make_lease, make_project, seen

pytestmark = pytest.mark.usefixtures("matrix")

Login = Callable[[Client, str], Client]
TODAY = f"{local_today():%Y-%m-%d}"
PROJECT_FORMS: dict[str, dict[str, Any]] = {
    "rain": {"rained_on": TODAY, "weather": "heavy", "rainfall": "40"},
    "response": {"asked": "40", "satisfied": "39"},
    "settle": {"final_amount": "81216", "audited_amount": "", "retention_percent": "3"},
}


def post(client: Client, table: str, tail: str, row: Any, **sent: Any) -> Any:
    return client.post(f"/admin/{table}/{tail}/?id={row.id}", data=sent)


def test_a_defect_becomes_a_work_order_and_the_technician_mends_it(
    client: Client, login: Login, cast: Cast
) -> None:
    defect = make_defect(cast.staff_staff, kind="electrical")
    works = login(client, "works")
    sent = {
        "technician": cast.guard_staff.id,
        "task": "Tubes",
        "due_at": f"{now() + dt.timedelta(hours=4):%Y-%m-%dT%H:%M}",
    }
    assert post(works, "building_defect", "order", defect, **sent).status_code == 302
    order = WorkOrder.get()

    guard = login(client, "guard")
    assert "Arrived" in guard.get(f"/admin/work_order/details/?id={order.id}").text
    assert post(guard, "work_order", "arrive", order).status_code == 302
    refused = post(guard, "work_order", "finish", order, result=" ")
    assert (refused.status_code, "Say what was done" in refused.text) == (409, True)
    assert post(guard, "work_order", "finish", order, result="New tubes").status_code == 302

    works = login(client, "works")
    assert "To be accepted: 1" in works.get("/").text
    assert post(works, "work_order", "accept", order, remark="").status_code == 302
    slip = works.get(f"/admin/work_order/form/acceptance/?id={order.id}").text
    assert "New tubes" in slip
    assert BuildingDefect.get().status == "closed"


def test_large_damage_leads_to_the_form_of_a_project(
    client: Client, login: Login, cast: Cast
) -> None:
    defect = make_defect(cast.staff_staff)
    answer = post(
        login(client, "works"), "building_defect", "plan", defect, name="Roof", estimate="86400"
    )
    project = WorksProject.get()
    assert answer.location.endswith(f"/admin/works_project/edit/?id={project.id}")


def test_the_survey_page_counts_and_refuses(client: Client, login: Login, cast: Cast) -> None:
    project = make_project(cast, "proposed")
    works = login(client, "works")
    assert (
        "0 surveys of 3 needed" in works.get(f"/admin/works_project/survey/?id={project.id}").text
    )
    sent = {"contractor": make_contractor().id, "surveyed_on": TODAY, "findings": "Brittle"}
    assert post(works, "works_project", "survey", project, **sent).status_code == 302
    refused = post(works, "works_project", "surveyed", project)
    assert (refused.status_code, "there are 1" in refused.text) == (409, True)


def test_whoever_decides_sees_offers_and_money_on_one_page(
    client: Client, login: Login, cast: Cast
) -> None:
    project = make_project(cast, "submitted")
    head = login(client, "head")
    page = head.get(f"/admin/works_project/approve/?id={project.id}").text
    for told in ("81,216.00", "85,536.00", project.contractor.name, "Chosen"):
        assert told in page
    assert post(head, "works_project", "approve", project, choice="approve").status_code == 302

    # The decider who has had his turn is told why there is nothing for him.
    page = head.get(f"/admin/works_project/approve/?id={project.id}").text
    assert "You have already taken part in this round" in page


@pytest.mark.parametrize(
    ("state", "tail"),
    [
        ("approved", "contract"),
        ("started", "progress"),
        ("accepted", "settle"),
        ("warranty", "rain"),
    ],
)
def test_every_step_of_a_project_has_its_page(
    client: Client, login: Login, cast: Cast, state: str, tail: str
) -> None:
    project = make_project(cast, state)
    works = login(client, "works")
    assert (
        f"/admin/works_project/{tail}/"
        in works.get(f"/admin/works_project/details/?id={project.id}").text
    )
    assert works.get(f"/admin/works_project/{tail}/?id={project.id}").status_code == 200
    if tail in PROJECT_FORMS:
        assert post(works, "works_project", tail, project, **PROJECT_FORMS[tail]).status_code == 302


def test_the_acceptor_signs_and_a_roof_is_not_closed_without_rain(
    client: Client, login: Login, cast: Cast
) -> None:
    project = make_project(cast, "started")
    works = login(client, "works")
    post(works, "works_project", "finish", project, summary="New felt")
    acceptance = WorksAcceptance.get()
    acceptor = login(client, "acceptor")
    assert "1" in acceptor.get("/").text
    sent = {"is_passed": "y", "mark": "95", "opinion": "Tight"}
    assert post(acceptor, "works_acceptance", "accept", acceptance, **sent).status_code == 302
    assert post(acceptor, "works_acceptance", "accept", acceptance, **sent).status_code == 409

    roof = make_project(cast, "warranty")
    works = login(client, "works")
    assert "a heavy rain dry" in works.get(f"/admin/works_project/close/?id={roof.id}").text
    assert post(works, "works_project", "close", roof).status_code == 409


def test_a_rain_is_entered_and_looked_at(client: Client, login: Login, cast: Cast) -> None:
    roof = make_project(cast, "accepted")
    works = login(client, "works")
    assert works.get(f"/admin/works_project/form/rain/?id={roof.id}").status_code == 404
    post(works, "works_project", "rain", roof, **PROJECT_FORMS["rain"])
    check = Reinspection.get()
    sent = {"result": "sound", "inspected_on": TODAY, "note": "Dry"}
    assert post(works, "reinspection", "record", check, **sent).status_code == 302
    page = works.get(f"/admin/works_project/form/rain/?id={roof.id}").text
    assert "Dry and sound" in page


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("surveys", "The felt is brittle."),
        ("offers", "83,376.00"),
        ("acceptance", "Acceptor Ai"),
    ],
)
def test_the_forms_print(client: Client, login: Login, cast: Cast, form: str, told: str) -> None:
    project = make_project(cast, "accepted", defect=make_defect(cast.staff_staff))
    page = login(client, "works").get(f"/admin/works_project/form/{form}/?id={project.id}")
    assert (page.status_code, told in page.text) == (200, True)


def test_a_lease_is_decided_signed_and_paid(client: Client, login: Login, cast: Cast) -> None:
    lease = make_lease(
        requester=cast.staff_staff,
        status="draft",
        starts_on=local_today(),
        ends_on=local_today() + dt.timedelta(days=400),
    )
    only(submit_leases(seen=seen(lease), actor=cast.works))
    for decider in ("director", "leader"):
        client_of = login(client, decider)
        page = client_of.get(f"/admin/lease/approve/?id={lease.id}")
        assert "No own room downtown." in page.text
        assert post(client_of, "lease", "approve", lease, choice="approve").status_code == 302
    works = login(client, "works")
    refused = post(works, "lease", "sign", lease, approval_no="", signed_on=TODAY)
    assert (refused.status_code, "authority" in refused.text) == (409, True)
    post(works, "lease", "sign", lease, approval_no="2026-31", signed_on=TODAY)
    assert Lease.get().status == "active"

    finance = login(client, "finance")
    sent = {"voucher_no": "0512", "paid_on": TODAY}
    due = LeasePayment.select().order_by(LeasePayment.due_on).first()
    assert post(finance, "lease_payment", "pay", due, **sent).status_code == 302


def test_staff_see_their_own_defects_and_no_prices(
    client: Client, login: Login, cast: Cast
) -> None:
    own, other = make_defect(cast.staff_staff), make_defect(cast.guard_staff)
    order = only(
        order_repairs(
            seen=seen(other),
            technician=cast.guard_staff.id,
            task="T",
            due_at=now(),
            actor=cast.works,
        )
    )
    assert order.done
    staff = login(client, "staff")
    assert staff.get(f"/admin/building_defect/details/?id={own.id}").status_code == 200
    assert staff.get(f"/admin/building_defect/details/?id={other.id}").status_code == 404
    for table in ("works_quotation", "contractor", "lease_payment"):
        assert staff.get(f"/admin/{table}/").status_code == 403
